"""Block-tridiagonal systems against dense linear algebra, badly scaled ones among them."""

import numpy as np

from poise.solve.banded import Blocks


def dense(blocks):
    m, n, _ = blocks.middle.shape
    found = np.zeros((m * n, m * n))
    for k in range(m):
        rows = slice(k * n, (k + 1) * n)
        found[rows, rows] = blocks.middle[k]
        if k:
            found[rows, (k - 1) * n : k * n] = blocks.lower[k]
        if k < m - 1:
            found[rows, (k + 1) * n : (k + 2) * n] = blocks.upper[k]
    return found


def random_blocks(rng, m, n):
    return Blocks(*(rng.normal(size=(m, n, n)) for _ in range(3)))


def test_the_same_as_a_dense_solution():
    rng = np.random.default_rng(1)
    for m, n in ((2, 1), (3, 2), (20, 4), (50, 3)):
        blocks, right = random_blocks(rng, m, n), rng.normal(size=(m, n))
        found = blocks.factor(np.ones((m, n))).solve(right)
        np.testing.assert_allclose(found.ravel(), np.linalg.solve(dense(blocks), right.ravel()), rtol=1e-9)


def test_unknowns_and_rows_of_many_decades():
    rng = np.random.default_rng(2)
    m, n = 30, 3
    blocks, exact = random_blocks(rng, m, n), rng.normal(size=(m, n))
    right = (dense(blocks) @ exact.ravel()).reshape(m, n)
    size, row = 10.0 ** rng.uniform(-20, 20, (m, n)), 10.0 ** rng.uniform(-10, 10, (m, n))
    lower, upper = np.zeros_like(blocks.lower), np.zeros_like(blocks.upper)
    lower[1:] = blocks.lower[1:] / size[:-1, None, :]
    upper[:-1] = blocks.upper[:-1] / size[1:, None, :]
    scaled = Blocks(*(row[:, :, None] * one for one in (lower, blocks.middle / size[:, None, :], upper)))
    found = scaled.factor(size).solve(row * right)
    np.testing.assert_allclose(found / size, exact, rtol=1e-8)


def test_a_singular_matrix_and_one_that_is_not_finite_say_so():
    blocks = Blocks(*(np.zeros((3, 2, 2)) for _ in range(3)))
    assert not blocks.factor(np.ones((3, 2))).good
    assert np.isnan(blocks.factor(np.ones((3, 2))).solve(np.ones((3, 2)))).all()
    blocks.middle[1, 0, 0] = np.nan
    assert not blocks.factor(np.ones((3, 2))).good
