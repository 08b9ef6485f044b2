"""Numbers that several verbs share."""

from typing import Final

STEP: Final = 2e-4  # V: differences over this are exact to about 1e-12 for laws that bend over kT/e = 25 mV
