"""What a run holds over time, or a branch over its points: one named series for each quantity of each thing."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from .result import Result
from .table_numbers import readable


@dataclass(frozen=True)
class Series:
    """Values of one quantity along time or along a branch.

    Attributes:
        name: "membrane.potential", "membrane.Na.current", "membrane.K.n", "cytosol.K+", "cytosol.volume".
        values: in `unit`, the series first, then the user's dimensions.
        unit: the one that people read, "1" for pure numbers.
        quantity: name of the result's variable.
        doc: what it is.
    """

    name: str
    values: Any
    unit: str
    quantity: str
    doc: str

    @property
    def heading(self) -> str:
        """Name and unit: "membrane.potential [mV]"."""
        return self.name if self.unit == "1" else f"{self.name} [{self.unit}]"


# what follows the label in a series' name; None: the variable is none
_ENDINGS = {
    "potential": ".potential",
    "injected_current": ".injected",
    "current": ".current",
    "equilibrium": ".equilibrium",
    "driving_force": ".driving_force",
    "conductance": ".conductance",
    "open": ".open",
    "rate": ".rate",
    "dissipation": ".dissipation",
    "reaction_rate": ".rate",
    "gate": "",
    "concentration": "",
    "content": "",
    "amount": ".amount",
    "volume": ".volume",
}
_ALONE = {"entropy_rate", "stable", "growth"}


def all_series(result: Result) -> dict[str, Series]:
    """Every series of a run or a branch, by name.

    Raises:
        InputError: the result has none.
    """
    along = {"run": "time", "continue": "point"}.get(result.verb)
    if along is None:
        raise InputError(f"a result of '{result.verb}' holds nothing over time; one of 'run' does")
    found: dict[str, Series] = {}
    for quantity, one in result.data.items():
        values = readable(one)
        if quantity in _ALONE and one.dims[0] == along:
            found[quantity] = Series(quantity, values, one.shown[0], quantity, one.doc)
            continue
        if quantity not in _ENDINGS or one.dims[1:2] != (along,):
            continue
        for k, label in enumerate(result.labels[one.dims[0]]):
            name = label + _ENDINGS[quantity]
            found[name] = Series(name, values[k], one.shown[0], quantity, one.doc)
    for k, path in enumerate(result.labels.get("varied", ())):
        values = np.asarray(result["varied"][k]) if "varied" in result.data else None
        if values is not None:
            name = f"protocol.{path}"
            found[name] = Series(name, values, "SI", "varied", "what the protocol sets")
    return found


def series_of(result: Result, name: str) -> Series:
    """One series by name; `time` too.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if name == "time" and result.verb == "run":
        values = np.asarray(result.coordinates["time"].values)
        return Series("time", values, "s", "time", "time")
    known = all_series(result)
    if name not in known:
        near = did_you_mean(name, known) or "for instance " + ", ".join(list(known)[:6])
        raise UnknownNameError(f"no series '{name}' in this result; {near}")
    return known[name]
