"""Numbers that several verbs share."""

from typing import Any, Final

import numpy as np

from ..errors import InputError

STEP: Final = 2e-4  # V: differences over this are exact to about 1e-12 for laws that bend over kT/e = 25 mV
POINTS: Final = {True: 9, False: 2001}  # points of the scan for roots: a current that only rises has at most one
_FINEST, _LOOSEST = 1e-13, 1e-2  # relative tolerances
MOST: Final = 1000.0  # V: the largest potential that is searched


def quiet() -> Any:
    """A context in which infinities pass without a warning: an ion absent from one side has one for its potential."""
    return np.errstate(divide="ignore", invalid="ignore", over="ignore")


def require_tolerance(rtol: Any) -> None:
    """Raise InputError where an argument is not a relative tolerance that an integration can keep."""
    if isinstance(rtol, bool) or not isinstance(rtol, (int, float)) or not _FINEST <= rtol <= _LOOSEST:
        raise InputError(f"rtol: '{rtol}' is not a relative tolerance; give a number from {_FINEST:g} to {_LOOSEST:g}")


def require_potential(name: str, value: Any) -> None:
    """Raise InputError where an argument is not a potential [V] that a search can use."""
    try:
        good = value is not None and not isinstance(value, (str, bytes, bool)) and abs(float(value)) <= MOST
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        raise InputError(f"{name}: '{value}' is not a potential; give a number from {-MOST:g} to {MOST:g} V")
