"""A state that does not change, f(y) = 0: Newton's method, and a walk in time with growing steps where that fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .differences import value_and_jacobian
from .status import Status

_RANK = 1e-11  # singular values of the equilibrated Jacobian below this, of the largest, are its differences' noise
_ROUNDING = 1e-8  # a Newton step that no longer shrinks, and is shorter than this, is rounding in f
_NEWTON = 60
_HALVINGS = 24
_WALK = 1000  # steps in time
_TO_BOUND = 0.1  # of the distance to a bound that a step leaves
_CHANGE = 0.3  # largest relative change of a variable in one step of the walk
_HUGE = 1e12  # times its typical size: a variable there has run away
_DRIFT = 1e-3  # d ln y / d ln t beyond which a variable still runs away at the end of the walk


@dataclass(frozen=True)
class Runaway:
    """A variable that does not come to rest.

    Attributes:
        index: which.
        rate: its rate of change over its size (or its typical size, if that is larger), 1/s, without sign.
        direction: 1 rises, -1 falls.
        value: the last one.
        time: pseudo-time at which it was `value`, s.
    """

    index: int
    rate: float
    direction: int
    value: float
    time: float


@dataclass(frozen=True)
class Stationary:
    """What was found.

    Attributes:
        y: the state, or the last one tried, shape (n,).
        residual: largest rate of change over typical size, 1/s.
        step: largest component of the last Newton step, over typical size: the error of y. nan if none was made.
        status: `ok`, `no_steady_state`, `not_converged`, `started_badly`.
        eigenvalues: of the Jacobian, 1/s, rising real part, shape (n,); nan without a state. Those of directions in
            which nothing moves are zero exactly.
        neutral: number of directions in which nothing moves (singular Jacobian). Sums that
            nothing changes are those of the start.
        stable: every eigenvalue other than the neutral ones has a negative real part.
        iterations: Newton steps and steps in time, together.
        runaways: the variables that do not come to rest, fastest first; empty if a state was found.
    """

    y: Any
    residual: float
    step: float
    status: Status
    eigenvalues: Any
    neutral: int
    stable: bool
    iterations: int
    runaways: tuple[Runaway, ...] = ()


def stationary(
    function: Callable[[Any], Any],
    start: Any,
    scale: Any,
    low: Any = None,
    high: Any = None,
    *,
    tolerance: float = 1e-12,
    inside: Callable[[Any], Any] | None = None,
    follow: bool = False,
    walk: bool = True,
    longest: float = 1e9,
) -> Stationary:
    """A y with f(y) = 0, near the start or, failing that, where time leads from it.

    Args:
        function: rates of change, y of shape (n, lanes), any number of lanes, to the same shape.
        start: first guess, shape (n,).
        scale: typical size of each variable, shape (n,), positive.
        low, high: bounds of each variable, shape (n,); none unless given.
        tolerance: largest component of the last Newton step over typical size. A step that stops shrinking because
            of rounding is taken too.
        inside: y of shape (n, lanes) to whether each lane is possible, (lanes,); all are unless given.
        follow: walk in time first, then Newton: the stable state that the start leads to, rather than the nearest;
            an unstable one only if the walk comes to no rest.
        walk: walk in time where Newton's method fails.
        longest: pseudo-time after which what still changes is said to run away, s.

    Source: Deuflhard 2011, Newton Methods for Nonlinear Problems, sec. 3.3 (natural monotonicity); Kelley & Keyes
    1998, SIAM J. Numer. Anal. 35:508 (pseudo-transient continuation).
    """
    task = Task.made(function, start, scale, low, high, inside)
    y = np.array(start, float)
    if not (task.possible(y) and np.isfinite(task.rates(y)).all()):
        return _failed(task, y, Status.started_badly, 0)
    count = 0
    if not follow:
        y_new, step, good, count = newton(task, y, tolerance)
        if good:
            return _found(task, y_new, step, count)
    if not (walk or follow):
        return _failed(task, y, Status.not_converged, count)
    return _walk(task, y, tolerance, longest, count, follow)


@dataclass(frozen=True)
class Task:
    """f, with its variables' sizes and bounds (all of shape (n,))."""

    function: Callable[[Any], Any]
    scale: Any
    low: Any
    high: Any
    inside: Callable[[Any], Any] | None

    @classmethod
    def made(cls, function: Callable[[Any], Any], start: Any, scale: Any, low: Any, high: Any, inside: Any) -> "Task":
        """With every argument as an array of the start's shape."""
        shape = np.shape(start)
        size, least, most = (
            np.array(np.broadcast_to(np.asarray(one, float), shape))
            for one in (scale, -np.inf if low is None else low, np.inf if high is None else high)
        )
        return cls(function, size, least, most, inside)

    def rates(self, y: Any) -> Any:
        """f at one point."""
        with np.errstate(all="ignore"):
            return np.asarray(self.function(y[:, None]), float)[:, 0]

    def linear(self, y: Any) -> tuple[Any, Any]:
        """f and its Jacobian in units of the variables' sizes: (1/s, 1/s)."""
        f, matrix = value_and_jacobian(self.function, y, self.scale, self.low, self.high)
        return f / self.scale, matrix * self.scale[None, :] / self.scale[:, None]

    def possible(self, y: Any) -> bool:
        """Whether y is finite, between its bounds and inside."""
        if not np.isfinite(y).all() or (y < self.low).any() or (y > self.high).any():
            return False
        if self.inside is None:
            return True
        with np.errstate(all="ignore"):
            return bool(np.all(self.inside(y[:, None])))

    def room(self, y: Any, move: Any) -> tuple[Any, float]:
        """A move in units of size, less what leaves through a bound that y is on, and the part of it that stays in."""
        ahead = move * self.scale
        ahead = np.where(((ahead < 0) & (y <= self.low)) | ((ahead > 0) & (y >= self.high)), 0.0, ahead)
        gap = np.where(ahead < 0, y - self.low, self.high - y)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(np.abs(ahead) > gap, (1.0 - _TO_BOUND) * gap / np.abs(ahead), 1.0)
        return ahead / self.scale, float(np.nanmin(part, initial=1.0))


