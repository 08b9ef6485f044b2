"""Times, volumes and amounts in the unit that suits their size."""

from typing import Any

import numpy as np

_TIMES = (  # (least number of seconds, unit, seconds in it)
    (2 * 86400.0, "days", 86400.0),
    (2 * 3600.0, "h", 3600.0),
    (300.0, "min", 60.0),
    (1.0, "s", 1.0),
    (1e-3, "ms", 1e-3),
    (0.0, "us", 1e-6),
)
_PREFIXES = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0}
_VOLUMES = (("um3", 1e-18), ("pL", 1e-15), ("nL", 1e-12), ("uL", 1e-9), ("mL", 1e-6), ("L", 1e-3), ("m3", 1.0))


def time_unit(seconds: float) -> tuple[str, float]:
    """The unit for a stretch of time, and the seconds in one of it."""
    for least, unit, scale in _TIMES:
        if abs(seconds) >= least:
            return unit, scale
    return "s", 1.0


def duration(seconds: Any, digits: int = 5) -> str:
    """A time as people say it: "20 ms", "10 h"."""
    value = float(seconds)
    if value == 0 or not np.isfinite(value):
        return "0 s" if value == 0 else "for ever"
    unit, scale = time_unit(value)
    return f"{value / scale:.{digits}g} {unit}"


def amounts_in_reach(moles: Any) -> tuple[Any, str]:
    """Amounts (mol) and the unit that suits the largest: fmol, pmol, ... mol."""
    return _suited(moles, tuple((f"{prefix}mol", scale) for prefix, scale in _PREFIXES.items()), 1e4, 1e4)


def volumes_in_reach(cubic_metres: Any) -> tuple[Any, str]:
    """Volumes (m3) and the unit that suits the largest; cells stay in um3."""
    return _suited(cubic_metres, _VOLUMES, 1e6, 1e3)


def _suited(values: Any, units: tuple[tuple[str, float], ...], first: float, most: float) -> tuple[Any, str]:
    """In the first unit in which the largest stays below `first` (of the first unit) or `most`."""
    array = np.asarray(values, float)
    finite = np.abs(array[np.isfinite(array)])
    largest = float(finite.max()) if finite.size else 0.0
    for k, (unit, scale) in enumerate(units):
        if largest / scale < (most if k else first):
            return array / scale, unit
    unit, scale = units[-1]
    return array / scale, unit
