"""The verb `potential`: zero-current potentials alone, for very many lanes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..model.model import Model
from ..model.validate import require_valid
from ..solve.native.lower import NotLoweredError
from ..solve.native.rising import rising_roots
from ..solve.roots import all_roots
from ..system.circuit import Circuit, Link
from ..system.lanes import Lanes
from ..system.system import System
from .iv import require_interface
from .search_range import search_range
from .settings import POINTS, quiet
from .traced_current import TracedCurrent

_MANY = 20_000  # lanes from which compiling pays


@dataclass(frozen=True)
class Potentials:
    """Zero-current potentials of one interface.

    Attributes:
        values: [V], in the shape of the model's dimensions; nan where there is none, the most negative stable one where
            there are several.
        status: `solve.status.Status` numbers of the same shape.
    """

    values: Any
    status: Any


def potential(model: Model, interface: str | None = None) -> Potentials:
    """The zero-current potential of one interface and nothing else: the quick way through a million compositions.

    From 20,000 lanes on, where every process of the interface is monotone (so that there is one root), the model is
    traced and compiled to native code; otherwise this is what `rest` does. Both give the same to rounding.

    Args:
        model: with arrays set along one or more dimensions.
        interface: which, where the model has several; it must not be part of a loop.

    Raises:
        ModelError: the model has errors; InputError: the interface is part of a loop or has a twin.
    """
    require_valid(model)
    name = require_interface(model, interface) if interface else next(iter(model.interfaces))
    link = next((one for one in Circuit.of(model).bridges if one.interfaces == ((name, 1),)), None)
    if link is None:
        raise InputError(f"'{name}' shares its current with other interfaces; use `rest`")
    lanes = Lanes.of(model)
    rising = all(one.monotone and not one.gates for one in model.interfaces[name].processes.values())
    traced = TracedCurrent(model, name, lanes)
    values = _compiled(traced, link) if rising and lanes.count >= _MANY else None
    if values is not None:
        status = np.zeros(lanes.count, int)  # Status.ok
        lost = np.flatnonzero(np.isnan(values))
        if lost.size:  # the scan says why
            with quiet():
                values[lost], status[lost] = _scanned(System.of(traced.taken(lost), check=False), name, link, lost.size)
    else:
        with quiet():
            values, status = _scanned(System.of(model, check=False), name, link, lanes.count)
    return Potentials(values.reshape(lanes.shape), status.reshape(lanes.shape))


def _scanned(system: System, name: str, link: Link, count: int) -> tuple[Any, Any]:
    """Potentials and statuses of a system of so many lanes, by the scan that `rest` makes."""
    low, high = (np.broadcast_to(end, (count,)) for end in search_range(system, link))
    points = POINTS[system.monotone[name]]

    def function(x: Any, which: Any) -> Any:
        return system.take(which).current(name, x)

    found = all_roots(function, count, low, high, points)
    # roots rise, and on a curve that ends positive stable and unstable ones take turns: the first is stable
    return found.x[:, 0], found.status


def _compiled(traced: TracedCurrent, link: Link) -> Any:
    """Potentials by native code, nan where there is none; `None` where a law has no such form."""

    def bounds(values: Any) -> tuple[Any, Any]:
        return search_range(traced.system(values), link)

    try:
        return rising_roots(traced.current, bounds, traced.values, traced.identity)
    except NotLoweredError:
        return None
