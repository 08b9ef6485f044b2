"""Named numbers with units that a process's own expressions use, each reached by its path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from ..errors import InputError
from ..units import DIMENSIONS, Dimension
from .expressions import Exponents, exponents_of, read_quantity, spell
from .fields import QuantityKind

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_TAKEN: Final = ("V", "T", "t", "A_RT")


@cache
def dimension_of(exponents: Exponents) -> Dimension:
    """The kind of quantity with these exponents: an everyday one, or one made for the purpose."""
    for one in DIMENSIONS.values():
        if exponents_of(one) == exponents and one.name != "temperature":  # which may be a difference: no degC
            return one
    unit = spell(exponents)
    return Dimension(f"a number of {unit}", unit, unit, MappingProxyType({unit: 1.0}), f"1 {unit}")


def is_name(text: str) -> bool:
    """Whether a text can stand in a path: letters, digits and '_', a letter first."""
    return _NAME.match(text) is not None


@dataclass(frozen=True)
class Parameters:
    """Numbers by name.

    Attributes:
        values: SI, or arrays.
        exponents: of each, the powers of m, kg, s, A, K and mol.
    """

    values: Mapping[str, Any]
    exponents: Mapping[str, Exponents]

    @classmethod
    def read(cls, given: Any) -> "Parameters":
        """From texts with units (or plain numbers, which have none) by name.

        Raises:
            InputError: a name that cannot be used, or a text that is no quantity.
        """
        if isinstance(given, Parameters):
            return given
        if not isinstance(given, Mapping):
            raise InputError("expected parameters by name, such as {half: -40 mV}")
        values: dict[str, Any] = {}
        exponents: dict[str, Exponents] = {}
        for name, text in given.items():
            if not isinstance(name, str) or not _NAME.match(name) or name in _TAKEN:
                raise InputError(f"'{name}' cannot be the name of a parameter; write letters, digits and '_'")
            try:
                values[name], exponents[name] = read_quantity(text if isinstance(text, str) else repr(text))
            except InputError as error:
                raise type(error)(f"{name}: {error}") from None
        return cls(MappingProxyType(values), MappingProxyType(exponents))

    def kind(self, name: str) -> QuantityKind:
        """What may stand for a parameter."""
        return QuantityKind(f"parameter {name}", dimension_of(self.exponents[name]))

    def with_values(self, values: Mapping[str, Any]) -> "Parameters":
        """The same parameters with other numbers."""
        return Parameters(MappingProxyType({**self.values, **values}), self.exponents)

    def __bool__(self) -> bool:
        return bool(self.values)


NONE: Final = Parameters(MappingProxyType({}), MappingProxyType({}))
"""No parameters."""
