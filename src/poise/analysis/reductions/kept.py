"""What reductions share that keep a value of the quantity, or the time of one."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from .base import Reduction, Rows, check_path
from .course import Course


@dataclass(frozen=True)
class OfPath(Reduction):
    """A reduction that is asked with a path alone.

    Attributes:
        of: path of the quantity.
    """

    of: str

    def __post_init__(self) -> None:
        """Refuse what is no path."""
        check_path(self.of)


@dataclass(frozen=True)
class KeptValue(OfPath):
    """A value that was taken; `step` says which."""

    size: ClassVar[int] = 1

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first]

    def value(self, rows: Rows) -> Any:
        """As kept."""
        return rows[0]


@dataclass(frozen=True)
class KeptTime(OfPath):
    """The time of the value that is beyond all others; the first, where it is so more than once."""

    size: ClassVar[int] = 2

    def quantity(self, followed: str) -> str:
        """A time."""
        return "time"

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The start."""
        return [first, time]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The step's knots, where they are beyond what was."""
        import jax.numpy as jnp

        kept, time = rows
        for knot, height in zip(course.knots, course.heights, strict=True):
            further = self._beyond(height, kept)
            kept, time = jnp.where(further, height, kept), jnp.where(further, course.time(knot), time)
        return [kept, time]

    @abstractmethod
    def _beyond(self, height: Any, kept: Any) -> Any:
        """Whether a value replaces the one that is kept."""

    def value(self, rows: Rows) -> Any:
        """The time."""
        return rows[1]
