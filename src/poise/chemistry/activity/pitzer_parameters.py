"""Pitzer parameters by species name, with their temperature coefficients and sources, from pitzer_*.csv."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from ...constants import STANDARD_TEMPERATURE
from ...formulas.namespace import namespace
from ...formulas.pitzer import PitzerPair

ALPHA2: Final = 12.0  # (kg/mol)^1/2, of beta2
SLOPES: Final = 4  # temperature coefficients of a parameter
_NAMES = ("beta0", "beta1", "beta2", "cphi")
_SAME = {"H3O+": "H+"}


@dataclass(frozen=True)
class SaltParameters:
    """One cation with one anion.

    Attributes:
        values: beta0, beta1, beta2 [kg/mol] and C_phi [(kg/mol)^2] at 25 degC.
        slopes: by parameter, its coefficients of 1/T, ln T, T and T^2; none for salts known at 25 degC only.
        highest: molality of the salt to which the parameters were fitted [mol/kg], `None` where not known.
        source: where the values come from.
    """

    values: tuple[float, float, float, float]
    slopes: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    highest: float | None = None
    source: str = ""

    def at(self, temperature: Any, charges: tuple[float, float]) -> PitzerPair:
        """The parameters at a temperature [K].

        P(T) = P(T0) + a1 (1/T - 1/T0) + a2 ln(T/T0) + a3 (T - T0) + a4 (T^2 - T0^2),  T0 = 298.15 K

        Args:
            temperature: T [K], any shape.
            charges: of cation and anion: two divalent ions have their own alpha (Pitzer & Mayorga 1974).

        Source: the form is that of Parkhurst & Appelo 2013 (parkhurst_appelo_2013).
        """
        terms = temperature_terms(temperature)
        found = []
        for first, *slopes in self.rows():
            value: Any = first
            for slope, term in zip(slopes, terms, strict=True):
                value = value + slope * term if slope else value
            found.append(value)
        return PitzerPair(*found, alpha1=alpha1(*charges), alpha2=ALPHA2)

    def rows(self) -> tuple[tuple[float, ...], ...]:
        """Each parameter at 25 degC with its temperature coefficients behind."""
        none = (0.0,) * SLOPES
        return tuple((value, *self.slopes.get(name, none)) for name, value in zip(_NAMES, self.values, strict=True))


def alpha1(charge: float, other: float) -> float:
    """How fast beta1's part fades [(kg/mol)^1/2]: faster but for two divalent ions (Pitzer & Mayorga 1974)."""
    return 1.4 if abs(charge) == 2 and abs(other) == 2 else 2.0


def temperature_terms(temperature: Any) -> tuple[Any, Any, Any, Any]:
    """What the temperature coefficients are multiplied by: 1/T, ln T, T, T^2 less their values at 25 degC."""
    xp, standard = namespace(temperature), STANDARD_TEMPERATURE
    return (
        1.0 / temperature - 1.0 / standard,
        xp.log(temperature / standard),
        temperature - standard,
        temperature * temperature - standard * standard,
    )


@dataclass(frozen=True)
class PitzerBook:
    """All parameters: salts by (cation, anion), the rest by the set of species that interact."""

    salts: Mapping[tuple[str, str], SaltParameters]
    theta: Mapping[frozenset[str], float]
    psi: Mapping[frozenset[str], float]
    lambda_: Mapping[frozenset[str], float]
    zeta: Mapping[frozenset[str], float]


@cache
def pitzer_book() -> PitzerBook:
    """The shipped parameters."""
    slopes: dict[tuple[str, str], dict[str, tuple[float, float, float, float]]] = {}
    for row in _rows("pitzer_temperature.csv"):
        slopes.setdefault((row["cation"], row["anion"]), {})[row["parameter"]] = (
            float(row["per_inverse_T"]),
            float(row["per_ln_T"]),
            float(row["per_T"]),
            float(row["per_T2"]),
        )
    salts = {
        (row["cation"], row["anion"]): SaltParameters(
            (float(row["beta0"]), float(row["beta1"]), float(row["beta2"]), float(row["cphi"])),
            MappingProxyType(slopes.get((row["cation"], row["anion"]), {})),
            float(row["max_molality"]) if row["max_molality"] else None,
            row["source"],
        )
        for row in _rows("pitzer_salts.csv")
    }
    mixing: dict[str, dict[frozenset[str], float]] = {"theta": {}, "psi": {}, "lambda": {}, "zeta": {}}
    for row in _rows("pitzer_mixing.csv"):
        members = frozenset(name for name in (row["first"], row["second"], row["third"]) if name)
        mixing[row["kind"]][members] = float(row["value"])
    return PitzerBook(
        MappingProxyType(salts),
        MappingProxyType(mixing["theta"]),
        MappingProxyType(mixing["psi"]),
        MappingProxyType(mixing["lambda"]),
        MappingProxyType(mixing["zeta"]),
    )


def known_as(name: str) -> str:
    """The name under which the tables have a species."""
    return _SAME.get(name, name)


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    chemistry = resources.files((__package__ or "").rpartition(".")[0])
    with chemistry.joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
