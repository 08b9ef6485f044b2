"""The diagonally implicit method: conditions of order, damping, algebraic equations, what it counts, and failure."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from poise.solve import sdirk
from poise.solve.status import Status

A, B, C = sdirk._STAGES, sdirk._STAGES[-1], sdirk._STAGES.sum(axis=1)


def test_the_conditions_of_order_4_and_of_order_3_of_its_companion():
    one = np.ones(5)
    other = B - sdirk._ERROR
    for weights in (B, other):
        assert weights @ one == pytest.approx(1, abs=1e-14)
        assert weights @ C == pytest.approx(1 / 2, abs=1e-14)
        assert weights @ C**2 == pytest.approx(1 / 3, abs=1e-14)
        assert weights @ A @ C == pytest.approx(1 / 6, abs=1e-14)
    assert pytest.approx(1 / 4, abs=1e-14) == B @ C**3
    assert pytest.approx(1 / 8, abs=1e-14) == (B * C) @ A @ C
    assert pytest.approx(1 / 12, abs=1e-14) == B @ A @ C**2
    assert pytest.approx(1 / 24, abs=1e-14) == B @ A @ A @ C
    assert abs(other @ C**3 - 1 / 4) > 1e-3


def test_it_damps_what_is_infinitely_stiff():
    def stability(z):
        return 1 + z * B @ np.linalg.solve(np.eye(5) - z * A, np.ones(5))

    assert abs(stability(-1e9)) < 1e-8
    assert max(abs(stability(1j * y)) for y in np.logspace(-2, 4, 200)) <= 1 + 1e-12


@dataclass(frozen=True)
class Pair:
    """x' = -x y, 0 = y - x - 1: then x' = -x (x + 1); counted: x y."""

    scale: float = 1.0

    def store(self, y: Any) -> Any:
        return np.array([y[0], 0.0])

    def rate(self, y: Any) -> Any:
        return np.array([-self.scale * y[0] * y[1], y[1] - y[0] - 1.0])

    def count(self, y: Any) -> Any:
        return np.array([self.scale * y[0] * y[1]])

    def factor(self, y: Any, step: float) -> Any:
        slope = np.array([[-self.scale * y[1], -self.scale * y[0]], [-1.0, 1.0]])
        matrix = np.diag([1.0, 0.0]) - step * slope
        return lambda r: np.linalg.solve(matrix, r)

    def size(self, y: Any) -> Any:
        return 1.0 + np.abs(y)

    def keep(self, y: Any, counted: Any) -> tuple[Any, float]:
        return y, 0.0


def exact(t, x=1.0):
    share = x / (1 + x) * np.exp(-t)
    return share / (1 - share)


def start():
    return np.array([1.0, 2.0]), np.array([1.0, 0.0])


def test_order_4_with_an_algebraic_equation():
    errors = []
    for steps in (8, 16, 32, 64):
        walk = sdirk.walk(Pair(), *start(), [0.0, 2.0], 1.0, 2.0 / steps, fixed=True)
        assert (walk.status, walk.accepted) == (Status.ok, steps)
        errors.append(abs(walk.y[-1, 0] - exact(2.0)))
        assert walk.y[-1, 0] - 1.0 == pytest.approx(-walk.counted[-1, 0], abs=1e-10)
    assert np.log2(errors[-2] / errors[-1]) == pytest.approx(sdirk.ORDER, abs=0.1)


def test_the_tolerance_is_kept_and_the_times_are_met():
    times = [0.0, 1e-3, 0.1, 0.1000001, 3.0]
    errors = []
    for tolerance in (1e-4, 1e-6, 1e-8):
        walk = sdirk.walk(Pair(), *start(), times, tolerance, 1e-4)
        assert walk.status is Status.ok
        errors.append(np.abs(walk.y[:, 0] - exact(np.array(times))).max())
        assert errors[-1] < 20 * tolerance
    assert all(low < high for high, low in pairwise(errors))


def test_what_blows_up_and_what_takes_too_long_says_so():
    blown = sdirk.walk(Pair(-1.0), *start(), [0.0, 2.0], 1e-2, 1e-3)  # x' = x (x + 1) is infinite at t = ln 2
    assert blown.status is Status.step_too_small
    assert np.isnan(blown.y[-1]).all()
    assert sdirk.walk(Pair(), *start(), [0.0, 2.0], 1e-8, 1e-3, steps=3).status is Status.too_many_steps
