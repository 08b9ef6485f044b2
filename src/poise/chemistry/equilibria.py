"""Formation constants of what binds what, corrected for ionic strength and temperature."""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from ..constants import GAS, LN10, STANDARD_CONCENTRATION, ZERO_CELSIUS
from ..errors import InputError
from ..formulas.activity import log10_gamma_davies
from ..formulas.debye import debye_hueckel_a, water_density, water_permittivity
from .reactions import parse_reaction
from .species import Species, default_book

CONVENTIONS: Final = ("concentration", "mixed", "thermodynamic")
"""What a constant is made of: concentrations; the activity of H+ with concentrations of the rest; activities."""

DAVIES_B: Final = 0.25
"""Davies's b with which constants are taken from one ionic strength to another: that of MaxChelator (Bers et al. 2010),
between the 0.2 of Davies 1938 and the 0.3 of Davies 1962."""

PROTON_B: Final = 0.3
"""Davies's b for H+ alone, from the concentration of a table to the activity of a pH: at 0.1 mol/L and 20 degC its
coefficient is 0.783, MaxChelator's empirical one 0.784."""

_KEYS: Final = (
    ("webmaxc", "bers_2010"), ("NIST SRD 46", "smith_martell_2004"), ("Goldberg", "goldberg_2002"),
    ("Plummer & Busenberg", "plummer_busenberg_1982"), ("Teague & Dobson", "teague_dobson_1992"),
    ("Cecconi", "cecconi_2002"), ("PHREEQC", "parkhurst_appelo_2013"),
)  # fmt: skip

_FLOOR: Final = 1e-18  # mol/L; below this gamma is 1 to 1e-9


