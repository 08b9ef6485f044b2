"""Quantities at the border: "5 mM" to SI and back. Inside Poise every number is SI.

The units that people write every day are in a table of exact factors, so that a small command need not load Pint; any
other unit goes to Pint. A test compares the whole table with Pint.
"""

import copyreg
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from .constants import ELEMENTARY_CHARGE, ZERO_CELSIUS
from .errors import UnitError, did_you_mean

NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
"""A written number, as a pattern."""
_NUMBER: Final = re.compile(rf"\s*({NUMBER})\s*(.*?)\s*\Z", re.DOTALL | re.ASCII)
_BARE: Final = re.compile(NUMBER)
_UNIT_TEXT: Final = re.compile(r"(?:1|[A-Za-zΩ°]{1,24}\d?)(?:[ /][A-Za-zΩ°]{1,24}\d?){0,5}\Z")
_LONGEST: Final = 400  # characters of a quantity: the longest float has 326 digits
_LEADING_ZERO: Final = re.compile(r"\s*[+-]?0\d")


def read_only(mapping: Mapping[Any, Any]) -> "MappingProxyType[Any, Any]":
    """A mapping that cannot be changed, made from any."""
    return MappingProxyType(dict(mapping))


# models, processes and results hold such mappings, which Python cannot copy or send unless told how
copyreg.dispatch_table[MappingProxyType] = lambda mapping: (read_only, (dict(mapping),))


@dataclass(frozen=True, eq=False)
class Dimension:
    """A kind of quantity: its name, SI unit, the unit that people read, and the everyday units with factors to SI."""

    name: str
    si: str
    shown: str
    factors: "MappingProxyType[str, float]"
    example: str

    @property
    def scale(self) -> float:
        """SI value of one shown unit."""
        return self.factors[self.shown]


def _dimension(name: str, si: str, shown: str, example: str, **factors: Fraction | float) -> Dimension:
    return Dimension(name, si, shown, MappingProxyType({unit: float(one) for unit, one in factors.items()}), example)


