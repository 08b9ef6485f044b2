"""The value of a result at one time of a run."""

from dataclasses import dataclass
from typing import Any, final

from ...errors import InputError
from ...units import DIMENSIONS, parse, show
from ..reductions.base import check_path


@final
@dataclass(frozen=True)
class At:
    """The value of a result at a time; at a break, after the jump.

    Attributes:
        of: path of the result.
        time: [s], or text such as "10 ms".
    """

    of: str
    time: Any

    def __post_init__(self) -> None:
        """Read the time."""
        check_path(self.of)
        given = parse(self.time, DIMENSIONS["time"]) if isinstance(self.time, str) else self.time
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not given >= 0.0:
            raise InputError(f"at({self.of}): '{self.time}' is not a time; give text such as '10 ms', or seconds")
        object.__setattr__(self, "time", float(given))

    @property
    def text(self) -> str:
        """As it is read."""
        time = show(self.time, DIMENSIONS["time"], 9) if self.time < 1.0 else f"{self.time:.9g} s"
        return f"at({self.of}, {time})"
