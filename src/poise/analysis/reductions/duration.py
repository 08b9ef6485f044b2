"""How long an action potential lasts."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, final

import numpy as np

from ...errors import InputError
from ...solve import quartic
from .base import Reduction, Rows, check_level, check_path, level_of
from .course import Course

_REST, _UPSTROKE, _AFTER = 0.0, 1.0, 2.0
_NOISE = 1e-3  # of the amplitude: what is lost from the peak before the upstroke is held to be over


class State(NamedTuple):
    """What is known of the action potential under way, (lanes,) each."""

    phase: Any
    foot: Any  # lowest value since the one before
    peak: Any
    steepest: Any  # slope, from the foot to the peak
    begun: Any  # time of the steepest slope
    lasted: Any  # of the last one that is over
    count: Any  # how many are over
    reached: Any  # value at the end of the step


class _Found(NamedTuple):
    """The end of an action potential within a step: between which theta, at which level, and when it had begun."""

    low: Any
    high: Any
    level: Any
    begun: Any
    there: Any


@final
@dataclass(frozen=True)
class Duration(Reduction):
    """Duration of the last action potential that is over (APD90 with a share of 0.9); nan where there is none.

    It begins when the quantity rises most steeply on its way up through the level, and ends when it has come down from
    the peak by the share of the amplitude, which is the peak less the lowest value since the action potential before.

    Attributes:
        of: path of the quantity.
        share: of the amplitude.
        level: that an action potential rises through; text with a unit, or SI.
    """

    of: str
    share: Any = 0.9
    level: Any = "0 mV"
    name: ClassVar[str] = "apd"
    size: ClassVar[int] = len(State._fields)

    def __post_init__(self) -> None:
        """Refuse what is no path, no share, no level."""
        check_path(self.of)
        check_level(self.level)
        number = isinstance(self.share, (int, float)) and not isinstance(self.share, bool)
        if not number or not 0.0 < self.share < 1.0:
            raise InputError(f"share: '{self.share}' is not a share of the amplitude; give a number such as 0.9")

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def settled(self, followed: str) -> Reduction:
        """The level as a number."""
        return dataclasses.replace(self, level=level_of(self.level, followed))

    def begin(self, time: Any, first: Any) -> list[Any]:
        """At rest, whatever the value: what is under way at the start is not counted."""
        zero = 0.0 * first
        return list(State(zero + _REST, first, first, zero, time, zero, zero, first))

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The jump before the step, then its four pieces, each of which only rises or only falls."""
        import jax.numpy as jnp

        state = State(*rows)
        zero = jnp.zeros_like(course.t)
        found = _Found(zero, zero, zero, zero, zero > 1.0)
        jump = (course.heights[0] - state.reached) / course.h  # slope as if it took the time of the step
        state, found = self._piece(state, found, course, (zero, zero), course.heights[0], (jump, zero))
        for k in range(len(course.knots) - 1):
            ends = course.knots[k], course.knots[k + 1]
            state, found = self._piece(state, found, course, ends, course.heights[k + 1], _steepest(course, *ends))
        end = course.time(course.passes(found.level, found.low, found.high, False))
        return list(state._replace(lasted=jnp.where(found.there, end - found.begun, state.lasted)))

    def _piece(
        self, s: State, found: _Found, course: Course, ends: tuple[Any, Any], height: Any, slope: tuple[Any, Any]
    ) -> tuple[State, _Found]:
        """What a piece from the value reached to `height` makes of the state."""
        import jax.numpy as jnp

        rises, falls = height > s.reached, height < s.reached
        lower = (s.phase == _REST) & (height < s.foot)
        steeper = (s.phase < _AFTER) & rises & (slope[0] > s.steepest)
        steepest = jnp.where(lower, 0.0, jnp.where(steeper, slope[0], s.steepest))
        begun = jnp.where(steeper, course.time(slope[1]), s.begun)
        up = (s.phase == _REST) & rises & (s.reached <= self.level) & (height > self.level)
        phase = jnp.where(up, _UPSTROKE, s.phase)
        peak = jnp.where((phase == _REST) | up, height, jnp.maximum(s.peak, height))
        foot = jnp.where(lower, height, s.foot)
        past = (phase == _UPSTROKE) & (height < peak - _NOISE * (peak - foot))
        phase = jnp.where(past, _AFTER, phase)
        goal = peak - self.share * (peak - foot)
        over = (phase == _AFTER) & falls & (height <= goal)
        found = _Found(
            jnp.where(over, ends[0], found.low),
            jnp.where(over, ends[1], found.high),
            jnp.where(over, goal, found.level),
            jnp.where(over, begun, found.begun),
            found.there | over,
        )
        state = State(
            jnp.where(over, _REST, phase),
            jnp.where(over, height, foot),
            peak,
            jnp.where(over, 0.0, steepest),
            begun,
            s.lasted,
            s.count + jnp.where(over, 1.0, 0.0),
            height,
        )
        return state, found

    def value(self, rows: Rows) -> Any:
        """The duration, where there is one."""
        state = State(*rows)
        return np.where(state.count > 0.0, state.lasted, np.nan)


def _steepest(course: Course, low: Any, high: Any) -> tuple[Any, Any]:
    """The largest slope per time between two theta, and where."""
    import jax.numpy as jnp

    c = course.coefficients
    best, where = quartic.slope(c, low), low
    for theta in (*(jnp.clip(one, low, high) for one in quartic.inflections(c)), high):
        slope = quartic.slope(c, theta)
        best, where = jnp.maximum(best, slope), jnp.where(slope > best, theta, where)
    return best / course.h, where
