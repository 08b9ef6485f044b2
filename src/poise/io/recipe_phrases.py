"""The phrases of a recipe, in a line of text or in a YAML file: "7.3 with KOH", "290 mOsm with sucrose"."""

import re
from typing import Final, NamedTuple, NoReturn

from ..chemistry.compounds import Compound, compound, molar_mass
from ..chemistry.recipe import FreeTarget, OsmolarityTarget, PhTarget
from ..chemistry.species import species
from ..errors import InputError, UnitError, UnknownNameError
from ..units import CONCENTRATION, TEMPERATURE, parse

NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_MOLAR: Final = r"(?:[munpµμ]?M|[munpµμ]?mol\s*/\s*(?:[lL]|m3|dm3|kg)|mol(?:ar)?\b)"
_MASS: Final = r"(?:[muµμ]?g\s*/\s*(?:m?[lL]|100\s*mL|dm3)|%\s*\(?\s*w\s*/\s*v\s*\)?)"
AMOUNT: Final = re.compile(rf"(?P<number>{NUMBER})\s*(?P<unit>{_MOLAR}|{_MASS})(?![A-Za-z/0-9])")
_PERCENT: Final = re.compile(rf"(?P<number>{NUMBER})\s*%")
_WITH: Final = re.compile(r"\s+with\s+|\s+using\s+", re.IGNORECASE)
_OSMOLAR: Final = re.compile(rf"\s*(?P<number>{NUMBER})\s*(?P<unit>[A-Za-z/]*)\s*\Z")
_OSMOLAR_UNITS: Final = {"mosm": 1.0, "mosmol": 1.0, "mosm/l": 1.0, "mosmol/l": 1.0, "osm": 1e3, "osm/l": 1e3,
                         "osmol/l": 1e3, "mosmolar": 1.0}  # fmt: skip
_PER_KG: Final = ("mosm/kg", "mosmol/kg")
_GASES: Final = {"co2": "CO2", "o2": "O2", "n2": "N2", "air": "air", "oxygen": "O2", "nitrogen": "N2",
                 "carbon dioxide": "CO2"}  # fmt: skip
_PH: Final = re.compile(r"\s*(?:p[hH]\s*)?(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))\s*\Z")
_DECIMAL_COMMA: Final = re.compile(r"\s*[+-]?\d+,\d")


class PhraseError(InputError):
    """What is wrong with a phrase, and at which character of it."""

    def __init__(self, message: str, index: int = 0, hint: str = "") -> None:
        self.message, self.index, self.hint = message, index, hint
        super().__init__(message + (f"; {hint}" if hint else ""))


class Part(NamedTuple):
    """A piece of a phrase and where in the phrase it begins."""

    text: str
    at: int


def _stripped(text: str, index: int = 0) -> Part:
    """The text without blanks around it, and where it then begins."""
    return Part(text.strip(), index + len(text) - len(text.lstrip()))


def _divided(text: str) -> tuple[Part, Part | None]:
    """What stands before and after "with"."""
    match = _WITH.search(text)
    if not match:
        if re.search(r"\swith\s*\Z", text):
            raise PhraseError("'with' is followed by nothing", len(text.rstrip()) - 4, "write what it is added as")
        return _stripped(text), None
    return _stripped(text[: match.start()]), _stripped(text[match.end() :], match.end())


def named(part: Part) -> Compound:
    """The compound that a piece of text names.

    Raises:
        PhraseError: no such compound.
    """
    try:
        return compound(part.text)
    except UnknownNameError as error:
        said, _, hint = str(error).partition("; ")
        raise PhraseError(said, part.at, hint) from None


def amount(part: Part, name: str = "") -> float:
    """A concentration [mol/m3]; as a mass per volume where the compound that it is of is named.

    Raises:
        PhraseError: no number, no unit, a bare percentage, or a mass of what has no known molar mass.
    """
    text, index = part
    if _DECIMAL_COMMA.match(text):
        raise PhraseError(f"'{text}': a decimal point is a point", index, "write 0.5 for 0,5")
    match = AMOUNT.fullmatch(text)
    percent = _PERCENT.fullmatch(text)
    if percent:
        raise PhraseError(
            f"'{text}' does not say per cent of what", index, "write '% w/v' (1 % w/v is 10 g/L), or a concentration"
        )
    if match and re.fullmatch(_MASS, match["unit"]):
        return _from_mass(float(match["number"]), re.sub(r"[\s()]", "", match["unit"]), name, index)
    if match and re.search(r"/\s*kg", match["unit"]):
        raise PhraseError(f"'{text}' is a molality; a recipe is per litre", index, "write a concentration, such as mM")
    try:
        value = parse(text, CONCENTRATION)
    except UnitError as error:
        said, _, hint = str(error).partition("; ")
        raise PhraseError(said, index, hint) from None
    if value < 0.0:
        raise PhraseError(f"'{text}' is negative", index, "a concentration is at least 0")
    return value


