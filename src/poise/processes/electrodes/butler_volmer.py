"""The electrode reaction of Butler and Volmer, with its exchange current as measured."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...constants import FARADAY
from ...formulas.electrode import butler_volmer
from ..base import Local, Process
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import overpotential, oxidation, oxidation_free_energy


@final
@dataclass(frozen=True)
class ButlerVolmer(Process):
    """An electrode reaction of a redox couple; anodic (oxidation) current is outward, positive.

    i = i0 (exp((1 - alpha) n F eta / R T) - exp(-alpha n F eta / R T)),  eta = E - E_eq.

    Fields: couple, by name from the table of standard potentials; exchange_current i0 [A/m2] at the composition of
    the solution, at least 0; transfer alpha, the cathodic transfer coefficient, 0.5.

    Source: Bard & Faulkner 2001, eq. 3.4.11, there for one electron (bard_faulkner_2001). Range: surface
    composition equal to the bulk's.
    """

    law: ClassVar[str] = "butler_volmer"
    title: ClassVar[str] = "electrode reaction (Butler-Volmer)"
    references: ClassVar[tuple[str, ...]] = ("bard_faulkner_2001",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    couple: Any = redox_couple("the redox couple")
    exchange_current: Any = quantity("current per area", "exchange current density", low=0.0)
    transfer: Any = quantity("number", "cathodic transfer coefficient", 0.5, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (oxidation_free_energy(self.couple, local),)

    def exchange_at(self, local: Local) -> Any:
        """Exchange current density at the composition of the day [A/m2]."""
        return self.exchange_current

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        anodic, cathodic = (1.0 - self.transfer) * n, self.transfer * n
        i = butler_volmer(self.exchange_current, overpotential(self, local), local.temperature, anodic, cathodic)
        return (i / (n * FARADAY),)
