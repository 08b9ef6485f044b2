"""Gases in water: how much dissolves (Henry's law) and how fast it diffuses."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from ..constants import STANDARD_PRESSURE, STANDARD_TEMPERATURE
from ..errors import InputError
from ..formulas.namespace import namespace
from .species import Species, species


@dataclass(frozen=True)
class Gas:
    """A gas in water.

    Attributes:
        name: of the gas in the species table.
        henry: Henry's constant H = c / p at 25 degC [mol/(m3 Pa)].
        enthalpy: d ln H / d(1/T) [K].
        diffusion: diffusion coefficient in water at 25 degC [m2/s].
        source: where they come from.
    """

    name: str
    henry: float
    enthalpy: float
    diffusion: float
    source: str

    def solubility(self, temperature: Any) -> Any:
        """Concentration in water under 1 bar of the gas [mol/m3].

        c = H p exp(K (1/T - 1/298.15 K))

        Args:
            temperature: T [K], any shape.

        Source: Sander 2015, sect. 2 (sander_2015). Valid: pure water, 0 to 40 degC; sea water
        takes a fifth less.
        """
        xp = namespace(temperature)
        grown = xp.exp(self.enthalpy * (1.0 / temperature - 1.0 / STANDARD_TEMPERATURE))
        return self.henry * STANDARD_PRESSURE * grown


@cache
def gases() -> Mapping[str, Gas]:
    """The gases of gases.csv by name."""
    with resources.files(__package__ or "").joinpath("gases.csv").open(encoding="utf-8") as lines:
        found = [
            Gas(
                row["gas"],
                float(row["henry_mol_per_m3_Pa"]),
                float(row["enthalpy_over_R_K"]),
                float(row["diffusion_m2_per_s"]),
                row["source"],
            )
            for row in csv.DictReader(lines)
        ]
    return MappingProxyType({one.name: one for one in found})


def gas(name: str | Species) -> Gas:
    """The gas of that name.

    Raises:
        UnknownNameError: no such species.
        InputError: it is no gas, or its solubility is not known here.
    """
    one = species(name)
    found = gases().get(one.name)
    if found is None:
        raise InputError(f"the solubility of {one.name} in water is not in Poise's table; it has {', '.join(gases())}")
    return found


def solubility(one: str | Species, temperature: Any) -> Any:
    """Concentration in water under 1 bar of a gas [mol/m3]; see `Gas.solubility`.

    Raises:
        InputError: it is no gas, or its solubility is not known here.
    """
    return gas(one).solubility(temperature)


def diffusion_in_water(one: Species) -> float:
    """Diffusion coefficient at 25 degC and infinite dilution [m2/s], of an ion, or of a gas of the table.

    Raises:
        InputError: it is not known.
    """
    found = known_diffusion(one)
    if found is None:
        raise InputError(f"the diffusion coefficient of {one.name} is not in Poise's tables")
    return found


def known_diffusion(one: Species) -> float | None:
    """Diffusion coefficient at 25 degC and infinite dilution [m2/s], `None` where it is not known."""
    return gases()[one.name].diffusion if one.name in gases() else one.diffusion
