"""A diagonally implicit, L-stable Runge-Kutta method of order 4(3) for q(y)' = f(y), which keeps what q adds up to.

q is what is stored, f how fast it changes; rows of q that are zero make algebraic equations f(y) = 0. Every stage
solves q(Y) = q_0 + h sum_j a_j f(Y_j) to rounding, so that any weighted sum of q changes by what f lets in over the
ends; what is counted has the weights of the same stages. The rounding error between the two is taken out after every
step by `keep`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

import numpy as np

from .status import Status

_DIAGONAL: Final = 0.25
_STAGES: Final = np.array(
    [
        [1 / 4, 0, 0, 0, 0],
        [1 / 2, 1 / 4, 0, 0, 0],
        [17 / 50, -1 / 25, 1 / 4, 0, 0],
        [371 / 1360, -137 / 2720, 15 / 544, 1 / 4, 0],
        [25 / 24, -49 / 48, 125 / 16, -85 / 12, 1 / 4],
    ]
)
"""Hairer & Wanner 1996, table 6.5 (hairer_wanner_1996); the last row holds the weights of order 4."""
_ABSCISSAE: Final = np.append(0.0, _STAGES.sum(axis=1))
_ERROR: Final = np.array([-3 / 16, -27 / 32, 25 / 32, 0, 1 / 4])  # weights of order 4 less those of order 3
ORDER: Final = 4

_ITERATIONS = 20
_SOLVED = 1e-11  # a correction so small, in units of the unknowns' sizes, leaves an error at rounding
_NOISE = 1e-10  # smaller corrections that no longer shrink are rounding too
_SMALLEST = 1e-14  # of the span of time


@runtime_checkable
class Flow(Protocol):
    """What is integrated. y, q and f have one shape."""

    def store(self, y: Any) -> Any:
        """q(y)."""
        ...

    def rate(self, y: Any) -> Any:
        """f(y)."""
        ...

    def count(self, y: Any) -> Any:
        """The rates of what is only counted: a vector of any length."""
        ...

    def factor(self, y: Any, step: float) -> Callable[[Any], Any]:
        """A solver of (dq/dy - step df/dy) x = r at y."""
        ...

    def size(self, y: Any) -> Any:
        """The size of each unknown, in which errors are measured; > 0."""
        ...

    def keep(self, y: Any, counted: Any) -> tuple[Any, float]:
        """y with what it stores in all equal to what was counted, and the largest relative change that this took."""
        ...


class Walk(NamedTuple):
    """Where an integration came: y at the times asked for (nan after a failure), the counts there, and how.

    Attributes:
        y: (times, ...).
        counted: (times, counts), integrals of the counts' rates since the start.
        status: how it ended.
        accepted, rejected: steps.
        kept: largest relative change of y that `Flow.keep` made after a step.
    """

    y: Any
    counted: Any
    status: Status
    accepted: int
    rejected: int
    kept: float = 0.0


@dataclass(frozen=True)
class _Made:
    """One attempted step."""

    y: Any
    counted: Any
    error: float


def step(flow: Flow, y: Any, q: Any, h: float) -> _Made | None:
    """One step of size h from (y, q); None where the stages could not be solved."""
    solve = flow.factor(y, _DIAGONAL * h)
    size = flow.size(y)
    slopes: list[Any] = []
    counted = 0.0
    now, stages = y, [y]
    for guess, row, weight in zip(_GUESSES, _STAGES, _STAGES[-1], strict=True):
        known = q + h * _combined(row, slopes) if slopes else q
        now = _stage(flow, solve, known, _DIAGONAL * h, _combined(guess, stages), size)
        if now is None:
            return None
        stages.append(now)
        slopes.append((flow.store(now) - known) / (_DIAGONAL * h))
        counted = counted + weight * h * flow.count(now)
    difference = solve(h * _combined(_ERROR, slopes))
    return _Made(now, counted, float(np.abs(difference / flow.size(now)).max()))


def _combined(weights: Any, terms: list[Any]) -> Any:
    """The sum of the terms with their weights."""
    return sum(w * term for w, term in zip(weights[1:], terms[1:], strict=False)) + weights[0] * terms[0]


def _guesses() -> list[Any]:
    """Weights that carry each stage's forerunners on to it, by the polynomial through up to four of them."""
    found = []
    for stage in range(1, len(_ABSCISSAE)):
        at, known = _ABSCISSAE[stage], _ABSCISSAE[max(0, stage - 4) : stage]
        weights = [np.prod([(at - b) / (a - b) for b in known if b != a]) for a in known]
        found.append(np.array([0.0] * max(0, stage - 4) + weights))
    return found


