"""The units that an expression may use: symbol to exact factor and dimension, and units put together from them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ...constants import ELEMENTARY_CHARGE
from ...errors import UnitError, did_you_mean
from .powers import LARGEST_POWER, NUMBER, Exponents, product, raised

OFFSET: Final = ("degC", "°C")  # scales whose zero is not zero

_POWERS: Final = {"G": 9, "M": 6, "k": 3, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_ALL: Final = "GMkmunpf"
_SMALL: Final = "munpf"

# symbol: (SI factor, powers of m, kg, s, A, K, mol, prefixes that it may have)
_SYMBOLS: Final[dict[str, tuple[Fraction | int, Exponents, str]]] = {
    "m": (1, (1, 0, 0, 0, 0, 0), "kdcmunpf"),
    "g": (Fraction(1, 1000), (0, 1, 0, 0, 0, 0), "kmunpf"),
    "s": (1, (0, 0, 1, 0, 0, 0), _SMALL),
    "min": (60, (0, 0, 1, 0, 0, 0), ""),
    "h": (3600, (0, 0, 1, 0, 0, 0), ""),
    "day": (86400, (0, 0, 1, 0, 0, 0), ""),
    "A": (1, (0, 0, 0, 1, 0, 0), "kmunpf"),
    "K": (1, (0, 0, 0, 0, 1, 0), "mu"),
    "mol": (1, (0, 0, 0, 0, 0, 1), "kmunpf"),
    "M": (1000, (-3, 0, 0, 0, 0, 1), _SMALL),
    "L": (Fraction(1, 1000), (3, 0, 0, 0, 0, 0), "dcmunpf"),
    "l": (Fraction(1, 1000), (3, 0, 0, 0, 0, 0), "dcmunpf"),
    "V": (1, (2, 1, -3, -1, 0, 0), "kmunpf"),
    "S": (1, (-2, -1, 3, 2, 0, 0), _SMALL),
    "ohm": (1, (2, 1, -3, -2, 0, 0), "GMkm"),
    "Ohm": (1, (2, 1, -3, -2, 0, 0), "GMkm"),
    "Ω": (1, (2, 1, -3, -2, 0, 0), "GMkm"),
    "F": (1, (-2, -1, 4, 2, 0, 0), _SMALL),
    "C": (1, (0, 0, 1, 1, 0, 0), "kmunpf"),
    "J": (1, (2, 1, -2, 0, 0, 0), _ALL),
    "eV": (Fraction(ELEMENTARY_CHARGE), (2, 1, -2, 0, 0, 0), "m"),
    "cal": (Fraction(4184, 1000), (2, 1, -2, 0, 0, 0), "k"),
    "W": (1, (2, 1, -3, 0, 0, 0), _ALL),
    "N": (1, (1, 1, -2, 0, 0, 0), _SMALL),
    "Pa": (1, (-1, 1, -2, 0, 0, 0), "GMkmu"),
    "bar": (10**5, (-1, 1, -2, 0, 0, 0), "m"),
    "atm": (101325, (-1, 1, -2, 0, 0, 0), ""),
    "mmHg": (Fraction(133322387415, 10**9), (-1, 1, -2, 0, 0, 0), ""),
    "Hz": (1, (0, 0, -1, 0, 0, 0), "GMkm"),
}


@dataclass(frozen=True)
class Unit:
    """A unit, or a product of units.

    Attributes:
        factor: the SI value of one, exact.
        dimension: powers of m, kg, s, A, K, mol.
    """

    factor: Fraction
    dimension: Exponents

    def times(self, other: "Unit", power: int = 1) -> "Unit":
        """self * other^power."""
        return Unit(self.factor * other.factor**power, product(self.dimension, other.dimension, power))


UNITS: Final[dict[str, Unit]] = {
    f"{prefix}{symbol}": Unit(factor * Fraction(10) ** _POWERS.get(prefix, 0), dimension)
    for symbol, (factor, dimension, prefixes) in _SYMBOLS.items()
    for prefix in ["", *prefixes]
}
ONE: Final = Unit(Fraction(1), NUMBER)
_PERCENT: Final = Unit(Fraction(1, 100), NUMBER)
_PART: Final = re.compile(r"([A-Za-zµμΩ°%]+)(?:\^?(-?\d{1,2}))?|1(?=\s*(?:/|\Z))|[/*·⋅()]")
_LONGEST: Final = 100
_BELOW: Final = re.compile(r"/[^/()]*[^/()\s*·⋅][\s*·⋅]+[^/()\s*·⋅]")  # "mol/m2 s": is s below or above?


def find(symbol: str) -> Unit | None:
    """The unit of a symbol, with a digit for its power ("cm2"), or `None`; offset scales are not among them."""
    symbol = symbol.replace("µ", "u").replace("μ", "u")
    if symbol in UNITS:
        return UNITS[symbol]
    if symbol[-1:] in tuple("23456789") and symbol[:-1] in UNITS:
        one, power = UNITS[symbol[:-1]], int(symbol[-1])
        return Unit(one.factor**power, raised(one.dimension, power))
    return None


def unknown(symbol: str) -> str:
    """What to say of a symbol that is no unit."""
    near = did_you_mean(symbol, [*UNITS, "degC"])
    return f"'{symbol[:40]}' is not a unit" + (f"; {near}" if near.startswith("did") else "")


def read_unit(text: str) -> Unit:
    """A unit that stands alone: "mV", "1/(mM s)", "uA/cm^2", "mol m-2 s-1", "/ms", "%"; raises UnitError.

    A space multiplies; what follows a stroke in brackets is all below it.
    """
    parts = _parts(text)
    found, below, inside, waiting = ONE, False, False, True
    for part, symbol, power in parts:
        if part == "/":
            if below and (inside or waiting):
                raise UnitError(f"'{text}' has a stroke too many; write one such as 'mol/m2/s'")
            below, waiting = True, True
        elif part == "(":
            if inside or not below or not waiting:
                raise UnitError(f"'{text}': brackets stand below a stroke only, such as '1/(mM s)'")
            inside = True
        elif part == ")":
            if not inside or waiting:
                raise UnitError(f"'{text}': a bracket closes what was not opened, or nothing")
            inside = below = False
        elif symbol:
            one = _PERCENT if symbol == "%" else find(symbol)
            if one is None:
                what = "cannot be part of another unit; a difference of 1 degC is 1 K"
                raise UnitError(f"'{symbol}' {what}" if symbol in OFFSET else unknown(symbol))
            exponent = int(power or 1)
            if abs(exponent) > LARGEST_POWER:
                raise UnitError(f"'{part}' has too high a power")
            found, waiting = found.times(one, -exponent if below else exponent), False
            below = below and inside
        elif part == "1":
            if not waiting or below or found is not ONE:
                raise UnitError(f"'{text}' has a number inside a unit; write one such as '1/(mM s)'")
            waiting = False
    if inside or (waiting and parts):
        raise UnitError(f"'{text}' is cut short; write one such as '1/(mM s)'")
    return found


def _parts(text: str) -> list[tuple[str, str, str]]:
    """What a unit is made of, in order: (as written, symbol, power)."""
    if len(text) > _LONGEST:
        raise UnitError(f"'{text[:40]}...' is too long for a unit: at most {_LONGEST} characters")
    text = text.replace("²", "2").replace("³", "3").replace("**", "^")
    if _BELOW.search(text):
        raise UnitError(f"'{text}' can be read in two ways; write brackets, such as '1/(mM s)'")
    found, at = [], 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None and not text[at].isspace():
            raise UnitError(f"'{text}' is not a unit; write one such as 'mV', 'uA/cm2' or '1/(mM s)'")
        if match is not None:
            found.append((match.group(), match.group(1) or "", match.group(2) or ""))
        at = match.end() if match is not None else at + 1
    return found
