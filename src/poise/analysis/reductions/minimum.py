"""The smallest value."""

from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar, final

from .base import Rows
from .course import Course
from .kept import KeptValue


@final
@dataclass(frozen=True)
class Minimum(KeptValue):
    """The smallest value of the quantity, its turning points within steps and both sides of a jump included.

    Attributes:
        of: path of the quantity.
    """

    name: ClassVar[str] = "minimum"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The smaller of what it was and the step's knots."""
        import jax.numpy as jnp

        return [reduce(jnp.minimum, course.heights, rows[0])]
