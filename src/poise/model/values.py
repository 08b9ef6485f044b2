"""From what a user gives for a quantity (text, number, array) to SI numbers, checked."""

import re
from collections.abc import Sequence
from typing import Any

from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, UnitError
from ..processes.fields import QuantityKind
from ..units import CONCENTRATION, parse
from .along import Along

_PH = re.compile(r"\s*pH\s*=?\s*([+-]?\d{1,2}(?:\.\d*)?)\s*\Z")
_PH_RANGE = (-2.0, 16.0)  # concentrated acids and lyes lie inside


def read_text(text: str, kind: QuantityKind, path: str = "") -> float:
    """A written quantity as SI, range checked; the concentration of H+ may be written "pH 7.2".

    Raises:
        UnitError, InputError: as for any quantity.
    """
    match = _PH.match(text) if kind.dimension is CONCENTRATION else None
    if match:
        if path and path.rpartition(".")[2] not in ("H+", "pH"):
            raise UnitError(f"'{text}' is a pH; only H+ is written so")
        if not _PH_RANGE[0] <= float(match.group(1)) <= _PH_RANGE[1]:
            raise InputError(f"'{text}' is out of range: a pH is between {_PH_RANGE[0]:g} and {_PH_RANGE[1]:g}")
        value = STANDARD_CONCENTRATION * 10.0 ** -float(match.group(1))
    else:
        value = parse(text, kind.dimension)
    kind.check(value, text)
    return value


def as_value(given: Any, kind: QuantityKind, path: str, along: str | None = None) -> Any:
    """A number, traced number, or `Along`, from what a user gives.

    Raises:
        UnitError: text with a wrong unit; InputError: out of range, wrong shape, or not a number.
    """
    if isinstance(given, str):
        return _named(path, lambda: read_text(given, kind, path))
    if isinstance(given, Along):
        return given
    if isinstance(given, bool) or given is None:
        raise InputError(f"{path}: '{given}' is not a quantity")
    if isinstance(given, (int, float)):
        _named(path, lambda: kind.check(float(given)))
        return float(given)
    return _array(given, kind, path, along)


def _array(given: Any, kind: QuantityKind, path: str, along: str | None) -> Any:
    import numpy

    traced = type(given).__module__.startswith("jax")
    if isinstance(given, Sequence):
        given = numpy.asarray([read_text(one, kind, path) if isinstance(one, str) else one for one in given], float)
    shape = getattr(given, "shape", None)
    if shape is None:
        raise InputError(
            f"{path}: {type(given).__name__} is not a quantity; give text with a unit, a number or an array"
        )
    if len(shape) > 1:
        raise InputError(f"{path}: an array of {len(shape)} dimensions; give one-dimensional arrays")
    if shape == (0,):
        raise InputError(f"{path}: an empty array")
    if not traced:
        given = numpy.asarray(given, dtype=float)
        if not numpy.all(numpy.isfinite(given)):
            raise InputError(f"{path}: not all values are finite")
        for end in (given.min(), given.max()):
            _named(path, lambda end=end: kind.check(float(end)))
    if kind.fixed and shape:
        raise InputError(f"{path} shapes what moves: it takes one number, not an array")
    return Along(along or path, given) if shape else (given if traced else float(given))


def _named(path: str, read: Any) -> Any:
    """Run `read`, with the path in front of what it complains of."""
    try:
        return read()
    except (UnitError, InputError) as error:
        raise type(error)(f"{path}: {error}") from None
