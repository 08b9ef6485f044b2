"""Rodas5P on stiff problems, against SciPy's Radau at tight tolerance, and what it keeps exactly."""

import jax
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from poise.solve.flow import Flow
from poise.solve.integrate import begin, integrator, padded_breaks, settings
from poise.solve.inverse import inverse
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status


def solved(rates, y0, end, rtol=1e-10, atol=1e-12, p=None, m=0, method=None, **more):
    """The carry at the end of one segment, without a record."""
    y0 = np.asarray(y0, float)
    y0 = y0[:, None] if y0.ndim == 1 else y0
    it = integrator(Flow(rates), method or Rodas5P(), record=False)
    atol = np.full(len(y0), atol) if np.ndim(atol) == 0 else atol
    return it.last(begin(y0, m, 0.0), padded_breaks([0.0, end]), p, settings(rtol, atol, **more))


def no_quadrature(function):
    import jax.numpy as jnp

    return lambda t, y, k, p: (jnp.stack(function(t, y)), jnp.zeros((0, y.shape[1])))


def test_van_der_pol():
    def rates(t, y):
        return [y[1], 1e3 * ((1.0 - y[0] ** 2) * y[1] - y[0])]

    ours = solved(no_quadrature(rates), [2.0, 0.0], 0.9, 1e-11, 1e-13)
    theirs = solve_ivp(rates, (0, 0.9), [2.0, 0.0], "Radau", rtol=1e-12, atol=1e-14)
    assert ours.status.tolist() == [Status.ok]
    assert np.asarray(ours.y)[:, 0] == pytest.approx(theirs.y[:, -1], rel=1e-8)


def robertson(t, y):
    a, b, c = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] ** 2
    return [-a + b, a - b - c, c]


def test_robertson_whose_sum_stays_to_rounding():
    ours = solved(no_quadrature(robertson), [1.0, 0.0, 0.0], 4e4, 1e-10, [1e-12, 1e-16, 1e-12])
    theirs = solve_ivp(robertson, (0, 4e4), [1.0, 0.0, 0.0], "Radau", rtol=1e-12, atol=1e-16)
    y = np.asarray(ours.y)[:, 0]
    assert y == pytest.approx(theirs.y[:, -1], rel=1e-8)
    assert y.sum() == pytest.approx(1.0, abs=1e-13)


def test_quadratures_keep_every_linear_invariant_of_a_stiff_system_to_rounding():
    import jax.numpy as jnp

    def rates(t, y, k, p):
        a, b, c = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] ** 2 * (1 + 0.5 * jnp.sin(t))
        return jnp.stack([-a + b, a - b - c, c]), jnp.stack([a, b, c])

    ours = solved(rates, [1.0, 0.0, 0.0], 40.0, 1e-6, [1e-8, 1e-10, 1e-8], m=3)
    (y1, y2, y3), (a, b, c) = np.asarray(ours.y)[:, 0], np.asarray(ours.q)[:, 0]
    assert abs(y1 - (1.0 - a + b)) < 1e-13 * max(1.0, b)
    assert abs(y2 - (a - b - c)) < 1e-13 * max(1.0, b)
    assert abs(y3 - c) < 1e-13
    assert b > 0.1


def test_stiff_relaxation_over_ten_hours_takes_few_steps():
    def rates(t, y):
        return [-1e6 * (y[0] - y[1]), 1e-4 * (2.0 - y[1])]

    ours = solved(no_quadrature(rates), [5.0, 1.0], 36000.0, 1e-6, 1e-9)
    wanted = 2.0 - np.exp(-3.6)
    assert ours.status.tolist() == [Status.ok]
    assert np.asarray(ours.y)[:, 0] == pytest.approx([wanted, wanted], rel=1e-6)
    assert int(ours.accepted[0]) < 120


@pytest.mark.parametrize("n", [1, 3, 20])
def test_inverse(n):
    rng = np.random.default_rng(1)
    matrices = rng.normal(size=(n, n, 5)) + 3.0 * n * np.eye(n)[:, :, None]
    with jax.enable_x64(True):
        found = np.asarray(jax.jit(inverse)(matrices))
    for lane in range(5):
        assert found[:, :, lane] @ matrices[:, :, lane] == pytest.approx(np.eye(n), abs=1e-13)


def test_more_states_than_sums_are_written_out_for():
    """A line of 20 cells, diffusing: the heat equation's slowest mode."""
    n = 20

    def rates(t, y, k, p):
        import jax.numpy as jnp

        padded = jnp.concatenate([jnp.zeros_like(y[:1]), y, jnp.zeros_like(y[:1])])
        return 1e3 * (padded[2:] - 2.0 * y + padded[:-2]), y[:15]

    x = np.pi * np.arange(1, n + 1) / (n + 1)
    ours = solved(rates, np.sin(x), 0.1, 1e-9, 1e-11, m=15)
    rate = 2e3 * (1.0 - np.cos(np.pi / (n + 1)))
    assert np.asarray(ours.y)[:, 0] == pytest.approx(np.sin(x) * np.exp(-rate * 0.1), abs=1e-9)
    assert np.asarray(ours.q)[:, 0] == pytest.approx(np.sin(x[:15]) * (1 - np.exp(-rate * 0.1)) / rate, abs=1e-9)
