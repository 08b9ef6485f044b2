"""How fast redox couples are on metals: published exchange currents, rate constants and Tafel slopes."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..errors import InputError
from .couples import Couple, couple
from .metals import metal as known_metal

_SI = {"A/cm2": 1e4, "cm/s": 1e-2}


@dataclass(frozen=True)
class Kinetics:
    """One published rate of a couple on a metal.

    Attributes:
        couple: the couple. metal: on which metal, by its symbol.
        exchange_current: exchange current density at the conditions [A/m2], `None` where not given.
        rate_constant: standard rate constant [m/s], `None` where not given.
        slope: Tafel slope [V per decade], `None` where not given; `direction` says of which branch.
        conditions: the solution it was found in.
        source: where it comes from. Values of different sources differ by orders of magnitude.
    """

    couple: Couple
    metal: str
    exchange_current: float | None
    rate_constant: float | None
    slope: float | None
    direction: str
    conditions: str
    source: str

    def __str__(self) -> str:
        told = []
        if self.exchange_current is not None:
            told.append(f"i0 {self.exchange_current * 1e-4:.3g} A/cm2")
        if self.rate_constant is not None:
            told.append(f"k0 {self.rate_constant * 1e2:.3g} cm/s")
        if self.slope is not None:
            told.append(f"{1e3 * self.slope:.4g} mV per decade {self.direction}")
        return f"{self.couple.name} on {self.metal}: {', '.join(told)} ({self.conditions})"


@cache
def all_kinetics() -> tuple[Kinetics, ...]:
    """Every row of kinetics.csv."""
    with resources.files(__package__ or "").joinpath("kinetics.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    for row in rows:
        value = float(row["value"]) * _SI[row["unit"]] if row["value"] else None
        slope = 1e-3 * float(row["slope_mV_per_decade"]) if row["slope_mV_per_decade"] else None
        current, constant = (
            value if row["quantity"] == kind else None for kind in ("exchange_current", "rate_constant")
        )
        words = (row["direction"], row["conditions"], row["source"])
        found.append(Kinetics(couple(row["couple"]), row["metal"], current, constant, slope, *words))
    return tuple(found)


def kinetics(name: str | Couple, metal: str | None = None) -> tuple[Kinetics, ...]:
    """What is published of a couple's rate, on a metal or on any.

    Args:
        name: the couple, "H+/H2".
        metal: the symbol of the metal, "Fe"; `None` for every one.

    Raises:
        UnknownNameError: no such couple or metal.
        InputError: nothing is known; the text says what is known of the couple on other metals.
    """
    one = couple(name)
    every = [row for row in all_kinetics() if row.couple == one]
    if metal is None:
        found, where = every, ""
    else:
        symbol = known_metal(metal).species.name.removesuffix("(s)")
        found, where = [row for row in every if row.metal == symbol], f" on {symbol}"
    if not found:
        raise InputError(f"no kinetics of {one.name}{where} in Poise's table; {known_elsewhere(one)}")
    return tuple(found)


def known_elsewhere(one: Couple) -> str:
    """What the table has of a couple, in words; where it has nothing, which couples it has."""
    every = [row for row in all_kinetics() if row.couple == one]
    if every:
        return "known: " + _listed(str(row) for row in every)
    names = list(dict.fromkeys(row.couple.name for row in all_kinetics()))
    return f"it has {', '.join(names)}" + "; measure or assume one, and say so"


def _listed(rows: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(rows))
