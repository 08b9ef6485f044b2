"""What a law can be told: its fields, each with its kind, so that YAML, paths, schema and docs know them all."""

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..chemistry.couples import Couple, couple
from ..chemistry.reactions import Reaction, parse_reaction
from ..chemistry.species import Species, SpeciesBook, default_book
from ..errors import InputError, UnitError
from ..units import DIMENSIONS, Dimension, exact, parse, show

_KIND = "poise"


@dataclass(frozen=True)
class Kind:
    """How one field is read from text and written back. Abstract: the final kinds below say how.

    Attributes:
        doc: one line on what it is, without the unit.
    """

    doc: str

    def read(self, value: Any, book: SpeciesBook) -> Any:
        """The field's value from what a file or a user gives; raises InputError."""
        raise NotImplementedError

    def accept(self, value: Any) -> Any:
        """The field's value from Python: as `read`, but a number is SI, and arrays and traced values pass unchecked."""
        return self.read(value, default_book())

    def write(self, value: Any) -> Any:
        """What a file would hold for the value; `read` gives it back exactly."""
        raise NotImplementedError


@dataclass(frozen=True)
class QuantityKind(Kind):
    """A number with a unit, held in SI.

    Attributes:
        dimension: the kind of quantity.
        low, high: the closed range of values that make sense, in SI; the lower end excluded if `open_low`.
        fixed: whether it shapes what moves (a coupling number), so that one system has one value of it.
        nonzero: whether 0 makes no sense though numbers on both sides of it do.
    """

    dimension: Dimension
    low: float = float("-inf")
    high: float = float("inf")
    open_low: bool = False
    fixed: bool = False
    nonzero: bool = False

    def read(self, value: Any, book: SpeciesBook) -> float:
        number = parse(value, self.dimension) if isinstance(value, str) else self._bare(value)
        self.check(number, value if isinstance(value, str) else "")
        return number

    def accept(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.read(value, default_book())
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                raise InputError("a whole number too large for a float") from None
            self.check(number)
            return number
        if value is None or isinstance(value, (bool, Mapping)):
            raise UnitError(f"'{value}' is not a quantity; expected {self.dimension.name}")
        return value

    def _bare(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UnitError(
                f"'{value}' is not a quantity; expected {self.dimension.name}, such as '{self.dimension.example}'"
            )
        return parse(repr(value), self.dimension)

    def check(self, number: float, written: str = "") -> None:
        """Raise InputError where the number is out of the field's range; `written` is how the user wrote it."""
        if self.nonzero and number == 0.0:
            raise InputError("it must not be 0")
        if not math.isfinite(number):
            raise InputError(f"'{written or number}' is not a finite number")
        inside = (number > self.low if self.open_low else number >= self.low) and number <= self.high
        if not inside:
            low = [f"{'more than' if self.open_low else 'at least'} {show(self.low, self.dimension)}"]
            high = [f"at most {show(self.high, self.dimension)}"]
            limits = (low if self.low > float("-inf") else []) + (high if self.high < float("inf") else [])
            found = written.strip() or show(number, self.dimension)
            raise InputError(f"'{found}' is out of range: it must be {' and '.join(limits)}")

    def write(self, value: float) -> str:
        return exact(value, self.dimension)


@dataclass(frozen=True)
class SpeciesKind(Kind):
    """The name of an ion.

    Attributes:
        bare: whether charge whose carrier is not named will do.
        neutral: whether anything dissolved will do, charged or not.
    """

    bare: bool = False
    neutral: bool = False

    def read(self, value: Any, book: SpeciesBook) -> Species:
        if not isinstance(value, (str, Species)):
            raise InputError(f"'{value}' is not a species name; write one such as 'K+'")
        one = value if isinstance(value, Species) else book[value]
        if self.neutral and one.phase == "aqueous":
            return one
        return require_ion(one, self.bare)

    def write(self, value: Species) -> str:
        return value.name


def require_ion(one: Species, bare: bool = False) -> Species:
    """The species, if it is a dissolved ion (or bare charge, where that will do); raises InputError otherwise."""
    if one.phase == "charge" and bare:
        return one
    if one.charge == 0 or one.phase != "aqueous":
        what = "carries no charge" if one.charge == 0 else "is not a dissolved ion"
        raise InputError(f"'{one.name}' {what}; an ion is needed here, such as 'K+'")
    return one


@dataclass(frozen=True)
class SpeciesMapKind(Kind):
    """Numbers by species: permeability ratios, diffusion coefficients. Each is reached as `<field>.<species>`."""

    dimension: Dimension
    low: float = 0.0
    open_low: bool = False

    @property
    def entry(self) -> QuantityKind:
        """The kind of each number."""
        return QuantityKind(self.doc, self.dimension, low=self.low, open_low=self.open_low)

    def read(self, value: Any, book: SpeciesBook) -> Mapping[Species, float]:
        return self._each(value, book, lambda number: self.entry.read(number, book))

    def accept(self, value: Any) -> Mapping[Species, Any]:
        return self._each(value, default_book(), self.entry.accept)

    def _each(self, value: Any, book: SpeciesBook, take: Callable[[Any], Any]) -> Mapping[Species, Any]:
        if not isinstance(value, Mapping) or not value:
            raise InputError(
                f"expected names of species, each with its value, such as {{K+: {self.dimension.example}}}"
            )
        found: dict[Species, Any] = {}
        for name, number in value.items():
            one = require_ion(name if isinstance(name, Species) else book[str(name)])
            if one in found:
                raise InputError(f"{one} is given twice")
            try:
                found[one] = take(number)
            except InputError as error:
                raise type(error)(f"{one}: {error}") from None
        return MappingProxyType(found)

    def write(self, value: Mapping[Species, float]) -> dict[str, str]:
        return {one.name: self.entry.write(number) for one, number in value.items()}


@dataclass(frozen=True)
class ReactionKind(Kind):
    """What a carrier moves, as "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)".

    Attributes:
        within: whether a reaction within one compartment, without sides, is meant ("Ca2+ + B <-> CaB") or will do.
    """

    within: bool = False

    def read(self, value: Any, book: SpeciesBook) -> Reaction:
        if isinstance(value, Reaction):
            return value
        if not isinstance(value, str):
            raise InputError(
                f"'{value}' is not a reaction; write one such as 'K+(in) + Cl-(in) <-> K+(out) + Cl-(out)'"
            )
        sided = any(mark in value for mark in ("(in)", "(out)"))
        return parse_reaction(value, book, () if self.within and not sided else ("in", "out"))

    def write(self, value: Reaction) -> str:
        return value.text


@dataclass(frozen=True)
class TextKind(Kind):
    """A text for readers."""

    def read(self, value: Any, book: SpeciesBook) -> str:
        if not isinstance(value, str):
            raise InputError(f"'{value}' is not a text")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Written:
    """An expression as written, with the species that it may name; the law binds it to its parameters."""

    text: Any
    book: SpeciesBook


@dataclass(frozen=True)
class ExpressionKind(Kind):
    """A rate written as an expression of potential, temperature, time, concentrations and the law's parameters."""

    def read(self, value: Any, book: SpeciesBook) -> Any:
        return value if hasattr(value, "evaluate") or isinstance(value, Written) else Written(value, book)

    def write(self, value: Any) -> str:
        return value.text


@dataclass(frozen=True)
class CoupleKind(Kind):
    """The name of a redox couple, as "Fe3+/Fe2+"."""

    def read(self, value: Any, book: SpeciesBook) -> Couple:
        if isinstance(value, Couple):
            return value
        if not isinstance(value, str):
            raise InputError(f"'{value}' is not a redox couple; write one such as 'Fe3+/Fe2+'")
        return couple(value)

    def write(self, value: Couple) -> str:
        return value.name


def _field(kind: Kind, default: Any) -> Any:
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={_KIND: kind})
    return dataclasses.field(default=default, metadata={_KIND: kind})


def quantity(
    dimension: str,
    doc: str,
    default: Any = dataclasses.MISSING,
    *,
    low: float = float("-inf"),
    high: float = float("inf"),
    open_low: bool = False,
    fixed: bool = False,
    nonzero: bool = False,
) -> Any:
    """A field that holds a number with a unit; `dimension` names one of `units.DIMENSIONS`, limits are SI."""
    return _field(QuantityKind(doc, DIMENSIONS[dimension], low, high, open_low, fixed, nonzero), default)


def ion(doc: str, default: Any = dataclasses.MISSING, *, bare: bool = False, neutral: bool = False) -> Any:
    """A field that names an ion; `bare` lets it be charge whose carrier is not named, `neutral` anything dissolved."""
    return _field(SpeciesKind(doc, bare, neutral), default)


def ratios(doc: str, default: Any = dataclasses.MISSING) -> Any:
    """A field that holds a pure number for each of several species."""
    return _field(SpeciesMapKind(doc, DIMENSIONS["number"]), default)


def by_ion(dimension: str, doc: str, *, low: float = 0.0, open_low: bool = False) -> Any:
    """A field that holds a number with a unit for each of several ions."""
    return _field(SpeciesMapKind(doc, DIMENSIONS[dimension], low, open_low), dataclasses.MISSING)


def reaction(doc: str, default: Any = dataclasses.MISSING, *, within: bool = False) -> Any:
    """A field that holds what a carrier moves; `within` lets it be a reaction within one compartment."""
    return _field(ReactionKind(doc, within), default)


def expression(doc: str, default: Any = dataclasses.MISSING) -> Any:
    """A field that holds a rate written as an expression."""
    return _field(ExpressionKind(doc), default)


def remark(doc: str, default: Any = dataclasses.MISSING) -> Any:
    """A field that holds a text for readers."""
    return _field(TextKind(doc), default)


def redox_couple(doc: str, default: Any = dataclasses.MISSING) -> Any:
    """A field that names a redox couple."""
    return _field(CoupleKind(doc), default)


def kinds(law: type) -> Mapping[str, Kind]:
    """The fields of a law that a user can give, by name, in order."""
    return {one.name: one.metadata[_KIND] for one in dataclasses.fields(law) if _KIND in one.metadata}


def default_of(law: type, name: str) -> Any:
    """The default of a field, `dataclasses.MISSING` where it has none."""
    return next(one.default for one in dataclasses.fields(law) if one.name == name)
