"""When the largest value is reached."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .kept import KeptTime


@final
@dataclass(frozen=True)
class TimeOfMaximum(KeptTime):
    """The time at which the quantity is largest; the first, where it is so more than once.

    Attributes:
        of: path of the quantity.
    """

    name: ClassVar[str] = "time_of_maximum"

    def _beyond(self, height: Any, kept: Any) -> Any:
        """Where it is larger."""
        return height > kept
