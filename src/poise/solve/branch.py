"""Steady states as one number varies: a branch of f(y, x) = 0 followed round its folds, with its special points."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from .bracketed import bracketed
from .differences import value_and_jacobian
from .status import Status
from .steady import Solver, spectrum

_ITERATIONS = 8
_ROUNDING = 1e-8  # as in `steady`
_TURN = 0.97  # least cosine of the angle between neighbouring tangents
_GROW, _SHRINK = 1.5, 0.4
_SAME = 1e-2  # of a step: a fold and a zero eigenvalue nearer than this are one
_RANK = 1e-5  # a branch point: the smallest singular value of (df/dy, df/dx), of the rows' sizes beside it

Kind = Literal["fold", "hopf", "branch_point"]


@dataclass(frozen=True)
class Special:
    """A point where the branch turns or changes its stability.

    Attributes:
        kind: `fold` (the branch turns), `hopf` (oscillations begin), `branch_point` (another branch crosses, or the
            branch goes straight through a zero eigenvalue).
        after: it lies between points `after` and `after` + 1 of the branch.
        parameter: x there.
        y: the state, shape (n,).
        eigenvalues: 1/s, rising real part, shape (n,).
        frequency: of the oscillation at a Hopf point, 1/s; nan otherwise.
        way: hopf: 1 where the pair becomes unstable as x rises, -1 where it becomes stable. fold: 1 where the branch
            lies at larger x, -1 at smaller. branch_point: 1 where the eigenvalue becomes positive as x rises, -1 where
            negative, 0 where it only touches zero.
    """

    kind: Kind
    after: int
    parameter: float
    y: Any
    eigenvalues: Any
    frequency: float
    way: int


@dataclass(frozen=True)
class Branch:
    """A curve of steady states.

    Attributes:
        parameter: x along the branch, shape (points,).
        y: states, shape (n, points).
        eigenvalues: 1/s, rising real part, shape (n, points); nan where they could not be had.
        unstable: number of eigenvalues with a positive real part, shape (points,).
        stable: none has, shape (points,).
        start: index of the point that the branch was followed from.
        specials: in the order of the branch.
        ends: why it ends before its first and after its last point: "end of range", "left the domain", "step too
            small", "too many points", "closed" (a loop, followed once), or "start" where that side was not followed.
        status: `ok`; `branch_ended` where an end came before the end of the range; `started_badly` where the start is
            not near a solution (it is then the only point, without eigenvalues).
    """

    parameter: Any
    y: Any
    eigenvalues: Any
    unstable: Any
    stable: Any
    start: int
    specials: tuple[Special, ...]
    ends: tuple[str, str]
    status: Status


@dataclass(frozen=True)
class _Point:
    """z = (y, x) in units of size; the tangent (length 1) and the eigenvalues there."""

    z: Any
    tangent: Any
    eigenvalues: Any

    @property
    def unstable(self) -> int:
        return int((self.eigenvalues.real > 0).sum())


def branch(
    function: Callable[[Any, Any], Any],
    start: Any,
    parameter: float,
    low: float,
    high: float,
    scale: Any,
    y_low: Any = None,
    y_high: Any = None,
    *,
    parameter_scale: float | None = None,
    inside: Callable[[Any], Any] | None = None,
    directions: tuple[int, ...] = (-1, 1),
    first: float = 0.01,
    largest: float = 0.05,
    smallest: float = 1e-9,
    points: int = 2000,
    tolerance: float = 1e-12,
) -> Branch:
    """Follow f(y, x) = 0 from a solution, by pseudo-arclength, over x in [low, high].

    The Jacobian must be regular but at single points: conserved totals are eliminated before. The order of the result
    runs from the end reached by first lowering x to the end reached by first raising it.

    Args:
        function: rates f(y, x), y of shape (n, lanes) and x (lanes,), any number of lanes, to (n, lanes).
        start: a solution at `parameter`, or near one, shape (n,).
        parameter: x to start from, in [low, high].
        low, high: range of x.
        scale: typical size of each variable, shape (n,); lengths along the branch are measured with it.
        y_low, y_high: bounds of each variable, shape (n,); none unless given.
        parameter_scale: typical size of x; a fifth of the range unless given.
        inside: y of shape (n, lanes) to whether each lane is possible.
        directions: of x at the start: -1, 1 or both.
        first, largest, smallest: length of the first step, and limits, in units of size. Two special points closer
            together than a step, which undo each other, can be missed.
        points: most points in each direction.
        tolerance: of a point, as in `stationary`.

    Source: Keller 1977, in Applications of Bifurcation Theory, p. 359; Kuznetsov 2004, Elements of Applied Bifurcation
    Theory, ch. 10.
    """
    curve = _Curve(function, start, low, high, scale, y_low, y_high, parameter_scale, inside, tolerance)
    z = np.append(np.asarray(start, float), parameter) / curve.scale
    origin = curve.begin(z) if low <= parameter <= high else None
    if origin is None:
        return _unstarted(np.asarray(start, float), parameter)
    ends = ["start", "start"]
    walked: list[tuple[list[_Point], list[tuple[int, Special]]]] = []
    for number, sign in enumerate((-1, 1)):
        line, found, end = [origin], [], "start"
        if sign in directions and ends[0] != "closed":
            line, found, end = curve.follow(origin, sign, first, largest, smallest, points)
        ends[number] = end
        walked.append((line, found))
    (back, back_found), (forth, forth_found) = walked
    line = back[:0:-1] + forth
    before = len(back) - 1
    specials = [replace(one, after=before - 1 - at) for at, one in reversed(back_found)]
    specials += [replace(one, after=before + at) for at, one in forth_found]
    good = all(end in ("end of range", "closed", "start") for end in ends)
    z = np.stack([point.z for point in line], axis=1) * curve.scale[:, None]
    unstable = np.array([point.unstable for point in line])
    return Branch(
        z[-1],
        z[:-1],
        np.stack([point.eigenvalues for point in line], axis=1),
        unstable,
        unstable == 0,
        before,
        tuple(specials),
        (ends[0], ends[1]),
        Status.ok if good else Status.branch_ended,
    )


def _unstarted(y: Any, parameter: float) -> Branch:
    """The start alone, which is not near a solution."""
    nothing = np.full((len(y), 1), np.nan + 0j)
    x, none, no = np.array([float(parameter)]), np.zeros(1, int), np.zeros(1, bool)
    return Branch(x, y[:, None], nothing, none, no, 0, (), ("start", "start"), Status.started_badly)


class _Curve:
    """f(z) = 0 for z = (y, x) in units of size."""

    def __init__(
        self,
        function: Any,
        start: Any,
        low: float,
        high: float,
        scale: Any,
        y_low: Any,
        y_high: Any,
        parameter_scale: float | None,
        inside: Any,
        tolerance: float,
    ) -> None:
        n = len(start)
        size = parameter_scale or 0.2 * (high - low)
        self.scale = np.append(np.broadcast_to(np.asarray(scale, float), (n,)), size)
        self.low = np.append(np.broadcast_to(-np.inf if y_low is None else y_low, (n,)), low) / self.scale
        self.high = np.append(np.broadcast_to(np.inf if y_high is None else y_high, (n,)), high) / self.scale
        # rounding in z * scale must not put an end of the range outside itself
        self.limits = (low, high)
        self.inside, self.function, self.tolerance = inside, function, tolerance
        self.n, self.left = n, False

    def rates(self, z: Any) -> Any:
        """f over the variables' sizes, z of shape (n + 1, lanes)."""
        full = z * self.scale[:, None]
        x = np.clip(full[-1], *self.limits)
        return np.asarray(self.function(full[:-1], x), float) / self.scale[:-1, None]

    def linear(self, z: Any) -> tuple[Any, Any]:
        """f and its Jacobian (n, n + 1). The range of x bounds its differences too."""
        return value_and_jacobian(self.rates, z, np.ones(self.n + 1), self.low, self.high)

    def possible(self, z: Any) -> bool:
        """Whether the state (not x) is finite, in its bounds and inside."""
        y = z[:-1]
        good = np.isfinite(z).all() and not (y < self.low[:-1]).any() and not (y > self.high[:-1]).any()
        if good and self.inside is not None:
            with np.errstate(all="ignore"):
                good = bool(np.all(self.inside((y * self.scale[:-1])[:, None])))
        return bool(good)

    def correct(self, z: Any, normal: Any) -> tuple[Any, Any, int] | None:
        """The point of the branch in the plane through z: (z, Jacobian, iterations), None where Newton fails."""
        base, last = z, np.inf
        for count in range(1, _ITERATIONS + 1):
            if not self.possible(z):
                self.left = True
                return None
            f, matrix = self.linear(np.append(z[:-1], np.clip(z[-1], self.low[-1], self.high[-1])))
            if not (np.isfinite(f).all() and np.isfinite(matrix).all()):
                self.left = True
                return None
            full = np.vstack([matrix, normal])
            move = -Solver(full, 1e-13, shortest=True)(np.append(f, normal @ (z - base)))
            size = float(np.abs(move).max())
            z = z + move
            if size <= self.tolerance or (size <= _ROUNDING and size >= 0.5 * last):
                return (z, matrix, count) if self.possible(z) else None
            if size > 1.0 or (count > 1 and size > 2.0 * last):
                return None
            last = size
        return None

    def point(self, z: Any, matrix: Any, along: Any) -> _Point:
        """With its tangent, in the sense of `along`, and its eigenvalues."""
        weight = np.abs(matrix).max(axis=1)
        tangent = np.linalg.svd(matrix / np.where(weight > 0, weight, 1.0)[:, None])[2][-1]
        tangent = tangent * (1.0 if tangent @ along >= 0 else -1.0)
        return _Point(z, tangent, spectrum(matrix[:, :-1]))

    def begin(self, z: Any) -> _Point | None:
        """The start, made exact at its x; its tangent points to larger x."""
        axis = np.append(np.zeros(self.n), 1.0)
        made = self.correct(z, axis)
        return None if made is None else self.point(made[0], made[1], axis)

    def follow(
        self, origin: _Point, sign: int, first: float, largest: float, smallest: float, points: int
    ) -> tuple[list[_Point], list[tuple[int, Special]], str]:
        """The branch in one direction: its points, its special points with the index of the one before, its end."""
        here = _Point(origin.z, origin.tangent * sign, origin.eigenvalues)
        line, found, step = [here], [], first
        while len(line) < points:
            self.left = False
            there, ended = self.step(here, step)
            if there is None or (here.tangent @ there.tangent < _TURN and step > smallest):
                step *= _SHRINK
                if step < smallest:
                    return line, found, "left the domain" if self.left else "step too small"
                continue
            found += [(len(line) - 1, one) for one in self.specials(here, there)]
            line.append(there)
            if ended:
                return line, found, "end of range"
            if len(line) > 5 and self.closes(origin, sign, here, there):
                return line, found, "closed"
            turned = float(here.tangent @ there.tangent)
            step = min(largest, step * (_GROW if turned > 0.99 else 1.0))
            here = there
        return line, found, "too many points"

    def step(self, here: _Point, step: float) -> tuple[_Point | None, bool]:
        """The next point; whether it is the end of the range, which it then lies on exactly."""
        low, high = self.low[-1], self.high[-1]
        guess = here.z + step * here.tangent
        normal, ended = here.tangent, False
        if not low <= guess[-1] <= high:
            end = low if guess[-1] < low else high
            part = (end - here.z[-1]) / (guess[-1] - here.z[-1])
            guess = here.z + part * step * here.tangent
            guess[-1] = end
            normal, ended = np.append(np.zeros(self.n), 1.0), True
        made = self.correct(guess, normal)
        if made is None or np.abs(made[0] - guess).max() > step:
            return None, False
        z, matrix, _ = made
        if not ended and not low <= z[-1] <= high:  # the corrector went over the end, which lies between
            z[-1] = low if z[-1] < low else high
            guess, ended = z.copy(), True
            made = self.correct(z, np.append(np.zeros(self.n), 1.0))
            if made is None:
                return None, False
            z, matrix, _ = made
        if ended:
            z[-1] = guess[-1]
        return self.point(z, matrix, here.tangent), ended

    def closes(self, origin: _Point, sign: int, here: _Point, there: _Point) -> bool:
        """Whether the last step passed the start again, in the same sense."""
        ahead, behind = origin.z - here.z, origin.z - there.z
        length = float(np.linalg.norm(there.z - here.z))
        passed = ahead @ here.tangent >= 0 >= behind @ here.tangent
        near = np.linalg.norm(ahead - (ahead @ here.tangent) * here.tangent) < 0.1 * length
        return bool(passed and near and sign * (origin.tangent @ there.tangent) > 0.9)

    def specials(self, here: _Point, there: _Point) -> list[Special]:
        """The folds, Hopf points and branch points between two neighbours, in order."""
        few, many = sorted((here.unstable, there.unstable))
        turns = here.tangent[-1] * there.tangent[-1] < 0
        if few == many and not turns:
            return []
        total = float((there.z - here.z) @ here.tangent)

        def at(s: float) -> _Point | None:
            if s <= 0.0 or s >= total:
                return here if s <= 0.0 else there
            made = self.correct(here.z + s * here.tangent + self.sag(here, there, s, total), here.tangent)
            return None if made is None else self.point(made[0], made[1], here.tangent)

        found: list[tuple[float, Kind, _Point]] = []
        fold = None
        if turns:
            fold = _zero(at, lambda point: float(point.tangent[-1]), total)
            if fold is not None:
                found.append((fold[0], "fold" if self.regular(fold[1], here) else "branch_point", fold[1]))
        rank, real = few, True
        while rank < many:
            root = _zero(at, lambda point, rank=rank: float(np.sort(point.eigenvalues.real)[::-1][rank]), total)
            rank += 1
            if root is None:
                continue
            nearest = root[1].eigenvalues[np.argmin(np.abs(root[1].eigenvalues.real))]
            if abs(nearest.imag) > 0.0 and rank < many:
                found.append((root[0], "hopf", root[1]))
                rank += 1  # its partner
            elif real and fold is not None and abs(root[0] - fold[0]) <= _SAME * total:
                real = False  # the fold's own
            else:
                found.append((root[0], "branch_point", root[1]))
        return [self.special(kind, point, here, there) for _, kind, point in sorted(found, key=lambda one: one[0])]

    @staticmethod
    def sag(here: _Point, there: _Point, s: float, total: float) -> Any:
        """How far the branch lies from the tangent at s, estimated from the two ends."""
        off = there.z - here.z - total * here.tangent
        return off * (s / total) ** 2

    def regular(self, point: _Point, beside: _Point) -> bool:
        """Whether (df/dy, df/dx) has full rank: a true fold, not a place where two branches cross."""
        _, matrix = self.linear(point.z)
        _, typical = self.linear(beside.z)
        size = np.maximum(np.abs(typical).max(axis=1), 1e-300)
        return bool(np.linalg.svd(matrix / size[:, None])[1][-1] > _RANK)

    def special(self, kind: Kind, point: _Point, here: _Point, there: _Point) -> Special:
        """The record of a special point."""
        z = point.z * self.scale
        rises = 1 if there.z[-1] > here.z[-1] else -1
        if kind == "fold":
            way = 1 if here.tangent[-1] < 0 else -1
        else:
            way = rises * int(np.sign(there.unstable - here.unstable))
        nearest = point.eigenvalues[np.argmin(np.abs(point.eigenvalues.real))]
        frequency = abs(float(nearest.imag)) / (2.0 * np.pi) if kind == "hopf" else np.nan
        return Special(kind, 0, float(z[-1]), z[:-1], point.eigenvalues, frequency, way)


def _zero(at: Callable[[float], _Point | None], value: Callable[[_Point], float], total: float) -> Any:
    """(s, point) where a value along the branch vanishes between 0 and total; None if it cannot be followed."""

    def near(s: float) -> _Point | None:
        # where branches cross, the corrector may fail at the very place, but not beside it
        for away in (0.0, 1e-9, -1e-9, 1e-7, -1e-7, 1e-5, -1e-5, 1e-3, -1e-3):
            point = at(s + away * total)
            if point is not None:
                return point
        return None

    def function(s: Any, _which: Any) -> Any:
        point = near(float(s[0]))
        return np.array([np.nan if point is None else value(point)])

    ends = np.zeros(1), np.full(1, total)
    f_low, f_high = function(ends[0], None), function(ends[1], None)
    if not f_low[0] * f_high[0] <= 0:
        return None
    root = float(bracketed(function, *ends, f_low, f_high)[0])
    point = near(root)
    return None if point is None else (root, point)
