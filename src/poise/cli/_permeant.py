"""The arguments of `poise ghk`: ION=PERMEABILITY:INSIDE:OUTSIDE."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..chemistry.species import Species
from ..errors import InputError, UnitError
from ..units import DIMENSIONS, parse
from . import _read

_EXAMPLE = "K+=1:140mM:5mM"


@dataclass(frozen=True)
class Permeant:
    """One ion: permeability (relative, or [m/s] where it is `absolute`) and concentrations [mol/m3]."""

    ion: Species
    permeability: float
    inside: float
    outside: float
    absolute: bool = False


def permeants(given: Sequence[str]) -> list[Permeant]:
    """The ions, each once, their permeabilities in one unit.

    Raises:
        InputError: a text of another form, a wrong quantity, an ion given twice or of a charge that has no formula.
    """
    found: list[Permeant] = []
    with_unit: dict[str, bool] = {}
    for text in given:
        name, equals, rest = text.partition("=")
        parts = rest.split(":")
        if not (equals and name.strip() and len(parts) == 3 and all(part.strip() for part in parts)):
            raise InputError(f"'{text[:60]}' is not ION=P:IN:OUT; write one such as '{_EXAMPLE}'")
        one = _read.ion(name, f"'{text[:60]}'")
        if one.charge not in (1, -1, 2):
            raise InputError(
                f"'{one.name}' has charge {one.charge:+g}; the formulas are for ions of charge +1, -1 and +2. Write a"
                " model with a ghk_mixed_channel instead: `poise rest` finds its potential for any charges"
            )
        if any(row.ion == one for row in found):
            raise InputError(f"'{one.name}' is given twice")
        permeability, has_unit = _permeability(parts[0], one)
        with_unit[one.name] = has_unit
        found.append(
            Permeant(
                one,
                permeability,
                _read.concentration(parts[1], f"{one.name}, inside", one, zero=True),
                _read.concentration(parts[2], f"{one.name}, outside", one, zero=True),
                has_unit,
            )
        )
    if len(set(with_unit.values())) > 1:
        bare = ", ".join(name for name, has_unit in with_unit.items() if not has_unit)
        raise UnitError(f"some permeabilities have a unit, but not that of {bare}; give all relative, or all in cm/s")
    if not any(row.permeability for row in found):
        raise InputError("every permeability is 0, so that nothing fixes a potential")
    return found


def _permeability(text: str, one: Species) -> tuple[float, bool]:
    """A permeability and whether it has a unit (then it is [m/s])."""
    _read.no_comma(text, f"{one.name}, permeability")
    try:
        value, has_unit = parse(text, DIMENSIONS["number"]), False
    except UnitError:
        try:
            value, has_unit = parse(text, DIMENSIONS["permeability"]), True
        except UnitError as error:
            raise UnitError(
                f"{one.name}, permeability: '{text[:40]}' is neither a plain number, such as '0.04', nor a"
                f" permeability, such as '1e-6 cm/s' ({error})"
            ) from None
    if value < 0:
        raise InputError(f"{one.name}, permeability: '{text[:40]}' is negative")
    return value, has_unit
