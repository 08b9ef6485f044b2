"""The shelf: what a bottle holds and what it becomes in water, by name, formula or hydrate."""

import csv
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType

from ..errors import InputError, UnknownNameError, nearest
from .species import Species, default_book

KINDS = ("salt", "acid", "base", "buffer", "chelator", "nucleotide", "osmolyte", "gas", "ion")
"""What a compound is for; "ion" is a species named alone, without its counter-ion."""

_TERM = re.compile(r"(?:(\d+(?:\.\d+)?)\s+)?(\S.*)\Z")
_HYDRATE = re.compile(r"\s*[·.*•x]\s*(\d{0,2})\s*H2O\Z", re.IGNORECASE)
_DROPPED = str.maketrans("", "", " -_")
_WATER_MASS = 18.0153e-3  # kg/mol, IUPAC's standard atomic weights


@dataclass(frozen=True)
class Compound:
    """What one weighs out.

    Attributes:
        name: the usual one at the bench ("KCl", "HEPES", "K-gluconate").
        composition: what one mole gives in water, as (species, moles); neutral altogether, but for a bare ion.
        kind: one of `KINDS`.
        molar_mass: [kg/mol], `None` where not known.
        formula: of the solid.
        source: of the composition and the molar mass.
        aliases: other names, compared without regard to case, blanks and hyphens.
    """

    name: str
    composition: tuple[tuple[Species, float], ...]
    kind: str = "salt"
    molar_mass: float | None = None
    formula: str = ""
    source: str = ""
    aliases: tuple[str, ...] = field(default=(), compare=False)

    @property
    def charge(self) -> float:
        """Net charge of what one mole gives; 0 but for a bare ion."""
        return math.fsum(number * one.charge for one, number in self.composition)

    def __str__(self) -> str:
        return self.name


def read_composition(text: str) -> tuple[tuple[Species, float], ...]:
    """The species of a sum such as "2 Na+ + H2ATP2-".

    Raises:
        InputError: a term that is no species, or a coefficient of 0.
    """
    found: list[tuple[Species, float]] = []
    for part in re.split(r"\s\+\s", text.strip()):
        match = _TERM.match(part.strip())
        name = match[2] if match else ""
        number = float(match[1]) if match and match[1] else 1.0
        if part.strip() in default_book():  # "2-AP+" and the like begin with a digit
            name, number = part.strip(), 1.0
        if not name or number <= 0.0:
            raise InputError(f"'{part}' in '{text}' is not a species with a coefficient")
        found.append((default_book()[name], number))
    return tuple(found)


def read_compounds(lines: Iterable[str], file: str = "compounds.csv") -> tuple[Compound, ...]:
    """The compounds of a table.

    Args:
        lines: of CSV with the columns name, aliases (parted by ";"), composition, formula, molar_mass_g_per_mol, kind,
            source.
        file: its name, for messages.

    Raises:
        InputError: a row that cannot be read, is not neutral, or has a kind that is none.
    """
    found = []
    for row in csv.DictReader(lines):
        mass = row["molar_mass_g_per_mol"].strip()
        one = Compound(
            name=row["name"].strip(),
            composition=read_composition(row["composition"]),
            kind=row["kind"].strip(),
            molar_mass=float(mass) * 1e-3 if mass else None,
            formula=row["formula"].strip(),
            source=row["source"].strip(),
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        )
        if one.kind not in KINDS or abs(one.charge) > 1e-9:
            raise InputError(f"{file}: '{one.name}' is not neutral, or '{one.kind}' is not a kind of compound")
        found.append(one)
    return tuple(found)


@cache
def compounds() -> tuple[Compound, ...]:
    """The shipped compounds, from compounds.csv beside this file."""
    with resources.files(__package__ or "").joinpath("compounds.csv").open(encoding="utf-8") as lines:
        return read_compounds(lines)


def _key(name: str) -> str:
    return name.strip().casefold().translate(_DROPPED)


@cache
def _by_key() -> Mapping[str, Compound]:
    found: dict[str, Compound] = {}
    for one in compounds():
        for name in (one.name, *one.aliases):
            if found.setdefault(_key(name), one) is not one:
                raise InputError(f"compounds.csv gives the name '{name}' to both {found[_key(name)]} and {one}")
    return MappingProxyType(found)


def _split_hydrate(name: str) -> tuple[str, int]:
    """A name without the water of its crystals, and how much of it: "CaCl2.2H2O" is ("CaCl2", 2)."""
    match = _HYDRATE.search(name)
    return (name[: match.start()], int(match[1] or 1)) if match else (name, 0)


def compound(name: "str | Compound") -> Compound:
    """The compound of that name, formula or alias, with or without the water of its crystals.

    A dissolved species ("K+", "gluconate-") may be named too; it is a compound of the kind "ion" then, whose charge
    something else in the solution has to balance.

    Raises:
        UnknownNameError: no such compound; the text offers the nearest names.
    """
    if isinstance(name, Compound):
        return name
    charged = name.strip().endswith(("+", "-"))  # "HEPES-" is the ion, not the bottle
    found = _by_key().get(_key(name)) or _by_key().get(_key(_split_hydrate(name)[0]))
    if found is not None and not (charged and name in default_book()):
        return found
    if name in default_book() and default_book()[name].phase == "aqueous":
        one = default_book()[name]
        return Compound(one.name, ((one, 1.0),), "ion" if one.charge else "osmolyte", source="a bare species")
    raise UnknownNameError(_unknown(name))


def _unknown(name: str) -> str:
    names = [known for one in compounds() for known in (one.name, *one.aliases)]
    near = nearest(name[:60], names)
    hint = "; did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
    if name in default_book():
        hint = f"; it is known as a {default_book()[name].phase} species, which does not go into a recipe so"
    return f"unknown compound '{name[:60]}'{hint}"


def molar_mass(name: str) -> float | None:
    """Mass of a mole of what that name means, with the water of its crystals [kg/mol]; `None` where not known.

    Raises:
        UnknownNameError: no such compound.
    """
    one = compound(name)
    if one.molar_mass is None:
        return None
    _, water = _split_hydrate(name)
    return one.molar_mass + (water * _WATER_MASS if water else 0.0)
