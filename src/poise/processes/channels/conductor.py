"""An ohmic conductor: a load, a wire, a solution of one composition."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import FARADAY
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class Conductor(Process):
    """A conductor that obeys Ohm's law and holds no battery: a load, a wire, a solution between two places.

    i = g V.

    It moves bare charge, whoever carries it: electrons in a wire, ions in a solution whose composition is the same at
    both ends. What it dissipates is heat, or the work that a load does.

    Fields: conductance g [S/m2], at least 0; its inverse is the resistance times the area.

    Source: Ohm 1827 (ohm_1827).
    """

    law: ClassVar[str] = "conductor"
    title: ClassVar[str] = "ohmic conductor (load, wire, solution)"
    references: ClassVar[tuple[str, ...]] = ("ohm_1827",)
    monotone: ClassVar[bool] = True

    conductance: Any = quantity("conductance per area", "conductance", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(species("charge")),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.conductance * local.potential / FARADAY,)
