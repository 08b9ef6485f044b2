"""Passages of a quantity through a level within one step."""

from dataclasses import dataclass
from typing import Any

from .course import Course


@dataclass(frozen=True)
class Crossings:
    """What one step holds. A jump across the level at a break is a passage at the time of the break; a touch is none.

    Attributes:
        side: of the level at the end of the step: 1 above, -1 below; on the level: the side before.
        count: passages in the direction that is sought.
        first, last: between which two theta the first and the last of them lie.
        course, level, rises: what passes, what, and which way.
    """

    side: Any
    count: Any
    first: tuple[Any, Any]
    last: tuple[Any, Any]
    course: Course
    level: float
    rises: bool

    @classmethod
    def of(cls, course: Course, side: Any, level: float, rises: bool) -> "Crossings":
        """Those of a step; `side` is that at the end of the step before, 0 while there has been none."""
        import jax.numpy as jnp

        sought = 1.0 if rises else -1.0
        count = jnp.zeros_like(side)
        first = last = (jnp.zeros_like(side), jnp.zeros_like(side))
        low = course.knots[0]
        for knot, height in zip(course.knots, course.heights, strict=True):
            now = jnp.sign(height - level)
            hit = (side == -sought) & (now == sought)
            last = (jnp.where(hit, low, last[0]), jnp.where(hit, knot, last[1]))
            fresh = hit & (count == 0.0)
            first = (jnp.where(fresh, low, first[0]), jnp.where(fresh, knot, first[1]))
            count = count + jnp.where(hit, 1.0, 0.0)
            side = jnp.where(now == 0.0, side, now)
            low = knot
        return cls(side, count, first, last, course, level, rises)

    @property
    def first_time(self) -> Any:
        """Time of the first, where there is one."""
        return self._time(self.first)

    @property
    def last_time(self) -> Any:
        """Time of the last, where there is one."""
        return self._time(self.last)

    def _time(self, bracket: tuple[Any, Any]) -> Any:
        return self.course.time(self.course.passes(self.level, *bracket, self.rises))


def side_of(first: Any, level: float) -> Any:
    """The side of a level at the start."""
    import jax.numpy as jnp

    return jnp.sign(first - level)