_GUESSES: Final = _guesses()


def _stage(flow: Flow, solve: Callable[[Any], Any], known: Any, h: float, y: Any, size: Any) -> Any:
    """The root of q(y) = known + h f(y), by Newton's method with one matrix, to rounding; None without one."""
    last = np.inf
    for _ in range(_ITERATIONS):
        move = solve(known + h * flow.rate(y) - flow.store(y))
        change = float(np.abs(move / size).max())
        if not np.isfinite(change):
            return None
        y = y + move
        if change <= _SOLVED or (change < _NOISE and change > 0.7 * last):
            return y
        if change > 0.9 * last and last < np.inf:
            return None
        last = change
    return None


def walk(
    flow: Flow, y: Any, q: Any, times: Any, tolerance: float, first: float, steps: int = 20_000, fixed: bool = False
) -> Walk:
    """Integrate from times[0] on, with steps whose error stays below the tolerance, meeting every time asked for.

    Args:
        flow: what is integrated.
        y: a consistent start.
        q: what is stored at the start (q(y), but for rows that a start does not determine).
        times: (times,), increasing; the first is the start.
        tolerance: of the error of one step, in units of the unknowns' sizes.
        first: size of the first step.
        steps: upper limit.
        fixed: steps of size `first` whatever the error (to measure the order).
    """
    times = np.asarray(times, float)
    t, end, h = float(times[0]), float(times[-1]), first
    counted = np.zeros_like(flow.count(y))
    ys, counts = [y], [counted]
    accepted = rejected = 0
    kept = 0.0
    status = Status.ok
    while len(ys) < len(times):
        if accepted + rejected >= steps:
            status = Status.too_many_steps
            break
        target = float(times[len(ys)])
        left = target - t
        pieces = max(1.0, np.ceil(left / h - 1e-9))
        size = left if pieces == 1 else min(h, left / 2 if pieces == 2 else h)
        with np.errstate(all="ignore"):
            made = step(flow, y, q, size)
        ratio = np.inf if made is None else made.error / tolerance
        if made is None or (ratio > 1.0 and not fixed) or not np.isfinite(made.error):
            rejected += 1
            h = size * (0.25 if not np.isfinite(ratio) else max(0.2, 0.85 * ratio**-0.25))
            if h < _SMALLEST * (end - float(times[0])) * 1e-6 or h < 1e-14 * abs(t):
                status = Status.step_too_small
                break
            continue
        accepted += 1
        counted = counted + made.counted
        y, change = flow.keep(made.y, counted)
        kept = max(kept, change)
        q = flow.store(y)
        t = target if pieces == 1 else t + size
        if not fixed:
            grown = size * min(5.0, 0.85 * max(ratio, 1e-8) ** -0.25)
            h = max(grown, h) if size < 0.99 * h and ratio <= 1.0 else grown
        if pieces == 1:
            ys.append(y)
            counts.append(counted)
    missing = len(times) - len(ys)
    ys += [np.full_like(y, np.nan)] * missing
    counts += [np.full_like(counted, np.nan)] * missing
    return Walk(np.stack(ys), np.stack(counts), status, accepted, rejected, kept)
