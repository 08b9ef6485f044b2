"""Where a run or a search begins: potentials, gates and amounts."""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ..errors import InputError, StatusError, UnknownNameError, did_you_mean
from ..model.along import Along
from ..model.model import Model
from ..results.result import Result
from ..system.circuit import Circuit, from_ground
from ..system.lanes import Lanes
from ..system.layout import Layout
from ..system.stoichiometry import CHARGE, WATER
from ..system.system import System
from .rest import rest
from .settings import quiet


def start_potentials(model: Model, system: System) -> dict[str, Any]:
    """Potential of each interface at the start [V], (lanes,): as the model says, or the rest where it does not.

    That is the rest without injected current, which is switched on with the run: otherwise an axon that fires would
    start at, and stay on, the balance point amid its rhythm.

    Raises:
        StatusError: the model says nothing and has no rest.
    """
    count = system.lanes.count
    found: dict[str, Any] = {}
    if any(face.potential is None for face in model.interfaces.values()):
        resting = rest(_without_injection(model))
        values = resting["potential"].reshape(len(model.interfaces), count)
        if not np.isfinite(values).any():
            raise StatusError(
                f"'{model.name}' has no rest to start from ({resting.status}); write "
                "`potential: -70 mV` in the interface"
            )
        found = dict(zip(model.interfaces, values, strict=True))
    for name, face in model.interfaces.items():
        if face.potential is not None:
            found[name] = np.broadcast_to(np.asarray(system.lanes.spread(face.potential, np), float), (count,))
    return found


def _without_injection(model: Model) -> Model:
    faces = {
        name: dataclasses.replace(face, injected=_nothing(face.injected)) for name, face in model.interfaces.items()
    }
    return dataclasses.replace(model, interfaces=MappingProxyType(faces))


def _nothing(injected: Any) -> Any:
    """Zero, along the dimension of an array."""
    return Along(injected.dimension, 0.0 * injected.values) if isinstance(injected, Along) else 0.0


def compartment_potentials(model: Model, potentials: Mapping[str, Any]) -> dict[str, Any]:
    """Potential of each compartment against the ground from those of the interfaces."""
    circuit = Circuit.of(model)
    found: dict[str, Any] = {circuit.ground: 0.0}
    for place, source, name, sign in from_ground(circuit):
        found[place] = found[source] + sign * potentials[name]
    return found


def start_state(model: Model, system: System, layout: Layout, amounts: Any, potentials: Mapping[str, Any]) -> Any:
    """The state vector at the start, (n, lanes).

    Args:
        model: what there is.
        system: its numbers.
        layout: of the vector.
        amounts: of all pairs at the start [mol], (pairs, lanes).
        potentials: of the interfaces [V].

    Raises:
        InputError: a gate starts outside 0 to 1.
    """
    count = system.lanes.count
    rows: list[Any] = []
    steady: dict[str, Any] = {}
    with quiet():
        for name, face in system.interfaces.items():
            local = system.local(name, potentials[name])
            for label, process in face.processes.items():
                for gate, settled in process.steady_gates(local).items():
                    one = process.gates[gate]
                    values = settled if one.start is None else one.start
                    for state, value in zip(one.states, values, strict=True):
                        steady[".".join(filter(None, (name, label, gate, state)))] = value
    for gate in layout.gates:
        value = np.broadcast_to(np.asarray(steady[gate.label], float), (count,))
        if not ((value >= -1e-9) & (value <= 1.0 + 1e-9)).all():
            raise InputError(f"gate {gate.label} starts at {float(value[0]):g}; a gate lies between 0 and 1")
        rows.append(value)
    rows += [amounts[k] for k in layout.pairs]
    places = compartment_potentials(model, potentials)
    rows += [np.broadcast_to(np.asarray(places[name], float), (count,)) for name in layout.potentials]
    return np.stack(rows) if rows else np.zeros((0, count))


