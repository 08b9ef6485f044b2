"""What a run can be asked for that changes smoothly: each result's value, and where its derivatives come from."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError
from ...solve.sensitivity.trail import Piece
from ..reductions import FirstTime, LastTime, Reduction, TimeOfMaximum, TimeOfMinimum
from .at_time import At
from .courses import Course, Look

_SAME = 1e-12  # of the whole time: a moment nearer to a break than this is at it
_NODES, _SHARES = np.polynomial.legendre.leggauss(5)


@dataclass
class Seeds:
    """A result and its derivatives by the steps of the run and by what the flow is told.

    Attributes:
        value: the result; nan where the run does not have it.
        powers: by the coefficients of steps, (5, n) each, by their number.
        told: by what is told, (size,) each, by segment.
        everywhere: by the coefficients of every step of a piece, (steps, 5, n); `None` where single steps matter.
    """

    value: float = float("nan")
    powers: dict[int, Any] = field(default_factory=dict)
    told: dict[int, Any] = field(default_factory=dict)
    everywhere: Callable[[Piece], Any] | None = None

    def add(self, course: Course, look: Look, order: int, weight: float) -> None:
        """Count a slope of a look with a weight."""
        piece, place = course.trail.step(look.step)
        segment = int(piece.segment[place])
        self.powers[look.step] = self.powers.get(look.step, 0.0) + weight * look.by_powers[order]
        self.told[segment] = self.told.get(segment, 0.0) + weight * look.by_told[order]

    def of(self, piece: Piece) -> tuple[Any, Any]:
        """Those by the coefficients of steps of a piece: their places in it, (seeded,), and (seeded, 5, n)."""
        if self.everywhere is not None:
            return np.arange(len(piece)), self.everywhere(piece)
        last = piece.first + len(piece)
        here = {step - piece.first: one for step, one in self.powers.items() if piece.first <= step < last}
        return np.array(list(here), int), np.array(list(here.values())).reshape(-1, *piece.coefficients.shape[1:])

    def plus(self, other: "Seeds", weight: float) -> None:
        """Count the derivatives of another result with a weight."""
        for mine, theirs in ((self.powers, other.powers), (self.told, other.told)):
            for key, one in theirs.items():
                mine[key] = mine.get(key, 0.0) + weight * one


@dataclass(frozen=True)
class Functional(ABC):
    """A result of a run. The place in time at which it is taken is known from watching the run.

    Attributes:
        asked: what was asked for.
    """

    asked: Any

    def watches(self) -> dict[str, Reduction]:
        """What must be watched to find it."""
        return {}

    @abstractmethod
    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """The result and its derivatives; `found` are the answers of `watches`."""


@dataclass(frozen=True)
class Value(Functional):
    """The value at a time, or at the end."""

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """Of the step's polynomial."""
        made = Seeds()
        if isinstance(self.asked, At):
            end = float(course.simulator.schedule.breaks[-1])
            if self.asked.time > end * (1.0 + 1e-12):
                raise InputError(f"{self.asked.text}: the run is over at {end * 1e3:.9g} ms")
            look = course.look(*course.at(self.asked.time))
        else:
            look = course.look(course.trail.steps - 1, 1.0)
        made.value = float(look.slopes[0])
        made.add(course, look, 0, 1.0)
        return made


@dataclass(frozen=True)
class Extreme(Functional):
    """The largest or smallest value: its place may move, which changes nothing to first order."""

    sign: float

    def watches(self) -> dict[str, Reduction]:
        """When it is."""
        kind = TimeOfMaximum if self.sign > 0 else TimeOfMinimum
        return {"time": kind(self.asked.of)}

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """At its place, on the side of a jump where it is."""
        made = Seeds()
        if np.isfinite(found["time"]):
            look = extreme(course, found["time"], self.sign, 1)
            made.value = float(look.slopes[0])
            made.add(course, look, 0, 1.0)
        return made


@dataclass(frozen=True)
class TimeOfExtreme(Extreme):
    """When it is: dx/dt = 0, so that dt = -d(dx/dt) / (d2x/dt2). At an end, or at a jump, it stays there."""

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """From the slope."""
        made = Seeds(found["time"])
        if np.isfinite(found["time"]):
            look = extreme(course, found["time"], self.sign, 1)
            moving(course, made, look.step, look.theta, 1, 1.0)
        return made


@dataclass(frozen=True)
class Passage(Functional):
    """When a level is passed: x = level, so that dt = -dx / (dx/dt). At a jump it stays there."""

    def watches(self) -> dict[str, Reduction]:
        """When it is."""
        return {"time": self.asked}

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """From the value."""
        return passage(course, found["time"])


@dataclass(frozen=True)
class Rate(Functional):
    """The firing rate (N - 1)/(t_N - t_1)."""

    def watches(self) -> dict[str, Reduction]:
        """The first and the last passage, and the rate."""
        told = {"of": self.asked.of, "level": self.asked.level, "rises": self.asked.rises}
        return {"first": FirstTime(**told), "last": LastTime(**told), "rate": self.asked}

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """From the two times."""
        made = Seeds(found["rate"])
        if np.isfinite(found["rate"]):
            span = found["last"] - found["first"]
            made.plus(passage(course, found["last"]), -found["rate"] / span)
            made.plus(passage(course, found["first"]), found["rate"] / span)
        return made


@dataclass(frozen=True)
class Average(Functional):
    """The mean over the run: by the polynomials of the steps, by Gauss's quadrature where it is no sum of states."""

    def seeds(self, course: Course, found: Mapping[str, float]) -> Seeds:
        """From every step."""
        span = float(course.simulator.schedule.breaks[-1])
        made = Seeds(0.0, everywhere=lambda piece: _summed(course, piece)[1] / span)
        for piece in course.trail.forwards():
            total, _, by_told = _summed(course, piece)
            made.value += total / span
            for segment in np.unique(piece.segment):
                part = by_told[piece.segment == segment].sum(axis=0) / span
                made.told[int(segment)] = made.told.get(int(segment), 0.0) + part
        return made


def _summed(course: Course, piece: Piece) -> tuple[float, Any, Any]:
    """The integral over a piece, and its derivatives."""
    return course.whole(piece, 0.5 * (_NODES + 1.0), 0.5 * _SHARES)


def extreme(course: Course, time: float, sign: float, orders: int) -> Look:
    """The look at an extreme value: before a jump or after it, whichever is farther out."""
    step, theta = course.at(time)
    look = course.look(step, theta, orders)
    if theta < 1e-9 and step > 0:
        before = course.look(step - 1, 1.0, orders)
        if sign * (before.slopes[0] - look.slopes[0]) > 0.0:
            return before
    return look


def moving(course: Course, made: Seeds, step: int, theta: float, order: int, weight: float) -> None:
    """Count the time at which a slope of some order has a value: dt = -d(slope) / (the next slope).

    Nothing where it does not move: at the ends of the run, and at a break.
    """
    piece, place = course.trail.step(step)
    time = piece.begin[place] + theta * (piece.end[place] - piece.begin[place])
    breaks = course.simulator.schedule.breaks
    if np.min(np.abs(breaks - time)) <= _SAME * breaks[-1]:
        return
    look = course.settled(step, theta, order, order + 2) if order else course.look(step, theta, 2)
    if look.slopes[order + 1] != 0.0:
        made.add(course, look, order, -weight / float(look.slopes[order + 1]))


def passage(course: Course, time: float) -> Seeds:
    """The time of a passage."""
    made = Seeds(time)
    if np.isfinite(time):
        moving(course, made, *course.at(time), 0, 1.0)
    return made
