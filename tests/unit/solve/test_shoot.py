"""Periodic states against cycles that are known, with SciPy's integrator for the map."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from poise.solve.shoot import periodic
from poise.solve.status import Status

VAN_DER_POL = 6.6632868593231301896996820305  # period at mu = 1


def flow(rates, rtol=1e-13):
    """The map y(0) -> y(T), lanes last."""

    def run(y, period):
        answer = solve_ivp(
            lambda t, z: rates(t, z.reshape(y.shape)).ravel(),
            (0, period),
            y.ravel(),
            method="DOP853",
            rtol=rtol,
            atol=rtol,
        )
        return answer.y[:, -1].reshape(y.shape)

    return run


def van_der_pol(_t, y):
    return np.stack([y[1], (1 - y[0] ** 2) * y[1] - y[0]])


@pytest.mark.parametrize(
    "options",
    [
        {"rates": lambda y: van_der_pol(0.0, y)},
        {},
        {"phase": (1, 0.0)},
        {"phase": lambda y: y[1] - 0.05, "order": 6},
    ],
)
def test_van_der_pol(options):
    found = periodic(flow(van_der_pol), [2.0, 0.1], 6.0, 1.0, autonomous=True, noise=1e-12, **options)
    assert found.status == Status.ok
    assert found.period == pytest.approx(VAN_DER_POL, rel=1e-12)
    assert found.multipliers.real == pytest.approx([1.0, 8.5968e-4], abs=3e-8)
    assert found.stable
    assert found.iterations < 10


def test_van_der_pol_backwards_is_unstable():
    found = periodic(flow(lambda t, y: -van_der_pol(t, y)), [2.0, 0.05], 6.5, 1.0, autonomous=True, noise=1e-11)
    assert found.status == Status.ok
    assert found.period == pytest.approx(VAN_DER_POL, rel=1e-10)
    assert not found.stable
    assert found.multipliers[0].real == pytest.approx(1 / 8.5968e-4, rel=1e-3)


def test_a_paced_linear_system():
    """x' = A x + (cos t, 0): the periodic state is the real part of (i - A)^-1 e1 exp(i t)."""
    a = np.array([[-0.3, 0.0, 0.2], [1.0, -1e-3, 0.0], [0.0, 0.4, -2.0]])
    drive = np.array([1.0, 0.0, 0.0])
    exact = np.linalg.solve(1j * np.eye(3) - a, drive).real
    found = periodic(
        flow(lambda t, y: a @ y + drive[:, None] * np.cos(t)), [1.0, 1.0, 1.0], 2 * np.pi, 1.0, noise=1e-12
    )
    assert found.status == Status.ok
    assert found.y == pytest.approx(exact, rel=1e-9)
    assert found.matrix == pytest.approx(expm(2 * np.pi * a), rel=1e-7, abs=1e-9)
    assert found.iterations <= 4
    assert found.stable == bool((np.abs(found.multipliers) < 1).all())


def test_scales_and_bounds():
    size = np.array([1e-15, 50.0])

    def rates(t, y):
        u = y / size[:, None]
        return np.stack([0.5 + 0.4 * np.sin(t) - u[0] * u[1], u[0] - 0.5 * u[1]]) * size[:, None]

    def run(y, period):
        return flow(lambda t, u: rates(t, u * size[:, None]) / size[:, None])(y / size[:, None], period) * size[:, None]

    found = periodic(run, [1e-15, 80.0], 2 * np.pi, size, [0.0, -np.inf], noise=1e-12)
    assert found.status == Status.ok
    assert found.stable
    assert np.abs((run(found.y[:, None], found.period)[:, 0] - found.y) / size).max() < 1e-12


def test_a_total_that_nothing_changes():
    found = periodic(flow(lambda t, y: np.stack([np.cos(t) - y[0], 0 * y[1]])), [0.1, 5.0], 2 * np.pi, 1.0, noise=1e-12)
    assert found.status == Status.ok
    assert found.neutral == 1
    assert found.stable
    assert found.y == pytest.approx([0.5, 5.0], rel=1e-9)


def test_what_drifts_has_no_period():
    found = periodic(flow(lambda t, y: np.stack([np.cos(t) - y[0], 1 + 0 * y[1]])), [0.1, 5.0], 2 * np.pi, 1.0)
    assert found.status == Status.not_converged
    assert np.isnan(found.multipliers).all()


def test_a_steady_state_is_no_cycle():
    found = periodic(flow(van_der_pol), [0.0, 0.0], 6.0, 1.0, autonomous=True, phase=(1, 0.0), noise=1e-12)
    assert found.status == Status.no_period


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_a_status(bad):
    for autonomous in (False, True):
        found = periodic(lambda y, period: y * bad, [1.0, 2.0], 1.0, 1.0, autonomous=autonomous)
        assert found.status == Status.not_finite
