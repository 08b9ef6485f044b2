"""One ion on two sides of a membrane: activities from the solutions that the user gave or that are assumed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..chemistry.activity import activity_model, solution_strength
from ..chemistry.species import Species, species
from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, PoiseError
from . import _read

_ENTRY: Final = re.compile(r"\s*(\S+)\s+(\S.*?)\s*\Z")
Others = tuple[tuple[Species, float], ...]


@dataclass(frozen=True)
class Side:
    """The solution on one side.

    Attributes:
        activity: of the ion, dimensionless (1 mol/L is 1).
        coefficient: activity over concentration.
        strength: ionic strength [mol/m3], `None` where it does not matter.
        notes: what was assumed. warnings: where the activity model is used beyond its range.
    """

    activity: float
    coefficient: float
    strength: float | None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def others(text: str | None, option: str, ion: Species) -> Others | None:
    """What else is dissolved, as in "Cl- 150 mM, Na+ 10 mM"; `None` where nothing is said.

    Raises:
        InputError: an entry is no ion with a concentration, or names the ion itself.
    """
    if text is None:
        return None
    found: dict[Species, float] = {}
    for entry in text.split(","):
        match = _ENTRY.match(entry)
        if match is None:
            raise InputError(f"{option}: '{entry.strip()[:60]}' is no solute; write such as 'Cl- 150 mM, Na+ 10 mM'")
        one = _read.ion(match[1], option)
        if one == ion or one in found:
            raise InputError(f"{option}: {one} is given twice; name here what is dissolved besides {ion}, each once")
        found[one] = _read.concentration(match[2], option, one, zero=True)
    return tuple(found.items())


def pair(
    ion: Species,
    amounts: Sequence[float],
    strengths: Sequence[float | None],
    temperature: float,
    model: str,
    rest: Sequence[Others | None] = (None, None),
) -> list[Side]:
    """Inside and outside.

    Args:
        ion: whose activity is asked for.
        amounts: its concentration on both sides [mol/m3].
        strengths: ionic strength on both sides [mol/m3], `None` for the ion with a monovalent counter-ion alone.
        temperature: [K].
        model: name of the activity model.
        rest: what else is dissolved on both sides, `None` where nothing is said.

    Raises:
        InputError: no such model, or numbers that it cannot be evaluated for.
    """
    return [
        _side(ion, amount, strength, temperature, model, name, more)
        for amount, strength, name, more in zip(amounts, strengths, ("inside", "outside"), rest, strict=True)
    ]


def _side(
    ion: Species,
    amount: float,
    strength: float | None,
    temperature: float,
    model: str,
    name: str,
    rest: Others | None,
) -> Side:
    try:
        chosen = activity_model(model)
    except PoiseError as error:
        raise type(error)(f"--activity: {error}") from None
    if not chosen.references:  # ideal: the solution does not matter
        return Side(amount / STANDARD_CONCENTRATION, 1.0, strength)
    counter = species("Cl-" if ion.charge > 0 else "Na+")
    notes: tuple[str, ...] = ()
    if rest is not None:
        solution = [(ion, amount), *rest]
    elif strength is None:
        solution = [(ion, amount), (counter, abs(ion.charge) * amount)]
    else:  # the ion as a trace in a salt of that strength
        solution = [(ion, 0.0), (species("Na+"), strength), (species("Cl-"), strength)]
    kinds, concentrations = [one for one, _ in solution], [value for _, value in solution]
    found = solution_strength(kinds, concentrations)
    if rest is not None:
        notes = _imbalance(solution, name)
    elif strength is None:
        notes = (f"ionic strength {name} taken as {found:.4g} mM: {ion} with {counter} alone",)
    try:
        coefficient = float(chosen.coefficients(kinds, concentrations, temperature)[0])
    except ArithmeticError:
        coefficient = float("inf")
    if not 0.0 < coefficient < 1e6:
        raise InputError(f"the activity model '{model}' has no meaning at an ionic strength {name} of {found:.3g} mM")
    warning = chosen.valid(kinds, concentrations, temperature)
    warnings = (f"{name}: {warning}",) if warning else ()
    least = ion.charge**2 * amount / 2.0
    if found < least:
        warnings += (f"{name}: an ionic strength of {found:.4g} mM is less than {ion} alone makes ({least:.4g} mM)",)
    return Side(coefficient * amount / STANDARD_CONCENTRATION, coefficient, found, notes, warnings)


def _imbalance(solution: Sequence[tuple[Species, float]], name: str) -> tuple[str, ...]:
    """A note where the solution's ions carry net charge."""
    excess = sum(one.charge * value for one, value in solution)
    most = max(abs(one.charge) * value for one, value in solution)
    if abs(excess) <= 1e-3 * most:
        return ()
    return (f"the solution {name} is not neutral: {excess:+.4g} mM of charges; some ions are not listed",)
