"""The variables of a run over time: potentials, currents, forces, gates, amounts, volumes, entropy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..processes.derived import dissipation
from ..results.variable import Variable, variable
from .process_rows import reversal_potential
from .settings import quiet
from .simulator import Simulator
from .unfold import moments_with_currents

_BLOCK = 200_000  # points that are unfolded together
_CLOSE = 1e-6  # V: nearer to its equilibrium than this, a process shows no chord conductance

Row = tuple[str, str, list[Any], str, str]


def timeline(simulator: Simulator, times: Any, states: Any) -> tuple[dict[str, Variable], dict[str, tuple[str, ...]]]:
    """Variables over (label, time, dimensions of the model) and the labels.

    Args:
        simulator: of the run.
        times: (times,).
        states: (n, times, lanes).
    """
    n, count, lanes = states.shape
    shape = simulator.system.lanes.shape
    block = max(1, _BLOCK // lanes)
    parts: list[list[Any]] = []
    for begin in range(0, count, block):
        chosen = slice(begin, begin + block)
        size = len(times[chosen])
        flat = states[:, chosen].reshape(n, size * lanes)
        lane = np.tile(np.arange(lanes), size)
        with quiet():
            rows = _rows(simulator, np.repeat(times[chosen], lanes), flat, lane)
            parts.append([(row[0], row[1], _stacked(row[2], size, lanes), row[3], row[4]) for row in rows])
    data: dict[str, Variable] = {}
    labels = _labels(simulator)
    dims = tuple(simulator.system.lanes.sizes)
    for rows in zip(*parts, strict=True):
        name, over, _, quantity, doc = rows[0]
        stacked = np.concatenate([row[2] for row in rows], axis=1)
        lead = (over,) if over else ()
        values = stacked.reshape((stacked.shape[0], count, *shape))
        data[name] = variable((*lead, "time", *dims), values if over else values[0], quantity, doc)
    return data, labels


def _stacked(rows: list[Any], size: int, lanes: int) -> Any:
    """Rows of points as (rows, times, lanes)."""
    flat = [np.broadcast_to(np.asarray(row, float), (size * lanes,)) for row in rows]
    return np.stack(flat).reshape(len(rows), size, lanes) if rows else np.zeros((0, size, lanes))


def _labels(simulator: Simulator) -> dict[str, tuple[str, ...]]:
    model, layout = simulator.model, simulator.layout
    return {
        "interface": tuple(model.interfaces),
        "process": tuple(model.processes),
        "reaction": tuple(model.reactions),
        "compartment": tuple(model.compartments),
        "gate": tuple(one.label for one in layout.gates),
        "content": tuple(f"{name}.{one.name}" for name in simulator.system.volumes
                         for one in simulator.system.concentrations[name]),
        "holding": tuple(simulator.system.volumes),
        "varied": simulator.schedule.varied,
    }  # fmt: skip


def _rows(simulator: Simulator, times: Any, states: Any, lane: Any) -> Iterator[Row]:
    moment, currents, varied = moments_with_currents(simulator, times, states, lane)
    system = moment.system
    points = len(times)
    names = list(system.interfaces)
    yield "potential", "interface", [moment.potentials[name] for name in names], "potential", "inside minus outside"
    yield (
        "injected_current",
        "interface",
        [currents[name] for name in names],
        "current per area",
        ("put into the inside by an electrode or a clamp"),
    )
    yield from _process_rows(system, moment.potentials, points)
    if system.reactions:
        rates = []
        for name, processes in system.reactions.items():
            local = system.within(name)
            rates += [process.rates(local)[0] for process in processes.values()]
        yield "reaction_rate", "reaction", rates, "concentration rate", "events per volume and time"
    gates, _, _ = simulator.layout.split(states)
    if simulator.layout.gates:
        yield "gate", "gate", [gates[k] for k in range(len(gates))], "number", "occupancy"
    if system.volumes:
        contents = [(name, one) for name in system.volumes for one in system.concentrations[name]]
        held = [system.concentrations[name][one] for name, one in contents]
        yield "concentration", "content", held, "concentration", "in compartments that hold amounts"
        amounts = [system.concentrations[name][one] * system.volumes[name] for name, one in contents]
        yield "amount", "content", amounts, "amount", "concentration times volume"
        yield (
            "volume",
            "holding",
            [system.volumes[name] for name in system.volumes],
            "volume",
            ("of compartments that hold amounts"),
        )
    if simulator.schedule.varied:
        yield "varied", "varied", list(varied.values()), "number", "what the protocol varies, SI"
    entropy = simulator.motion.dynamics.entropy(moment)
    yield "entropy_rate", "", [entropy], "entropy rate", "produced by all processes"


def _process_rows(system: Any, potentials: Any, points: int) -> Iterator[Row]:
    rows: dict[str, list[Any]] = {
        key: [] for key in ("current", "equilibrium", "force", "conductance", "open", "rate", "dissipation")
    }
    for name, face in system.interfaces.items():
        local = system.local(name, potentials[name])
        for label, process in face.processes.items():
            flow = system.process_current(name, label, local)
            reversal = reversal_potential(process, local, points)
            force = potentials[name] - reversal
            factor = system.factor(name, label, local)
            rows["current"].append(flow)
            rows["equilibrium"].append(reversal)
            rows["force"].append(force)
            near = ~(np.abs(force) > _CLOSE)
            rows["conductance"].append(np.where(near, np.nan, flow / np.where(near, 1.0, force)))
            rows["open"].append(system.open(name, label, local))
            rates = process.rates(local)
            rows["rate"].append(factor * rates[0] if len(rates) == 1 else np.full(points, np.nan))
            heat = np.nan if process.unaccounted else factor * dissipation(process, local)
            rows["dissipation"].append(heat)
    yield "current", "process", rows["current"], "current per area", "outward"
    yield "equilibrium", "process", rows["equilibrium"], "potential", "where the process's own net current vanishes"
    yield "driving_force", "process", rows["force"], "potential", "potential less equilibrium potential"
    yield "conductance", "process", rows["conductance"], "conductance", "current over driving force"
    yield "open", "process", rows["open"], "number", "fraction that its gates leave open"
    yield "rate", "process", rows["rate"], "molar flux", "events per area and time"
    yield "dissipation", "process", rows["dissipation"], "power per area", "affinity times rate"
