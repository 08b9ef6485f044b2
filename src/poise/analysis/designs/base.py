"""What a design is: numbered samples, each a value for every path; any slice of them at any time, the same always."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

import numpy as np

from ...errors import InputError
from ...model.model import Model
from ...processes.fields import QuantityKind

MOST: Final = 1_000_000_000
"""Samples of a sweep at most."""


class Design(ABC):
    """Samples by number, from 0. What is written in it (paths, units) is read when it meets a model, by `of`.

    Attributes:
        name: of the kind of design, in text.
    """

    name: ClassVar[str]

    @property
    @abstractmethod
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""

    @property
    @abstractmethod
    def sizes(self) -> Mapping[str, int]:
        """The dimensions of the samples and their lengths, the last varying fastest."""

    @abstractmethod
    def of(self, model: Model) -> "Design":
        """The same design with the model's own paths and SI numbers.

        Raises:
            UnknownNameError: a path that the model lacks; UnitError, InputError: a value that cannot be read.
        """

    @abstractmethod
    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end: by path an array (end - begin,), SI. Call it on what `of` gave.

        Raises:
            InputError: the design has met no model yet.
        """

    @abstractmethod
    def described(self, model: Model) -> dict[str, Any]:
        """What it is, for people and for JSON; the same for the same samples of the model."""

    @property
    def total(self) -> int:
        """How many samples there are."""
        found = 1
        for size in self.sizes.values():
            found *= size
        return found


def known(model: Model, paths: Iterable[str]) -> dict[str, tuple[str, QuantityKind]]:
    """The model's own path and kind of each written path.

    Raises:
        UnknownNameError: the model lacks one; InputError: one stands for the same quantity as another, or shapes what
            moves, or there is none at all.
    """
    kinds = model.paths()
    found: dict[str, tuple[str, QuantityKind]] = {}
    taken: dict[str, str] = {}
    for path in paths:
        full = model.resolve(path, kinds)
        if full in taken:
            raise InputError(f"'{full}' is given twice" + (f", as '{taken[full]}' too" if path != taken[full] else ""))
        if kinds[full].fixed:
            raise InputError(f"'{full}' shapes what moves: it has one value in a sweep")
        taken[full] = path
        found[path] = full, kinds[full]
    if not found:
        raise InputError("nothing varies; name a path and its values, such as {'bath.K+': '1:50 mM:100'}")
    return found


def at_most(total: int) -> None:
    """Refuse a design that nobody has room for.

    Raises:
        InputError: more than 10^9 samples.
    """
    if total > MOST:
        raise InputError(f"{total:,} samples; a sweep has at most {MOST:,}")


def whole(value: Any, what: str, least: int) -> int:
    """A whole number from `least` on.

    Raises:
        InputError: it is none.
    """
    number = isinstance(value, int) and not isinstance(value, bool)
    if not number and hasattr(value, "__index__") and not isinstance(value, bool):
        value, number = value.__index__(), True
    if not number or value < least:
        raise InputError(f"{what}: '{value}' is not a whole number from {least} on")
    return value


def numbers(axis: Any) -> Any:
    """The values along a path, an array, where `of` has read them.

    Raises:
        InputError: it has not.
    """
    met(isinstance(axis, np.ndarray))
    return axis


def met(numbers: bool) -> None:
    """Go on only where texts have become numbers.

    Raises:
        InputError: they have not.
    """
    if not numbers:
        raise InputError("the design has met no model yet, so that its text has no units; use design.of(model)")