def _prefixed(unit: str, factor: Fraction | int, prefixes: str) -> dict[str, Fraction]:
    powers = {"M": 6, "k": 3, "": 0, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
    return {f"{prefix}{unit}": factor * Fraction(10) ** powers[prefix] for prefix in ["", *prefixes]}


def _per_area(units: dict[str, Fraction]) -> dict[str, Fraction]:
    areas = {"m2": Fraction(1), "cm2": Fraction(1, 10**4), "um2": Fraction(1, 10**12)}
    return {f"{unit}/{area}": factor / size for unit, factor in units.items() for area, size in areas.items()}


_CONCENTRATION = {
    **_prefixed("M", 1000, "munp"),
    **_prefixed("mol/L", 1000, "mun"),
    **_prefixed("mol/m3", 1, "mu"),
}

_LITRES = _prefixed("L", Fraction(1, 1000), "munpf")

DIMENSIONS: Final = MappingProxyType(
    {
        one.name: one
        for one in (
            _dimension("concentration", "mol/m3", "mM", "5 mM", **_CONCENTRATION),
            _dimension("potential", "V", "mV", "-70 mV", **_prefixed("V", 1, "mu")),
            _dimension("temperature", "K", "degC", "37 degC", K=1.0, degC=1.0),
            _dimension("conductance per area", "S/m2", "mS/cm2", "0.3 mS/cm2", **_per_area(_prefixed("S", 1, "munp"))),
            _dimension("current per area", "A/m2", "uA/cm2", "1 uA/cm2", **_per_area(_prefixed("A", 1, "munp"))),
            _dimension("capacitance per area", "F/m2", "uF/cm2", "1 uF/cm2", **_per_area(_prefixed("F", 1, "munp"))),
            _dimension("permeability", "m/s", "cm/s", "1e-6 cm/s", **{
                f"{length}/{time}": Fraction(10) ** (size - duration)
                for length, size in {"m": 0, "cm": -2, "mm": -3, "um": -6, "nm": -9}.items()
                for time, duration in {"s": 0, "ms": -3}.items()
            }),
            _dimension("flux", "mol/m2/s", "pmol/cm2/s", "30 pmol/cm2/s", **{
                f"{amount}/s": size
                for amount, size in _per_area(_prefixed("mol", 1, "munpf")).items()
            }),
            _dimension("area", "m2", "um2", "1000 um2", m2=1.0, dm2=1e-2, cm2=1e-4, mm2=1e-6, um2=1e-12),
            _dimension("volume", "m3", "um3", "2000 um3", m3=1.0, cm3=1e-6, mm3=1e-9, um3=1e-18, **_LITRES),
            _dimension("time", "s", "ms", "10 ms", s=1.0, ms=1e-3, us=1e-6, min=60.0, h=3600.0),
            _dimension("molar energy", "J/mol", "kJ/mol", "50 kJ/mol", **_prefixed("J/mol", 1, "kM")),
            _dimension("pressure", "Pa", "bar", "1 bar", Pa=1.0, kPa=1e3, bar=1e5, mbar=1e2, atm=101325.0),
            _dimension("current", "A", "pA", "50 pA", **_prefixed("A", 1, "munpf")),
            _dimension("diffusion coefficient", "m2/s", "m2/s", "1.3e-9 m2/s", **{
                "m2/s": 1.0, "cm2/s": 1e-4, "um2/s": 1e-12, "um2/ms": 1e-9
            }),
            _dimension("length", "m", "um", "10 um", m=1.0, cm=1e-2, mm=1e-3, um=1e-6, nm=1e-9),
            _dimension("rate", "1/s", "1/s", "10 1/s", **{"1/s": 1.0, "1/ms": 1e3, "1/min": 1 / 60, "1/h": 1 / 3600}),
            _dimension("binding rate", "m3/mol/s", "1/mM/s", "100 1/mM/s", **{"m3/mol/s": 1.0, **{
                f"1/{amount}/{time}": 1.0 / (size * duration)
                for amount, size in {"M": 1e3, "mM": 1.0, "uM": 1e-3}.items()
                for time, duration in {"s": 1.0, "ms": 1e-3}.items()
            }}),
            _dimension("concentration rate", "mol/m3/s", "mM/s", "1 mM/s", **{
                f"{amount}/{time}": size / duration
                for amount, size in {"M": 1e3, "mM": 1.0, "uM": 1e-3, "mol/m3": 1.0}.items()
                for time, duration in {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0}.items()
            }),
            _dimension("resistance times area", "ohm m2", "ohm cm2", "10 ohm cm2", **{
                f"{prefix}ohm {area}": factor * size
                for prefix, factor in {"": 1.0, "k": 1e3, "M": 1e6}.items()
                for area, size in {"m2": 1.0, "cm2": 1e-4}.items()
            }),
            _dimension("amount", "mol", "fmol", "10 fmol", **_prefixed("mol", 1, "munpf")),
            _dimension("power", "W", "pW", "10 pW", **_prefixed("W", 1, "munpf")),
            _dimension("energy", "J", "eV", "1.34 eV", J=1.0, eV=ELEMENTARY_CHARGE, meV=1e-3 * ELEMENTARY_CHARGE),
            _dimension("heat conductance per area", "W/m2/K", "W/m2/K", "100 W/m2/K", **{
                f"{unit}/K": size for unit, size in _per_area(_prefixed("W", 1, "m")).items()
            }),
            _dimension("potential per temperature", "V/K", "mV/K", "1.4 mV/K", **{
                f"{unit}/K": size for unit, size in _prefixed("V", 1, "mu").items()
            }),
            _dimension("number", "1", "1", "0.5", **{"1": 1.0, "": 1.0, "%": 1e-2}),
        )
    }
)  # fmt: skip

CONCENTRATION, POTENTIAL, TEMPERATURE = (DIMENSIONS[k] for k in ("concentration", "potential", "temperature"))


def is_bare(word: str) -> bool:
    """Whether it is a number and nothing else."""
    return _BARE.fullmatch(word) is not None


def _tidy(unit: str) -> str:
    """One spelling for one unit: "uA/cm^2", "µA cm-2", "uA/cm**2" are all "uA/cm2"."""
    text = unit.strip().replace("µ", "u").replace("μ", "u").replace("°C", "degC").replace("²", "2").replace("³", "3")
    text = text.replace("**", "").replace("^", "").replace("·", " ").replace("⋅", " ").replace("*", " ")
    text = re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", text))
    text = re.sub(r"/\(([^()/]+)\)", lambda m: "".join(f"/{part}" for part in m.group(1).split()), text)
    over, *under = text.split("/")
    factors = over.split()
    kept = [factor for factor in factors if not re.search(r"-\d\Z", factor)]
    under += [
        re.sub(r"-(\d)\Z", lambda m: "" if m.group(1) == "1" else m.group(1), f) for f in factors if f not in kept
    ]
    return "/".join(
        [" ".join(kept) or ("1" if any(under) else ""), *sorted(under, key=lambda part: part in ("s", "ms"))]
    )


def _spelt(unit: str) -> str:
    """A tidy unit in Pint's spelling: "mol/m2/s" is "mol/m**2/s"."""
    return re.sub(r"(?<=[A-Za-zΩ])(\d)", r"**\1", unit).replace(" ", "*")


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(cache_folder=None)


@cache
def _factor(unit: str, dimension: Dimension) -> float:
    """SI value of one `unit` of the dimension; raises UnitError."""
    tidy = _tidy(unit)
    if tidy in dimension.factors:
        return dimension.factors[tidy]
    for other in DIMENSIONS.values():
        if tidy in other.factors and tidy:
            raise UnitError(
                f"'{unit}' is a unit of {other.name}; expected {dimension.name}, such as '{dimension.example}'"
            )
    if not tidy:
        raise UnitError(f"it has no unit; expected {dimension.name}, such as '{dimension.example}'")
    other_case = any(known.casefold() == tidy.casefold() for known in dimension.factors)  # "5 MM" is never megamolar
    if not _UNIT_TEXT.match(tidy) or dimension is TEMPERATURE or other_case:
        near = did_you_mean(tidy, dimension.factors)
        if dimension is TEMPERATURE and tidy.casefold() in ("c", "celsius", "deg"):
            near = "did you mean 'degC'?"
        raise UnitError(
            f"'{unit[:40]}' is not a unit of {dimension.name}; expected something like '{dimension.example}'"
            + (f"; {near}" if near.startswith("did") else "")
        )
    return _ask_pint(tidy, dimension)


def _ask_pint(unit: str, dimension: Dimension) -> float:
    """The factor of a (tidy) unit that the everyday table lacks."""
    import pint

    registry = _registry()
    known = [name for name in dimension.factors if name]
    try:
        found = registry.parse_units(_spelt(unit))
        if not registry.Quantity(1.0, found)._is_multiplicative:
            raise UnitError(f"'{unit}' is not a plain unit; expected {dimension.name}, such as '{dimension.example}'")
        one = registry.Quantity(1.0, found).to(_spelt(dimension.si)).magnitude
    except pint.DimensionalityError:
        raise UnitError(
            f"'{unit}' is not a unit of {dimension.name}; expected something like '{dimension.example}'"
        ) from None
    except (
        pint.PintError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        ArithmeticError,
        KeyError,
        AssertionError,
    ):
        near = did_you_mean(unit, known)
        raise UnitError(
            f"unknown unit '{unit}'; expected {dimension.name}, such as '{dimension.example}'"
            + (f"; {near}" if near.startswith("did") else "")
        ) from None
    return float(one)


def parse(text: str, dimension: Dimension, *, bare: str | None = None) -> float:
    """The SI value of a written quantity.

    Args:
        text: a decimal number and a unit, "117 mM", "-70 mV", "37 degC".
        dimension: the kind of quantity that is meant.
        bare: the unit of a number that has none; `None` refuses such a number (unless the quantity is a pure number).

    Raises:
        UnitError: not a number, no unit, an unknown unit or one of another kind, or a number that is not finite.
    """
    match = _NUMBER.match(text) if len(text) <= _LONGEST else None
    if match is None:
        raise UnitError(f"'{text[:60]}' is not a quantity; expected {dimension.name}, such as '{dimension.example}'")
    digits, unit = match.groups()
    if _LEADING_ZERO.match(digits):
        raise UnitError(
            f"'{text[:60]}' starts with a zero, which some programs read as octal; write the number without it"
        )
    number = float(digits)
    if not unit and bare is not None:
        unit = bare
    try:
        factor = _factor(unit, dimension)
    except UnitError as error:
        raise UnitError(f"'{text[:60]}': {error}") from None
    value = number + ZERO_CELSIUS if dimension is TEMPERATURE and _tidy(unit) == "degC" else number * factor
    if not math.isfinite(value):
        raise UnitError(f"'{text[:60]}' is not a finite number")
    return value


def show(value: float, dimension: Dimension, digits: int = 6) -> str:
    """A value in the dimension's shown unit, as text that `parse` reads back."""
    shown = value - ZERO_CELSIUS if dimension is TEMPERATURE else value / dimension.scale
    return f"{shown:.{digits}g} {dimension.shown}" if dimension.shown != "1" else f"{shown:.{digits}g}"


def exact(value: float, dimension: Dimension) -> str:
    """The shortest text, in the shown unit or else the SI unit, that `parse` reads back to the same float."""
    for digits in (6, 12, 15, 16, 17):
        for unit in (dimension.shown, dimension.si):
            offset = ZERO_CELSIUS if unit == "degC" else 0.0
            number = f"{(value - offset) / dimension.factors[unit]:.{digits}g}"
            text = number if unit == "1" else f"{number} {unit}"
            if math.isfinite(value) and parse(text, dimension) == value:
                return text
    return f"{value!r} {dimension.si}"


def quantity(value: Any, unit: str, dimension: Dimension | str | None = None) -> Any:
    """Numbers with a unit, as SI: `quantity([2.5, 10, 50], "mM")`.

    Args:
        value: a number, or an array or sequence of any shape (then a NumPy array is returned).
        unit: the unit of all of them.
        dimension: the kind of quantity, if it should be checked; found from the unit otherwise.

    Raises:
        UnitError: an unknown unit, or one of another kind.
    """
    if isinstance(dimension, str):
        dimension = DIMENSIONS[dimension]
    if dimension is None:
        tidy = _tidy(unit)
        dimension = next((one for one in DIMENSIONS.values() if tidy in one.factors), None)
        if dimension is None:
            raise UnitError(f"'{unit}' is not an everyday unit; name the dimension, one of: " + ", ".join(DIMENSIONS))
    factor = _factor(unit, dimension)
    offset = ZERO_CELSIUS if dimension is TEMPERATURE and _tidy(unit) == "degC" else 0.0
    if isinstance(value, Sequence):
        import numpy

        value = numpy.asarray(value, dtype=float)
    return value * factor + offset
