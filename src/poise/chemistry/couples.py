"""Redox couples: half reactions, their standard potentials at 25 degC and how these change with temperature."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from ..constants import FARADAY, STANDARD_TEMPERATURE
from ..errors import InputError, UnknownNameError, did_you_mean
from .reactions import Term, parse_reaction
from .species import Species, default_book

HYDROGEN_SLOPE: Final = 0.871e-3
"""dE/dT of the standard hydrogen electrode itself, against one that stays at 25 degC [V/K] (bethune_1959)."""


@dataclass(frozen=True)
class Couple:
    """A reduction, oxidised + n e- -> reduced, and its standard potential.

    Attributes:
        name: "oxidised/reduced", as in "Fe3+/Fe2+".
        oxidised: what is reduced, without the electrons, as (species, coefficient).
        reduced: what it becomes.
        electrons: number n of electrons taken up, at least 1.
        potential: standard potential E0 [V] against the standard hydrogen electrode at 25 degC and 1 bar, all solutes
            at activity 1 (E at the activities of the day: Nernst).
        source: where the potential comes from; for the shipped couples Flowers et al. 2019, appendix L (flowers_2019).
        slope: dE0/dT [V/K] against the hydrogen electrode at the same temperature; `None` where no source gives it:
            then E0 of 25 degC is taken at every temperature.
    """

    name: str
    oxidised: tuple[tuple[Species, int], ...]
    reduced: tuple[tuple[Species, int], ...]
    electrons: int
    potential: float
    source: str = ""
    slope: float | None = None

    def potential_at(self, temperature: Any) -> Any:
        """Standard potential at a temperature, against the hydrogen electrode at the same temperature [V].

        E0(T) = E0 + dE0/dT (T - 298.15 K); E0 itself where `slope` is `None`

        Args:
            temperature: T [K], any shape.

        Source: first-order term of Bratsch 1989, sect. 7 (bratsch_1989). Valid: aqueous solutions at 0 to 100 degC.
        """
        return self.potential if self.slope is None else self._line(self.slope, temperature)

    def thermal_potential_at(self, temperature: Any) -> Any:
        """Standard potential of a hot or cold electrode, against a hydrogen electrode that stays at 25 degC [V].

        E0(T) = E0 + (dE0/dT + 0.871 mV/K) (T - 298.15 K)

        Two electrodes at two temperatures share this scale, not that of `potential_at`: the hydrogen electrode's own
        potential changes with temperature. The Soret effect and what the wires add are left out.

        Args:
            temperature: T [K], any shape.

        Raises:
            InputError: the couple has no slope.

        Source: de Bethune, Licht & Swendeman 1959 (bethune_1959).
        """
        if self.slope is None:
            raise InputError(f"the table has no temperature coefficient of {self.name}")
        return self._line(self.slope + HYDROGEN_SLOPE, temperature)

    def _line(self, slope: float, temperature: Any) -> Any:
        return self.potential + slope * (temperature - STANDARD_TEMPERATURE)

    @property
    def standard_free_energy(self) -> float:
        """Standard Gibbs energy of the oxidation, reduced -> oxidised + n e- [J/mol], against the hydrogen electrode.

        dG0 = + n F E0

        Source: Bard & Faulkner 2001, sect. 2.1, for the reduction, with the sign turned round (bard_faulkner_2001).
        """
        return self.electrons * FARADAY * self.potential

    @property
    def text(self) -> str:
        """The reduction in the chemist's notation."""

        def write(terms: tuple[tuple[Species, int], ...]) -> str:
            return " + ".join(("" if number == 1 else f"{number} ") + one.name for one, number in terms)

        electrons = "e-" if self.electrons == 1 else f"{self.electrons} e-"
        return f"{write(self.oxidised)} + {electrons} <-> {write(self.reduced)}"

    def __str__(self) -> str:
        return self.name


def read_couple(name: str, reaction: str, potential: float, source: str = "", slope: float | None = None) -> Couple:
    """A couple from its reduction in the chemist's notation.

    Args:
        name: "oxidised/reduced".
        reaction: the reduction, electrons on the left: "Fe3+ + e- -> Fe2+"; coefficients are whole numbers.
        potential: standard potential [V] against the standard hydrogen electrode at 25 degC.
        source: where the potential comes from.
        slope: dE0/dT [V/K] against the hydrogen electrode at the same temperature, if known.

    Raises:
        InputError: the reaction is not understood, does not balance, or takes up no electrons.
    """
    parsed = parse_reaction(reaction, default_book(), sides=())
    electrons = sum(number for number, one, _ in parsed.left if one.phase == "electron")
    if not electrons or any(one.phase == "electron" for _, one, _ in parsed.right):
        raise InputError(f"couple '{name}': '{reaction}' is not a reduction; write the electrons on the left")

    def whole(terms: tuple[Term, ...]) -> tuple[tuple[Species, int], ...]:
        if any(number != int(number) for number, _, _ in terms):
            raise InputError(f"couple '{name}': the coefficients of '{reaction}' must be whole numbers")
        return tuple((one, int(number)) for number, one, _ in terms if one.phase != "electron")

    return Couple(name, whole(parsed.left), whole(parsed.right), int(electrons), potential, source, slope)


@cache
def couples() -> Mapping[str, Couple]:
    """The shipped couples by name, from couples.csv beside this file."""
    found: dict[str, Couple] = {}
    with resources.files(__package__ or "").joinpath("couples.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            slope = 1e-3 * float(row["slope_mV_per_K"]) if row["slope_mV_per_K"] else None
            one = read_couple(row["name"], row["reaction"], float(row["potential_V"]), row["source"], slope)
            if one.electrons != int(row["electrons"]) or one.name in found:
                raise InputError(f"couples.csv: '{one.name}' is there twice or its electrons are miscounted")
            found[one.name] = one
    return MappingProxyType(found)


def couple(name: "str | Couple") -> Couple:
    """The shipped couple of that name ("Fe3+/Fe2+"; case and the style of the charges do not matter).

    Raises:
        UnknownNameError: no such couple; the text offers the nearest names.
    """
    if isinstance(name, Couple):
        return name
    found = _by_key().get(_key(name))
    if found is None:
        near = did_you_mean(name, couples())
        raise UnknownNameError(f"unknown redox couple '{name}'" + (f"; {near}" if near else ""))
    return found


def _key(name: str) -> str:
    """A couple's name with each part in its canonical spelling, folded."""
    book = default_book()
    parts = [part.strip() for part in name.split("/")]
    return "/".join(book[part].name if part in book else part for part in parts).casefold()


@cache
def _by_key() -> Mapping[str, Couple]:
    return MappingProxyType({_key(one.name): one for one in couples().values()})
