"""Dimensions by name: of every kind of quantity, of a written quantity, and as words for messages."""

import math
import re
from typing import Final

from ...constants import ZERO_CELSIUS
from ...errors import UnitError
from ...units import DIMENSIONS, Dimension
from .powers import NUMBER as NUMBER
from .powers import Exponents, spelt
from .unit_table import OFFSET, read_unit

_QUANTITY: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(.*)\Z", re.DOTALL | re.ASCII)
_LEADING_ZERO: Final = re.compile(r"[+-]?0\d")
_LONGEST: Final = 400

_KINDS: Final[dict[str, Exponents]] = {name: read_unit(one.si).dimension for name, one in DIMENSIONS.items()}
_SPELT: Final[dict[Exponents, str]] = {_KINDS[name]: one.si for name, one in DIMENSIONS.items()}

POTENTIAL: Final = _KINDS["potential"]
TEMPERATURE: Final = _KINDS["temperature"]
TIME: Final = _KINDS["time"]
CONCENTRATION: Final = _KINDS["concentration"]
FLUX: Final = _KINDS["flux"]
PERMEABILITY: Final = _KINDS["permeability"]
CONDUCTANCE_PER_AREA: Final = _KINDS["conductance per area"]
CURRENT_PER_AREA: Final = _KINDS["current per area"]
RATE: Final = read_unit("1/s").dimension
VOLUME_RATE: Final = read_unit("mol/m3/s").dimension  # events per volume and time, inside a compartment
BINDING_RATE: Final = read_unit("m3/(mol s)").dimension

_NAMES: Final[dict[Exponents, str]] = {
    **{exponents: name for name, exponents in _KINDS.items()},
    RATE: "rate",
    VOLUME_RATE: "rate per volume",
    BINDING_RATE: "rate of binding",
    read_unit("S").dimension: "conductance",
    read_unit("ohm m2").dimension: "resistance of an area",
    read_unit("C").dimension: "charge",
    read_unit("V/s").dimension: "rate of change of a potential",
    read_unit("mol").dimension: "amount",
    read_unit("J").dimension: "energy",
}
# what people write for it, for hints
_EXAMPLES: Final[dict[Exponents, str]] = {
    **{_KINDS[name]: one.example for name, one in DIMENSIONS.items()},
    POTENTIAL: "25 mV",
    RATE: "0.1/ms",
    FLUX: "1e-6 mol/m2/s",
    VOLUME_RATE: "1 mM/s",
    BINDING_RATE: "0.1/(uM s)",
}


def exponents_of(dimension: Dimension) -> Exponents:
    """The powers of m, kg, s, A, K, mol of a kind of quantity (an entry of `units.DIMENSIONS`)."""
    known = _KINDS.get(dimension.name)
    return known if known is not None else read_unit(dimension.si).dimension


def spell(exponents: Exponents) -> str:
    """The SI unit of a dimension: "1/s", "mol/(m2 s)"; "1" of a number."""
    si = _SPELT.get(exponents, "")
    return si if si.count("/") <= 1 and si else spelt(exponents)


def describe(exponents: Exponents) -> str:
    """A dimension in words for a message: "a potential (V)", "a number", "a quantity in V2/s"."""
    if exponents == NUMBER:
        return "a number"
    name = _NAMES.get(exponents)
    if name is None:
        return f"a quantity in {spell(exponents)}"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} ({spell(exponents)})"


def example(exponents: Exponents) -> str:
    """How one may be written: "0.1/ms"."""
    return _EXAMPLES.get(exponents) or f"1 {spell(exponents)}"


def read_quantity(text: str) -> tuple[float, Exponents]:
    """A written quantity of any kind: its SI value and dimension.

    Args:
        text: a number, alone or with a unit: "-40 mV", "0.3", "1.036e-6 mol/m2/s", "6.3 degC", "0.1 1/(uM s)".

    Raises:
        UnitError: not a number, an unknown unit, or a number that is not finite.
    """
    stripped = text.strip()
    match = _QUANTITY.match(stripped) if len(text) <= _LONGEST else None
    if match is None:
        raise UnitError(f"'{text[:60]}' is not a quantity; write a number and a unit, such as '-40 mV' or '0.1 /ms'")
    digits, unit = match.groups()
    if _LEADING_ZERO.match(digits):
        raise UnitError(
            f"'{text[:60]}' starts with a zero, which some programs read as octal; write the number without it"
        )
    if unit in OFFSET:
        value, dimension = float(digits) + ZERO_CELSIUS, TEMPERATURE
    else:
        try:
            one = read_unit(unit)
            value, dimension = float(digits) * float(one.factor), one.dimension
        except OverflowError:
            value, dimension = math.inf, NUMBER
        except UnitError as error:
            raise UnitError(f"'{text[:60]}': {error}") from None
    if not math.isfinite(value):
        raise UnitError(f"'{text[:60]}' is not a finite number")
    return value, dimension
