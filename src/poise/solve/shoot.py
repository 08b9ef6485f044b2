"""A state that comes back to itself after a period: Newton's method on the map from y(0) to y(T)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .differences import value_and_jacobian
from .status import Status
from .steady import Solver

_HALVINGS = 10
_PERIOD = 0.3  # largest relative change of the period in one step
_CHANGE = 0.5  # largest change of a variable in one step, of its size
_LOOKS = 40  # at the distance from the start, from half the guessed period to one and a half
_STILL = 1e-6  # of the variables' sizes in a period: what moves less does not move


@dataclass(frozen=True)
class Periodic:
    """What was found.

    Attributes:
        y: a state of the cycle, shape (n,).
        period: s.
        residual: largest |y(T) - y(0)| over typical size.
        step: largest component of the last Newton step (the period's over the period): the error of y.
        status: `ok`, `not_converged`, `not_finite`, `no_period` (a steady state, or the period shrank to nothing).
        multipliers: Floquet multipliers, falling magnitude, shape (n,); nan without a state.
        matrix: dy(T)/dy(0), shape (n, n).
        stable: every multiplier is inside the unit circle; of an autonomous system all but the one nearest to 1, and
            always all but those that are 1 because nothing moves them (`neutral` of them).
        neutral: number of directions in which every state repeats.
        iterations: Newton steps.
    """

    y: Any
    period: float
    residual: float
    step: float
    status: Status
    multipliers: Any
    matrix: Any
    stable: bool
    neutral: int
    iterations: int


def periodic(
    flow_map: Callable[[Any, float], Any],
    start: Any,
    period: float,
    scale: Any,
    low: Any = None,
    high: Any = None,
    *,
    autonomous: bool = False,
    rates: Callable[[Any], Any] | None = None,
    phase: Callable[[Any], Any] | tuple[int, float] | None = None,
    inside: Callable[[Any], Any] | None = None,
    noise: float = 1e-9,
    order: int = 2,
    tolerance: float | None = None,
    iterations: int = 30,
) -> Periodic:
    """A y with y(T) = y(0); of an autonomous system T is sought too.

    The guess of a period that is sought is first moved, by at most half of it, to where the start's own path comes
    nearest to it again. Each Newton step runs the map once, with `order` * n + 1 lanes:
    the state and the disturbed ones.

    Args:
        flow_map: y(0) of shape (n, lanes) and T to y(T), (n, lanes).
        start: first guess, shape (n,).
        period: T, or the first guess of it, s.
        scale: typical size of each variable, shape (n,).
        low, high: bounds of each variable, shape (n,); none unless given.
        autonomous: the rates do not know the time.
        rates: y of shape (n, lanes) to the rates of change; only for autonomous systems. Without it dy/dT comes from
            two more runs.
        phase: which state of the cycle is meant, for autonomous systems: a function of y (n, lanes) that is zero
            there, or (i, level) for y[i] = level. Without it the plane through the start across the flow.
        inside: y of shape (n, lanes) to whether each lane is possible.
        noise: relative error of the map; the differences' step follows from it.
        order: of the differences, 2 or 6 (multipliers more exact, three times the lanes).
        tolerance: of the last Newton step; 10 `noise` unless given, but at least 1e-12.
        iterations: upper limit.

    Source: Kuznetsov 2004, Elements of Applied Bifurcation Theory, sec. 10.1.4.
    """
    y = np.array(start, float)
    problem = _Problem(flow_map, y, scale, low, high, autonomous, rates, inside, noise, order)
    if autonomous:
        period = problem.nearest_return(y, float(period))
        problem.choose_phase(phase, y, period)
    limit = max(1e-12, 10.0 * noise) if tolerance is None else tolerance
    return problem.solve(y, float(period), limit, iterations)


class _Problem:
    """The map in units of the variables' sizes, with the phase condition as a last row."""

    def __init__(
        self,
        flow_map: Any,
        start: Any,
        scale: Any,
        low: Any,
        high: Any,
        autonomous: bool,
        rates: Any,
        inside: Any,
        noise: float,
        order: int,
    ) -> None:
        n = len(start)
        self.n, self.flow_map, self.rates, self.inside = n, flow_map, rates, inside
        self.scale = np.array(np.broadcast_to(np.asarray(scale, float), (n,)))
        self.low = np.broadcast_to(np.asarray(-np.inf if low is None else low, float), (n,))
        self.high = np.broadcast_to(np.asarray(np.inf if high is None else high, float), (n,))
        self.autonomous, self.noise, self.order = autonomous, noise, order
        self.difference = max(noise, 1e-15) ** (1.0 / (order + 1))
        # the error of the differences: what is nearer to singular than this is taken as singular
        self.rank = 3.0 * max(noise, 1e-15) / self.difference
        self.phase: Callable[[Any], Any] | None = None
        self.spread = np.ones(n)

    def choose_phase(self, phase: Any, start: Any, period: float) -> None:
        """The condition that tells one state of the cycle from the others."""
        if callable(phase):
            self.phase = phase
        elif phase is not None:
            index, level = phase
            self.phase = lambda y: (y[index] - level) / self.scale[index]
        else:
            if self.rates is not None:
                across = np.asarray(self.rates(start[:, None]), float)[:, 0] / self.scale
            else:
                small = 1e-4 * period
                across = (np.asarray(self.flow_map(start[:, None], small), float)[:, 0] - start) / self.scale
            length = float(np.linalg.norm(across))
            across = across / length if 0.0 < length < np.inf else np.zeros(self.n)
            self.phase = lambda y: across @ ((y - start[:, None]) / self.scale[:, None])

    def nearest_return(self, y: Any, period: float) -> float:
        """The time, near the guess, at which the path from y comes nearest to y."""
        times = np.linspace(0.5 * period, 1.5 * period, _LOOKS + 1)
        away = np.full(_LOOKS + 1, np.inf)
        state, last = y[:, None], 0.0
        with np.errstate(all="ignore"):
            for k, time in enumerate(times):
                state, last = np.asarray(self.flow_map(state, float(time - last)), float), time
                if not np.isfinite(state).all():
                    break
                away[k] = float(np.sum(((state[:, 0] - y) / self.scale) ** 2))
        if not np.isfinite(away).any():
            return period
        k = int(np.argmin(away))
        if 0 < k < _LOOKS and np.isfinite(away[k - 1 : k + 2]).all():
            bend = away[k - 1] - 2.0 * away[k] + away[k + 1]
            if bend > 0:  # the lowest point of the parabola through the three
                return float(times[k] + 0.5 * (away[k - 1] - away[k + 1]) / bend * (times[1] - times[0]))
        return float(times[k]) if 0 < k < _LOOKS else period

    def both(self, y: Any, period: float) -> Any:
        """y(T), and the phase as a last row, of shape (n or n + 1, lanes)."""
        end = np.asarray(self.flow_map(y, period), float)
        if self.phase is None:
            return end / self.scale[:, None]
        return np.concatenate([end / self.scale[:, None], np.asarray(self.phase(y), float)[None, :]])

    def linear(self, y: Any, period: float) -> tuple[Any, Any, Any]:
        """Residual, its Jacobian and dy(T)/dy(0); the period's column is for relative changes of it."""
        value, full = value_and_jacobian(
            lambda points: self.both(points, period),
            y,
            self.scale / self.spread,
            self.low,
            self.high,
            step=self.difference,
            order=self.order,
        )
        full = full * self.scale
        matrix = full[: self.n]
        # what the map spreads apart is disturbed less the next time, so that the end stays in the linear range
        spread = np.abs(matrix).max(axis=0)
        self.spread = np.where(np.isfinite(spread), np.clip(spread, 1.0, 1e8), 1.0)
        residual, left = value.copy(), full.copy()
        residual[: self.n] -= y / self.scale
        left[: self.n] -= np.eye(self.n)
        if self.phase is not None:
            column = np.append(self.slope(y, value[: self.n] * self.scale, period) * period, 0.0)
            left = np.concatenate([left, column[:, None]], axis=1)
        return residual, left, matrix

    def slope(self, y: Any, end: Any, period: float) -> Any:
        """dy(T)/dT over the variables' sizes."""
        if not np.isfinite(end).all():
            return np.full(self.n, np.nan)
        if self.rates is not None:
            return np.asarray(self.rates(end[:, None]), float)[:, 0] / self.scale
        small = period * max(self.noise, 1e-15) ** (1.0 / 3.0)
        after = np.asarray(self.flow_map(y[:, None], period + small), float)[:, 0]
        before = np.asarray(self.flow_map(y[:, None], period - small), float)[:, 0]
        return (after - before) / (2.0 * small) / self.scale

    def possible(self, y: Any, period: float) -> bool:
        """Whether the state may be a start."""
        if not (np.isfinite(y).all() and period > 0) or (y < self.low).any() or (y > self.high).any():
            return False
        return self.inside is None or bool(np.all(self.inside(y[:, None])))

    def solve(self, y: Any, period: float, tolerance: float, iterations: int) -> Periodic:
        """Newton, each step shortened until the next would be shorter."""
        with np.errstate(all="ignore"):
            residual, left, matrix = self.linear(y, period)
            if not (np.isfinite(residual).all() and np.isfinite(left).all()):
                return self.made(y, period, residual, np.nan, Status.not_finite, None, 0, 0)
            first, count = period, 0
            for count in range(1, iterations + 1):
                solver = Solver(left, self.rank)
                move = -solver(residual)
                size = float(np.abs(move).max())
                if size <= tolerance:
                    return self.finish(y, period, move, residual, left, matrix, size, solver, count)
                taken = self.shortened(y, period, move, size, solver)
                if taken is None:
                    break
                y, period, residual, left, matrix = taken
                if period < 1e-3 * first:
                    return self.made(y, period, residual, size, Status.no_period, None, 0, count)
            solver = Solver(left, self.rank)
            size = float(np.abs(solver(residual)).max())
            small = size <= 30.0 * tolerance
            status = Status.ok if small else Status.not_converged
            if self.autonomous and self.still(left):
                status = Status.no_period
            good = matrix if status == Status.ok else None
            return self.made(y, period, residual, size, status, good, solver.neutral, count)

    def shortened(self, y: Any, period: float, move: Any, size: float, solver: Solver) -> Any:
        """The step, or the part of it after which Newton's next step would be shorter: state and linearisation."""
        ahead = move[: self.n] * self.scale
        gap = np.where(ahead < 0, y - self.low, self.high - y)
        factor = float(np.min(np.where(np.abs(ahead) > gap, 0.9 * gap / np.abs(ahead), 1.0), initial=1.0))
        wide = np.abs(move[: self.n]) / np.maximum(1.0, np.abs(y / self.scale))
        factor = min(factor, _CHANGE / max(float(wide.max(initial=0.0)), 1e-300)) if self.autonomous else factor
        if self.phase is not None:
            factor = min(factor, _PERIOD / max(abs(float(move[-1])), 1e-300))
        for _ in range(_HALVINGS):
            trial = y + factor * ahead
            longer = period * (1.0 + factor * float(move[-1])) if self.phase is not None else period
            if self.possible(trial, longer):
                residual, left, matrix = self.linear(trial, longer)
                if np.isfinite(residual).all() and np.isfinite(left).all():
                    after = float(np.abs(solver(residual)).max())
                    if after <= (1.0 - 0.25 * factor) * size:
                        return trial, longer, residual, left, matrix
            factor *= 0.4
        return None

    def finish(
        self,
        y: Any,
        period: float,
        move: Any,
        residual: Any,
        left: Any,
        matrix: Any,
        size: float,
        solver: Solver,
        count: int,
    ) -> Periodic:
        """The converged state, with the last short step taken (its residual is that before the step)."""
        if self.autonomous and self.still(left):
            return self.made(y, period, residual, size, Status.no_period, None, 0, count)
        if solver.neutral and solver.missed(residual) > max(1e-9, 100.0 * self.noise):
            return self.made(y, period, residual, size, Status.not_converged, None, 0, count)
        better = y + move[: self.n] * self.scale
        if self.possible(better, period):
            y = better
            period = period * (1.0 + float(move[-1])) if self.phase is not None else period
        return self.made(y, period, residual, size, Status.ok, matrix, solver.neutral, count)

    def still(self, left: Any) -> bool:
        """Whether what repeats does not move: dy/dT vanishes."""
        return float(np.abs(left[: self.n, -1]).max()) < _STILL

    def made(
        self, y: Any, period: float, residual: Any, size: float, status: Status, matrix: Any, neutral: int, count: int
    ) -> Periodic:
        """The record, with the multipliers where there is a matrix."""
        worst = float(np.abs(residual[: self.n]).max())
        if matrix is None:
            nothing = np.full((self.n, self.n), np.nan)
            return Periodic(y, period, worst, size, status, np.full(self.n, np.nan + 0j), nothing, False, 0, count)
        values = np.linalg.eigvals(matrix).astype(complex)
        values = values[np.lexsort((-values.imag, -np.abs(values)))]
        # the trivial multiplier, and those of what nothing moves, are the nearest to 1
        rest = np.argsort(np.abs(values - 1.0), kind="stable")[neutral + (1 if self.autonomous else 0) :]
        stable = bool((np.abs(values[rest]) < 1.0).all())
        full = matrix * self.scale[:, None] / self.scale[None, :]
        return Periodic(y, period, worst, size, status, values, full, stable, neutral, count)
