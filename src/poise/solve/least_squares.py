"""Nonlinear least squares with bounds, and robust losses: value and derivatives of all parameters in one call."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .differences import value_and_jacobian
from .losses import Loss, Squares, total
from .status import Status

_EDGE = 1e-6  # of the width between bounds: nearer than that a parameter is at one


@dataclass(frozen=True)
class Objective:
    """What is minimised: sum rho(r_i(x)^2) over x between bounds.

    Attributes:
        function: residuals in units of their standard deviations: x of shape (n, lanes), any number of lanes, to
            (rows, lanes); nan in a lane that has no answer.
        low, high: bounds, (n,).
        scale: typical size of each variable, (n,), positive.
        step: of the differences, in units of `scale`.
        edges: (low, high), each (n,), beyond which the function has no meaning; differences stay inside.
        loss: rho.
        tolerance: relative, of cost and step: more than the noise of the function.
        most: largest number of calls of one search.
    """

    function: Callable[[Any], Any]
    low: Any
    high: Any
    scale: Any
    step: float = 1e-4
    edges: tuple[Any, Any] | None = None
    loss: Loss = field(default_factory=Squares)
    tolerance: float = 1e-11
    most: int = 200

    def residuals(self, x: Any) -> Any:
        """Residuals (rows,) at one point (n,)."""
        return np.asarray(self.function(np.asarray(x, float)[:, None]), float)[:, 0]

    def with_jacobian(self, x: Any) -> tuple[Any, Any]:
        """Residuals (rows,) and their Jacobian (rows, n) at one point, from one call with 2 n + 1 lanes."""
        low, high = (None, None) if self.edges is None else self.edges
        return value_and_jacobian(self.function, x, self.scale, low, high, step=self.step, order=2)

    def cost(self, x: Any) -> float:
        """The sum of the losses at one point; nan where it has no answer."""
        return total(self.loss, self.residuals(x))

    def costs(self, points: Any) -> Any:
        """The same at many points (n, lanes) in one call, (lanes,)."""
        values = np.asarray(self.function(np.asarray(points, float)), float)
        return np.array([total(self.loss, column) for column in values.T])

    def held(self, index: int, value: float) -> "Objective":
        """The objective of the other variables, this one held."""

        def function(x: Any) -> Any:
            return self.function(np.insert(x, index, value, axis=0))

        edges = None if self.edges is None else tuple(np.delete(one, index) for one in self.edges)
        low, high, scale = (np.delete(one, index) for one in (self.low, self.high, self.scale))
        return replace(self, function=function, low=low, high=high, scale=scale, edges=edges)


@dataclass(frozen=True)
class Minimum:
    """Where a search ended.

    Attributes:
        x: (n,).
        cost: sum of the losses there.
        residuals, jacobian: there, (rows,) and (rows, n).
        status: ok, too_many_steps, not_finite (the start has no answer).
        calls: of the function.
        at_bound: -1 at the lower bound, 1 at the upper one, 0 between, (n,).
    """

    x: Any
    cost: float
    residuals: Any
    jacobian: Any
    status: Status
    calls: int
    at_bound: Any


def minimise(objective: Objective, start: Any) -> Minimum:
    """The local minimum that a search from `start` leads to.

    A trust region that respects the bounds (Branch, Coleman & Li 1999, SciPy's `trf`). A trial without an answer
    (a lane that is nan) makes the region smaller.

    Args:
        objective: what is minimised.
        start: (n,), within the bounds.
    """
    from scipy.optimize import least_squares

    start = np.clip(np.asarray(start, float), objective.low, objective.high)
    both = _Both(objective)
    value = both.value(start)
    if start.size == 0 or not np.isfinite(value).all():
        jacobian = np.zeros((len(value), start.size))
        status = Status.ok if np.isfinite(value).all() else Status.not_finite
        return Minimum(
            start, total(objective.loss, value), value, jacobian, status, both.calls, _sides(objective, start)
        )
    found = least_squares(
        both.value,
        start,
        jac=both.jacobian,  # pyright: ignore[reportArgumentType]
        bounds=(objective.low, objective.high),
        method="trf",
        x_scale="jac",
        loss=objective.loss.terms if objective.loss.robust else "linear",  # pyright: ignore[reportArgumentType]
        ftol=objective.tolerance,
        xtol=objective.tolerance,
        gtol=objective.tolerance,
        max_nfev=objective.most,
    )
    x = np.asarray(found.x, float)
    residuals = both.value(x)
    status = Status.ok if found.status > 0 else Status.too_many_steps
    cost = total(objective.loss, residuals)
    return Minimum(x, cost, residuals, both.jacobian(x), status, both.calls, _sides(objective, x))


def _sides(objective: Objective, x: Any) -> Any:
    """Which bound each variable is at."""
    width = np.minimum(objective.high - objective.low, 1e6 * objective.scale)
    low, high = x - objective.low <= _EDGE * width, objective.high - x <= _EDGE * width
    return np.where(low, -1, np.where(high, 1, 0))


class _Both:
    """Residuals and Jacobian of one point from one call, kept until another point is asked for."""

    def __init__(self, objective: Objective) -> None:
        self.calls = 0
        self._objective = objective
        self._at: Any = None
        self._found: tuple[Any, Any] = (np.zeros(0), np.zeros((0, 0)))

    def value(self, x: Any) -> Any:
        """Residuals, (rows,)."""
        return self._both(x)[0]

    def jacobian(self, x: Any) -> Any:
        """Their derivatives, (rows, n); 0 where no difference could be taken."""
        found = self._both(x)[1]
        return np.where(np.isfinite(found), found, 0.0)

    def _both(self, x: Any) -> tuple[Any, Any]:
        x = np.asarray(x, float)
        if self._at is None or not np.array_equal(x, self._at):
            self.calls += 1
            found = self._objective.with_jacobian(x) if x.size else (self._objective.residuals(x), np.zeros((0, 0)))
            self._at, self._found = x.copy(), found
        return self._found
