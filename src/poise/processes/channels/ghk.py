"""The constant-field (Goldman-Hodgkin-Katz) channel for one ion."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import Species
from ...formulas.ghk import ghk_flux
from ..base import Local, Process
from ..fields import ion, quantity
from ..moves import Move


@final
@dataclass(frozen=True)
class GHKChannel(Process):
    """A channel that one ion crosses in a constant field.

    J = P u (c_in - c_out exp(-u)) / (1 - exp(-u)),  u = z F V / (R T).

    Fields: ion; permeability P [m/s], at least 0.

    Source: Goldman 1943 (goldman_1943); Hodgkin & Katz 1949, appendix (hodgkin_katz_1949). Finite for all
    potentials and for concentrations down to 0.
    """

    law: ClassVar[str] = "ghk_channel"
    title: ClassVar[str] = "constant-field (GHK) channel"
    references: ClassVar[tuple[str, ...]] = ("goldman_1943", "hodgkin_katz_1949")
    monotone: ClassVar[bool] = True

    ion: Any = ion("the ion that passes")
    permeability: Any = quantity("permeability", "permeability", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(self.ion),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (field_flux(self.permeability, self.ion, local),)


def field_flux(permeability: Any, carried: Species, local: Local) -> Any:
    """Outward constant-field flux of one ion [mol/(m2 s)]."""
    return ghk_flux(
        permeability,
        carried.charge,
        local.effective("outside", carried),
        local.effective("inside", carried),
        local.potential,
        local.temperature,
    )