class Solver:
    """Linear equations of one square matrix, rows made equal in size.

    Where it is singular, the solution is the one that changes no conserved sum: no combination of the variables that
    the matrix, as a Jacobian, never changes. `shortest` takes the one of least length instead.
    """

    def __init__(self, matrix: Any, rank: float = _RANK, *, shortest: bool = False) -> None:
        size = np.abs(matrix).max(axis=1)
        self.weight = np.where(size > 0, size, 1.0)
        self.u, self.s, self.v = np.linalg.svd(matrix / self.weight[:, None])
        self.use = self.s > rank * self.s[0]
        self.neutral = int(len(matrix) - self.use.sum())
        self.matrix = matrix
        self.free = self.v[~self.use].T
        kept = self.u[:, ~self.use] / self.weight[:, None]
        self.kept = np.zeros_like(kept) if shortest else kept / np.maximum(np.linalg.norm(kept, axis=0), 1e-300)

    def __call__(self, right: Any) -> Any:
        """x of matrix x = right."""
        scaled = right / self.weight
        if self.neutral == 0:
            return np.linalg.solve(self.matrix / self.weight[:, None], scaled)
        inverse = np.where(self.use, 1.0 / np.where(self.use, self.s, 1.0), 0.0)
        x = self.v.T @ (inverse * (self.u.T @ scaled))
        along = np.linalg.lstsq(self.kept.T @ self.free, self.kept.T @ x, rcond=1e-8)[0]
        return x - self.free @ along

    def missed(self, right: Any) -> float:
        """The largest part of the right side, row by row in units of its largest entry, that no x can reach."""
        scaled = right / self.weight
        left = scaled - self.u[:, self.use] @ (self.u[:, self.use].T @ scaled)
        return float(np.abs(left).max(initial=0.0))


