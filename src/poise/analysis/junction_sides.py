"""The solutions of a junction as a user gives them, and the temperature at which they meet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.activity import ActivityModel
from ..chemistry.mobility import COLDEST, WARMEST
from ..chemistry.recipe import Recipe
from ..chemistry.species import Species, species
from ..constants import STANDARD_CONCENTRATION, STANDARD_TEMPERATURE, ZERO_CELSIUS
from ..errors import InputError
from ..results.solution_result import Solution
from ..units import CONCENTRATION, TEMPERATURE, parse

_SAME: Final = 1e-6  # K
_ION_LIST: Final = re.compile(r"\s*[^,=]+=[^,=]+(,[^,=]+=[^,=]+)*,?\s*\Z")
_PH: Final = re.compile(r"\s*pH\s*=?\s*([+-]?\d{1,2}(?:\.\d*)?)\s*\Z")

Given = Any
"""A solution: a `Recipe`, a `Solution`, an ion list as text, or a mapping from ion to concentration."""


@dataclass(frozen=True)
class Beaker:
    """One solution of a junction.

    Attributes:
        name: what the user calls it.
        concentrations: free concentration of each dissolved species [mol/m3], as given.
        temperature: [K], `None` where the solution does not say.
        solution: the `Solution` that it came from, if any.
        recipe: what is still to be solved, at the temperature of the junction.
    """

    name: str
    concentrations: Mapping[Species, float]
    temperature: float | None = None
    solution: Solution | None = None
    recipe: Recipe | None = None

    def at(self, temperature: float, activity: str | ActivityModel) -> "Beaker":
        """The solution at the temperature of the junction; a recipe is solved there.

        Args:
            temperature: [K].
            activity: model that a recipe's pH and equilibria are solved with.
        """
        if self.recipe is None:
            return self
        from .solution import solution

        found = solution(self.recipe, temperature=temperature, activity=activity)
        return Beaker(self.name or _summary(found.concentrations), found.concentrations, temperature, found)


def beaker(given: Given, name: str = "") -> Beaker:
    """A solution as the user gives it.

    Args:
        given: a `Recipe` or a `Solution`, an ion list ("K+=140 mM,Cl-=140 mM"), or a mapping of free concentrations
            ({"K+": "140 mM"}; a bare number is mM).
        name: what to call it; otherwise the recipe's name, or a summary.

    Raises:
        InputError, UnitError, UnknownNameError: what is wrong, and with which ion.
    """
    if isinstance(given, Beaker):
        return given
    if isinstance(given, Recipe):
        return Beaker(name or given.name, MappingProxyType({}), given.temperature, recipe=given)
    if isinstance(given, Solution):
        return Beaker(name or given.title, given.concentrations, given.temperature, given)
    if isinstance(given, str) and not is_ion_list(given):
        raise InputError(
            f"'{given[:60]}' is no list of ions such as 'K+=140 mM,Cl-=140 mM'; of a recipe's name or text make a"
            " recipe first, poise.recipe(...)"
        )
    if isinstance(given, (str, Mapping)):
        contents = _listed(given) if isinstance(given, str) else dict(given)
        if not contents:
            raise InputError("a solution without ions has no junction potential; give at least one salt")
        read = {}
        for key, value in contents.items():
            one = species(key)
            if one in read:
                raise InputError(f"'{key}' is given twice (as {one.name})")
            read[one] = _concentration(value, one)
        return Beaker(name or _summary(read), MappingProxyType(read))
    raise InputError(
        f"'{type(given).__name__}' is not a solution; give a recipe, a Solution, or a mapping such as"
        ' {"K+": "140 mM", "Cl-": "140 mM"}'
    )


def is_ion_list(text: str) -> bool:
    """Whether a text lists free ions ("K+=140 mM,Cl-=140 mM"), and not a recipe."""
    return bool(_ION_LIST.match(text))


def _listed(text: str) -> dict[str, str]:
    """An ion list as a mapping."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        key, _, value = (one.strip() for one in part.partition("="))
        if key in found:
            raise InputError(f"'{key}' is given twice in '{text[:60]}'")
        found[key] = value
    return found


def _concentration(value: Any, one: Species) -> float:
    """mol/m3, from text, or a bare number of mM; H+ may be "pH 7.2"."""
    if isinstance(value, str):
        match = _PH.match(value)
        if match and one.name != "H+":
            raise InputError(f"{one.name}: '{value}' is a pH; only H+ is written so")
        if match:
            number = STANDARD_CONCENTRATION * 10.0 ** -float(match.group(1))
        else:
            try:
                number = parse(value, CONCENTRATION, bare=CONCENTRATION.shown)
            except InputError as error:
                raise type(error)(f"{one.name}: {error}") from None
    else:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise InputError(f"{one.name}: '{value}' is not a concentration; write such as '140 mM'") from None
    if not 0.0 <= number < 1e6:
        raise InputError(f"{one.name}: a concentration is at least 0 and less than 1000 mol/L; this is {number:g} mM")
    return number


def _summary(contents: Mapping[Species, float]) -> str:
    """A name for a nameless solution: its three most concentrated ions."""
    largest = sorted((one for one in contents if one.charge), key=lambda one: -contents[one])[:3]
    return ", ".join(f"{contents[one]:.4g} mM {one.name}" for one in largest) or "nothing dissolved"


def common_temperature(beakers: Sequence[Beaker], asked: float | str | None) -> tuple[float, tuple[str, ...]]:
    """The temperature of a junction [K] and what to say of it.

    What is asked for; else that of the second solution (the bath, which has the tip of the pipette), else of any other
    that says one, else 25 degC.

    Raises:
        InputError: it is not between 0 and 50 degC, where mobilities are known.
    """
    if isinstance(asked, str):
        kelvin = parse(asked, TEMPERATURE, bare="degC")
    elif asked is not None:
        kelvin = float(asked)
    else:
        order = [*beakers[1:2], *beakers[:1], *beakers[2:]]
        kelvin = next((one.temperature for one in order if one.temperature is not None), STANDARD_TEMPERATURE)
    if not COLDEST <= kelvin <= WARMEST:
        raise InputError(
            f"{kelvin - ZERO_CELSIUS:.4g} degC is out of the range of the mobilities, 0 to 50 degC (a bare number in"
            " text is degC, in Python K)"
        )
    here = f"{kelvin - ZERO_CELSIUS:.4g} degC"
    notes = []
    for one in beakers:
        own = one.temperature
        if own is None or abs(own - kelvin) < _SAME:
            continue
        if one.recipe is None:
            notes.append(f"the composition of {one.name} is that at {own - ZERO_CELSIUS:.4g} degC, not at {here}")
        elif asked is None:
            notes.append(f"all at {here}; the recipe of {one.name} says {own - ZERO_CELSIUS:.4g} degC")
    return kelvin, tuple(notes)
