"""The species table: what an ion or molecule is called, what it is made of, its charge and how fast it diffuses."""

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType

from ..constants import FARADAY, GAS, STANDARD_TEMPERATURE
from ..errors import InputError, UnknownNameError, did_you_mean

_ELEMENT = re.compile(r"([A-Z][a-z]?)(\d*)|(\()|(\))(\d*)")


@dataclass(frozen=True)
class Species:
    """One kind of particle.

    Attributes:
        name: the canonical name, with its charge ("K+", "Ca2+", "HCO3-", "ATP").
        charge: signed charge number; may be fractional for impermeant mixtures that a model declares.
        formula: elemental formula without the charge ("HCO3"), empty for particles of unstated composition.
        phase: "aqueous", "gas" (its activity is its fugacity over 1 bar), "solid" (activity 1), "solvent" (activity 1),
            "electron" (in a metal, activity 1) or "charge" (charge whose carrier is not named).
        conductivity: limiting molar conductivity at 25 degC [S m2/mol], `None` where not known.
        source: where the conductivity comes from.
        aliases: other names, compared without regard to case.
    """

    name: str
    charge: float
    formula: str = ""
    phase: str = "aqueous"
    conductivity: float | None = None
    source: str = ""
    aliases: tuple[str, ...] = field(default=(), compare=False)

    @property
    def elements(self) -> Mapping[str, int]:
        """Number of atoms of each element; empty where the composition is not stated."""
        return _elements(self.formula)

    @property
    def implicit(self) -> bool:
        """Whether every compartment has it at activity 1 without saying so (water, a metal's electrons, solids)."""
        return self.phase in ("solid", "solvent", "electron", "charge")

    @property
    def diffusion(self) -> float | None:
        """Diffusion coefficient at 25 degC and infinite dilution [m2/s].

        D = R T lambda / (z^2 F^2) (Nernst-Einstein; Robinson & Stokes 2002, ch. 11), lambda molar.
        """
        if self.conductivity is None or self.charge == 0:
            return None
        return GAS * STANDARD_TEMPERATURE * self.conductivity / (self.charge * FARADAY) ** 2

    def __str__(self) -> str:
        return self.name


@cache
def _elements(formula: str) -> Mapping[str, int]:
    """Count the atoms of a formula such as "Fe(CN)6"."""
    stack: list[dict[str, int]] = [{}]
    position = 0
    while position < len(formula):
        match = _ELEMENT.match(formula, position)
        if match is None:
            raise InputError(f"'{formula}' is not a chemical formula (at '{formula[position:]}')")
        symbol, count, opening, closing, times = match.groups()
        if symbol:
            stack[-1][symbol] = stack[-1].get(symbol, 0) + int(count or 1)
        elif opening:
            stack.append({})
        elif closing:
            if len(stack) == 1:
                raise InputError(f"'{formula}' closes a bracket that it never opened")
            for inner, number in stack.pop().items():
                stack[-1][inner] = stack[-1].get(inner, 0) + number * int(times or 1)
        position = match.end()
    if len(stack) != 1:
        raise InputError(f"'{formula}' opens a bracket that it never closes")
    return MappingProxyType(stack[0])


@cache
def _table() -> tuple[Species, ...]:
    """The shipped species, from species.csv beside this file."""
    found = []
    with resources.files(__package__ or "").joinpath("species.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            conductivity = row["molar_conductivity_S_cm2_per_mol"]
            found.append(
                Species(
                    name=row["name"],
                    charge=float(row["charge"]),
                    formula=row["formula"],
                    phase=row["phase"],
                    conductivity=float(conductivity) * 1e-4 if conductivity else None,
                    source=row["source"],
                    aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
                )
            )
    return tuple(found)


class SpeciesBook:
    """Finds species by name or alias: the shipped table and, before it, what a model declares itself.

    Args:
        own: species that a model declares; a name of the table may not be declared again.
    """

    def __init__(self, own: Iterable[Species] = ()) -> None:
        self.own: tuple[Species, ...] = tuple(own)
        self._by_name = dict(_names())
        for one in self.own:
            if one.name.casefold() in self._by_name:
                known = self._by_name[one.name.casefold()]
                raise InputError(
                    f"species '{one.name}' is already in Poise's table (as {known.name}, charge {known.charge:+g});"
                    " choose another name"
                )
            if not math.isfinite(one.charge):
                raise InputError(f"species '{one.name}' has no finite charge")
            self._by_name[one.name.casefold()] = one

    def __getitem__(self, name: str) -> Species:
        """The species of that name or alias.

        Raises:
            UnknownNameError: no such species; the text offers the nearest names.
        """
        try:
            return self._by_name[name.strip().casefold()]
        except KeyError:
            near = did_you_mean(name, [known for one in self for known in (one.name, *one.aliases)])
            raise UnknownNameError(f"unknown species '{name}'" + (f"; {near}" if near else "")) from None

    def __contains__(self, name: str) -> bool:
        return name.strip().casefold() in self._by_name

    def __iter__(self) -> Iterator[Species]:
        yield from self.own
        yield from _table()


@cache
def _names() -> Mapping[str, Species]:
    """Every name and alias of the shipped table, folded."""
    found: dict[str, Species] = {}
    for one in _table():
        for name in (one.name, *one.aliases):
            if found.setdefault(name.casefold(), one) is not one:
                raise InputError(f"species.csv gives the name '{name}' to both {found[name.casefold()]} and {one}")
    return MappingProxyType(found)


@cache
def default_book() -> SpeciesBook:
    """The book of the shipped table alone."""
    return SpeciesBook()


def species(name: "str | Species") -> Species:
    """The shipped species of that name or alias ("K+", "K", "potassium").

    Raises:
        UnknownNameError: no such species; the text offers the nearest names.
    """
    return name if isinstance(name, Species) else default_book()[name]
