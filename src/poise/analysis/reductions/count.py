"""How often a level is passed: spikes."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Rows
from .course import Course
from .passages import Passages


@final
@dataclass(frozen=True)
class Count(Passages):
    """How often the quantity passes a level: the number of spikes. Counted in each step's own polynomial.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    name: ClassVar[str] = "count"
    size: ClassVar[int] = 2

    def quantity(self, followed: str) -> str:
        """A number."""
        return "number"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """As many more as the step holds."""
        found = self.crossings(course, rows[0])
        return [found.side, rows[1] + found.count]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[1]
