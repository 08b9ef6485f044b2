"""The value at the end."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Reduction, Rows, check_path
from .course import Course


@final
@dataclass(frozen=True)
class Last(Reduction):
    """The quantity at the end of the run.

    Attributes:
        of: path of the quantity.
    """

    of: str
    name: ClassVar[str] = "last"
    size: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Refuse what is no path."""
        check_path(self.of)

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The end of the step."""
        return [course.at(1.0)]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[0]
