"""An electrode whose potential changes with temperature by a measured Seebeck coefficient."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...constants import FARADAY, STANDARD_TEMPERATURE
from ...formulas.electrode import butler_volmer
from ..base import Local, Process
from ..fields import quantity, redox_couple
from ..moves import Move
from .half_reaction import overpotential, oxidation


@final
@dataclass(frozen=True)
class ThermalElectrode(Process):
    """An electrode of a thermogalvanic cell: Butler and Volmer's law about an equilibrium that moves with temperature.

    E = E0 + S (T - 298.15 K) + (R T / n F) ln(a_ox / a_red),
    i = i0 (exp((1 - alpha) n F eta / R T) - exp(-alpha n F eta / R T)),  eta = V - E.

    S is what a cell of two such electrodes gives per kelvin, measured at the solution's composition; it is not the
    coefficient of E0 against a hydrogen electrode that is warmed too. One event forward (oxidation) takes up the heat
    T dS = -T n F S.

    Fields: couple; seebeck S [V/K]; exchange_current i0 [A/m2], at least 0; transfer alpha, the cathodic transfer
    coefficient, 0.5.

    Source: deBethune, Licht & Swendeman 1959 (bethune_1959); Duan et al. 2018, eq. 1 (duan_2018). Range: surface
    composition equal to the bulk's, S constant between the two temperatures, no Soret effect.
    """

    law: ClassVar[str] = "thermal_electrode"
    title: ClassVar[str] = "electrode of a thermogalvanic cell"
    references: ClassVar[tuple[str, ...]] = ("bethune_1959", "duan_2018", "bard_faulkner_2001")
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    couple: Any = redox_couple("the redox couple")
    seebeck: Any = quantity("potential per temperature", "what its potential gains per kelvin")
    exchange_current: Any = quantity("current per area", "exchange current density", low=0.0)
    transfer: Any = quantity("number", "cathodic transfer coefficient", 0.5, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (oxidation(self.couple),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        standard = self.couple.potential + self.seebeck * (local.temperature - STANDARD_TEMPERATURE)
        return (self.couple.electrons * FARADAY * standard,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        n = self.couple.electrons
        anodic, cathodic = (1.0 - self.transfer) * n, self.transfer * n
        i = butler_volmer(self.exchange_current, overpotential(self, local), local.temperature, anodic, cathodic)
        return (i / (n * FARADAY),)
