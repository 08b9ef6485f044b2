"""The electrode reaction from its standard rate constant: the exchange current follows the composition."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import Species
from ...constants import FARADAY, STANDARD_CONCENTRATION
from ..base import Local, Process
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import oxidation, oxidation_free_energy, standard_potential


@final
@dataclass(frozen=True)
class ElectrodeReaction(Process):
    """An electrode reaction whose exchange current grows with its reactants; anodic current is outward, positive.

    i = n F k0 c0 (prod_red (c / c0)^nu exp((1 - alpha) n F (E - E0) / R T)
                   - prod_ox (c / c0)^nu exp(-alpha n F (E - E0) / R T)),  c0 = 1 mol/L,

    which is Butler and Volmer's law with i0 = n F k0 c0 prod_ox (c / c0)^(nu (1 - alpha)) prod_red (c / c0)^(nu alpha).

    Fields: couple; rate_constant k0 [m/s], at least 0; transfer alpha, the cathodic transfer coefficient, 0.5.

    Source: Bard & Faulkner 2001, eqs. 3.3.11 and 3.4.6, there for one electron (bard_faulkner_2001), written with
    activities. Finite down to zero concentrations.
    """

    law: ClassVar[str] = "electrode_reaction"
    title: ClassVar[str] = "electrode reaction (rate constant)"
    references: ClassVar[tuple[str, ...]] = ("bard_faulkner_2001",)
    monotone: ClassVar[bool] = True

    couple: Any = redox_couple("the redox couple")
    rate_constant: Any = quantity("permeability", "standard rate constant", low=0.0)
    transfer: Any = quantity("number", "cathodic transfer coefficient", 0.5, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (oxidation_free_energy(self.couple, local),)

    def exchange_at(self, local: Local) -> Any:
        """Exchange current density at the composition of the day [A/m2]."""
        n = self.couple.electrons
        oxidised, reduced = _product(self.couple.oxidised, local), _product(self.couple.reduced, local)
        shares = oxidised ** (1.0 - self.transfer) * reduced**self.transfer
        return n * FARADAY * self.rate_constant * STANDARD_CONCENTRATION * shares

    def rates(self, local: Local) -> tuple[Any, ...]:
        u = self.couple.electrons * (local.potential - standard_potential(self.couple, local)) / local.thermal
        anodic = _product(self.couple.reduced, local) * local.xp.exp((1.0 - self.transfer) * u)
        cathodic = _product(self.couple.oxidised, local) * local.xp.exp(-self.transfer * u)
        return (self.rate_constant * STANDARD_CONCENTRATION * (anodic - cathodic),)


def _product(terms: tuple[tuple[Species, int], ...], local: Local) -> Any:
    """The product of activities in the solution, each to the power of its coefficient."""
    found: Any = 1.0
    for one, count in terms:
        found = found * local.activity("outside", one) ** count
    return found
