"""ATP hydrolysis as part of a process: what it moves, and its energy at the cell's own pH and Mg2+."""

import math
from typing import Any, Final

from ..chemistry.atp import standard_free_energy
from ..chemistry.species import species
from ..constants import GAS
from .base import Local
from .moves import Move, Side

_ATP, _ADP, _PI, _H, _WATER, _MG = (species(name) for name in ("ATP", "ADP", "Pi", "H+", "H2O", "Mg2+"))

HYDROLYSIS: Final = Move.of(inside={_ATP: -1, _WATER: -1, _ADP: 1, _PI: 1, _H: 1}, outside={}, name="ATP")
"""One ATP spent inside: ATP4- + H2O -> ADP3- + HPO42- + H+, balanced in charge and atoms."""

_NONE: Final = 1.0e-300  # activity that stands for none at all: its logarithm and slope are still finite

MODIFIERS: Final[tuple[tuple[Side, Any], ...]] = (("inside", _MG), ("inside", _H))
"""What its energy depends on beside what it moves."""


def hydrolysis_free_energy(local: Local) -> Any:
    """Standard free energy of `HYDROLYSIS` [J/mol] with total ATP, ADP and Pi at the local pH and pMg.

    dG0 = dG'0(T, pH, pMg) - R T ln(a_H), so that the generic affinity -dG0 - R T sum(nu ln a) counts total
    concentrations at fixed pH, which is how dG'0 is defined.

    Source: Alberty 2003, ch. 4 (alberty_2003), through `chemistry.atp`.
    """
    xp = local.xp
    log_h = xp.log(local.activity("inside", _H))
    log_mg = xp.log(local.activity("inside", _MG) + _NONE)
    transformed = standard_free_energy(local.temperature, -log_h / math.log(10.0), -log_mg / math.log(10.0))
    return transformed - GAS * local.temperature * log_h
