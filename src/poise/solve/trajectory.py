"""What a recorded integration says: dense output at given times, the solver's own steps, and crossings, on the host."""

from dataclasses import dataclass, field
from math import comb
from typing import Any

import numpy as np

from .bracketed import bracketed
from .integrate import Chunk

# columns: Bernstein coefficients of degree 4 on [0, 1] from those of the powers; the polynomial lies between them
_BERNSTEIN = np.array([[comb(k, j) / comb(4, j) if j <= k else 0.0 for k in range(5)] for j in range(5)])


@dataclass(frozen=True)
class Steps:
    """The accepted steps of one lane in one chunk.

    Attributes:
        begin, end: times of each step, (steps,).
        coefficients: (steps, 5, n), of y(begin + theta (end - begin)) in powers of theta.
    """

    begin: Any
    end: Any
    coefficients: Any

    def first(self) -> Any:
        """States at the beginnings, (steps, n), after a jump."""
        return self.coefficients[:, 0]

    def inner(self, theta: float) -> Any:
        """States at one share of every step, (steps, n)."""
        c = self.coefficients
        return (((c[:, 4] * theta + c[:, 3]) * theta + c[:, 2]) * theta + c[:, 1]) * theta + c[:, 0]

    def last(self) -> Any:
        """States at the ends, (steps, n), before a jump."""
        return self.coefficients.sum(axis=1)

    def at(self, times: Any) -> Any:
        """States (n, times) at rising times; nan outside of the steps. At a break: after the jump."""
        times = np.asarray(times, float)
        out = np.full((self.coefficients.shape[2], len(times)), np.nan)
        if len(self.begin) == 0:
            return out
        step = np.searchsorted(self.begin, times, side="right") - 1
        ok = (step >= 0) & (times <= self.end[np.maximum(step, 0)])
        step = step[ok]
        theta = ((times[ok] - self.begin[step]) / (self.end[step] - self.begin[step]))[:, None]
        c = self.coefficients[step]
        out[:, ok] = ((((c[:, 4] * theta + c[:, 3]) * theta + c[:, 2]) * theta + c[:, 1]) * theta + c[:, 0]).T
        return out


def steps_of(chunk: Chunk, lane: int) -> Steps:
    """The accepted steps of a lane."""
    count = int(chunk.count)
    start, end = np.asarray(chunk.begin)[:count, lane], np.asarray(chunk.end)[:count, lane]
    taken = end > start
    return Steps(start[taken], end[taken], np.asarray(chunk.coefficients)[:count, :, :, lane][taken])


@dataclass
class Sampler:
    """Takes chunks one at a time and keeps the states at given times only.

    Attributes:
        times: rising times, shared by all lanes.
        states: (n, times, lanes), nan where a lane has not been yet.
    """

    times: Any
    states: Any = field(default=None)

    def take(self, chunk: Chunk) -> None:
        """Fill in what the chunk covers; a later chunk's state at a shared time (after a jump) wins."""
        times = np.asarray(self.times, float)
        n, lanes = np.shape(chunk.coefficients)[2:]
        if self.states is None:
            self.states = np.full((n, len(times), lanes), np.nan)
        for lane in range(lanes):
            steps = steps_of(chunk, lane)
            if len(steps.begin):
                part = slice(
                    np.searchsorted(times, steps.begin[0], side="left"),
                    np.searchsorted(times, steps.end[-1], side="right"),
                )
                self.states[:, part, lane] = steps.at(times[part])


