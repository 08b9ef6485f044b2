"""Dimensions as powers of the SI base units, and their arithmetic."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ...errors import InputError

Exponents = tuple[int | Fraction, ...]  # of m, kg, s, A, K, mol

BASE: Final = ("m", "kg", "s", "A", "K", "mol")
NUMBER: Final[Exponents] = (0, 0, 0, 0, 0, 0)
_VOLT: Final[Exponents] = (2, 1, -3, -1, 0, 0)

LARGEST_POWER: Final = 100  # of a constant exponent
_LARGEST: Final = 1000  # of a base unit in a dimension
_SMALLEST_PART: Final = 60  # the largest denominator of a dimension's power
_ROUNDING: Final = 1e-12  # 1/3 written as a float is still a third


def product(one: Exponents, other: Exponents, power: int = 1) -> Exponents:
    """Dimension of one * other^power."""
    return tuple(_plain(a + power * b) for a, b in zip(one, other, strict=True))


def raised(one: Exponents, power: float | Fraction) -> Exponents:
    """Dimension of one^power; raises InputError where it would be no simple fraction, or beyond all sense."""
    simple = Fraction(power).limit_denominator(_SMALLEST_PART)
    if abs(simple - Fraction(power)) > _ROUNDING * max(1, abs(simple)):
        raise InputError(f"a dimension cannot be raised to the power {float(power):.6g}, only to a simple fraction")
    found = tuple(_plain(a * simple) for a in one)
    if any(abs(a) > _LARGEST or a.denominator > _SMALLEST_PART for a in found):
        raise InputError("no quantity has such a dimension: its powers are out of all bounds")
    return found


def spelt(exponents: Exponents) -> str:
    """The dimension as a unit, "mol/(m2 s)"; electrical ones with the volt instead of the kilogram."""
    volts = exponents[1]
    rest = product(exponents, tuple(-volts * a for a in _VOLT))
    m, kg, s, A, K, mol = zip(BASE, rest, strict=True)
    parts = [("V", volts), mol, m, kg, A, K, s]
    over = [_power(unit, power) for unit, power in parts if power > 0]
    under = [_power(unit, -power) for unit, power in parts if power < 0]
    below = "" if not under else "/" + (under[0] if len(under) == 1 else f"({' '.join(under)})")
    return (" ".join(over) or "1") + below


def checked(exponents: Sequence[int | Fraction]) -> Exponents:
    """Six powers from any sequence of six; raises InputError for anything else."""
    if len(exponents) != len(BASE):
        raise InputError(f"a dimension has {len(BASE)} powers, of {', '.join(BASE)}; found {len(exponents)}")
    return tuple(_plain(Fraction(power)) for power in exponents)


def _plain(power: int | Fraction) -> int | Fraction:
    return power.numerator if power.denominator == 1 else power


def _power(unit: str, power: int | Fraction) -> str:
    if power == 1:
        return unit
    return f"{unit}{power}" if power.denominator == 1 else f"{unit}^({power})"
