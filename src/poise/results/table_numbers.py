"""Numbers as people read them: shown units, digits that fit the size, signs, infinities, gaps."""

import math
from typing import Any

import numpy as np

from ..constants import ZERO_CELSIUS
from .variable import Variable

GAP = "-"  # stands where a number has no meaning


def readable(one: Variable) -> Any:
    """The values of a variable in the unit that people read."""
    unit, scale = one.shown
    values = np.asarray(one.values)
    if values.dtype == bool:
        return values
    return values - ZERO_CELSIUS if unit == "degC" else values / scale


def with_unit(name: str, one: Variable) -> str:
    """A heading: "current (uA/cm2)"; a pure number has no unit."""
    unit = one.shown[0]
    return name if unit == "1" else f"{name} ({unit})"


def number(value: Any, digits: int = 4, *, sign: bool = False) -> str:
    """A number with so many significant digits: "0.3171", "4.19e-05", "+inf", "-" where there is none."""
    x = float(value)
    if math.isnan(x):
        return GAP
    if math.isinf(x):
        return "+inf" if x > 0 else "-inf"
    if x == 0:
        return "0"
    if float(f"{abs(x):.{digits - 1}e}") >= 10.0 ** max(digits + 1, 5) or abs(x) < 1e-3:
        mantissa, _, power = f"{x:.{min(digits, 3) - 1}e}".partition("e")
        found = f"{mantissa}e{int(power):+03d}"
    else:
        whole = math.floor(math.log10(float(f"{abs(x):.{digits - 1}e}")))
        found = f"{x:.{max(digits - 1 - whole, 0)}f}"
    return f"+{found}" if sign and x > 0 else found


def fixed(value: Any, places: int, *, sign: bool = False) -> str:
    """A number with so many decimal places, never "-0.00"; for columns that people compare at a glance."""
    x = float(value)
    if not math.isfinite(x):
        return number(x)
    found = f"{x:+.{places}f}" if sign else f"{x:.{places}f}"
    return found.lstrip("+-") if float(found) == 0 else found


def millivolts(volts: Any, *, sign: bool = False) -> str:
    """A potential in mV, to hundredths."""
    return fixed(1e3 * float(volts), 2, sign=sign)


def settled(values: Any, *others: Any) -> Any:
    """The same values with rounding error, less than 1e-12 of the largest of them and of `others`, set to 0."""
    array = np.asarray(values, float)
    sizes = np.abs(np.concatenate([np.ravel(one).astype(float) for one in (array, *others)]))
    largest = np.max(np.where(np.isfinite(sizes), sizes, 0.0), initial=0.0)
    return np.where(np.abs(array) < 1e-12 * largest, 0.0, array)


_POWERS = {"p": -12, "n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6}
_BASES = ("A/", "S/", "W/", "mol/")


def in_reach(values: Any, unit: str) -> tuple[Any, str]:
    """The values and their unit, with another prefix where the largest is below 0.001 or 100,000 and more.

    A cell's 0.3 uA/cm2 stay as they are; an electrode's 2.7e7 uA/cm2 become 27 A/cm2.
    """
    array = np.asarray(values, float)
    finite = np.abs(array[np.isfinite(array)])
    largest = float(finite.max()) if finite.size else 0.0
    base = unit if unit.startswith(_BASES) else unit[1:]
    if not base.startswith(_BASES) or largest == 0 or 1e-3 <= largest < 1e5:
        return array, unit
    own = _POWERS[unit.removesuffix(base)]
    for prefix, power in _POWERS.items():
        if largest * 10.0 ** (own - power) < 1e3 or prefix == "M":
            return array * 10.0 ** (own - power), prefix + base
    return array, unit


def bar(share: Any, width: int = 10) -> str:
    """A share of 0..1 as a bar of "#"; "<" for a negative one, which pushes the other way."""
    x = float(share)
    if not math.isfinite(x):
        return ""
    return ("#" if x >= 0 else "<") * min(round(abs(x) * width), width)


def percent(share: Any) -> str:
    """A share of 0..1 in percent: "68.1", "0.034"."""
    x = 100.0 * float(share)
    return fixed(x, 1) if abs(x) >= 0.95 or x == 0 or not math.isfinite(x) else number(x, 2)
