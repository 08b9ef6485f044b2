"""What the reductions of passages through a level share: the level, the direction, and what is counted."""

import dataclasses
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .base import Reduction, Rows, check_level, check_path, check_rises, level_of
from .course import Course
from .crossings import Crossings, side_of


@dataclass(frozen=True)
class Passages(Reduction):
    """A quantity that passes a level. The first rows of each are its side of the level and how often it passed.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    of: str
    level: Any = "0 mV"
    rises: Any = True

    def __post_init__(self) -> None:
        """Refuse what is no path, no level, no direction."""
        check_path(self.of)
        check_level(self.level)
        check_rises(self.rises)

    def settled(self, followed: str) -> Reduction:
        """The level as a number."""
        return dataclasses.replace(self, level=level_of(self.level, followed))

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The side of the level, no passage, and the time in all other rows."""
        return [side_of(first, self.level), 0.0 * first, *[time] * (self.size - 2)]

    def crossings(self, course: Course, side: Any) -> Crossings:
        """The passages of a step."""
        return Crossings.of(course, side, self.level, self.rises)


@dataclass(frozen=True)
class PassageTime(Passages):
    """The time of one of the passages; nan where there is none."""

    size: ClassVar[int] = 3

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """As many more as the step holds, and the time of the one that is asked."""
        side, count, time = rows
        found = self.crossings(course, side)
        return [found.side, count + found.count, self._picked(found, count, time)]

    @abstractmethod
    def _picked(self, found: Crossings, count: Any, time: Any) -> Any:
        """The time after a step that holds `found`; `count` passages came before it, and `time` was kept."""

    def value(self, rows: Rows) -> Any:
        """The time, where there is one."""
        return np.where(rows[1] > 0.0, rows[2], np.nan)
