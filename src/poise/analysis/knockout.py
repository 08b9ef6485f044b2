"""The verb `knockout`: what each process contributes to the rest, by taking it away."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.model import Model
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
    from .iv import require_interface

    name = require_interface(model, interface) if interface else next(iter(model.interfaces))
    whole = rest(model).of("potential", name)
    without: dict[str, Any] = {}
    for path in model.processes:
        rest_of = model.without(path)
        head = path.partition(".")[0]
        without[path] = rest(rest_of).of("potential", name) if rest_of.interfaces[head].processes else whole * np.nan
    return Knockout(name, whole, without, {path: value - whole for path, value in without.items()})
