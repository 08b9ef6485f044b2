"""When a level is last passed."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .crossings import Crossings
from .passages import PassageTime


@final
@dataclass(frozen=True)
class LastTime(PassageTime):
    """The time at which the quantity last passes a level; nan where it never does.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    name: ClassVar[str] = "last_time"

    def _picked(self, found: Crossings, count: Any, time: Any) -> Any:
        """The last of the step, where it has one."""
        import jax.numpy as jnp

        return jnp.where(found.count > 0.0, found.last_time, time)
