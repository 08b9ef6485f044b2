"""Solubility products: whether a solution holds more than it can."""

import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..constants import GAS, LN10, ZERO_CELSIUS
from ..errors import InputError
from .species import Species


@dataclass(frozen=True)
class Solid:
    """A solid that may fall out.

    Attributes:
        name: of the solid.
        terms: what one mole of it dissolves to, as (species, moles); water aside.
        log_ksp: log10 of the solubility product in activities at `temperature`.
        temperature: of the table [K].
        enthalpy: of the dissolution [J/mol], `None` where not known.
        source: where the numbers come from.
    """

    name: str
    terms: tuple[tuple[Species, float], ...]
    log_ksp: float
    temperature: float
    enthalpy: float | None = None
    source: str = ""

    def product(self, temperature: float) -> float:
        """log10 of the solubility product at a temperature [K] (van 't Hoff)."""
        if self.enthalpy is None:
            return self.log_ksp
        return self.log_ksp - self.enthalpy / (GAS * LN10) * (1.0 / temperature - 1.0 / self.temperature)

    def saturation(self, activity: Callable[[Species], float], temperature: float) -> float:
        """Ion activity product over solubility product: above 1 it can fall out; 0 where something is lacking."""
        values = [(activity(one), number) for one, number in self.terms]
        if any(value <= 0.0 and number > 0 for value, number in values):
            return 0.0
        log = math.fsum(number * math.log10(value) for value, number in values if value > 0.0)
        return 10.0 ** min(log - self.product(temperature), 300.0)


def read_solids(lines: Iterable[str]) -> tuple[Solid, ...]:
    """The solids of a table.

    Args:
        lines: of CSV with the columns solid, reaction ("CaHPO4 -> Ca2+ + Pi"), log_ksp, temperature_C,
            enthalpy_kJ_per_mol, source.

    Raises:
        InputError: a row whose products are not species, or whose charges do not balance.
    """
    found = []
    for row in csv.DictReader(lines):
        left, _, right = row["reaction"].partition("->")
        terms = (*_terms(right, 1.0), *(_terms(left, -1.0, but=row["solid"])))
        if abs(math.fsum(number * one.charge for one, number in terms)) > 1e-9:
            raise InputError(f"solubility.csv: '{row['reaction']}' does not balance")
        enthalpy = row["enthalpy_kJ_per_mol"].strip()
        found.append(
            Solid(
                name=row["solid"].strip(),
                terms=terms,
                log_ksp=float(row["log_ksp"]),
                temperature=float(row["temperature_C"]) + ZERO_CELSIUS,
                enthalpy=float(enthalpy) * 1e3 if enthalpy else None,
                source=row["source"],
            )
        )
    return tuple(found)


def _terms(side: str, sign: float, but: str = "") -> tuple[tuple[Species, float], ...]:
    """The dissolved species of one side, with the sign of their coefficients; not the solid itself."""
    from .compounds import read_composition

    parts = [part for part in (one.strip() for one in side.split(" + ")) if part and part != but.strip()]
    found = read_composition(" + ".join(parts)) if parts else ()
    return tuple((one, sign * number) for one, number in found if one.phase == "aqueous")


@cache
def solids() -> tuple[Solid, ...]:
    """The shipped solids, from solubility.csv beside this file."""
    with resources.files(__package__ or "").joinpath("solubility.csv").open(encoding="utf-8") as lines:
        return read_solids(lines)