def started_from(model: Model, start: Any) -> Model:
    """The model with the concentrations, volumes, potentials and gates of a result's state, or of a mapping of paths.

    Args:
        model: what there is.
        start: `None`, a Result of run or steady, or values by path: "cytosol.Na+", "membrane.Na.m".

    Raises:
        UnknownNameError: a path that is no state of the model.
    """
    if start is None:
        return model
    if isinstance(start, Result):
        state = start.parts.get("final", start).facts.get("state")
        if state is None:
            raise InputError(f"a result of {start.verb} holds no state to start from; take one of run or steady")
        start = state
    if not isinstance(start, Mapping):
        raise InputError(f"start: '{start}' is neither a result nor values by path")
    return _with_state(model, start)


def _with_state(model: Model, state: Mapping[str, Any]) -> Model:
    gates = {f"{path}.{gate}": (path, gate) for path, process in model.processes.items() for gate in process.gates}
    plain: dict[str, Any] = {}
    opened: dict[tuple[str, str], Any] = {}
    known = model.paths()
    for path, value in state.items():
        number = _per_lane(model, value)
        if path in gates:
            opened[gates[path]] = number
        elif path in known or _resolves(model, path, known):
            plain[path] = number
        else:
            near = did_you_mean(path, {**known, **gates})
            raise UnknownNameError(f"no state '{path}' in model '{model.name}'" + (f"; {near}" if near else ""))
    model = model.set(plain) if plain else model
    for (path, gate), value in opened.items():
        interface, _, label = path.partition(".")
        face = model.interfaces[interface]
        process = face.processes[label]
        try:
            changed = process.gates[gate].starting(value)
        except InputError as error:
            raise InputError(f"{path}.{gate} at the start: {error}") from None
        process = dataclasses.replace(process, gates=MappingProxyType({**process.gates, gate: changed}))  # type: ignore[type-var]
        face = dataclasses.replace(face, processes=MappingProxyType({**face.processes, label: process}))
        model = dataclasses.replace(model, interfaces=MappingProxyType({**model.interfaces, interface: face}))
    return model


def _per_lane(model: Model, value: Any) -> Any:
    """A value of a state: a number, one for each lane, or for each state of a Markov gate one of these."""
    if isinstance(value, (list, tuple)):
        return [_per_lane(model, one) for one in value]
    if not isinstance(value, np.ndarray):
        return value
    if value.size == 1:
        return float(value.ravel()[0])
    sizes = Lanes.of(model).sizes
    if len(sizes) != 1 or next(iter(sizes.values())) != value.size:
        raise InputError(
            "start: the state has several lanes; it can start a model with as many lanes along one dimension"
        )
    return Along(next(iter(sizes)), value.ravel())


def _resolves(model: Model, path: str, known: Mapping[str, Any]) -> bool:
    try:
        model.resolve(path, known)
    except UnknownNameError:
        return False
    return True


def state_values(model: Model, moment: Any, layout: Layout, y: Any) -> dict[str, Any]:
    """A state as values by path, for `start`: potentials, concentrations, volumes and gates."""
    found: dict[str, Any] = {f"{name}.potential": v for name, v in moment.potentials.items()}
    for place, one in layout.table.pairs:
        if one not in (CHARGE, WATER):
            found[f"{place}.{one.name}"] = moment.system.concentrations[place][one]
    for name in moment.system.volumes:
        found[f"{name}.volume"] = moment.system.volumes[name]
        for one, value in moment.system.concentrations[name].items():
            found[f"{name}.{one.name}"] = value
    gates: dict[str, list[Any]] = {}
    for k, gate in enumerate(layout.gates):
        gates.setdefault(f"{gate.owner}.{gate.gate}", []).append(y[k])
    found |= {name: values[0] if len(values) == 1 else values for name, values in gates.items()}
    return {path: value if isinstance(value, list) else np.asarray(value, float) for path, value in found.items()}
