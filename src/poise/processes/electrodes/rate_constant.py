"""The electrode reaction from its standard rate constant: the exchange current follows the composition."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.couples import Couple
from ...constants import STANDARD_CONCENTRATION
from ...formulas.electrode import butler_volmer
from ..base import Local, Process
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import overpotential, oxidation, oxidation_free_energy


@final
@dataclass(frozen=True)
class ElectrodeReaction(Process):
    """An electrode reaction whose exchange current grows with its reactants; anodic current is outward, positive.

    i = i0 (exp((1 - alpha) n F eta / R T) - exp(-alpha n F eta / R T)),
    i0 = n F k0 prod_ox (c / c0)^(nu (1 - alpha)) prod_red (c / c0)^(nu alpha) c0,  c0 = 1 mol/L.

    Fields: couple; rate_constant k0 [m/s], at least 0; transfer alpha, the cathodic transfer coefficient, 0.5.

    Source: Bard & Faulkner 2001, eqs. 3.3.11 and 3.4.6 (bard_faulkner_2001), written with effective concentrations.
    """

    law: ClassVar[str] = "electrode_reaction"
    title: ClassVar[str] = "electrode reaction (rate constant)"
    references: ClassVar[tuple[str, ...]] = ("bard_faulkner_2001",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    couple: Couple = redox_couple("the redox couple")
    rate_constant: Any = quantity("permeability", "standard rate constant", low=0.0)
    transfer: Any = quantity("number", "cathodic transfer coefficient", 0.5, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (oxidation_free_energy(self.couple),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        exchange = self.rate_constant * STANDARD_CONCENTRATION
        for terms, power in ((self.couple.oxidised, 1.0 - self.transfer), (self.couple.reduced, self.transfer)):
            for one, count in terms:
                exchange = exchange * local.activity("outside", one) ** (count * power)
        eta = overpotential(self, local)
        return (butler_volmer(exchange, eta, local.temperature, (1.0 - self.transfer) * n, self.transfer * n),)
