"""One labelled array of a result."""

from dataclasses import dataclass
from typing import Any

from ..units import DIMENSIONS


@dataclass(frozen=True)
class Variable:
    """Values with the names of their dimensions and their unit.

    Attributes:
        dims: name of each axis.
        values: NumPy array, SI.
        unit: SI unit, as text.
        doc: what it is, in a few words.
        shown: the unit that people read, and the number of SI units in one of it.
    """

    dims: tuple[str, ...]
    values: Any
    unit: str
    doc: str
    shown: tuple[str, float]


_OTHERS = {
    "conductance": ("S/m2", "mS/cm2", 10.0),
    "molar flux": ("mol/(m2 s)", "pmol/cm2/s", 1e-8),
    "power per area": ("W/m2", "uW/cm2", 1e-2),
    "entropy rate": ("W/K", "fW/K", 1e-15),
    "share": ("1", "%", 1e-2),
    "status": ("1", "1", 1.0),
}


def variable(dims: tuple[str, ...], values: Any, quantity: str, doc: str) -> Variable:
    """A variable of a kind of quantity: a name from `units.DIMENSIONS`, or one that only results have."""
    if quantity in DIMENSIONS:
        one = DIMENSIONS[quantity]
        return Variable(dims, values, one.si, doc, (one.shown, one.scale))
    unit, shown, scale = _OTHERS[quantity]
    return Variable(dims, values, unit, doc, (shown, scale))
