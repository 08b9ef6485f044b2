"""One ion on two sides of a membrane: activities from the solutions that the user gave or that are assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..chemistry.activity import activity_model, solution_strength
from ..chemistry.species import Species, species
from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, PoiseError


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


def pair(
    ion: Species, amounts: Sequence[float], strengths: Sequence[float | None], temperature: float, model: str
) -> list[Side]:
    """Inside and outside.

    Args:
        ion: whose activity is asked for.
        amounts: its concentration on both sides [mol/m3].
        strengths: ionic strength on both sides [mol/m3], `None` for the ion with a monovalent counter-ion alone.
        temperature: [K].
        model: name of the activity model.

    Raises:
        InputError: no such model, or numbers that it cannot be evaluated for.
    """
    return [
        _side(ion, amount, strength, temperature, model, name)
        for amount, strength, name in zip(amounts, strengths, ("inside", "outside"), strict=True)
    ]


def _side(ion: Species, amount: float, strength: float | None, temperature: float, model: str, name: str) -> Side:
    try:
        chosen = activity_model(model)
    except PoiseError as error:
        raise type(error)(f"--activity: {error}") from None
    if not chosen.references:  # ideal: the solution does not matter
        return Side(amount / STANDARD_CONCENTRATION, 1.0, strength)
    counter = species("Cl-" if ion.charge > 0 else "Na+")
    notes: tuple[str, ...] = ()
    if strength is None:
        solution = [(ion, amount), (counter, abs(ion.charge) * amount)]
    else:  # the ion as a trace in a salt of that strength
        solution = [(ion, 0.0), (species("Na+"), strength), (species("Cl-"), strength)]
    kinds, concentrations = [one for one, _ in solution], [value for _, value in solution]
    found = solution_strength(kinds, concentrations)
    if strength is None:
        notes = (f"ionic strength {name} taken as {found:.4g} mM: {ion} with {counter} alone",)
    try:
        coefficient = float(chosen.coefficients(kinds, concentrations, temperature)[0])
    except ArithmeticError:
        coefficient = float("inf")
    if not 0.0 < coefficient < 1e6:
        raise InputError(f"the activity model '{model}' has no meaning at an ionic strength {name} of {found:.3g} mM")
    warning = chosen.valid(found)
    warnings = (f"{name}: {warning}",) if warning else ()
    least = ion.charge**2 * amount / 2.0
    if found < least:
        warnings += (f"{name}: an ionic strength of {found:.4g} mM is less than {ion} alone makes ({least:.4g} mM)",)
    return Side(coefficient * amount / STANDARD_CONCENTRATION, coefficient, found, notes, warnings)
