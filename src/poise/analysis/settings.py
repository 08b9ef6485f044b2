"""Numbers that several verbs share."""

from typing import Any, Final

import numpy as np

STEP: Final = 2e-4  # V: differences over this are exact to about 1e-12 for laws that bend over kT/e = 25 mV
POINTS: Final = {True: 9, False: 2001}  # points of the scan for roots: a current that only rises has at most one


def quiet() -> Any:
    """A context in which infinities pass without a warning: an ion absent from one side has one for its potential."""
    return np.errstate(divide="ignore", invalid="ignore", over="ignore")
