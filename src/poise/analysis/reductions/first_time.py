"""When a level is first passed."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from .crossings import Crossings
from .passages import PassageTime


@final
@dataclass(frozen=True)
class FirstTime(PassageTime):
    """The time at which the quantity first passes a level; nan where it never does.

    Attributes:
        of: path of the quantity.
        level: text with a unit, or SI.
        rises: from below, or from above.
    """

    name: ClassVar[str] = "first_time"

    def _picked(self, found: Crossings, count: Any, time: Any) -> Any:
        """The first of the step, where there was none before."""
        import jax.numpy as jnp

        return jnp.where((count == 0.0) & (found.count > 0.0), found.first_time, time)
