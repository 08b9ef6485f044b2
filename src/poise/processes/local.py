"""What a process sees: both sides of its interface, or the compartment that it runs in, at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..chemistry.species import Species
from ..constants import STANDARD_CONCENTRATION
from ..formulas.thermal import thermal_voltage
from .moves import Side


@dataclass(frozen=True)
class Local:
    """What a process sees. Every number may be an array.

    Attributes:
        xp: the array namespace to compute with.
        temperature: [K].
        potential: phi(inside) - phi(outside) [V]; 0 within one compartment.
        activities: dimensionless (1 mol/L, or 1 bar, or the pure solid is 1) by (side, species).
        time: [s].
        ambient: the model's temperature [K], at an interface that has one of its own; `None` elsewhere. The potentials
            of electrodes refer to a hydrogen electrode at that temperature.
    """

    xp: Any
    temperature: Any
    potential: Any
    activities: Mapping[tuple[Side, Species], Any]
    time: Any = 0.0
    ambient: Any = None

    def activity(self, side: Side, species: Species) -> Any:
        """Activity of a species on a side; 1 for water, electrons and pure solids."""
        return 1.0 if species.implicit else self.activities[side, species]

    def effective(self, side: Side, species: Species) -> Any:
        """Effective concentration, activity times 1 mol/L [mol/m3]: the concentration itself where solutions are ideal.

        Rates are written with it, so that rate and affinity vanish together whatever the activity model.
        """
        return self.activity(side, species) * STANDARD_CONCENTRATION

    def osmolarity(self, side: Side) -> Any:
        """Effective concentration of everything dissolved on a side [mol/m3]."""
        total: Any = 0.0
        for there, one in self.activities:
            if there == side and one.phase == "aqueous":
                total = total + self.effective(side, one)
        return total

    @property
    def thermal(self) -> Any:
        """R T / F [V]."""
        return thermal_voltage(self.temperature)
