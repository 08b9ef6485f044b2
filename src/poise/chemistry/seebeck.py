"""Measured Seebeck coefficients of thermogalvanic electrolytes, from seebeck.csv beside this file."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from ..errors import UnknownNameError, did_you_mean
from .couples import Couple, couple


@dataclass(frozen=True)
class ThermogalvanicElectrolyte:
    """An electrolyte between two electrodes at two temperatures.

    Attributes:
        name: short.
        couple: what reacts at the electrodes.
        electrolyte: what is in it.
        seebeck: what a cell gives per kelvin, hot electrode minus cold one [V/K]; measured.
        source: where it is published.
    """

    name: str
    couple: Couple
    electrolyte: str
    seebeck: float
    source: str


@cache
def thermogalvanic_electrolytes() -> Mapping[str, ThermogalvanicElectrolyte]:
    """The shipped electrolytes by name."""
    found: dict[str, ThermogalvanicElectrolyte] = {}
    with resources.files(__package__ or "").joinpath("seebeck.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            slope = 1e-3 * float(row["seebeck_mV_per_K"])
            found[row["name"]] = ThermogalvanicElectrolyte(
                row["name"], couple(row["couple"]), row["electrolyte"], slope, row["source"]
            )
    return MappingProxyType(found)


def thermogalvanic_electrolyte(name: str) -> ThermogalvanicElectrolyte:
    """The electrolyte of that name.

    Raises:
        UnknownNameError: no such electrolyte; the text offers the nearest names.
    """
    found = thermogalvanic_electrolytes().get(name)
    if found is None:
        near = did_you_mean(name, thermogalvanic_electrolytes())
        raise UnknownNameError(f"no thermogalvanic electrolyte '{name}'" + (f"; {near}" if near else ""))
    return found
