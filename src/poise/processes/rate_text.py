"""An expression bound to what a process sees: potential, temperature, time, concentrations, its own parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..chemistry.species import Species, SpeciesBook, default_book
from ..constants import FARADAY, GAS
from ..errors import InputError
from ..units import DIMENSIONS
from .expressions import Exponents, Expression, exponents_of
from .local import Local
from .moves import Side
from .parameters import Parameters

_IN_TEXT: Final = re.compile(r"(\bE)?\[([^\[\]]{1,64})\](in\b|out\b|)")
_PLACED: Final = re.compile(r"(?s)at character (\d+): (.*)\n  [^\n]*\n  [^\n]*\Z")
_FIXED: Final = {"V": "potential", "T": "temperature", "t": "time"}


def _names(text: str, parameters: Parameters, book: SpeciesBook) -> dict[str, Exponents]:
    """Every name that an expression may use, with its dimension: of concentrations those that stand in the text."""
    known = {name: exponents_of(DIMENSIONS[kind]) for name, kind in _FIXED.items()} | dict(parameters.exponents)
    for match in _IN_TEXT.finditer(text):
        nernst, name, side = match.groups()
        one = book[name]  # raises UnknownNameError with the nearest names
        if one.phase != "aqueous":
            raise InputError(f"'{match.group()}': {one} has no concentration; only what is dissolved has one")
        if nernst and one.charge == 0.0:
            raise InputError(f"'{match.group()}': {one} carries no charge, and has no equilibrium potential")
        if nernst and side:
            raise InputError(f"'{match.group()}': an equilibrium potential lies between two sides; write E[{name}]")
        known[match.group()] = exponents_of(DIMENSIONS["potential" if nernst else "concentration"])
    return known


@dataclass(frozen=True)
class RateText:
    """An expression and the species that it names.

    Attributes:
        expression: as read.
        species: (name in the expression, species) pairs.
    """

    expression: Expression
    species: tuple[tuple[str, Species], ...]

    @classmethod
    def read(
        cls,
        given: Any,
        expected: Exponents,
        parameters: Parameters,
        book: SpeciesBook | None = None,
        extra: Mapping[str, Exponents] | None = None,
    ) -> "RateText":
        """Read an expression whose value must have a dimension; `extra` are names that the law adds.

        Raises:
            InputError, UnitError, UnknownNameError: with the place in the text.
        """
        if isinstance(given, RateText):
            return given
        book = book or default_book()
        text = given if isinstance(given, str) else repr(given)
        if not isinstance(given, (str, int, float)) or isinstance(given, bool):
            raise InputError(f"'{given}' is not an expression; write one such as '0.1/ms * exp(V/(25 mV))'")
        expression = Expression.read(text, {**_names(text, parameters, book), **(extra or {})}, expected)
        named = [(name, _IN_TEXT.fullmatch(name)) for name in sorted(expression.names)]
        return cls(expression, tuple((name, book[match.group(2)]) for name, match in named if match))

    @property
    def text(self) -> str:
        """As written."""
        return self.expression.text

    def seen(self) -> tuple[tuple[Side, Species], ...]:
        """The concentrations that it depends on."""
        found: dict[tuple[Side, Species], None] = {}
        for name, one in self.species:
            if name.startswith("E["):
                found["inside", one] = found["outside", one] = None
            else:
                found["outside" if name.endswith("out") else "inside", one] = None
        return tuple(found)

    def evaluate(self, local: Local, parameters: Parameters, extra: Mapping[str, Any] | None = None) -> Any:
        """Its value, SI; concentrations are effective ones; `extra` are the law's own names."""
        values: dict[str, Any] = {"V": local.potential, "T": local.temperature, "t": local.time}
        values |= {**parameters.values, **(extra or {})}
        for name, one in self.species:
            if name.startswith("E["):
                ratio = local.activity("outside", one) / local.activity("inside", one)
                values[name] = GAS * local.temperature / (one.charge * FARADAY) * local.xp.log(ratio)
            else:
                values[name] = local.effective("outside" if name.endswith("out") else "inside", one)
        return self.expression.evaluate(values, local.xp)


def split_place(message: str) -> tuple[str, int] | None:
    """What an expression's error says, and the character (from 0) that it means; `None` where it names none."""
    match = _PLACED.match(message)
    return (match.group(2), int(match.group(1)) - 1) if match else None
