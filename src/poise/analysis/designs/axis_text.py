"""The values along one path: "1:50 mM:100", "1:50 mM:100:log", "1 mM,3 mM,10 mM", a sequence, an array."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ...constants import STANDARD_CONCENTRATION
from ...errors import InputError, UnitError
from ...model.along import Along
from ...model.values import protons
from ...processes.fields import QuantityKind
from ...units import is_bare, parse
from .bare import unit_of
from .base import MOST

_PH: Final = re.compile(r"pH\s*=?\s*", re.IGNORECASE)
_LONGEST: Final = 10_000_000  # values along one path


def axis(given: Any, kind: QuantityKind, path: str) -> Any:
    """The values along a path, an array of SI numbers, whether possible or not: each sample is judged on its own.

    Args:
        given: text "A:B:N" (N values from A to B, evenly), "A:B:N:log" (by even factors) or "A,B,C"; a bare number has
            the unit of the one after it, or the one that people read; or a sequence of texts and SI numbers, or an
            array.
        kind: of the quantity.
        path: as written; one that ends in pH takes numbers of pH.

    Raises:
        UnitError: a wrong unit, with a caret under it; InputError: not of this form.
    """
    acid = path.rpartition(".")[2].casefold() == "ph"
    if isinstance(given, str):
        try:
            return _Text(given, kind, acid).values()
        except InputError as error:
            raise type(error)(f"{path}: {error}") from None
    if isinstance(given, Sequence):
        given = [_one(number, kind, path, acid) for number in given]
    elif acid:
        given = protons(given)
    elif isinstance(given, (int, float)):
        given = [given]
    return Along(path, given.values if isinstance(given, Along) else given).values


def _one(given: Any, kind: QuantityKind, path: str, acid: bool) -> Any:
    if isinstance(given, str):
        return float(axis(given, kind, path)[0])
    return STANDARD_CONCENTRATION * 10.0 ** -float(given) if acid and isinstance(given, (int, float)) else given


class _Text:
    """One text, with the places of its parts, so that a complaint can point at them."""

    def __init__(self, text: str, kind: QuantityKind, acid: bool) -> None:
        self.text, self.kind = text, kind
        self.acid = acid or bool(_PH.match(text.strip()))

    def values(self) -> Any:
        """The numbers that it means."""
        if len(self.text) > 100_000:
            raise InputError(f"'{self.text[:40]}...' is too long; give an array")
        return self._range() if ":" in self.text else self._list()

    def _range(self) -> Any:
        parts = self._parts(":")
        if len(parts) not in (3, 4) or not all(word for word, _ in parts):
            raise self._wrong(InputError, "a range is 'from:to:how many', such as '1:50 mM:100', or with ':log'", None)
        (low, high), (count, log) = parts[:2], (parts[2], parts[3] if len(parts) == 4 else None)
        if log is not None and log[0].casefold() != "log":
            raise self._wrong(InputError, f"'{log[0]}' is not how values are spaced; write 'log' or nothing", log)
        number = int(count[0]) if re.fullmatch(r"\d{1,12}", count[0], re.ASCII) else 0
        if number < 2:
            raise self._wrong(InputError, f"'{count[0]}' is not how many values; write a whole number from 2 on", count)
        if number > _LONGEST:
            most = MOST if number > MOST else _LONGEST
            raise self._wrong(InputError, f"{number:,} values along one path; at most {most:,}", count)
        first, last = self._numbers([low, high])
        if first == last:
            raise self._wrong(InputError, "both ends are the same", high)
        if log is None:
            return self._turned(np.linspace(first, last, number))
        if self.acid:
            raise self._wrong(InputError, "a pH is a logarithm itself; leave ':log' out", log)
        if not (first > 0 and last > 0):
            raise self._wrong(InputError, "even factors need both ends above 0", low if first <= 0 else high)
        return np.geomspace(first, last, number)

    def _list(self) -> Any:
        parts = self._parts(",")
        if not all(word for word, _ in parts):
            raise self._wrong(InputError, "a value is missing beside a comma; write '1 mM,3 mM,10 mM'", None)
        return self._turned(np.array(self._numbers(parts)))

    def _turned(self, numbers: Any) -> Any:
        return STANDARD_CONCENTRATION * 10.0**-numbers if self.acid else numbers

    def _parts(self, mark: str) -> list[tuple[str, int]]:
        """Pieces between marks, stripped, each with its place in the text."""
        found, place = [], 0
        for piece in self.text.split(mark):
            found.append((piece.strip(), place + len(piece) - len(piece.lstrip())))
            place += len(piece) + len(mark)
        return found

    def _numbers(self, parts: list[tuple[str, int]]) -> list[float]:
        """SI numbers (or pH); a bare number has the unit of the last, and none of them the one that people read."""
        shown, last = self.kind.dimension.shown, parts[-1][0]
        bare = [is_bare(word) for word, _ in parts]
        if self.acid:
            return [self._ph(part) for part in parts]
        if bare[-1] and not all(bare) and shown != "1":
            what = f"'{last}' has no unit beside others that have one; write it, such as '{last} {shown}'"
            raise self._wrong(UnitError, what, parts[-1])
        unit = shown if bare[-1] else unit_of(last)
        found = {part: self._parsed(part, unit) for part in reversed(parts)}  # the last one has the unit: it is judged
        return [found[part] for part in parts]

    def _ph(self, part: tuple[str, int]) -> float:
        word = _PH.sub("", part[0], count=1)
        if not is_bare(word):
            raise self._wrong(UnitError, f"'{part[0]}' is not a pH; write a number such as 7.4", part)
        return float(word)

    def _parsed(self, part: tuple[str, int], unit: str) -> float:
        try:
            return parse(part[0], self.kind.dimension, bare=unit)
        except UnitError as error:
            raise self._wrong(UnitError, str(error), part) from None

    def _wrong(self, kind: type[InputError], message: str, part: tuple[str, int] | None) -> InputError:
        """The error, with a caret under a part of the text."""
        text = self.text if len(self.text) <= 100 else ""
        if part is None or not text.isprintable() or not text:
            return kind(f"'{self.text[:60]}': {message}")
        return kind(f"{message}\n  {text}\n  {' ' * part[1]}{'^' * max(len(part[0]), 1)}")
