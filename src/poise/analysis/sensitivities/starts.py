"""The start of a run, and all that its rates are told, as a smooth function of the model's numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...constants import FARADAY, WATER_MOLAR_VOLUME
from ...model.model import Model
from ...system.schedule import Schedule
from ...system.stoichiometry import CHARGE, WATER
from ...system.system import System
from ..simulator import Simulator
from ..start import compartment_potentials
from .numbers import Numbers
from .rests import Resting, moved


@dataclass(frozen=True)
class Aids:
    """Numbers that the function below needs beside those of the model.

    Attributes:
        rest: potentials of the places at rest without injected current, (places,); empty where the model says all.
        turn: see `implicit.Correction`, (places, places).
        clamps: each set of clamps that is ever on, (sets, clamped).
        inverse: of the capacitances under each of them, (sets, potentials, potentials).
    """

    rest: Any
    turn: Any
    clamps: Any
    inverse: Any

    @classmethod
    def of(cls, simulator: Simulator, rest: Any, turn: Any) -> "Aids":
        """Of a run of one lane."""
        p = simulator.arguments
        clamps, first = np.unique(p["clamps"], axis=0, return_index=True) if simulator.motion.clamped else (
            np.zeros((1, 0)), [0])  # fmt: skip
        return cls(rest, turn, clamps, p["inverse"][first, ..., 0])

    def tree(self) -> dict[str, Any]:
        """As a tree of arrays."""
        return dict(vars(self))


def told_slopes(simulator: Simulator, aids: Aids, slopes: Mapping[str, Any], chosen: Sequence[str]) -> dict[str, Any]:
    """Derivatives of all that the flow is told, the parameters last.

    Args:
        simulator: of one lane.
        aids: as the function below took them.
        slopes: what it gave.
        chosen: paths of the parameters.
    """
    p = simulator.arguments
    found = {key: np.zeros((*np.shape(p[key]), len(chosen))) for key in ("begins", "tables", "clamps", "series")}
    for k, path in enumerate(chosen):
        if path in simulator.schedule.varied:
            rows = table_slopes(simulator, path)
            found["tables"][: len(rows), ..., k] = rows
    sets = np.zeros(1, int)
    if simulator.motion.clamped:
        sets = np.argmax((p["clamps"][:, None] == aids.clamps).all(axis=2), axis=1)
    return {**slopes, **found, "inverse": slopes["inverse"][sets]}


def table_slopes(simulator: Simulator, path: str) -> Any:
    """Derivatives of the schedule's tables by the number that an action departs from: they are straight lines of it."""
    model = simulator.model
    now = float(model.get(path))
    step = abs(now) / 64.0 or 1e-6
    kind = model.paths()[path]
    ends = (now, now - step) if now + step > kind.high else (now, now + step)
    tables = [Schedule.of(model.set(path, end), simulator.protocol).tables for end in ends]
    return (tables[1] - tables[0]) / (ends[1] - ends[0])


def start_of(simulator: Simulator, numbers: Numbers, resting: Resting | None) -> Callable[[Any, Any, Any], Any]:
    """A function (moves of the chosen numbers, aids as a tree, all numbers) to (what the flow is told, first state).

    What the flow is told of the plan of the segments is not there, and inverses of the capacitances for each set of
    clamps alone.

    Args:
        simulator: of one lane; only its structure is used.
        numbers: of the model.
        resting: the equations of the rest, where the model does not say all potentials.
    """
    import jax.numpy as jnp

    model, motion, layout = simulator.model, simulator.motion, simulator.layout
    structure = System.of(model, jnp, check=False)

    def function(by: Any, aids: Mapping[str, Any], values: Any) -> Any:
        x = numbers.moved(values, by)
        system = numbers.system(structure, x)
        volts = _potentials(model, system, numbers, x, resting, aids)
        places = compartment_potentials(model, volts)
        phi = [jnp.reshape(places[name], ()) for name in layout.potentials]
        held = motion.dynamics.charge(system, phi) if layout.reduction.charged else {}
        amounts = [_amount(system, name, one) for name, one in layout.table.pairs]
        p = {
            "numbers": _column([numbers.at(x, path) for path in motion.paths]),
            "amounts": _column(amounts),
            "charge": _column([held[name] for name in layout.reduction.charged]),
            "fixed": _fixed(simulator, system),
            "inverse": _inverses(simulator, system, aids),
        }
        gates = _gates(system, layout.gates, volts)
        return p, _column([*gates, *(amounts[k] for k in layout.pairs), *phi])

    return function


def _column(rows: list[Any]) -> Any:
    """Numbers of one lane, (rows, 1)."""
    import jax.numpy as jnp

    return jnp.stack([jnp.reshape(jnp.asarray(one, float), ()) for one in rows])[:, None] if rows else jnp.zeros((0, 1))


def _potentials(
    model: Model, system: System, numbers: Numbers, x: list[Any], resting: Resting | None, aids: Mapping[str, Any]
) -> dict[str, Any]:
    """Of the interfaces at the start: as the model says, or the rest where it does not."""
    found = {}
    if resting is not None:
        found = resting.across(moved(resting, system, aids["rest"], aids["turn"]))
    given = {name: numbers.at(x, f"{name}.potential") for name, face in model.interfaces.items()
             if face.potential is not None}  # fmt: skip
    return {name: given.get(name, found.get(name)) for name in model.interfaces}


def _amount(system: System, name: str, one: Any) -> Any:
    if one == CHARGE:
        return 0.0
    if one == WATER:
        return system.volumes[name] / WATER_MOLAR_VOLUME
    return system.concentrations[name][one] * system.volumes[name]


def _fixed(simulator: Simulator, system: System) -> dict[str, dict[str, Any]]:
    """Amounts of what nothing moves, as `Motion.origin` has them."""
    import jax.numpy as jnp

    by_name = {one.name: one for there in system.concentrations.values() for one in there}
    return {
        name: {
            label: jnp.reshape(system.concentrations[name][by_name[label]] * system.volumes[name], (1,))
            for label in there
        }
        for name, there in simulator.arguments["fixed"].items()
    }


def _gates(system: System, gates: Any, volts: Mapping[str, Any]) -> list[Any]:
    """Occupancies at the start: given, or steady."""
    found: dict[str, Any] = {}
    for name, face in system.interfaces.items():
        local = system.local(name, volts[name])
        for label, process in face.processes.items():
            for gate, settled in process.steady_gates(local).items():
                one = process.gates[gate]
                values = settled if one.start is None else one.start
                for state, value in zip(one.states, values, strict=True):
                    found[".".join(filter(None, (name, label, gate, state)))] = value
    return [found[one.label] for one in gates]


def _inverses(simulator: Simulator, system: System, aids: Mapping[str, Any]) -> Any:
    """Inverse of the capacitance matrix under each set of clamps: X (2 - C X), with X its value."""
    import jax.numpy as jnp

    motion, names = simulator.motion, simulator.layout.potentials
    columns = []
    for unit in np.eye(len(names)):
        charge = motion.dynamics.charge(system, list(unit))
        columns.append(jnp.stack([jnp.reshape(jnp.asarray(charge[name] * FARADAY, float), ()) for name in names]))
    matrix = jnp.stack(columns, axis=1)[None]
    for column, name in enumerate(motion.clamped):
        row = names.index(motion.held_place(name)[0])
        here = (np.arange(len(names)) == row)[None, :, None]
        on = aids["clamps"][:, column][:, None, None] > 0
        matrix = jnp.where(on & here, np.eye(len(names))[row], matrix)
    known = aids["inverse"]
    return (2.0 * known - known @ (matrix @ known))[..., None]
