"""The root finder against functions whose roots are known."""

import numpy as np
import pytest

from poise.solve.bracketed import bracketed
from poise.solve.newton import newton
from poise.solve.roots import all_roots
from poise.solve.slope import slope
from poise.solve.status import Status


def roots_of(function, low=-1.0, high=1.0, lanes=1, points=2001):
    found = all_roots(lambda x, which: function(x), lanes, low, high, points)
    return [row[np.isfinite(row)].tolist() for row in found.x], found.status.tolist()


def test_every_root_of_a_polynomial_to_rounding():
    wanted = [-0.9, -0.31, 0.05, 0.72]
    found, status = roots_of(lambda x: np.prod([x - root for root in wanted], axis=0))
    assert found[0] == pytest.approx(wanted, abs=2e-16)
    assert status == [Status.ok]


def test_a_pair_of_roots_between_two_points_of_the_scan_is_found():
    gap = 1e-6
    found, _ = roots_of(lambda x: (x - 0.123456) ** 2 - gap**2, points=101)
    assert found[0] == pytest.approx([0.123456 - gap, 0.123456 + gap], abs=1e-13)


def test_a_touching_root_is_one_root():
    found, status = roots_of(lambda x: (x - 0.2345) ** 2)
    assert found[0] == pytest.approx([0.2345], abs=1e-7)
    assert status == [Status.ok]


def test_a_near_miss_is_not_invented():
    found, status = roots_of(lambda x: (x - 0.2345) ** 2 + 1e-9)
    assert found == [[]]
    assert status == [Status.no_root]


def test_a_root_on_a_point_of_the_scan_is_one_root():
    found, _ = roots_of(lambda x: x * (x - 0.5), low=-1.0, high=1.0, points=9)
    assert found[0] == [0.0, 0.5]


def test_a_function_too_small_for_its_numbers_has_no_roots_there():
    found, _ = roots_of(lambda x: np.where(np.abs(x) < 0.3, 0.0, x - 0.95))
    assert found[0] == pytest.approx([0.95], abs=1e-15)
    across, _ = roots_of(lambda x: np.where(np.abs(x) < 0.3, 0.0, x))
    assert len(across[0]) == 1
    assert abs(across[0][0]) <= 0.3


def test_statuses_are_values():
    assert roots_of(lambda x: 0.0 * x)[1] == [Status.flat]
    assert roots_of(lambda x: 1.0 + 0.0 * x)[1] == [Status.no_root]
    assert roots_of(lambda x: np.where(x > 0.5, np.nan, x))[1] == [Status.not_finite]
    assert all(one.message for one in Status)


def test_lanes_have_their_own_roots_ranges_and_statuses():
    roots = np.array([-0.5, 0.25, 7.0])
    found = all_roots(lambda x, which: np.tanh(x - roots[which]), 3, np.array([-1.0, 0.0, -1.0]), 1.0, 33)
    assert found.x[:2, 0] == pytest.approx(roots[:2], abs=1e-15)
    assert np.isnan(found.x[2]).all()
    assert found.status.tolist() == [Status.ok, Status.ok, Status.no_root]


def test_steep_exponentials_are_solved_to_rounding_in_few_steps():
    calls = []

    def steep(x, which):
        calls.append(len(which))
        return np.expm1(200.0 * (x - 0.3))

    low, high = np.array([-1.0]), np.array([1.0])
    root = bracketed(steep, low, high, steep(low, [0]), steep(high, [0]))
    assert root[0] == pytest.approx(0.3, abs=1e-16)
    assert len(calls) < 80


@pytest.mark.parametrize("step", [1e-1, 5e-2])
def test_slope_is_of_order_six(step):
    def error(h):
        return abs(slope(np.sin, 0.4, h) - np.cos(0.4))

    assert np.log2(error(step) / error(step / 2)) == pytest.approx(6.0, abs=0.1)


def test_newton_solves_lanes_of_a_coupled_system():
    target = np.array([[0.1, -0.2], [0.5, 0.3], [-0.4, 0.9]])

    def residual(x):
        d = x - target
        return np.stack([np.sinh(5 * d[:, 0]) + d[:, 1], d[:, 1] ** 3 + d[:, 1] + 0.5 * d[:, 0]], axis=1)

    x, status = newton(residual, np.zeros((3, 2)), 1e-4, 0.05)
    assert x == pytest.approx(target, abs=1e-12)
    assert (status == Status.ok).all()


def test_newton_says_when_there_is_no_root():
    _, status = newton(lambda x: x**2 + 1.0, np.full((1, 1), 0.3), 1e-4, 0.05)
    assert status.tolist() == [Status.not_converged]
