"""What electrode reactions share: the moves of a redox couple and its standard free energy, oxidation forward."""

from typing import Any

from ...chemistry.couples import Couple
from ...chemistry.species import species
from ...constants import FARADAY
from ..base import Local, Process
from ..derived import equilibrium_potentials
from ..moves import Move

_ELECTRON = species("e-")


def oxidation(couple: Couple) -> Move:
    """Reduced -> oxidised + n e-: the solution outside, the metal that takes the electrons inside."""
    changes = {one: -count for one, count in couple.reduced}
    for one, count in couple.oxidised:
        changes[one] = changes.get(one, 0) + count
    return Move.of({_ELECTRON: couple.electrons}, changes)


def oxidation_free_energy(couple: Couple) -> float:
    """Standard free energy of the oxidation [J/mol], n F E0 against the standard hydrogen electrode."""
    return couple.electrons * FARADAY * couple.potential


def overpotential(process: Process, local: Local) -> Any:
    """E - E_eq [V] of a process of one electrogenic move."""
    (equilibrium,) = equilibrium_potentials(process, local)
    return local.potential - equilibrium
