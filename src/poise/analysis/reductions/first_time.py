"""When a level is first passed."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from .base import Rows
from .course import Course
from .passages import Passages


@final
@dataclass(frozen=True)
class FirstTime(Passages):
    """The time at which the quantity first passes a level; nan where it never does.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    name: ClassVar[str] = "first_time"
    size: ClassVar[int] = 3

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The first of the step, where there was none before."""
        import jax.numpy as jnp

        side, count, time = rows
        found = self.crossings(course, side)
        fresh = (count == 0.0) & (found.count > 0.0)
        return [found.side, count + found.count, jnp.where(fresh, found.first_time, time)]

    def value(self, rows: Rows) -> Any:
        """The time, where there is one."""
        return np.where(rows[1] > 0.0, rows[2], np.nan)
