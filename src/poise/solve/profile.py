"""Profiles of a cost: one variable held at value after value, the others fitted anew, until it has risen enough."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .least_squares import Minimum, Objective, minimise
from .status import Status

_STEPS = 3.0  # from the minimum to the limit, about
_BEYOND = 1.1  # times the limit: where a side ends
_MOST = 40  # points of a side
_GROWTH = 4.0  # of a step, at most
_BLIND = 0.05  # of the scale: first step where nothing says how far to go
_CLOSE = 1e-4  # of the limit: how exactly the ends are found
_ROUNDS = 20  # of the search for an end, at most
_BETTER = 1e-2  # in units of the dispersion: a cost so far below the minimum's is another minimum
_LOOSE = 1e-7  # tolerance of a refit: the cost at its minimum does not care for the rest
_FINEST = 1e-6  # of the scale: steps that shrink below end a side


@dataclass(frozen=True)
class Profile:
    """One variable's profile.

    Attributes:
        values: of the variable, rising, (points,).
        distance: signed square root of the rise of the cost, in standard deviations: straight where the problem is
            linear, (points,).
        points: all variables at each point, refitted, (points, n).
        low, high: where the distance passes the limit; nan where it does not before the bound.
        better: a minimum lower than the one that the profile began at, `None` where none was met.
        calls: of the function.
    """

    values: Any
    distance: Any
    points: Any
    low: float
    high: float
    better: Minimum | None
    calls: int


@dataclass
class _Walk:
    """The points met so far, on both sides."""

    values: list[float]
    distance: list[float]
    points: list[Any]
    better: Minimum | None = None
    calls: int = field(default=0)

    def add(self, value: float, distance: float, point: Any) -> None:
        self.values.append(value)
        self.distance.append(distance)
        self.points.append(point)


def profile(
    objective: Objective, minimum: Minimum, index: int, limit: float, covariance: Any, dispersion: float = 1.0
) -> Profile:
    """The profile of one variable and the ends of its interval.

    tau(v) = sign(v - v*) sqrt((min cost given v - cost*) / phi) = -limit, +limit.

    Args:
        objective: what was minimised; minimum: where.
        index: of the variable.
        limit: of tau: a quantile of the normal or Student's distribution.
        covariance: of the variables, (n, n), for the first steps; not finite where unknown.
        dispersion: phi.

    Source: Bates & Watts 1988, Nonlinear Regression Analysis, sec. 6.1.
    """
    walk = _Walk([float(minimum.x[index])], [0.0], [minimum.x])
    low = _side(objective, minimum, index, limit, covariance, dispersion, -1.0, walk)
    high = np.nan if walk.better else _side(objective, minimum, index, limit, covariance, dispersion, 1.0, walk)
    order = np.argsort(walk.values)
    values, distance, points = (np.array(one)[order] for one in (walk.values, walk.distance, walk.points))
    return Profile(values, distance, points, low, high, walk.better, walk.calls)


def _side(
    objective: Objective,
    minimum: Minimum,
    index: int,
    limit: float,
    covariance: Any,
    dispersion: float,
    way: float,
    walk: _Walk,
) -> float:
    """Walk one way; the end of the interval there, nan where it has none."""
    edge = float(objective.low[index] if way < 0 else objective.high[index])
    variance = float(covariance[index, index])
    known = np.isfinite(variance) and variance > 0.0
    step = np.sqrt(variance * dispersion) * limit / _STEPS if known else _BLIND * float(objective.scale[index])
    slope = covariance[:, index] / variance if known else np.zeros(len(minimum.x))
    at, distance, point = float(minimum.x[index]), 0.0, minimum.x
    loose = replace(objective, tolerance=max(objective.tolerance, _LOOSE))

    def refitted(value: float, guess: Any) -> tuple[float, Any]:
        """Distance and all variables with the one held; nan where there is no answer."""
        found = minimise(loose.held(index, value), np.delete(guess, index))
        walk.calls += found.calls
        whole = np.insert(found.x, index, value)
        if found.status == Status.not_finite:
            return np.nan, whole
        if found.cost < minimum.cost - _BETTER * dispersion and walk.better is None:
            walk.better = minimise(objective, whole)
        return np.sqrt(max(found.cost - minimum.cost, 0.0) / dispersion), whole

    for _ in range(_MOST):
        value = min(max(at + way * step, float(objective.low[index])), float(objective.high[index]))
        if abs(value - at) < _FINEST * float(objective.scale[index]):
            return np.nan
        new, whole = refitted(value, point + (value - at) * slope)
        if walk.better is not None:
            return np.nan
        if not np.isfinite(new):
            step /= _GROWTH
            continue
        walk.add(value, way * new, whole)
        if new >= limit:
            end = _crossing(refitted, (at, distance, point), (value, new, whole), limit, way, walk)
            if new < _BEYOND * limit and value != edge:  # a little more of the curve, to be drawn
                further = min(max(value + way * 0.3 * step, objective.low[index]), objective.high[index])
                more, beyond = refitted(further, whole + (further - value) * slope)
                if np.isfinite(more) and walk.better is None:
                    walk.add(further, way * more, beyond)
            return end
        if value == edge:
            return np.nan
        slope = (whole - point) / (value - at)
        gain = max(new - distance, limit / _STEPS / _GROWTH)
        step *= min(max(limit / _STEPS / gain, 1.0 / _GROWTH), _GROWTH)
        at, distance, point = value, new, whole
    return np.nan


def _crossing(refitted: Any, near: Any, far: Any, limit: float, way: float, walk: _Walk) -> float:
    """Where the distance equals the limit, between a point below it and one at or above it (the Illinois method)."""
    (a, low, start), (b, high, end) = near, far
    low, high = low - limit, high - limit
    before = 0
    value = b
    for _ in range(_ROUNDS):
        share = low / (low - high)
        value = a + share * (b - a)
        if min(-low, high) <= _CLOSE * limit:
            return value
        found, whole = refitted(value, start + share * (end - start))
        if not np.isfinite(found) or walk.better is not None:
            return value
        walk.add(value, way * found, whole)
        if found < limit:
            a, low, start = value, found - limit, whole
            high = 0.5 * high if before < 0 else high
            before = -1
        else:
            b, high, end = value, found - limit, whole
            low = 0.5 * low if before > 0 else low
            before = 1
    return value
