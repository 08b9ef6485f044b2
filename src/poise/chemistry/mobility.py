"""How fast each ion diffuses, at any temperature: from the table, from what the user gives, or estimated."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from ..constants import STANDARD_TEMPERATURE, ZERO_CELSIUS
from ..errors import UnknownNameError, did_you_mean
from ..formulas.mobility import nernst_einstein, walden, water_viscosity
from .molar_mass import molar_mass
from .species import Species

COLDEST, WARMEST = ZERO_CELSIUS, ZERO_CELSIUS + 50.0
"""Where the temperature laws hold [K]."""

_CELSIUS = (0.0, 18.0, 35.0, 45.0)  # columns of mobility_temperature.csv beside that of 25 degC
_SCHWARZENBACH = 2.7e-8, 0.71  # m2/s and power, for M in g/mol


@runtime_checkable
class TemperatureLaw(Protocol):
    """What takes limiting conductivities from 25 degC to another temperature."""

    references: ClassVar[tuple[str, ...]]  # keys into references.bib

    def power(self, one: Species) -> float:
        """m in lambda(T) = lambda(25 degC) (eta(25 degC) / eta(T))^m for an ion."""
        ...


@dataclass(frozen=True)
class Walden:
    """Walden's rule: every ion follows the viscosity of water, so that relative mobilities are those at 25 degC.

    lambda(T) eta(T) = const

    Source: Walden 1906 (walden_1906); viscosity Kestin, Sokolov & Wakeham 1978 (kestin_1978).
    Valid: large ions; what JPCalc and LJPcalc assume without saying so.
    """

    references: ClassVar[tuple[str, ...]] = ("walden_1906", "kestin_1978")

    def power(self, one: Species) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True)
class PublishedPowers:
    """Walden's rule with a power for each ion whose conductivity is published at several temperatures; 1 for the rest.

    lambda(T) eta(T)^m = const, m by least squares over ln lambda at 0, 18, 35 and 45 degC against 25 degC

    Source: Dean 1999, table 8.32 (dean_1999); Robinson & Stokes 2002, app. 6.2 (robinson_stokes_2002);
        viscosity Kestin, Sokolov & Wakeham 1978 (kestin_1978).
    Valid: 0 to 50 degC; within 1 % of the values at 0, 35 and 45 degC (H+ 2 %), 2.3 % of the older ones at 18 degC.
    """

    references: ClassVar[tuple[str, ...]] = ("dean_1999", "robinson_stokes_2002", "kestin_1978")

    def power(self, one: Species) -> float:
        """The ion's power, 1 where none is published."""
        return powers().get(one.name, 1.0)


TEMPERATURE_LAWS: Mapping[str, TemperatureLaw] = MappingProxyType({"published": PublishedPowers(), "walden": Walden()})
"""The temperature laws by name."""


def temperature_law(name: str | TemperatureLaw) -> TemperatureLaw:
    """The law of that name, or the object itself.

    Raises:
        UnknownNameError: no such law; the text names the ones there are.
    """
    if not isinstance(name, str):
        return name
    found = TEMPERATURE_LAWS.get(name.strip().casefold())
    if found is None:
        raise UnknownNameError(f"no temperature law '{name}'; {did_you_mean(name, TEMPERATURE_LAWS)}")
    return found


@dataclass(frozen=True)
class Diffusion:
    """How fast an ion diffuses at infinite dilution, and how that is known.

    Attributes:
        value: D [m2/s].
        kind: "table" (a published conductivity), "given" (by the user) or "estimate" (from the molar mass).
        source: in words.
    """

    value: float
    kind: Literal["table", "given", "estimate"]
    source: str


def diffusion(
    one: Species, temperature: float, law: TemperatureLaw | None = None, given: float | None = None
) -> Diffusion | None:
    """An ion's diffusion coefficient at a temperature, or `None` where there is no way to know it.

    D = R T lambda(T) / (z F)^2, lambda from species.csv; else D = 2.7e-8 m2/s (M / (g/mol))^-0.71 at 25 degC

    Args:
        one: the ion.
        temperature: T [K].
        law: of the conductivity's temperature; `PublishedPowers()` if not given.
        given: limiting molar conductivity at 25 degC [S m2/mol] that goes before the table's.

    Returns: `None` for what has no charge, and for ions of one element without a published conductivity. The estimate
        is for molecules and complexes; it meets the measured organic ions of the table within a factor of 1.6.

    Source: Nernst-Einstein, Robinson & Stokes 2002, ch. 11 (robinson_stokes_2002); the estimate is Schwarzenbach et
        al. 2003, fig. 18.10 (schwarzenbach_2003; from memory), which is for neutral organic molecules.
    """
    law = law or PublishedPowers()
    if one.charge == 0:
        return None
    conductivity = one.conductivity if given is None else given
    if conductivity is not None:
        there = walden(conductivity, temperature, STANDARD_TEMPERATURE, law.power(one))
        source = "given" if given is not None else one.source
        kind: Any = "table" if given is None else "given"
        return Diffusion(float(nernst_einstein(there, one.charge, temperature)), kind, source)
    if len(one.elements) < 2:
        return None
    front, power = _SCHWARZENBACH
    cold = front / (1e3 * molar_mass(one)) ** power
    warmer = temperature / STANDARD_TEMPERATURE * water_viscosity(STANDARD_TEMPERATURE) / water_viscosity(temperature)
    return Diffusion(float(cold * warmer), "estimate", "estimated from the molar mass (Schwarzenbach et al. 2003)")


@cache
def powers() -> Mapping[str, float]:
    """The power m of each ion in mobility_temperature.csv."""
    with resources.files(__package__ or "").joinpath("mobility_temperature.csv").open(encoding="utf-8") as lines:
        return MappingProxyType({row["name"]: _power(row) for row in csv.DictReader(lines)})


def _power(row: Mapping[str, str]) -> float:
    """Least squares of ln(lambda / lambda_25) = m ln(eta_25 / eta)."""
    up = down = 0.0
    for celsius in _CELSIUS:
        text = row[f"equivalent_{celsius:.0f}C"]
        if text:
            thinner = math.log(water_viscosity(STANDARD_TEMPERATURE) / water_viscosity(celsius + ZERO_CELSIUS))
            up += thinner * math.log(float(text) / float(row["equivalent_25C"]))
            down += thinner * thinner
    return up / down
