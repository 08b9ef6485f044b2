"""Steady states: normal forms, stiff and singular systems, states that do not exist, and bad functions."""

import numpy as np
import pytest

from poise.solve.status import Status
from poise.solve.steady import spectrum, stationary


def brusselator(a, b):
    return lambda y: np.stack([a + y[0] ** 2 * y[1] - (b + 1) * y[0], b * y[0] - y[0] ** 2 * y[1]])


def test_a_state_to_rounding_with_its_eigenvalues():
    found = stationary(brusselator(1.0, 3.0), np.array([3.0, 0.1]), [1.0, 1.0], [0.0, 0.0])
    assert found.status == Status.ok
    assert found.y == pytest.approx([1.0, 3.0], rel=4e-16)
    assert found.eigenvalues == pytest.approx([0.5 - 0.75**0.5 * 1j, 0.5 + 0.75**0.5 * 1j], rel=1e-11)
    assert not found.stable
    assert found.neutral == 0
    assert found.runaways == ()


def test_a_stable_state():
    found = stationary(brusselator(1.0, 1.5), [3.0, 0.1], 1.0)
    assert found.stable
    assert found.residual < 1e-14


@pytest.mark.parametrize("start", [0.3, 2.0, 40.0, -1e3])
def test_newton_alone_would_diverge(start):
    found = stationary(lambda y: -np.arctan(y - 3), [start], [1.0])
    assert found.y == pytest.approx([3.0], rel=4e-16)
    assert found.stable


def test_fast_and_slow_by_twelve_orders():
    def f(y):
        return np.stack([1e6 * (y[1] - y[0] ** 3 + 2 * y[0]), 1e-6 * (1 - y[1] - 2 * y[0])])

    found = stationary(f, [1.0, 2.0], 1.0)
    assert found.y == pytest.approx([1.0, -1.0], rel=1e-15)
    # det = 3, trace = -1 - 1e-12 in units of the rates
    assert found.eigenvalues.real == pytest.approx([-1e6, -3e-6], rel=1e-10)


def test_the_slow_eigenvalues_of_a_dense_stiff_matrix_keep_their_digits():
    rng = np.random.default_rng(3)
    slow = np.array([-1e-7, -2e-7])
    base = np.diag([-1e5, -3e4, -2e4])
    coupling = rng.standard_normal((3, 2)) * 1e4
    full = np.zeros((5, 5))
    full[:3, :3], full[:3, 3:], full[3:, 3:] = base, coupling, np.diag(slow)
    turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    full[:3] = turn @ full[:3]
    full[:, :3] = full[:, :3] @ turn.T
    assert np.sort(spectrum(full).real)[-2:] == pytest.approx(np.sort(slow), rel=1e-9)


def test_a_variable_that_nothing_moves_is_left_where_it_is():
    def f(y):
        return np.stack([y[1] - y[0], 0.0 * y[1]])

    found = stationary(f, [5.0, 2.0], 1.0)
    assert found.status == Status.ok
    assert found.y == pytest.approx([2.0, 2.0], rel=1e-15)
    assert found.neutral == 1
    assert (found.eigenvalues == 0).sum() == 1
    assert found.stable


def test_a_conserved_total_is_neutral():
    def f(y):
        return np.stack([y[1] - y[0], y[0] - y[1], 1e5 * (y[0] - y[2])])

    found = stationary(f, [1.0, 2.0, 4.0], 1.0)
    assert found.status == Status.ok
    assert found.neutral == 1
    assert found.y == pytest.approx([1.5, 1.5, 1.5], rel=1e-14)
    assert found.eigenvalues.real == pytest.approx([-1e5, -2.0, 0.0], rel=1e-9)


def test_totals_in_a_curved_and_badly_scaled_system_are_those_of_the_start():
    """A + B <-> C, twice: fast, with amounts of 1e-15, and slow, with amounts of 1e3."""
    size = np.array([1e-15, 1e-15, 1e-15, 1e3, 1e3])

    def f(y):
        u = y / size[:, None]
        fast, slow = 1e4 * (u[0] * u[1] - 0.3 * u[2]), 1e-5 * (u[3] ** 2 - u[4])
        return np.stack([-fast, -fast, fast, -2 * slow, slow]) * size[:, None]

    start = np.array([2.0, 1.5, 0.2, 0.3, 2.0]) * size
    for follow in (False, True):
        found = stationary(f, start, size, np.zeros(5), follow=follow)
        assert found.status == Status.ok
        assert found.neutral == 3
        assert found.stable
        u = found.y / size
        assert [u[0] + u[2], u[1] + u[2], u[3] + 2 * u[4]] == pytest.approx([2.2, 1.7, 4.3], rel=1e-12)
        assert u[0] * u[1] == pytest.approx(0.3 * u[2], rel=1e-12)


