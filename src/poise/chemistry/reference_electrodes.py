"""Reference electrodes, and the conversion of potentials between their scales."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from ..constants import STANDARD_TEMPERATURE, ZERO_CELSIUS
from ..errors import UnknownNameError, did_you_mean
from ..units import POTENTIAL, TEMPERATURE, parse

_ROUNDING = 0.01  # K


@dataclass(frozen=True)
class ReferenceElectrode:
    """A reference electrode.

    Attributes:
        name: as people call it: "SCE", "Ag/AgCl".
        potential: against the hydrogen electrode at 25 degC [V].
        slope: its change with temperature, against the hydrogen electrode at the same temperature [V/K]; 0
            where it is not known.
        curvature: half its second derivative [V/K2].
        low, high: range of temperatures [K] of these numbers.
        description: what it is made of, whether its liquid junction is counted.
        source: where the numbers come from.
        aliases: other names, compared without regard to case and blanks.
    """

    name: str
    potential: float
    slope: float
    curvature: float
    low: float
    high: float
    description: str
    source: str
    aliases: tuple[str, ...] = ()

    def potential_at(self, temperature: Any) -> Any:
        """Potential against the hydrogen electrode at the same temperature [V].

        E(T) = E + b (T - 298.15 K) + c (T - 298.15 K)^2

        Args:
            temperature: T [K], any shape.

        Valid: see `valid`.
        """
        warmer = temperature - STANDARD_TEMPERATURE
        return self.potential + (self.slope + self.curvature * warmer) * warmer

    def valid(self, temperature: float) -> str:
        """What to warn of at a temperature [K]; empty where nothing."""
        if self.low - _ROUNDING <= temperature <= self.high + _ROUNDING:
            return ""
        if self.low == self.high:
            return f"{self.name}: only its potential at 25 degC is known; that is used"
        low, high = self.low - ZERO_CELSIUS, self.high - ZERO_CELSIUS
        return f"{self.name}: known from {low:.0f} to {high:.0f} degC only"

    def __str__(self) -> str:
        return self.name


@cache
def reference_electrodes() -> Mapping[str, ReferenceElectrode]:
    """The reference electrodes of reference_electrodes.csv by name."""
    found: dict[str, ReferenceElectrode] = {}
    with resources.files(__package__ or "").joinpath("reference_electrodes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["name"]] = ReferenceElectrode(
                row["name"],
                float(row["potential_V"]),
                1e-3 * float(row["slope_mV_per_K"] or 0),
                1e-6 * float(row["curvature_uV_per_K2"] or 0),
                float(row["low_C"]) + ZERO_CELSIUS,
                float(row["high_C"]) + ZERO_CELSIUS,
                row["description"],
                row["source"],
                tuple(one for one in row["aliases"].split(";") if one),
            )
    return MappingProxyType(found)


def reference_electrode(name: str | ReferenceElectrode) -> ReferenceElectrode:
    """The reference electrode of that name ("SHE", "SCE", "Ag/AgCl 3 M"; case and blanks do not matter).

    Raises:
        UnknownNameError: no such electrode; the text offers the nearest names.
    """
    if isinstance(name, ReferenceElectrode):
        return name
    found = _by_key().get(_key(name))
    if found is None:
        near = did_you_mean(
            name, [*reference_electrodes(), *(a for e in reference_electrodes().values() for a in e.aliases)]
        )
        known = near or "known: " + ", ".join(reference_electrodes())
        raise UnknownNameError(f"unknown reference electrode '{name}'; {known}")
    return found


def convert_potential(
    value: Any,
    from_: str | ReferenceElectrode,
    to: str | ReferenceElectrode,
    temperature: Any = STANDARD_TEMPERATURE,
) -> Any:
    """A potential measured against one reference electrode, as another would read it.

    E_to = E_from + E_ref,from(T) - E_ref,to(T)

    Args:
        value: E against `from_`: text with a unit ("-0.44 V"), or [V], any shape.
        from_, to: reference electrodes, by name; "absolute" is the scale of an electron in vacuum (SHE at 4.44 V).
        temperature: T of all electrodes: text, or [K], any shape.

    Returns: E against `to` [V].

    Raises:
        UnknownNameError: no such electrode.

    Source: Trasatti 1986 for the absolute scale (trasatti_1986); the others as the table says.
    """
    first, second = reference_electrode(from_), reference_electrode(to)
    volts = parse(value, POTENTIAL) if isinstance(value, str) else value
    kelvin = parse(temperature, TEMPERATURE) if isinstance(temperature, str) else temperature
    return volts + first.potential_at(kelvin) - second.potential_at(kelvin)


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


@cache
def _by_key() -> Mapping[str, ReferenceElectrode]:
    found = {}
    for one in reference_electrodes().values():
        for name in (one.name, *one.aliases):
            found[_key(name)] = one
    return MappingProxyType(found)
