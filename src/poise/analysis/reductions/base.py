"""What a reduction is: a few numbers of a lane that say what was asked of its whole course in time."""

import dataclasses
import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from ...errors import InputError
from ...units import DIMENSIONS, parse
from .course import Course

Rows = Sequence[Any]


class Reduction(ABC):
    """Kept rows of numbers, (lanes,) each: where they begin, what a step makes of them, what they say in the end.

    A subclass is a frozen dataclass whose first field is `of`, the path of the quantity that it follows. `begin` and
    `step` are traced by JAX; see `solve.watch.Watch` for what they may use.

    Attributes:
        name: in text, as in "maximum(membrane.potential)".
        size: how many rows.
    """

    name: ClassVar[str]
    size: ClassVar[int]
    of: str

    def __init_subclass__(cls) -> None:
        """Every subclass is final: nothing is built on it."""
        if any("name" in vars(base) for base in cls.__mro__[1:]):
            raise TypeError(f"{cls.__name__}: a reduction is not built on another one")

    def quantity(self, followed: str) -> str:
        """The kind of the answer, a name of `units.DIMENSIONS`, from the kind of what is followed."""
        return followed

    def settled(self, followed: str) -> "Reduction":
        """With written levels as SI numbers of the kind of what is followed.

        Raises:
            UnitError: a level of another kind.
        """
        return self

    @abstractmethod
    def begin(self, time: Any, first: Any) -> list[Any]:
        """The rows at the start: the time and the quantity there, (lanes,)."""

    @abstractmethod
    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The rows after a step."""

    @abstractmethod
    def value(self, rows: Rows) -> Any:
        """The answer (lanes,) from the rows at the end, NumPy arrays; nan where there is none."""

    @property
    def text(self) -> str:
        """As `reduction` reads it."""
        parts = [self.of]
        for one in dataclasses.fields(self)[1:]:  # type: ignore[arg-type]
            given = getattr(self, one.name)
            if given != one.default:
                parts.append(f"{one.name}={_written(given)}")
        return f"{self.name}({', '.join(parts)})"


def _written(given: Any) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


def check_path(of: Any) -> None:
    """Refuse what cannot be a path.

    Raises:
        InputError: not text.
    """
    if not isinstance(of, str) or not of.strip():
        raise InputError(f"'{of}' is not a path; name what to follow, such as 'membrane.potential'")


def check_level(level: Any) -> None:
    """Refuse what cannot be a level.

    Raises:
        InputError: neither text nor a finite number.
    """
    number = isinstance(level, (int, float)) and not isinstance(level, bool) and math.isfinite(level)
    if not number and not isinstance(level, str):
        raise InputError(f"level: '{level}' is neither a finite number (SI) nor text such as '0 mV'")


def check_rises(rises: Any) -> None:
    """Refuse what says neither upwards nor downwards.

    Raises:
        InputError: not a bool.
    """
    if not isinstance(rises, bool):
        raise InputError(f"rises: '{rises}' is neither true (upwards) nor false (downwards)")


def level_of(level: Any, followed: str) -> float:
    """A level, SI.

    Raises:
        UnitError: it is of another kind than what is followed.
    """
    return parse(level, DIMENSIONS[followed]) if isinstance(level, str) else float(level)
