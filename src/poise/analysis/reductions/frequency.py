"""How often per time a level is passed: the firing rate."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from .base import Reduction, Rows, check_level, check_path, check_rises, level_of
from .course import Course
from .crossings import Crossings, side_of


@final
@dataclass(frozen=True)
class Frequency(Reduction):
    """One over the mean interval between passages of a level: the firing rate; nan where there are fewer than two.

    (N - 1)/(t_N - t_1)

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    of: str
    level: Any = "0 mV"
    rises: Any = True
    name: ClassVar[str] = "frequency"
    size: ClassVar[int] = 4

    def __post_init__(self) -> None:
        """Refuse what is no path, no level, no direction."""
        check_path(self.of)
        check_level(self.level)
        check_rises(self.rises)

    def quantity(self, followed: str) -> str:
        """A rate."""
        return "rate"

    def settled(self, followed: str) -> Reduction:
        """The level as a number."""
        return dataclasses.replace(self, level=level_of(self.level, followed))

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The side of the level, how often it was passed, and when first and last."""
        return [side_of(first, self.level), 0.0 * first, time, time]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The first and the last of the step, where it has any."""
        import jax.numpy as jnp

        side, count, first, last = rows
        found = Crossings.of(course, side, self.level, self.rises)
        there = found.count > 0.0
        first = jnp.where((count == 0.0) & there, found.first_time, first)
        return [found.side, count + found.count, first, jnp.where(there, found.last_time, last)]

    def value(self, rows: Rows) -> Any:
        """Intervals over their time."""
        _, count, first, last = rows
        enough = (count > 1.0) & (last > first)
        return np.where(enough, (count - 1.0) / np.where(enough, last - first, 1.0), np.nan)
