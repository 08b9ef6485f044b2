"""The channel whose open share follows the potential at once (a steady-state gate): it can make N-shaped I-V curves."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...formulas.special import logistic
from ..base import Local, Process
from ..fields import ion, quantity
from ..moves import Move
from .ohmic import ohmic_flux


@final
@dataclass(frozen=True)
class BoltzmannChannel(Process):
    """An ohmic channel opened by the potential, its gate always at its steady state.

    i = g (V - E) / (1 + exp(-(V - V_half) / k)).

    k > 0 opens on depolarisation, k < 0 on hyperpolarisation (an inward rectifier).

    Fields: ion; conductance g [S/m2] fully open; half V_half [V]; slope k [V], not 0.

    Source: Boltzmann's distribution over two states, as in Hodgkin & Huxley 1952 (hodgkin_huxley_1952); Hille 2001,
    ch. 2 (hille_2001). Range: times long against the gate's own; both concentrations above 0.
    """

    law: ClassVar[str] = "boltzmann_channel"
    title: ClassVar[str] = "channel with a steady-state gate"
    references: ClassVar[tuple[str, ...]] = ("hodgkin_huxley_1952", "hille_2001")
    needs_positive: ClassVar[bool] = True

    ion: Any = ion("the ion that passes")
    conductance: Any = quantity("conductance per area", "conductance when all channels are open", low=0.0)
    half: Any = quantity("potential", "potential at which half are open", low=-10.0, high=10.0)
    slope: Any = quantity(
        "potential", "steepness: change of potential by which the odds grow e-fold", low=-10.0, high=10.0, nonzero=True
    )

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(self.ion),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        is_open = logistic((local.potential - self.half) / self.slope)
        return (ohmic_flux(self.conductance * is_open, self.ion, local),)
