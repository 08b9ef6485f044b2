"""Molar mass of a species from its formula."""

from types import MappingProxyType
from typing import Final

from ..errors import InputError
from .species import Species

# IUPAC 2021, abridged standard atomic weights (conventional ones where the report gives an interval)
_WEIGHTS: Final = MappingProxyType(
    {
        "H": 1.008, "Li": 6.94, "Be": 9.0122, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998,
        "Na": 22.990, "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098,
        "Ca": 40.078, "Sc": 44.956, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933,
        "Ni": 58.693, "Cu": 63.546, "Zn": 65.38, "As": 74.922, "Br": 79.904, "Rb": 85.468, "Sr": 87.62, "Y": 88.906,
        "Mo": 95.95, "Pd": 106.42, "Ag": 107.87, "Cd": 112.41, "Sn": 118.71, "I": 126.90, "Cs": 132.91, "Ba": 137.33,
        "La": 138.91, "Ce": 140.12, "Nd": 144.24, "Sm": 150.36, "Eu": 151.96, "Gd": 157.25, "Dy": 162.50,
        "Er": 167.26, "Lu": 174.97, "W": 183.84, "Pt": 195.08, "Au": 196.97, "Hg": 200.59, "Tl": 204.38, "Pb": 207.2,
        "Ra": 226.0, "U": 238.03,
    }
)  # fmt: skip


def molar_mass(one: Species) -> float:
    """Molar mass of a species [kg/mol].

    M = sum of n_e A_e over the elements of its formula; the missing or extra electrons are left out.

    Raises:
        InputError: a species without formula, or of an element that is not in the table.

    Source: standard atomic weights, Prohaska et al. 2022 (prohaska_2022; from memory).
    """
    if not one.elements:
        raise InputError(f"species '{one.name}' has no formula, so its molar mass is not known")
    missing = [element for element in one.elements if element not in _WEIGHTS]
    if missing:
        raise InputError(f"the atomic weight of {', '.join(missing)} is not in Poise's table")
    return 1e-3 * sum(count * _WEIGHTS[element] for element, count in one.elements.items())
