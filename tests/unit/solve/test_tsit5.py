"""Tsit5 against SciPy's DOP853 at tight tolerance."""

import jax
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from poise.solve import tsit5
from poise.solve.flow import Flow
from poise.solve.integrate import begin, integrator, padded_breaks, settings
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status
from poise.solve.trajectory import Crossings, Sampler
from poise.solve.tsit5 import Tsit5


def test_rows_of_the_tableau_sum_to_its_times_and_the_interpolant_ends_at_the_step():
    assert tsit5._A.sum(axis=1) == pytest.approx(tsit5._TIME, abs=1e-14)
    assert tsit5._DENSE.sum(axis=0)[:6] == pytest.approx(tsit5._END[:6], abs=2e-14)
    assert tsit5._ERROR.sum() == pytest.approx(0.0, abs=1e-15)


def hodgkin_huxley(t, y, xp):
    """Hodgkin & Huxley 1952 with rest at -65 mV; mV, ms."""
    V, m, h, n = y
    current = 36.0 * n**4 * (V + 77.0) + 120.0 * m**3 * h * (V - 50.0) + 0.3 * (V + 54.387)
    a_m, b_m = 0.1 * (V + 40.0) / -xp.expm1(-(V + 40.0) / 10.0), 4.0 * xp.exp(-(V + 65.0) / 18.0)
    a_h, b_h = 0.07 * xp.exp(-(V + 65.0) / 20.0), 1.0 / (1.0 + xp.exp(-(V + 35.0) / 10.0))
    a_n, b_n = 0.01 * (V + 55.0) / -xp.expm1(-(V + 55.0) / 10.0), 0.125 * xp.exp(-(V + 65.0) / 80.0)
    return [10.0 - current, a_m - (a_m + b_m) * m, a_h - (a_h + b_h) * h, a_n - (a_n + b_n) * n]


@pytest.mark.parametrize("method", [Rodas5P(), Tsit5()], ids=lambda method: type(method).__name__)
def test_hodgkin_and_huxley_states_and_spike_times(method):
    import jax.numpy as jnp

    y0, end = [-64.0, 0.05, 0.6, 0.32], 40.0
    exact = solve_ivp(
        lambda t, y: hodgkin_huxley(t, y, np),
        (0, end),
        y0,
        "DOP853",
        rtol=1e-13,
        atol=1e-13,
        dense_output=True,
        events=lambda t, y: y[0],
    )
    it = integrator(Flow(lambda t, y, k, p: (jnp.stack(hodgkin_huxley(t, y, jnp)), y[:0])), method)
    times = np.linspace(0.0, end, 401)
    sampler, rises = Sampler(times), Crossings(np.array([1.0, 0, 0, 0]), 0.0)
    falls = Crossings(np.array([1.0, 0, 0, 0]), 0.0, rises=False)
    how = settings(1e-10, np.array([1e-9, 1e-11, 1e-11, 1e-11]))
    carry = begin(np.array(y0)[:, None], 0, 0.0)
    for after, chunk in it.run(carry, padded_breaks([0.0, end]), None, how):
        carry = after
        for taker in (sampler, rises, falls):
            taker.take(chunk)
    assert carry.status.tolist() == [Status.ok]
    assert np.asarray(carry.y)[:, 0] == pytest.approx(exact.y[:, -1], rel=1e-8)
    assert sampler.states[:, :, 0] == pytest.approx(exact.sol(times), abs=1e-6)
    assert sampler.states[:, -1, 0] == pytest.approx(np.asarray(carry.y)[:, 0], abs=1e-12)
    both = sorted(rises.times[0] + falls.times[0])
    assert len(rises.times[0]) == len(falls.times[0]) == 3
    assert both == pytest.approx(exact.t_events[0], abs=1e-7)


def test_a_quadrature_is_the_integral():
    import jax.numpy as jnp

    before = jax.numpy.zeros(1).dtype
    it = integrator(Flow(lambda t, y, k, p: (-y * p, jnp.stack([y[0], t]))), Tsit5(), record=False)
    p = np.array([1.0, 2.0])
    end = it.last(begin(np.ones((1, 2)), 2, 0.0), padded_breaks([0.0, 3.0]), p, settings(1e-10, np.array([1e-12])))
    assert np.asarray(end.y)[0] == pytest.approx(np.exp(-3 * p), rel=1e-8)
    assert np.asarray(end.q)[0] == pytest.approx((1 - np.exp(-3 * p)) / p, rel=1e-9)
    assert np.asarray(end.q)[1] == pytest.approx([4.5, 4.5], rel=1e-12)
    assert jax.numpy.zeros(1).dtype == before  # the setting for 64 bits has not leaked