@dataclass(frozen=True)
class Equilibrium:
    """The formation of a species from others, with its constant.

    log10 K for concentrations in mol/L, in one of three conventions:

        thermodynamic  K0 = a_P / prod a_S^nu                      (ionic strength 0)
        concentration  Kc = [P] / prod [S]^nu                      log Kc = log K0 - log g_P + sum nu log g_S
        mixed          Km = [P] / (a_H^nu_H prod_(S not H) [S]^nu) log Km = log K0 - log g_P + sum_(S not H) nu log g_S

    with log10 g_z = z^2 log10 g_1(I, T) (Davies). pH electrodes read a_H, so that buffers' pKa' are mixed constants;
    tables of metal complexes (Martell & Smith) hold concentration constants.

    Attributes:
        product: P, what is formed.
        terms: nu of each S that it is formed from (negative for what is set free beside it), water aside.
        water: nu of H2O.
        log_k: log10 of the constant at `strength` and `temperature`.
        strength: ionic strength of the table [mol/m3].
        temperature: of the table [K].
        enthalpy: of the formation [J/mol], `None` where not known.
        convention: one of `CONVENTIONS`.
        source: where the numbers come from.
    """

    product: Species
    terms: tuple[tuple[Species, float], ...]
    water: float
    log_k: float
    strength: float
    temperature: float
    enthalpy: float | None
    convention: str
    source: str = ""

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the papers that its source names."""
        return tuple(key for name, key in _KEYS if name in self.source)

    @property
    def protons(self) -> float:
        """nu of H+."""
        return math.fsum(number for one, number in self.terms if one.name == "H+")

    def squares(self) -> float:
        """z_P^2 - sum nu z_S^2 without H+: how strongly the mixed constant depends on ionic strength."""
        bound = (number * one.charge**2 for one, number in self.terms if one.name != "H+")
        return self.product.charge**2 - math.fsum(bound)

    def thermodynamic(self, temperature: float, b: float | None = DAVIES_B) -> float:
        """log10 K0 at a temperature.

        log K0(T) = log K0(T_t) - dH / (R ln 10) (1/T - 1/T_t)

        Args:
            temperature: T [K].
            b: Davies's b for the correction to ionic strength 0; `None` leaves the constant as it stands in the table.

        Source: van 't Hoff's equation and Davies's, as in Alberty 2003, ch. 3 (alberty_2003).
        """
        value = self.log_k
        if b is not None and self.convention != "thermodynamic":
            value += self.squares() * log10_gamma_one(self.strength, self.temperature, b)
        if b is not None and self.convention == "concentration":
            value -= self.protons * log10_gamma_one(self.strength, self.temperature, PROTON_B)
        if self.enthalpy is not None:
            value -= self.enthalpy / (GAS * LN10) * (1.0 / temperature - 1.0 / self.temperature)
        return value

    def log_mixed(self, strength: float, temperature: float, b: float | None = DAVIES_B) -> float:
        """log10 Km at an ionic strength [mol/m3] and temperature [K], as the mass action uses it."""
        value = self.thermodynamic(temperature, b)
        if b is None:
            return value
        return value - self.squares() * log10_gamma_one(strength, temperature, b)

    def __str__(self) -> str:
        return self.product.name


def log10_gamma_one(strength: float, temperature: float, b: float = DAVIES_B) -> float:
    """Davies's log10 gamma of a monovalent ion; that of charge z is z^2 times this.

    Args:
        strength: I [mol/m3]; mol/L is taken for mol/kg.
        temperature: T [K].
        b: of Davies's equation.

    Source: Davies 1962 (davies_1962); b = 0.25, Bers et al. 2010 (bers_2010).
    """
    return float(log10_gamma_davies(1.0, max(strength / STANDARD_CONCENTRATION, _FLOOR), _slope(temperature), b))


@cache
def _slope(temperature: float) -> float:
    return float(debye_hueckel_a(temperature, water_permittivity(temperature), water_density(temperature)))


def read_equilibrium(row: Mapping[str, str]) -> Equilibrium:
    """An equilibrium from a row of a table.

    Raises:
        InputError: the reaction is not understood, does not balance or does not form the product.
    """
    text, name = row["reaction"], row["product"].strip()
    parsed = parse_reaction(text, default_book(), sides=())
    product = default_book()[name]
    changes = {one: number for (one, _), number in parsed.changes.items()}
    made = changes.pop(product, 0.0)
    if made == 0.0 or row["kind"] not in CONVENTIONS:
        raise InputError(f"equilibria.csv: '{text}' does not form '{name}', or '{row['kind']}' is not a kind")
    terms = tuple((one, -number / made) for one, number in changes.items() if one.phase != "solvent")
    water = math.fsum(-number / made for one, number in changes.items() if one.phase == "solvent")
    enthalpy = row["enthalpy_kJ_per_mol"].strip()
    return Equilibrium(
        product=product,
        terms=terms,
        water=water,
        log_k=float(row["log_k"]) / made,
        strength=float(row["ionic_strength_M"] or 0.0) * STANDARD_CONCENTRATION,
        temperature=float(row["temperature_C"]) + ZERO_CELSIUS,
        enthalpy=float(enthalpy) * 1e3 / made if enthalpy else None,
        convention=row["kind"],
        source=row["source"],
    )


def read_equilibria(lines: Iterable[str]) -> Mapping[str, Equilibrium]:
    """The equilibria of a table, by the name of what each forms.

    Args:
        lines: of CSV with the columns product, reaction, log_k, ionic_strength_M, temperature_C, enthalpy_kJ_per_mol,
            kind, source.

    Raises:
        InputError: a row that cannot be read, or a product that two rows form.
    """
    found: dict[str, Equilibrium] = {}
    for row in csv.DictReader(lines):
        one = read_equilibrium(row)
        if found.setdefault(one.product.name, one) is not one:
            raise InputError(f"equilibria.csv: two rows form '{one.product}'")
    return MappingProxyType(found)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """The shipped equilibria by product, from equilibria.csv beside this file."""
    with resources.files(__package__ or "").joinpath("equilibria.csv").open(encoding="utf-8") as lines:
        return read_equilibria(lines)
