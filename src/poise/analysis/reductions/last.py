"""The value at the end."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Rows
from .course import Course
from .kept import KeptValue


@final
@dataclass(frozen=True)
class Last(KeptValue):
    """The quantity at the end of the run.

    Attributes:
        of: path of the quantity.
    """

    name: ClassVar[str] = "last"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The end of the step."""
        return [course.at(1.0)]