def newton(task: Task, y: Any, tolerance: float, iterations: int = _NEWTON) -> tuple[Any, float, bool, int]:
    """Damped Newton from y: (y, size of the last step, whether it is a root to rounding, iterations)."""
    factor, last, best = 1.0, np.inf, (np.inf, y)
    for count in range(1, iterations + 1):
        f, matrix = task.linear(y)
        if not (np.isfinite(f).all() and np.isfinite(matrix).all()):
            return y, np.nan, False, count
        solver = Solver(matrix)
        full = -solver(f)
        size = float(np.abs(full).max(initial=0.0))
        move, room = task.room(y, full)
        if size < best[0]:
            best = (size, y)
        if size <= tolerance or (size <= _ROUNDING and size >= 0.9 * last):
            better = y + move * task.scale
            if size < best[0] * 1.01 and task.possible(better):
                best = (size, better)
            # a singular matrix gives a short step also where there is no root
            ok = solver.neutral == 0 or solver.missed(f) <= 1e3 * tolerance
            return best[1], best[0], ok, count
        limit = min(1.0, float((np.maximum(1.0, np.abs(y / task.scale)) / np.maximum(np.abs(move), 1e-300)).min()))
        factor = min(room, limit, 1.0 if size <= 1e-3 else max(4.0 * factor, 0.01))
        y_new, factor = _shortened(task, y, move, size, factor, solver)
        if y_new is None:
            return best[1], best[0], False, count
        y, last = y_new, size if factor == 1.0 else np.inf
    return best[1], best[0], False, iterations


def _shortened(task: Task, y: Any, move: Any, size: float, factor: float, solver: Solver) -> tuple[Any, float]:
    """The part of a Newton step after which the next would be shorter (natural monotonicity), or None."""
    for _ in range(_HALVINGS):
        trial = y + factor * move * task.scale
        if task.possible(trial):
            f = task.rates(trial) / task.scale
            if np.isfinite(f).all():
                after = float(np.abs(solver(f)).max(initial=0.0))
                if after <= (1.0 - 0.25 * factor) * size or after <= _ROUNDING * 1e-2:
                    return trial, factor
        factor *= 0.5
    return None, 0.0


def _walk(task: Task, start: Any, tolerance: float, longest: float, count: int, follow: bool) -> Stationary:
    """Implicit Euler steps that grow as the state comes to rest, with tries of Newton's method on the way."""
    y, time, tried = start, 0.0, 0.0
    f, matrix = task.linear(y)
    fastest = float(np.abs(f).max(initial=0.0))
    dt = 0.1 / fastest if fastest > 0 else 1.0
    mean, weight, quiet, change = y * 0.0, 0.0, 0, np.inf
    identity, unstable = np.eye(len(y)), None
    for number in range(_WALK):
        count += 1
        if number > 0:
            f, matrix = task.linear(y)
        taken = None
        usable = np.isfinite(f).all() and np.isfinite(matrix).all()
        if follow and usable:  # an implicit step that is longer than an instability takes leads back into it
            dt = min(dt, 0.2 / max(float(np.linalg.eigvals(matrix).real.max(initial=0.0)), 1e-300))
        for _ in range(60 if usable else 0):
            taken, change = _accepted(task, y, _euler(identity / dt - matrix, f))
            if taken is not None:
                break
            dt = max(0.25 * dt, 1e-300)
        if taken is None or dt < 1e-14 * time:
            break
        y, time = taken, time + dt
        mean, weight = mean * 0.98 + y * dt, weight * 0.98 + dt
        if (np.abs(y) > _HUGE * task.scale).any():
            break
        quiet = quiet + 1 if change < 0.03 else 0
        try_now = (quiet >= 3 and dt > 10.0 * tried) or (number % 100 == 99)
        if try_now:
            tried = dt
            for guess in (y, mean / weight) if number % 100 == 99 else (y,):
                if task.possible(guess):
                    root, step, good, more = newton(task, guess, tolerance)
                    count += more
                    if good:
                        found = _found(task, root, step, count)
                        if found.stable or not follow:
                            return found
                        unstable = found
        if time > longest:
            break
        dt *= min(5.0, max(1.2, 0.5 * _CHANGE / max(change, 1e-3)))
        if change > 0.5 * _CHANGE:
            dt *= 0.7
    return unstable or _ended(task, y, time, tolerance, longest, count)


