"""What is measured of a salt: its mean activity coefficient, and the water's activity, at a molality."""

import re
from collections.abc import Mapping
from functools import cache
from math import gcd
from typing import Any

from ...constants import STANDARD_TEMPERATURE
from ...errors import InputError, UnknownNameError
from ...formulas.namespace import namespace
from ..species import Species, default_book, species
from .protocol import ActivityModel, water_from_osmotic
from .register import activity_model

Ions = tuple[tuple[Species, int], tuple[Species, int]]


def mean_activity(
    salt: str,
    molality: Any,
    temperature: Any = STANDARD_TEMPERATURE,
    model: str | ActivityModel = "pitzer",
) -> Any:
    """Mean molal activity coefficient of a salt, alone or in a mixture.

    gamma = (gamma_c^nu_c gamma_a^nu_a)^(1 / (nu_c + nu_a))

    Args:
        salt: its formula ("NaCl", "Mg(NO3)2") or its ions ("K-gluconate").
        molality: m of the salt alone [mol/kg], any shape; or the molalities of all solutes of a mixture by name.
        temperature: T [K].
        model: activity model or its name.

    Returns: gamma on the molal scale, exact in the model's own terms (no conversion of concentrations).

    Raises:
        InputError: the text names no salt that the species table can make.

    Source: Robinson & Stokes 2002, ch. 2 (robinson_stokes_2002).
    """
    (cation, plus), (anion, minus) = salt_ions(salt)
    solutes = _solutes(salt, molality)
    names = list(solutes)
    for one in (cation, anion):
        if one not in solutes:
            raise InputError(f"the mixture has no {one}, which {salt} is made of")
    gammas = activity_model(model).molal_coefficients(names, list(solutes.values()), temperature)
    one, other = gammas[names.index(cation)], gammas[names.index(anion)]
    xp = namespace(one, other)
    return xp.exp((plus * xp.log(one) + minus * xp.log(other)) / (plus + minus))


def salt_osmotic(
    salt: str,
    molality: Any,
    temperature: Any = STANDARD_TEMPERATURE,
    model: str | ActivityModel = "pitzer",
) -> Any:
    """Osmotic coefficient of a salt alone, or of a mixture. Arguments as `mean_activity`.

    phi = -ln a_w / (M_w sum m)

    Source: Robinson & Stokes 2002, ch. 2 (robinson_stokes_2002).
    """
    solutes = _solutes(salt, molality)
    return activity_model(model).molal_osmotic(list(solutes), list(solutes.values()), temperature)


def salt_water_activity(
    salt: str,
    molality: Any,
    temperature: Any = STANDARD_TEMPERATURE,
    model: str | ActivityModel = "pitzer",
) -> Any:
    """Activity of the water in a solution of a salt alone, or in a mixture. Arguments as `mean_activity`.

    ln a_w = -M_w phi sum m

    Source: Robinson & Stokes 2002, ch. 2 (robinson_stokes_2002).
    """
    solutes = _solutes(salt, molality)
    phi = salt_osmotic(salt, molality, temperature, model)
    total: Any = 0.0
    for value in solutes.values():
        total = total + value
    return water_from_osmotic(phi, total)


@cache
def salt_ions(salt: str) -> Ions:
    """Cation and anion of a salt, each with its number in the smallest neutral unit.

    Args:
        salt: formula of two ions of the species table ("Na2SO4", "Ca(NO3)2"), or two names with a hyphen between
            ("K-gluconate").

    Raises:
        InputError: no two ions of the table make that formula.
    """
    ions = [one for one in default_book() if one.phase == "aqueous" and one.charge]
    for cation in ions:
        if cation.charge <= 0 or not cation.formula:
            continue
        start = re.match(rf"(?:{re.escape(cation.formula)}|\({re.escape(cation.formula)}\))(\d*)(?=[A-Z(])", salt)
        if start is None:
            continue
        for anion in ions:
            if anion.charge >= 0 or not anion.formula:
                continue
            rest = rf"(?:{re.escape(anion.formula)}|\({re.escape(anion.formula)}\))(\d*)"
            end = re.fullmatch(rest, salt[start.end() :])
            counts = int(start.group(1) or 1), int((end and end.group(1)) or 1)
            if end and counts[0] * cation.charge + counts[1] * anion.charge == 0:
                return (cation, counts[0]), (anion, counts[1])
    first, hyphen, second = salt.partition("-")
    if hyphen and second:
        try:
            cation, anion = species(first), species(second)
        except UnknownNameError as error:
            raise InputError(f"'{salt}' is no salt: {error}") from None
        if cation.charge > 0 > anion.charge:
            common = gcd(round(cation.charge), round(-anion.charge))
            return (cation, round(-anion.charge) // common), (anion, round(cation.charge) // common)
    raise InputError(
        f"'{salt}' is no salt of two ions of the species table; write its formula (NaCl, Ca(NO3)2) or its ions"
        " (K-gluconate)"
    )


def _solutes(salt: str, molality: Any) -> dict[Species, Any]:
    """Molality by species."""
    if isinstance(molality, Mapping):
        return {species(name): value for name, value in molality.items()}
    (cation, plus), (anion, minus) = salt_ions(salt)
    return {cation: plus * molality, anion: minus * molality}
