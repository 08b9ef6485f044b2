"""What electrode reactions share: the moves of a redox couple and its standard free energy, oxidation forward."""

from typing import Any

from ...chemistry.couples import HYDROGEN_SLOPE, Couple
from ...chemistry.species import species
from ...constants import FARADAY, STANDARD_TEMPERATURE
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


def oxidation_free_energy(couple: Couple, local: Local) -> Any:
    """Standard free energy of the oxidation [J/mol], n F E0(T) on the scale of `standard_potential`."""
    return couple.electrons * FARADAY * standard_potential(couple, local)


def standard_potential(couple: Couple, local: Local) -> Any:
    """E0(T) [V] against the hydrogen electrode of that temperature, or of `ambient` where the interface has its own.

    Raises:
        InputError: the interface has a temperature of its own and the couple no temperature coefficient.
    """
    if local.ambient is None:
        return couple.potential_at(local.temperature)
    # electrodes at several temperatures share one scale: that of the hydrogen electrode at the model's temperature
    return couple.thermal_potential_at(local.temperature) - HYDROGEN_SLOPE * (local.ambient - STANDARD_TEMPERATURE)


def overpotential(process: Process, local: Local) -> Any:
    """E - E_eq [V] of a process of one electrogenic move."""
    (equilibrium,) = equilibrium_potentials(process, local)
    return local.potential - equilibrium
