"""The verb `knockout`: what each process contributes to the rest, by taking it away."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.model import Model
from ..model.validate import require_valid, validate
from .iv import require_interface
from .rest import rest


@dataclass(frozen=True)
class Knockout:
    """The rest of one interface with and without each process.

    Attributes:
        interface: its name.
        potential: with all processes [V].
        without: without each, by "interface.process" [V]; nan where nothing is left that fixes a potential.
        shifts: without it minus with it [V].
    """

    interface: str
    potential: Any
    without: dict[str, Any]
    shifts: dict[str, Any]


def knockout(model: Model, interface: str | None = None) -> Knockout:
    """How far the rest of an interface moves when each process of the model is knocked out in turn.

    Args:
        model: what there is; arrays in it make arrays of shifts.
        interface: whose potential to watch; the first where not given.

    Raises:
        ModelError: the model has errors; UnknownNameError: no such interface.
    """
    require_valid(model)
    name = require_interface(model, interface) if interface else next(iter(model.interfaces))
    face = model.interfaces[name]
    whole = rest(model)
    before = whole.of("potential", name)
    without: dict[str, Any] = {}
    for path in model.processes:
        left = _left(model.without(path))
        if any(problem.severity == "error" for problem in validate(left)):
            without[path] = before * np.nan
            continue
        found = rest(left)
        across = found.of("compartment_potential", face.inside) - found.of("compartment_potential", face.outside)
        without[path] = _spread(across, found.sizes, whole.sizes)
    return Knockout(name, before, without, {path: value - before for path, value in without.items()})


def _left(model: Model) -> Model:
    """The model without interfaces that nothing crosses."""
    crossed = {name: face for name, face in model.interfaces.items() if face.processes}
    return dataclasses.replace(model, interfaces=crossed)


def _spread(values: Any, sizes: Mapping[str, int], whole: Mapping[str, int]) -> Any:
    """The values over all the dimensions of the whole model: a knocked-out process may have taken its own with it."""
    if not whole:
        return values
    placed = np.reshape(values, tuple(size if name in sizes else 1 for name, size in whole.items()))
    return np.broadcast_to(placed, tuple(whole.values())).copy()
