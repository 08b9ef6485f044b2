"""What the reductions of passages through a level share: the level, the direction, and what is counted."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from .base import Reduction, check_level, check_path, check_rises, level_of
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
