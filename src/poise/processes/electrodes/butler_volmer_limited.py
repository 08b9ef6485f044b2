"""The electrode reaction of Butler and Volmer with mass transfer: limiting currents on both sides."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...constants import FARADAY
from ...formulas.electrode import limited_butler_volmer
from ..base import Local, Process
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import overpotential, oxidation, oxidation_free_energy


@final
@dataclass(frozen=True)
class ButlerVolmerLimited(Process):
    """An electrode reaction that transport to and from the electrode limits; anodic current is outward, positive.

    i = i0 ((1 - i / i_a) exp((1 - alpha) n F eta / R T) - (1 + i / i_c) exp(-alpha n F eta / R T)).

    Fields: couple; exchange_current i0 [A/m2]; anodic_limit i_a and cathodic_limit i_c [A/m2], above 0; transfer
    alpha, the cathodic transfer coefficient, 0.5.

    Source: Bard & Faulkner 2001, eq. 3.4.10, there for one electron (bard_faulkner_2001). Range: stationary
    diffusion layer.
    """

    law: ClassVar[str] = "butler_volmer_limited"
    title: ClassVar[str] = "electrode reaction with limiting currents"
    references: ClassVar[tuple[str, ...]] = ("bard_faulkner_2001",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    couple: Any = redox_couple("the redox couple")
    exchange_current: Any = quantity("current per area", "exchange current density", low=0.0)
    anodic_limit: Any = quantity("current per area", "largest anodic current", low=0.0, open_low=True)
    cathodic_limit: Any = quantity("current per area", "largest cathodic current", low=0.0, open_low=True)
    transfer: Any = quantity("number", "cathodic transfer coefficient", 0.5, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (oxidation_free_energy(self.couple, local),)

    def exchange_at(self, local: Local) -> Any:
        """Exchange current density at the composition of the day [A/m2]."""
        return self.exchange_current

    def limits_at(self, local: Local) -> tuple[Any, Any]:
        """Largest anodic and cathodic current densities [A/m2]."""
        return self.anodic_limit, self.cathodic_limit

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        i = limited_butler_volmer(
            self.exchange_current,
            overpotential(self, local),
            local.temperature,
            self.anodic_limit,
            self.cathodic_limit,
            (1.0 - self.transfer) * n,
            self.transfer * n,
        )
        return (i / (n * FARADAY),)
