"""Metals that dissolve: their densities."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from ..errors import UnknownNameError, did_you_mean
from .molar_mass import molar_mass
from .species import Species, species


@dataclass(frozen=True)
class Metal:
    """A metal.

    Attributes:
        species: the solid.
        density: [kg/m3], near 20 degC.
        source: where the density comes from.
    """

    species: Species
    density: float
    source: str

    @property
    def molar_mass(self) -> float:
        """Molar mass [kg/mol] (prohaska_2022)."""
        return molar_mass(self.species)


@cache
def metals() -> Mapping[str, Metal]:
    """The metals of metals.csv by the name of their species."""
    with resources.files(__package__ or "").joinpath("metals.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = [Metal(species(row["metal"]), 1e3 * float(row["density_g_per_cm3"]), row["source"]) for row in rows]
    return MappingProxyType({one.species.name: one for one in found})


def metal(name: str | Species) -> Metal:
    """The metal of that name ("Fe", "Zn").

    Raises:
        UnknownNameError: no such metal in the table; the text offers the nearest names.
    """
    wanted = name.name if isinstance(name, Species) else name.strip()
    for known, one in metals().items():
        if wanted.casefold() in (known.casefold(), known.removesuffix("(s)").casefold()):
            return one
    near = did_you_mean(wanted, metals())
    raise UnknownNameError(f"unknown metal '{wanted}'; {near or 'known: ' + ', '.join(metals())}")