@pytest.mark.parametrize("follow", [False, True])
def test_no_steady_state_names_what_runs_away(follow):
    def f(y):
        return np.stack([-(y[0] - 2.0) * 1e3, 1 - 0.1 / (1 + y[1])])

    found = stationary(f, [1.0, 1.0], 1.0, [0.0, 0.0], follow=follow)
    assert found.status == Status.no_steady_state
    (away,) = found.runaways
    assert away.index == 1
    assert away.direction == 1
    assert away.value > 1e8
    assert away.rate * away.time == pytest.approx(1.0, rel=0.01)
    assert found.iterations < 3000


@pytest.mark.parametrize(
    ("rate", "direction"),
    [(lambda y: 1 + 0 * y, 1), (lambda y: y**2 + 1, 1), (lambda y: np.exp(-y), 1), (lambda y: -1 - y, -1)],
)
def test_growth_blow_up_creep_and_exhaustion(rate, direction):
    found = stationary(rate, [1.0], 1.0, [0.0])
    assert found.status == Status.no_steady_state
    assert [(one.index, one.direction) for one in found.runaways] == [(0, direction)]


def test_a_state_on_the_bound_is_no_state_where_the_rate_points_out():
    found = stationary(lambda y: -1 - y, [0.0], 1.0, [0.0])
    assert found.status == Status.no_steady_state


def test_a_state_at_the_bound():
    found = stationary(lambda y: -y, [1.0], 1.0, [0.0])
    assert found.status == Status.ok
    assert abs(found.y[0]) < 1e-12


def test_a_double_root_is_approached():
    found = stationary(lambda y: -(y**2), [1.0], 1.0)
    assert found.status == Status.ok
    assert abs(found.y[0]) < 1e-11


def test_following_time_leads_to_the_state_that_the_start_belongs_to():
    def f(y):  # stable at -1 and 1, unstable at 0.1
        return (y + 1) * (1 - y) * (y - 0.1)

    for start, wanted in ((0.11, 1.0), (0.09, -1.0)):
        assert stationary(f, [start], 1.0, follow=True).y == pytest.approx([wanted], rel=1e-15)
        assert stationary(f, [start], 1.0).y == pytest.approx([0.1], rel=1e-14)


def test_an_unstable_state_inside_a_cycle_is_found():
    def f(y):  # van der Pol, started far out
        return np.stack([y[1], 5 * (1 - y[0] ** 2) * y[1] - y[0]])

    for follow in (False, True):
        found = stationary(f, [2.0, 3.0], 1.0, follow=follow)
        assert found.status == Status.ok
        assert np.abs(found.y).max() < 1e-12
        assert not found.stable


def test_inside_is_never_left():
    seen = []

    def f(y):
        seen.append(y.copy())
        return np.log(y[:1]) + y[:1] - 1.5

    found = stationary(f, [20.0], 1.0, [0.0], inside=lambda y: y[0] > 0.05)
    assert found.status == Status.ok
    assert min(points.min() for points in seen) > 0.0
    assert np.log(found.y[0]) + found.y[0] == pytest.approx(1.5, rel=1e-15)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_bad_starts_and_rates_are_a_status(bad):
    assert stationary(lambda y: -y, [bad, 1.0], 1.0).status == Status.started_badly
    assert stationary(lambda y: y * bad, [1.0, 1.0], 1.0).status == Status.started_badly
    found = stationary(lambda y: np.where(y < 0.5, bad, -y), [1.0], 1.0)
    assert found.status not in (Status.ok,)
    assert np.isnan(found.eigenvalues).all()
    assert stationary(lambda y: -y, [-1.0], 1.0, [0.0]).status == Status.started_badly


def test_a_parameter_outside_its_domain_from_the_start():
    found = stationary(lambda y: -y, [1.0], 1.0, inside=lambda y: y[0] > 2)
    assert found.status == Status.started_badly
