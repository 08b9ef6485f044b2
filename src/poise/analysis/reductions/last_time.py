"""When a level is last passed."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from .base import Reduction, Rows, check_level, check_path, check_rises, level_of
from .course import Course
from .crossings import Crossings, side_of


@final
@dataclass(frozen=True)
class LastTime(Reduction):
    """The time at which the quantity last passes a level; nan where it never does.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    of: str
    level: Any = "0 mV"
    rises: Any = True
    name: ClassVar[str] = "last_time"
    size: ClassVar[int] = 3

    def __post_init__(self) -> None:
        """Refuse what is no path, no level, no direction."""
        check_path(self.of)
        check_level(self.level)
        check_rises(self.rises)

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def settled(self, followed: str) -> Reduction:
        """The level as a number."""
        return dataclasses.replace(self, level=level_of(self.level, followed))

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The side of the level, how often it was passed, and when."""
        return [side_of(first, self.level), 0.0 * first, time]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The last of the step, where it has one."""
        import jax.numpy as jnp

        side, count, time = rows
        found = Crossings.of(course, side, self.level, self.rises)
        return [found.side, count + found.count, jnp.where(found.count > 0.0, found.last_time, time)]

    def value(self, rows: Rows) -> Any:
        """The time, where there is one."""
        return np.where(rows[1] > 0.0, rows[2], np.nan)
