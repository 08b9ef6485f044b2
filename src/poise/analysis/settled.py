"""The answer at one state: what `rest` shows, with the concentrations, gates and volumes of the state."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..model.model import Model
from ..results.result import Result
from ..results.variable import variable
from ..solve.slope import slope
from ..system.circuit import Circuit
from ..system.dynamics import Moment
from .answer import answer
from .rest import LinkRest
from .settings import STEP, quiet


def settled_answer(
    model: Model, moment: Moment, status: Any, *, verb: str, notes: tuple[str, ...] = (), facts: Mapping[str, Any]
) -> Result:
    """Everything that follows from a state, as a Result.

    Args:
        model: what there is.
        moment: the state, for the lanes of the model.
        status: of each lane.
        verb: the analysis.
        notes: what the reader should know.
        facts: for the result.
    """
    system = moment.system
    lanes, shape = system.lanes.count, system.lanes.shape
    circuit = Circuit.of(model)
    potentials = {name: np.broadcast_to(np.asarray(v, float), (lanes,)) for name, v in moment.potentials.items()}
    rests: dict[str, tuple[LinkRest, int]] = {}
    with quiet():
        for name, volts in potentials.items():
            bend = slope(lambda v, name=name: system.current(name, v), volts, STEP)
            bend = np.broadcast_to(bend, (lanes,))
            rests[name] = (LinkRest(volts[:, None], bend[:, None], volts, status), 1)
        found = answer(system, circuit, potentials, rests, verb=verb, balance={})
    data = dict(found.data)
    dims = tuple(system.lanes.sizes)
    names = tuple(system.volumes)
    labels = dict(found.labels)
    if names:
        volumes = [np.broadcast_to(np.asarray(system.volumes[name], float), (lanes,)) for name in names]
        labels["holding"] = names
        data["volume"] = variable(("holding", *dims), np.stack(volumes).reshape(len(names), *shape), "volume",
                                  "of compartments that hold amounts")  # fmt: skip
    contents = tuple(f"{name}.{one.name}" for name in model.compartments for one in model.compartments[name].contents)
    values = [
        np.broadcast_to(np.asarray(system.concentrations[name][one], float), (lanes,))
        for name in model.compartments
        for one in model.compartments[name].contents
    ]
    labels["content"] = contents
    data["content"] = variable(("content", *dims), np.stack(values).reshape(len(values), *shape) if values else
                               np.zeros((0, *shape)), "concentration", "in every compartment")  # fmt: skip
    gates = {
        f"{path}.{gate}": values
        for path, occupancies in system.occupancies.items()
        for gate, values in occupancies.items()
        if values
    }
    if gates:
        flat = {
            label if len(states) == 1 else f"{label}.{k}": np.broadcast_to(np.asarray(one, float), (lanes,))
            for label, states in gates.items()
            for k, one in enumerate(states)
        }
        labels["gate"] = tuple(flat)
        data["gate"] = variable(("gate", *dims), np.stack(list(flat.values())).reshape(len(flat), *shape), "number",
                                "occupancy")  # fmt: skip
    return dataclasses.replace(
        found, data=data, labels=labels, notes=(*notes, *found.notes), facts={**found.facts, **facts}
    )
