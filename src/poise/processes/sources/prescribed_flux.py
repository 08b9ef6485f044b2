"""A transport imposed from outside: a reaction at a given rate."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ..base import Local, Process
from ..fields import quantity, reaction
from ..moves import Move
from ..transporters.carried import carrier_move


@final
@dataclass(frozen=True)
class PrescribedFlux(Process):
    """A reaction that runs at a given rate whatever its affinity: a pump of which only the stoichiometry is known.

    r = rate.

    Fields: reaction, "3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)"; rate [mol/(m2 s)].
    """

    law: ClassVar[str] = "prescribed_flux"
    title: ClassVar[str] = "prescribed flux"
    monotone: ClassVar[bool] = True
    unaccounted: ClassVar[str] = "imposed at a given rate, its fuel not named"

    reaction: Any = reaction("what it moves")
    rate: Any = quantity("flux", "events per area and time, from left to right")

    def __post_init__(self) -> None:
        super().__post_init__()
        carrier_move(self.reaction)

    def moves(self) -> tuple[Move, ...]:
        return (carrier_move(self.reaction),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.rate + 0.0 * local.potential,)
