"""The largest value."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .base import Reduction, Rows, check_path
from .course import Course


@final
@dataclass(frozen=True)
class Maximum(Reduction):
    """The largest value of the quantity, its turning points within steps and both sides of a jump included.

    Attributes:
        of: path of the quantity.
    """

    of: str
    name: ClassVar[str] = "maximum"
    size: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Refuse what is no path."""
        check_path(self.of)

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The larger of what it was and the step's knots."""
        import jax.numpy as jnp

        most = rows[0]
        for height in course.heights:
            most = jnp.maximum(most, height)
        return [most]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[0]
