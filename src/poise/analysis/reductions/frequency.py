"""How often per time a level is passed: the firing rate."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from .base import Rows
from .course import Course
from .passages import Passages


@final
@dataclass(frozen=True)
class Frequency(Passages):
    """One over the mean interval between passages of a level: the firing rate; nan where there are fewer than two.

    (N - 1)/(t_N - t_1)

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    name: ClassVar[str] = "frequency"
    size: ClassVar[int] = 4

    def quantity(self, followed: str) -> str:
        """A rate."""
        return "rate"

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The first and the last of the step, where it has any."""
        import jax.numpy as jnp

        side, count, first, last = rows
        found = self.crossings(course, side)
        there = found.count > 0.0
        first = jnp.where((count == 0.0) & there, found.first_time, first)
        return [found.side, count + found.count, first, jnp.where(there, found.last_time, last)]

    def value(self, rows: Rows) -> Any:
        """Intervals over their time."""
        _, count, first, last = rows
        enough = (count > 1.0) & (last > first)
        return np.where(enough, (count - 1.0) / np.where(enough, last - first, 1.0), np.nan)
