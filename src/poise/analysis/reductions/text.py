"""Reductions in text: "maximum(membrane.potential)", "count(membrane.potential, -20 mV)", "apd(bath.K+, 0.9)"."""

import dataclasses
import re
from typing import Any

from ...errors import InputError, UnknownNameError, did_you_mean
from ..commas import between_commas
from .base import Reduction
from .register import REDUCTIONS

_CALL = re.compile(r"\s*(\w+)\s*\((.*)\)\s*\Z", re.DOTALL)
_NAMED = re.compile(r"\s*([A-Za-z_]\w*)\s*=(.*)\Z", re.DOTALL)
_LONGEST = 300
_TRUTHS = {"true": True, "rises": True, "false": False, "falls": False}


def reduction(given: str | Reduction) -> Reduction:
    """The reduction that a text means, or the object itself.

    Args:
        given: "name(path)" or "name(path, more, ...)"; what follows the path is in the order of the fields, or named:
            "count(membrane.potential, level=-20 mV, rises=false)".

    Raises:
        UnknownNameError: no such reduction, or it has no such field; the text offers the nearest names.
        InputError: not of this form, or a value that the reduction refuses.
    """
    if isinstance(given, Reduction):
        return given
    match = _CALL.match(given) if isinstance(given, str) and len(given) <= _LONGEST else None
    if match is None:
        raise InputError(f"'{str(given)[:60]}' is not a reduction; write one such as 'maximum(membrane.potential)'")
    name, inside = match.groups()
    if name not in REDUCTIONS:
        near = did_you_mean(name, REDUCTIONS)
        raise UnknownNameError(f"no reduction '{name}'" + (f"; {near}" if near else ""))
    kind = REDUCTIONS[name]
    fields = [one.name for one in dataclasses.fields(kind)]  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    ordered = True  # so far, nothing was named
    for place, part in enumerate(between_commas(inside)):
        named = _NAMED.match(part) if place else None
        ordered = ordered and named is None
        if named is None and not (ordered and place < len(fields)):
            raise InputError(f"'{given}': too much, or in disorder, at '{part.strip()}'; {_form(kind)}")
        key, text = named.groups() if named else (fields[place], part)
        if key not in fields[1:] and place:
            near = did_you_mean(key, fields[1:]) or f"it has none but {fields[0]}"
            raise UnknownNameError(f"'{given}': {name} has no '{key}'; {near}")
        if key in values:
            raise InputError(f"'{given}': '{key}' is given twice")
        if not text.strip():
            raise InputError(f"'{given}': nothing is given for '{key}'; {_form(kind)}")
        values[key] = _read(kind, key, text.strip())
    try:
        return kind(**values)
    except InputError as error:
        raise type(error)(f"'{given}': {error}") from None


def _read(kind: type[Reduction], key: str, text: str) -> Any:
    """A value of a field: a number or a truth where its default is one, else text."""
    default = next(one.default for one in dataclasses.fields(kind) if one.name == key)  # type: ignore[arg-type]
    if isinstance(default, bool):
        if text.casefold() not in _TRUTHS:
            raise InputError(f"{key}: '{text}' is neither true nor false")
        return _TRUTHS[text.casefold()]
    if isinstance(default, float):
        try:
            return float(text)
        except ValueError:
            raise InputError(f"{key}: '{text}' is not a number; write one such as {default}") from None
    return text


def _form(kind: type[Reduction]) -> str:
    """How a reduction is written."""
    parts = []
    for one in dataclasses.fields(kind):  # type: ignore[arg-type]
        default = one.default
        parts.append("path" if one.name == "of" else f"{one.name}={str(default).lower()}" if default in (True, False)
                     else f"{one.name}={default}")  # fmt: skip
    return f"write {kind.name}({', '.join(parts)})"