@dataclass
class Crossings:
    """Takes chunks one at a time and keeps the times when weights . y passes a level.

    Each step's polynomial is solved, so two crossings within one step are two. A jump across the level at a break is
    a crossing at the time of the break. A touch from one side is none.

    Attributes:
        weights: (n,).
        level: number.
        rises: whether upward crossings are sought, or downward ones.
        times: for each lane, arrays of times found so far.
    """

    weights: Any
    level: float
    rises: bool = True
    times: list[list[float]] = field(default_factory=list)
    standing: Any = field(default=None, repr=False)  # side of each lane's end so far, 0 before it has one

    def take(self, chunk: Chunk) -> None:
        """Add what the chunk holds."""
        count = int(chunk.count)
        lanes = np.shape(chunk.coefficients)[3]
        if self.standing is None:
            self.standing = np.zeros(lanes)
            self.times = [[] for _ in range(lanes)]
        begin, end = np.asarray(chunk.begin)[:count].T, np.asarray(chunk.end)[:count].T
        lane, step = np.nonzero(end > begin)
        if lane.size == 0:
            return
        c = np.asarray(chunk.coefficients)[:count]
        weights = np.asarray(self.weights, float)
        poly = sum(weights[i] * c[:, :, i] for i in np.flatnonzero(weights)) + np.zeros_like(c[:, :, 0])
        poly = poly.transpose(2, 0, 1)[lane, step]
        poly[:, 0] -= self.level
        begin, end = begin[lane, step], end[lane, step]
        row, theta, side = _points(poly)
        # a stretch on the level belongs to neither side: the side before it counts until the next
        row, theta, side = (one[side != 0] for one in (row, theta, side))
        if row.size == 0:
            return
        lane = lane[row]
        before = np.concatenate([[0.0], side[:-1]])
        fresh = np.concatenate([[True], lane[1:] != lane[:-1]])
        before[fresh] = self.standing[lane[fresh]]
        crossed = np.flatnonzero((before * side < 0) & (side == (1.0 if self.rises else -1.0)))
        for i in crossed:
            moment = begin[row[i]] + theta[i] * (end[row[i]] - begin[row[i]])
            self.times[lane[i]].append(float(end[row[i]] if theta[i] == 1.0 else moment))
        leaves = np.concatenate([lane[1:] != lane[:-1], [True]])
        self.standing[lane[leaves]] = side[leaves]


def _points(poly: Any) -> tuple[Any, Any, Any]:
    """Where the side of 0 is known: each row's beginning and its roots in (0, 1], as (row, theta, sign just after)."""
    lead = np.argmax(poly != 0, axis=1)  # the first power that is there says which way it leaves 0
    rows, thetas, sides = [np.arange(len(poly))], [np.zeros(len(poly))], [np.sign(poly[np.arange(len(poly)), lead])]
    signs = np.sign(poly @ _BERNSTEIN)
    changes = (signs[:, :-1] * signs[:, 1:] < 0).sum(axis=1)
    simple = (signs != 0).all(axis=1)
    one = np.flatnonzero(simple & (changes == 1))  # as many roots as changes, or fewer by an even number
    more = np.flatnonzero(~(simple & (changes <= 1)) & (signs != 0).any(axis=1))
    for which, knots in ((one, np.broadcast_to([0.0, 1.0], (len(one), 2))), (more, _knots(poly[more]))):
        row, theta, side = standing_changes(poly[which], knots)
        rows.append(which[row])
        thetas.append(theta)
        sides.append(side)
    row, theta, side = (np.concatenate(parts) for parts in (rows, thetas, sides))
    order = np.lexsort((theta, row))
    return row[order], theta[order], side[order]


def standing_changes(poly: Any, knots: Any) -> tuple[Any, Any, Any]:
    """Sign changes of quartics that are monotone between knots: (row, theta, sign after)."""
    if len(poly) == 0:
        return np.zeros(0, int), np.zeros(0), np.zeros(0)
    values = _quartic(poly, knots)
    sign = np.sign(values)
    row, column = np.nonzero(sign[:, :-1] * sign[:, 1:] < 0)
    low, high = knots[row, column], knots[row, column + 1]
    theta = bracketed(
        lambda x, which: _quartic(poly[row[which]], x[:, None])[:, 0],
        low,
        high,
        values[row, column],
        values[row, column + 1],
    )
    # a knot on the level to the last bit is a point itself, with the side of what follows
    at, knot = np.nonzero(sign[:, 1:-1] == 0)
    return (
        np.concatenate([row, at]),
        np.concatenate([theta, knots[at, knot + 1]]),
        np.concatenate([sign[row, column + 1], sign[at, knot + 2]]),
    )


def _quartic(poly: Any, theta: Any) -> Any:
    """Values (rows, points) of (rows, 5) at (rows, points)."""
    c = poly[:, :, None]
    return (((c[:, 4] * theta + c[:, 3]) * theta + c[:, 2]) * theta + c[:, 1]) * theta + c[:, 0]


def _knots(poly: Any) -> Any:
    """0, the turning points in (0, 1) in order, and 1, for each row (padded with 1)."""
    out = np.ones((len(poly), 5))
    out[:, 0] = 0.0
    for row, cubic in enumerate(poly[:, 1:] * np.array([1.0, 2.0, 3.0, 4.0])):
        found = np.polynomial.polynomial.polyroots(np.trim_zeros(cubic, "b")) if cubic[1:].any() else np.zeros(0)
        turns = np.sort(found.real[(np.abs(found.imag) <= 1e-6) & (found.real > 0) & (found.real < 1)])
        out[row, 1 : 1 + len(turns)] = turns
    return out
