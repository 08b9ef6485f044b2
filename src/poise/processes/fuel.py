"""ATP hydrolysis as part of a process: what it moves, and its energy at the cell's own pH and Mg2+."""

from typing import Any, Final

from ..chemistry.atp import free_energy_counting_protons
from ..chemistry.species import species
from .base import Local
from .moves import Move, Side

_ATP, _ADP, _PI, _H, _WATER, _MG = (species(name) for name in ("ATP", "ADP", "Pi", "H+", "H2O", "Mg2+"))

HYDROLYSIS: Final = Move.of(inside={_ATP: -1, _WATER: -1, _ADP: 1, _PI: 1, _H: 1}, outside={}, name="ATP")
"""One ATP spent inside: ATP4- + H2O -> ADP3- + HPO42- + H+, balanced in charge and atoms."""

MODIFIERS: Final[tuple[tuple[Side, Any], ...]] = (("inside", _MG), ("inside", _H))
"""What its energy depends on beside what it moves."""


def hydrolysis_free_energy(local: Local) -> Any:
    """Standard free energy of `HYDROLYSIS` [J/mol] with total ATP, ADP and Pi at the local pH and pMg.

    dG0 = dG'0(T, pH, pMg) - R T ln(a_H), so that the generic affinity -dG0 - R T sum(nu ln a) counts total
    concentrations at fixed pH, which is how dG'0 is defined. It is meant for concentrations at 0.25 mol/L of ionic
    strength; with an activity model other than ideal, activities take their place and A shifts by less than 1 kJ/mol
    in a cell.

    Source: Alberty 2003, ch. 4 (alberty_2003), through `chemistry.atp`.
    """
    return free_energy_counting_protons(local.temperature, local.activity("inside", _H), local.activity("inside", _MG))
