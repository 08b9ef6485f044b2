"""Numbers that several verbs share."""

from typing import Final

STEP: Final = 2e-4  # V: differences over this are exact to about 1e-12 for laws that bend over kT/e = 25 mV
POINTS: Final = {True: 9, False: 2001}  # points of the scan for roots: a current that only rises has at most one
