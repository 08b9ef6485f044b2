"""A result along a run of one lane: value and slopes in any step, and how these depend on step and numbers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ...errors import UnknownNameError
from ...solve.sensitivity.told import Told
from ...solve.sensitivity.trail import Piece, Trail
from ..reductions.followed import Followed
from ..simulator import Simulator
from .kept import smooth
from .quantities import Quantity, Scene, quantity

_ROUNDS = 5  # of Newton's method, from where the polynomials say
_NEAR = 1e-9  # of a step
_KEPT = 256
_FOUND: dict[Any, Quantity] = {}  # a cache by structure: what it holds does not change any answer


class Look(NamedTuple):
    """A result at one moment.

    Attributes:
        step, theta: where: the share of a step that has passed.
        slopes: the result and its first, second, ... derivative by time, along the motion.
        by_powers: derivatives of these by the coefficients of the step, (orders, 5, n).
        by_told: by what the flow is told in the step's segment, (orders, size).
    """

    step: int
    theta: float
    slopes: Any
    by_powers: Any
    by_told: Any


@dataclass(frozen=True)
class Course:
    """A result along a run.

    Attributes:
        simulator, told, trail: the run.
        quantity: the result.
    """

    simulator: Simulator
    told: Told
    trail: Trail
    quantity: Quantity

    @classmethod
    def of(cls, simulator: Simulator, told: Told, trail: Trail, path: str) -> "Course":
        """Of the result at a path.

        Raises:
            UnknownNameError: there is none.
        """
        key = (simulator.motion.shape, path)
        if key not in _FOUND:
            while len(_FOUND) >= _KEPT:
                _FOUND.pop(next(iter(_FOUND)))
            _FOUND[key] = quantity(simulator.model, path)
        return cls(simulator, told, trail, _FOUND[key])

    @cached_property
    def weights(self) -> Any:
        """Of the numbers of the state, where the result is a sum of these; else `None`."""
        try:
            found = Followed.find(self.simulator.motion, self.quantity.path)
        except UnknownNameError:
            return None
        if found.of is not None:
            return None
        weights = np.zeros(self.simulator.layout.size)
        for place, weight in found.weights:
            weights[place] += weight
        return weights

    def at(self, time: float) -> tuple[int, float]:
        """The step that holds a time, and theta; at a break after the jump."""
        step = self.trail.at(time)
        piece, place = self.trail.step(step)
        begin, end = float(piece.begin[place]), float(piece.end[place])
        return step, min(max((time - begin) / (end - begin), 0.0), 1.0)

    def look(self, step: int, theta: float, orders: int = 1) -> Look:
        """The result at one moment with so many orders of slopes, less one.

        Slopes come from the rates at the state, not from the steps' polynomials, whose own slopes are less exact.
        """
        piece, place = self.trail.step(step)
        powers = piece.coefficients[place]
        share = theta ** np.arange(5)
        state = share @ powers
        if self.weights is not None and orders == 1:
            none = np.zeros((1, self.told.size))
            return Look(step, theta, np.array([state @ self.weights]), share[None, :, None] * self.weights, none)
        row = self.told.rows(piece.segment[place : place + 1])[0]
        time = piece.begin[place] + theta * (piece.end[place] - piece.begin[place])
        slopes, matrix = self._smooth(orders).slopes(np.concatenate([state, row]), time, forward=False)
        n = len(state)
        return Look(step, theta, slopes, share[None, :, None] * matrix[:, None, :n], matrix[:, n:])

    def settled(self, step: int, theta: float, order: int, orders: int) -> Look:
        """The look near a moment at which the slope of an order vanishes, within the step."""
        piece, place = self.trail.step(step)
        length = float(piece.end[place] - piece.begin[place])
        look = self.look(step, theta, orders)
        for _ in range(_ROUNDS):
            if look.slopes[order + 1] == 0.0:
                break
            nearer = min(max(theta - float(look.slopes[order] / look.slopes[order + 1]) / length, 0.0), 1.0)
            if abs(nearer - theta) < _NEAR:
                break
            theta = nearer
            look = self.look(step, theta, orders)
        return look

    def whole(self, piece: Piece, nodes: Any, weights: Any) -> tuple[float, Any, Any]:
        """The integral over the time of a piece, and its derivatives: (steps, 5, n), (steps, size).

        Args:
            piece: steps.
            nodes, weights: of a quadrature on [0, 1].
        """
        lengths = piece.end - piece.begin
        count, _, n = piece.coefficients.shape
        if self.weights is not None:
            mean = np.array([1.0 / (power + 1) for power in range(5)])
            by_powers = lengths[:, None, None] * mean[None, :, None] * self.weights
            return float(np.sum(by_powers * piece.coefficients)), by_powers, np.zeros((count, self.told.size))
        segments, place = np.unique(piece.segment, return_inverse=True)
        rows = self.told.rows(segments)[place].T
        total, by_powers, by_told = 0.0, np.zeros((count, 5, n)), np.zeros((count, self.told.size))
        for node, weight in zip(nodes, weights, strict=True):
            share = node ** np.arange(5)
            states = np.einsum("p,spn->ns", share, piece.coefficients)
            lanes = (np.concatenate([states, rows]), piece.begin + node * lengths)
            values, matrix = self._smooth(1).slopes(*lanes, forward=False, lanes=count)
            total += float(np.sum(weight * lengths * values[0]))
            weighed = ((weight * lengths) * matrix[0]).T
            by_powers += share[None, :, None] * weighed[:, None, :n]
            by_told += weighed[:, n:]
        return total, by_powers, by_told

    def _smooth(self, orders: int) -> Any:
        """The result and its slopes along the motion as a function of the state and what is told, and of time."""
        motion, told, n = self.simulator.motion, self.told, self.simulator.layout.size

        def slopes(moved: Any, time: Any) -> Any:
            import jax
            import jax.numpy as jnp

            p, seen = told.tree(moved[n:]), motion.moment()

            def value(t: Any, y: Any) -> Any:
                moment = seen(t[None], y[:, None], 0, p)

                def injected(name: str) -> Any:
                    varied = motion.varied_at(t[None], 0, p, jnp)
                    return motion.change_of(moment, varied, t[None], 0, p)[2][name]

                scene = Scene(moment.system, moment.potentials, injected)
                return jnp.reshape(jnp.asarray(self.quantity.of(scene)), ())

            def rates(t: Any, y: Any) -> Any:
                return told.flow.rates(t[None], y[:, None], 0, p)[0][:, 0]

            def along(function: Any) -> Any:
                return lambda t, y: jax.jvp(function, (t, y), (jnp.ones(()), rates(t, y)))[1]

            found, function = [value(time, moved[:n])], value
            for _ in range(orders - 1):
                function = along(function)
                found.append(function(time, moved[:n]))
            return jnp.stack(found)

        key = ("course", motion.shape, told.leaves, self.quantity.path, orders)
        return smooth(key, lambda: slopes, (np.zeros(n + told.size), np.float64(0.0)))
