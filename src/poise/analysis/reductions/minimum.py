"""The smallest value."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Reduction, Rows, check_path
from .course import Course


@final
@dataclass(frozen=True)
class Minimum(Reduction):
    """The smallest value of the quantity, its turning points within steps and both sides of a jump included.

    Attributes:
        of: path of the quantity.
    """

    of: str
    name: ClassVar[str] = "minimum"
    size: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Refuse what is no path."""
        check_path(self.of)

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The smaller of what it was and the step's knots."""
        import jax.numpy as jnp

        least = rows[0]
        for height in course.heights:
            least = jnp.minimum(least, height)
        return [least]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[0]
