"""The ohmic channel: one ion, a constant conductance."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import Species
from ...constants import FARADAY
from ..base import Local, Process
from ..fields import ion, quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class OhmicChannel(Process):
    """A channel whose current is proportional to the ion's driving force.

    i = g (V - E),  E = (R T / z F) ln(a_out / a_in).

    Fields: ion; conductance g [S/m2], at least 0.

    Source: Hodgkin & Huxley 1952, eqs. 3-5 (hodgkin_huxley_1952). Range: both concentrations above 0; linear is an
    approximation near the ion's equilibrium potential (the constant-field law is `ghk_channel`).
    """

    law: ClassVar[str] = "ohmic_channel"
    title: ClassVar[str] = "ohmic channel"
    references: ClassVar[tuple[str, ...]] = ("hodgkin_huxley_1952",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    ion: Any = ion("the ion that passes")
    conductance: Any = quantity("conductance per area", "conductance", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(self.ion),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (ohmic_flux(self.conductance, self.ion, local),)


def ohmic_flux(conductance: Any, carried: Species, local: Local) -> Any:
    """Outward flux g (V - E) / (z F) of one ion through a conductance [mol/(m2 s)]."""
    z = carried.charge
    log_ratio = local.xp.log(local.activity("outside", carried)) - local.xp.log(local.activity("inside", carried))
    return conductance * (local.potential - local.thermal * log_ratio / z) / (z * FARADAY)
