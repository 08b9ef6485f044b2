"""How often a level is passed: spikes."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Reduction, Rows, check_level, check_path, check_rises, level_of
from .course import Course
from .crossings import Crossings, side_of


@final
@dataclass(frozen=True)
class Count(Reduction):
    """How often the quantity passes a level: the number of spikes. Counted in each step's own polynomial.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    of: str
    level: Any = "0 mV"
    rises: Any = True
    name: ClassVar[str] = "count"
    size: ClassVar[int] = 2

    def __post_init__(self) -> None:
        """Refuse what is no path, no level, no direction."""
        check_path(self.of)
        check_level(self.level)
        check_rises(self.rises)

    def quantity(self, followed: str) -> str:
        """A number."""
        return "number"

    def settled(self, followed: str) -> Reduction:
        """The level as a number."""
        return dataclasses.replace(self, level=level_of(self.level, followed))

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The side of the level, and none."""
        return [side_of(first, self.level), 0.0 * first]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """As many more as the step holds."""
        found = Crossings.of(course, rows[0], self.level, self.rises)
        return [found.side, rows[1] + found.count]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[1]