def _euler(matrix: Any, f: Any) -> Any:
    """The step of linearly implicit Euler, nan where there is none."""
    try:
        return np.linalg.solve(matrix, f)
    except np.linalg.LinAlgError:
        return np.full(len(f), np.nan)


def _accepted(task: Task, y: Any, move: Any) -> tuple[Any, float]:
    """The state after a step in time, None if it is too long or leaves the domain; and the largest relative change."""
    if not np.isfinite(move).all():
        return None, np.inf
    change = float((np.abs(move) / np.maximum(1.0, np.abs(y / task.scale))).max(initial=0.0))
    trial = y + move * task.scale
    good = change <= _CHANGE and task.possible(trial) and np.isfinite(task.rates(trial)).all()
    return (trial if good else None), change


def _ended(task: Task, y: Any, time: float, tolerance: float, longest: float, count: int) -> Stationary:
    """The end of a walk: a last try of Newton's method, then the account of what runs away."""
    root, step, good, more = newton(task, y, tolerance)
    count += more
    if good and time <= longest:
        return _found(task, root, step, count)
    f = task.rates(y)
    size = np.maximum(np.abs(y), task.scale)
    rate = np.abs(np.nan_to_num(f)) / size
    drift = rate * max(time, 1e-300)
    gap = np.where(f < 0, y - task.low, task.high - y)
    drift = np.where(gap <= 1e-3 * task.scale, np.where(rate > 0, np.inf, 0.0), drift)
    drift = np.where(np.abs(y) > 1e-3 * _HUGE * task.scale, np.inf, drift)
    runs = np.flatnonzero(drift > _DRIFT)
    runs = runs[np.argsort(-rate[runs], kind="stable")]
    away = tuple(Runaway(int(i), float(rate[i]), 1 if f[i] > 0 else -1, float(y[i]), float(time)) for i in runs)
    far = time > longest or (np.abs(y) > _HUGE * task.scale).any() or (gap[runs] <= 1e-3 * task.scale[runs]).any()
    return _failed(task, y, Status.no_steady_state if far and away else Status.not_converged, count, away)


def _failed(task: Task, y: Any, status: Status, count: int, away: tuple[Runaway, ...] = ()) -> Stationary:
    residual = float(np.abs(task.rates(y) / task.scale).max(initial=0.0)) if np.isfinite(y).all() else np.nan
    return Stationary(y, residual, np.nan, status, np.full(len(y), np.nan + 0j), 0, False, count, away)


def _found(task: Task, y: Any, step: float, count: int) -> Stationary:
    f, matrix = task.linear(y)
    neutral = Solver(matrix).neutral
    values = spectrum(matrix, neutral)
    moving = values[values != 0]
    residual = float(np.abs(f).max(initial=0.0))
    return Stationary(y, residual, step, Status.ok, values, neutral, bool((moving.real < 0).all()), count)


def spectrum(matrix: Any, neutral: int = 0) -> Any:
    """Eigenvalues, rising real part, the slow ones as exact as the fast ones; `neutral` of them are zero exactly.

    Those below the geometric middle of the magnitudes are taken from the inverse, where they are the large ones.
    """
    values = np.linalg.eigvals(matrix).astype(complex)
    values = values[np.argsort(-np.abs(values), kind="stable")]
    n = len(values)
    if neutral:
        values[n - neutral :] = 0.0
    elif n > 1 and np.abs(values[-1]) < 1e-4 * np.abs(values[0]):
        size = np.abs(values)
        size = np.maximum(size, 1e-300)
        # cut where neighbours differ most, so that no pair is parted
        cut = int(np.argmax(size[:-1] / size[1:])) + 1
        try:
            weight = np.abs(matrix).max(axis=1)
            inverse = np.linalg.solve(matrix / weight[:, None], np.diag(1.0 / weight))
            slow = np.linalg.eigvals(inverse).astype(complex)
        except np.linalg.LinAlgError:
            slow = np.zeros(n, complex)
        slow = slow[np.argsort(np.abs(slow), kind="stable")][cut:]
        if np.isfinite(slow).all() and (slow != 0).all():
            values[cut:] = (1.0 / slow)[: n - cut]
    return values[np.lexsort((values.imag, values.real))]
