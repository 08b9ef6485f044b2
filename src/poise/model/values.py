"""From what a user gives for a quantity (text, number, array) to SI numbers, checked."""

import re
from collections.abc import Sequence
from typing import Any

from ..constants import STANDARD_CONCENTRATION
from ..errors import InputError, UnitError
from ..processes.base import Process
from ..processes.fields import QuantityKind
from ..units import CONCENTRATION, parse
from .along import Along

_PH = re.compile(r"\s*pH\s*=?\s*([+-]?\d{1,2}(?:\.\d*)?)\s*\Z")
_BARE = re.compile(r"\s*[+-]?\d{1,2}(?:\.\d*)?\s*\Z")
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


def protons(given: Any) -> Any:
    """What is given for a path that ends in pH, as text or as the concentration of H+ [mol/m3]."""
    if isinstance(given, str):
        return f"pH {given}" if _BARE.match(given) else given
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return protons(repr(given))
    if isinstance(given, Sequence):
        return [protons(one) for one in given]
    return STANDARD_CONCENTRATION * 10.0**-given if hasattr(given, "shape") else given


def as_value(given: Any, kind: QuantityKind, path: str, along: str | None = None) -> Any:
    """A number, traced number, or `Along`, from what a user gives.

    Raises:
        UnitError: text with a wrong unit; InputError: out of range, wrong shape, or not a number.
    """
    if isinstance(given, str):
        return _named(path, lambda: read_text(given, kind, path))
    if isinstance(given, Along):
        return _checked(given, kind, path)
    if isinstance(given, (bool, bytes)) or given is None:
        raise InputError(f"{path}: '{given}' is not a quantity")
    if isinstance(given, (int, float)):
        _named(path, lambda: kind.check(_float(given)))
        return float(given)
    return _array(given, kind, path, path if along is None else along)


def _array(given: Any, kind: QuantityKind, path: str, along: str) -> Any:
    if isinstance(given, Sequence):
        return _checked(_along(along, path, [_entry(one, kind, path) for one in given]), kind, path)
    shape = getattr(given, "shape", None)
    if shape is None:
        raise InputError(
            f"{path}: {type(given).__name__} is not a quantity; give text with a unit, a number or an array"
        )
    if shape:
        return _checked(_along(along, path, given), kind, path)
    if type(given).__module__.startswith("jax"):
        return given
    value = _along(along, path, given.reshape(1)).values[0]
    _named(path, lambda: kind.check(float(value)))
    return float(value)


def _entry(one: Any, kind: QuantityKind, path: str) -> Any:
    """One value of a list: a number, or text with a unit."""
    if isinstance(one, str):
        return _named(path, lambda: read_text(one, kind, path))
    if isinstance(one, (bool, bytes)):
        raise InputError(f"{path}: '{one!r}' is not a quantity")
    return one


def _along(dimension: str, path: str, values: Any) -> Along:
    try:
        return Along(dimension, values)
    except InputError as error:
        raise InputError(str(error) if dimension == path else f"{path}: {error}") from None


def _checked(given: Along, kind: QuantityKind, path: str) -> Along:
    """The array, if all of it lies in the range of its kind."""
    if kind.fixed:
        raise InputError(f"{path} shapes what moves: it takes one number, not an array")
    values = given.values
    if not type(values).__module__.startswith("jax"):
        for end in (values.min(), values.max()):
            _named(path, lambda end=end: kind.check(float(end)))
        if kind.nonzero and (values == 0.0).any():
            raise InputError(f"{path}: it must not be 0")
    return given


def _float(number: Any) -> float:
    """The number as a float, infinite where it is too large for one."""
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def _named(path: str, read: Any) -> Any:
    """Run `read`, with the path in front of what it complains of."""
    try:
        return read()
    except (UnitError, InputError) as error:
        raise type(error)(f"{path}: {error}") from None


def with_arrays(label: str, process: Process) -> Process:
    """The process with its arrays checked, and each made an `Along`; plain numbers it has checked itself."""
    given = {key: value for key, value in process.values().items() if not isinstance(value, float)}
    found = {key: as_value(value, process.value_kind(key), f"{label}.{key}", along="") for key, value in given.items()}
    changed = {key: value for key, value in found.items() if value is not given[key]}
    return process.with_values(changed) if changed else process
