"""When the largest value is reached."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Reduction, Rows, check_path
from .course import Course


@final
@dataclass(frozen=True)
class TimeOfMaximum(Reduction):
    """The time at which the quantity is largest; the first, where it is so more than once.

    Attributes:
        of: path of the quantity.
    """

    of: str
    name: ClassVar[str] = "time_of_maximum"
    size: ClassVar[int] = 2

    def __post_init__(self) -> None:
        """Refuse what is no path."""
        check_path(self.of)

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first, time]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The largest of the step's knots, where it is larger than what was."""
        import jax.numpy as jnp

        most, time = rows
        for knot, height in zip(course.knots, course.heights, strict=True):
            larger = height > most
            most, time = jnp.where(larger, height, most), jnp.where(larger, course.time(knot), time)
        return [most, time]

    def value(self, rows: Rows) -> Any:
        """The time."""
        return rows[1]
