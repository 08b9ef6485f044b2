"""The rising zero nearest to a guess, of many lanes."""

import jax
import numpy as np
import pytest

from poise.solve.nearest_root import nearest_root


def found(function, near, low=-1.0, high=1.0, points=201):
    with jax.enable_x64(True):
        return np.asarray(nearest_root(function, low, high, np.asarray(near, float), points))


def test_of_two_rising_zeros_the_nearer_is_taken():
    """(x + 0.5)(x - 0.1)(x - 0.7) rises at -0.5 and 0.7."""
    roots = found(lambda x: (x + 0.5) * (x - 0.1) * (x - 0.7), [-1e3, 0.0, 0.2, 0.9])
    assert np.abs(roots - [-0.5, -0.5, 0.7, 0.7]).max() < 1e-15


def test_lanes_without_one_are_nan():
    slopes = np.array([1.0, -1.0, 0.0, np.nan])
    roots = found(lambda x: slopes * (x - 0.25), [0.0] * 4)
    assert abs(roots[0] - 0.25) < 1e-16
    assert np.isnan(roots[1:]).all()


@pytest.mark.slow
def test_a_bend_that_newton_would_overshoot():
    roots = found(
        lambda x: (
            np.arctan(200.0 * (x - 0.123)) if isinstance(x, np.ndarray) else jax.numpy.arctan(200.0 * (x - 0.123))
        ),
        [0.9],
        points=9,
    )
    assert abs(roots[0] - 0.123) < 1e-15
