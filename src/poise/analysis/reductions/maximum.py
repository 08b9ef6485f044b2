"""The largest value."""

from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar, final

from .base import Rows
from .course import Course
from .kept import KeptValue


@final
@dataclass(frozen=True)
class Maximum(KeptValue):
    """The largest value of the quantity, its turning points within steps and both sides of a jump included.

    Attributes:
        of: path of the quantity.
    """

    name: ClassVar[str] = "maximum"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The larger of what it was and the step's knots."""
        import jax.numpy as jnp

        return [reduce(jnp.maximum, course.heights, rows[0])]
