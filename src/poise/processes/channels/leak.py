"""The leak: a conductance with a reversal potential whose ions nobody named."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import FARADAY
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class Leak(Process):
    """A conductance in series with a battery, as papers write a leak of unnamed ions.

    i = g (V - E).

    It moves bare charge: its battery's energy is counted, but no ion's amount changes; the audit says so.

    Fields: conductance g [S/m2], at least 0; reversal E [V].

    Source: Hodgkin & Huxley 1952, eq. 5 (hodgkin_huxley_1952).
    """

    law: ClassVar[str] = "leak"
    title: ClassVar[str] = "leak with a given reversal potential"
    references: ClassVar[tuple[str, ...]] = ("hodgkin_huxley_1952",)
    monotone: ClassVar[bool] = True

    conductance: Any = quantity("conductance per area", "conductance", low=0.0)
    reversal: Any = quantity("potential", "potential at which its current reverses", low=-10.0, high=10.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(species("charge")),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.conductance * (local.potential - self.reversal) / FARADAY,)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        """The battery: F E per mole of charge."""
        return (FARADAY * self.reversal,)
