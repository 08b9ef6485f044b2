"""A current imposed from outside."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import FARADAY
from ..base import Local, Process
from ..fields import ion, quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class PrescribedCurrent(Process):
    """A current that flows whatever the potential, outward positive.

    i = current.

    An electrode that injects positive charge into the cell drives an inward current: a negative number here, or a
    positive `injected` of the interface.

    Fields: current [A/m2]; ion, what carries it (bare charge unless named).
    """

    law: ClassVar[str] = "prescribed_current"
    title: ClassVar[str] = "prescribed current"
    monotone: ClassVar[bool] = True
    unaccounted: ClassVar[str] = "imposed from outside"

    current: Any = quantity("current per area", "outward current")
    ion: Any = ion("what carries the current", species("charge"), bare=True)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(self.ion),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.current / (self.ion.charge * FARADAY) + 0.0 * local.potential,)