def _from_mass(number: float, unit: str, name: str, index: int) -> float:
    unit = unit.replace("µ", "u").replace("μ", "u").lower()
    per_litre = {"%w/v": 10.0, "g/l": 1.0, "g/dm3": 1.0, "mg/l": 1e-3, "ug/l": 1e-6, "mg/ml": 1.0, "g/ml": 1e3,
                 "ug/ml": 1e-3, "g/100ml": 10.0, "mg/100ml": 1e-2}.get(unit)  # fmt: skip
    mass = molar_mass(name) if name else None
    if per_litre is None or mass is None:
        raise PhraseError(f"a mass of {name or 'something'} cannot be turned into moles", index, "write it in mM")
    if number < 0.0:
        raise PhraseError(f"'{number:g} {unit}' is negative", index, "an amount is at least 0")
    return number * per_litre / mass


def ph(text: str) -> PhTarget:
    """ "7.3 with KOH", or "7.4" alone, which is an expectation.

    Raises:
        PhraseError: no pH, out of 0..14, or an unknown titrant.
    """
    before, after = _divided(text)
    match = _PH.fullmatch(before.text)
    if not match:
        raise PhraseError(f"'{before.text}' is not a pH", before.at, "write a number, as in 'pH 7.3 with KOH'")
    value = float(match["number"])
    if not 0.0 <= value <= 14.0:
        raise PhraseError(f"pH {value:g} is not between 0 and 14", before.at)
    return PhTarget(value, None if after is None else named(after))


def osmolarity(text: str) -> OsmolarityTarget:
    """ "290 mOsm with sucrose", or without an osmolyte, which is an expectation.

    Raises:
        PhraseError: no osmolarity, an unknown unit or an unknown osmolyte.
    """
    before, after = _divided(text)
    match = _OSMOLAR.fullmatch(before.text)
    unit = match["unit"].casefold() if match else ""
    if match is None or unit not in (*_OSMOLAR_UNITS, *_PER_KG):
        raise PhraseError(f"'{before.text}' is not an osmolarity", before.at, "write such as '290 mOsm with sucrose'")
    value = float(match["number"]) * _OSMOLAR_UNITS.get(unit, 1.0)
    if value <= 0.0:
        raise PhraseError(f"an osmolarity of {value:g} cannot be", before.at)
    return OsmolarityTarget(value, None if after is None else named(after), unit in _PER_KG)


def gases(text: str) -> dict[str, float]:
    """ "5 % CO2", "95 % O2 / 5 % CO2": fractions by name.

    Raises:
        PhraseError: no percentage, or an unknown gas.
    """
    found: dict[str, float] = {}
    start = 0
    for piece in re.split(r"(\s*[/,+]\s*|\s+and\s+)", text):
        part, index = _stripped(piece, start)
        start += len(piece)
        if re.fullmatch(r"[/,+]|and", part):
            continue
        match = re.fullmatch(rf"({NUMBER})\s*%\s*(\S.*)", part)
        if not match:
            raise PhraseError(f"'{part}' is not a share of a gas", index, "write such as '5 % CO2'")
        name = _GASES.get(match[2].strip().casefold())
        if name is None:
            raise PhraseError(f"unknown gas '{match[2]}'", index + match.start(2), "known: CO2, O2, N2, air")
        share = float(match[1]) / 100.0
        if not 0.0 < share <= 1.0:
            raise PhraseError(f"'{part}' is not a share of a gas mixture", index)
        if name in found:
            raise PhraseError(f"'{name}' is given twice", index)
        found[name] = share
    return found


def free(name: str, text: str, index: int = 0) -> FreeTarget:
    """The free concentration of an ion: its name, and "100 nM with CaCl2".

    Raises:
        PhraseError: no concentration, no compound to set it with, or names that are not known.
    """
    before, after = _divided(text)
    before = Part(before.text, before.at + index)
    if after is None:
        hint = "write with what it is set, as in '100 nM with CaCl2'"
        raise PhraseError(f"'{text.strip()}' does not say with what it is set", before.at, hint)
    if before.text[:1].casefold() == "p":
        _no_p(before)
    try:
        one = species(name)
    except UnknownNameError as error:
        raise PhraseError(str(error), 0) from None
    return FreeTarget(one, amount(before), named(Part(after.text, after.at + index)))


def _no_p(part: Part) -> NoReturn:
    raise PhraseError(f"'{part.text}' is not a concentration", part.at, "write such as '100 nM'")


def temperature(part: Part) -> float:
    """A temperature [K].

    Raises:
        PhraseError: it is none.
    """
    try:
        return parse(part.text, TEMPERATURE)
    except UnitError as error:
        said, _, hint = str(error).partition("; ")
        raise PhraseError(said, part.at, hint) from None
