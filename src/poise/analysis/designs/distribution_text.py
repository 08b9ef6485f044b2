"""Distributions in text: "uniform(5, 50 mM)", "normal(120 mS/cm2, 10 %)", "truncated(normal(...), 80, 160 mS/cm2)"."""

import dataclasses
import re
from typing import Any, Final

from ...errors import InputError, UnitError, UnknownNameError, did_you_mean
from ...units import is_bare
from ..commas import between_commas
from .bare import unit_of
from .distributions import DISTRIBUTIONS, Distribution, Truncated

_CALL: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*\Z", re.DOTALL)
_LONGEST: Final = 300
_EXAMPLE: Final = "write one such as 'normal(120 mS/cm2, 10 %)' or 'uniform(5, 50 mM)'"
_SHARED: Final = ("low", "high")  # fields of which the first has the unit of the second where it has none


def distribution(given: Any) -> Distribution:
    """The distribution that a text means, or the object itself; units are read when it meets a quantity.

    Raises:
        UnknownNameError: no such distribution; InputError, UnitError: not of this form.
    """
    if isinstance(given, Distribution):
        return given
    match = _CALL.match(given) if isinstance(given, str) and len(given) <= _LONGEST else None
    if match is None:
        raise InputError(f"'{str(given)[:60]}' is not a distribution; {_EXAMPLE}")
    name, inside = match.groups()
    if name.casefold() not in DISTRIBUTIONS:
        near = did_you_mean(name, DISTRIBUTIONS)
        raise UnknownNameError(f"no distribution '{name}'" + (f"; {near}" if near else f"; {_EXAMPLE}"))
    kind = DISTRIBUTIONS[name.casefold()]
    fields = [one.name for one in dataclasses.fields(kind)]
    parts = [part.strip() for part in between_commas(inside)]
    if len(parts) != len(fields) or not all(parts):
        raise InputError(f"'{given}': write {kind.name}({', '.join(fields)})")
    values: dict[str, Any] = dict(zip(fields, parts, strict=True))
    if _SHARED[0] in values:
        values["low"] = _with_unit(values["low"], values["high"])
    if kind is Truncated:
        values["base"] = distribution(values["base"])
    return kind(**values)


def _with_unit(low: str, high: str) -> str:
    """The lower limit, with the unit of the upper one where it has none."""
    if not is_bare(low):
        if is_bare(high) and "(" not in low:
            raise UnitError(f"'{high}' has no unit beside '{low}'; write it")
        return low
    return f"{low} {unit_of(high)}".strip()
