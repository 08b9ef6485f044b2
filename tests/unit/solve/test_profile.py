"""Profiles: straight for straight models, curved where the model bends, open where nothing is known."""

import numpy as np
import pytest

from poise.solve.information import information
from poise.solve.least_squares import Objective, minimise
from poise.solve.profile import profile

from .nist import MISRA1A


def profiled(objective, start, index, limit, phi=1.0):
    minimum = minimise(objective, start)
    known = information(minimum.jacobian, np.ones(len(minimum.residuals)), 1e-9)
    return minimum, known, profile(objective, minimum, index, limit, known.covariance, phi)


@pytest.mark.parametrize("index", [0, 1])
def test_of_a_linear_model_it_is_the_wald_interval(index):
    x = np.array([0.0, 1.0, 2.0, 4.0, 7.0])[:, None]
    y = np.array([1.1, 2.9, 5.2, 8.8, 15.3])[:, None]
    free = np.full(2, np.inf)
    objective = Objective(lambda b: (b[0] + b[1] * x - y) / 0.3, -free, free, np.ones(2))
    minimum, known, found = profiled(objective, [0.0, 0.0], index, 1.96)
    half = 1.96 * known.errors[index]
    assert found.low == pytest.approx(minimum.x[index] - half, rel=1e-6)
    assert found.high == pytest.approx(minimum.x[index] + half, rel=1e-6)
    straight = (found.values - minimum.x[index]) / known.errors[index]
    assert found.distance == pytest.approx(straight, abs=1e-6)
    # the others follow the straight line of the covariance
    other = 1 - index
    drawn = minimum.x[other] + known.covariance[0, 1] / known.covariance[index, index] * (
        found.values - minimum.x[index]
    )
    assert found.points[:, other] == pytest.approx(drawn, abs=1e-6)


def test_the_ends_are_where_the_refitted_cost_has_risen():
    x, y = np.array(MISRA1A.x)[:, None], np.array(MISRA1A.y)[:, None]
    free = np.full(2, np.inf)
    objective = Objective(lambda b: MISRA1A.model(b[:, None, :], x) - y, -free, free, np.abs(MISRA1A.starts[1]))
    phi = MISRA1A.squares / 12
    minimum, _, found = profiled(objective, MISRA1A.starts[1], 0, 2.1788128297, phi)  # Student, 12 degrees
    for end in (found.low, found.high):
        # given b1 the best b2 by a search of its own, in one dimension
        from scipy.optimize import minimize_scalar

        best = minimize_scalar(lambda b2, end=end: objective.cost(np.array([end, b2])), bracket=(5e-4, 6e-4), tol=1e-14)
        assert (best.fun - minimum.cost) / phi == pytest.approx(2.1788128297**2, rel=1e-3)
    assert found.high - minimum.x[0] > minimum.x[0] - found.low  # curved


def test_one_variable_alone():
    """ln b against 0 +- 0.1: the interval is exp(-+0.196) exactly."""
    edge = np.array([50.0])
    objective = Objective(lambda b: np.log(b) / 0.1, np.array([1e-3]), edge, np.ones(1))
    _, _, found = profiled(objective, [2.0], 0, 1.96)
    assert (found.low, found.high) == (pytest.approx(np.exp(-0.196), rel=1e-5), pytest.approx(np.exp(0.196), rel=1e-5))


def test_open_sides_have_no_end():
    """1 - exp(-b) = 1 +- 0.1: no b is too large."""
    objective = Objective(lambda b: (-np.exp(-b)) / 0.1, np.array([0.0]), np.array([1e3]), np.ones(1))
    minimum, _, found = profiled(objective, [3.0], 0, 1.96)
    assert np.isnan(found.high)
    assert found.low == pytest.approx(-np.log(0.196), rel=1e-3)
    assert minimum.cost < 1e-6


def test_what_nothing_determines_is_open_on_both_sides():
    edge = np.array([5.0, 50.0])
    objective = Objective(
        lambda b: np.stack([b[0] + b[1] - 1.0, 2 * (b[0] + b[1]) - 2.1]) / 0.1, -edge, edge, np.ones(2)
    )
    _, known, found = profiled(objective, [0.0, 0.0], 0, 1.96)
    assert not known.determined.any()
    assert np.isnan([found.low, found.high]).all()
    assert np.abs(found.distance).max() < 1e-3


def test_a_lower_minimum_met_on_the_way_is_handed_back():
    """The double well of test_least_squares, from its shallow side."""
    edge = np.array([3.0])
    objective = Objective(lambda b: 3 * np.concatenate([b**2 - 1.0, np.sqrt(0.1) * (b + 1.0)]), -edge, edge, np.ones(1))
    minimum, _, found = profiled(objective, [2.0], 0, 5.0)
    assert minimum.x[0] > 0.9
    assert found.better is not None
    assert found.better.x == pytest.approx([-1.0], abs=1e-6)
