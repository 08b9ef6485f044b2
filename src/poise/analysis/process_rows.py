"""One row for each process: equilibrium, driving force, conductance share, current, rate, affinity, dissipation."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..processes.base import Local, Process
from ..processes.derived import affinities, current, dissipation, equilibrium_potentials, sum_of
from ..solve.bracketed import bracketed
from ..solve.slope import slope
from ..system.system import System
from .settings import STEP

_CLOSE = 1e-6  # V: nearer to its equilibrium than this, the chord conductance is the slope
_FAR = 3.0  # V: stands for an infinite equilibrium potential when a reversal is bracketed


def process_rows(system: System, potentials: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, str, str]]:
    """Variables over processes, as (name, dimension, rows, quantity, doc)."""
    rows: dict[str, list[Any]] = {
        key: []
        for key in ("equilibrium", "force", "conductance", "current", "rate", "affinity", "dissipation", "scale")
    }
    owners = []
    for name, face in system.interfaces.items():
        local = system.local(name, potentials[name])
        for label, process in face.processes.items():
            scale = system.factor(name, label, local)
            reversal = reversal_potential(process, local, system.lanes.count)
            flow = system.process_current(name, label, local)
            owners.append(name)
            rows["equilibrium"].append(reversal)
            rows["force"].append(potentials[name] - reversal)
            rows["conductance"].append(_chord(system, name, label, local, potentials[name], reversal, flow))
            rows["current"].append(flow)
            rows["rate"].append(sum_of(system.rates(name, label, local)))
            forces = affinities(process, local)
            rows["affinity"].append(forces[0] if len(forces) == 1 else np.nan)
            rows["dissipation"].append(np.nan if process.unaccounted else scale * dissipation(process, local))
            rows["scale"].append(scale)
    share = _shares(system, owners, rows["conductance"])
    yield "equilibrium", "process", rows["equilibrium"], "potential", "where the process's own net current vanishes"
    yield "driving_force", "process", rows["force"], "potential", "potential less equilibrium potential"
    yield "conductance", "process", rows["conductance"], "conductance", "current over driving force"
    yield "share", "process", share, "share", "of the interface's conductance: its weight in the compromise"
    yield "current", "process", rows["current"], "current per area", "outward"
    yield "rate", "process", rows["rate"], "molar flux", "events per area and time"
    yield "affinity", "process", rows["affinity"], "molar energy", "free energy given up per mole of events"
    yield (
        "dissipation",
        "process",
        rows["dissipation"],
        "power per area",
        "affinity times rate; nan where the energy is unaccounted",
    )
    yield "scale", "process", rows["scale"], "number", "factor on the process's rate"


def reversal_potential(process: Process, local: Local, lanes: int) -> Any:
    """Where a process's own net current vanishes [V]: its equilibrium potential if it has one move; nan if none."""
    moves = process.moves()
    if process.unaccounted or not any(move.electrogenic for move in moves):
        return np.full(lanes, np.nan)
    ends = [np.broadcast_to(np.asarray(value, float), (lanes,)) for value in equilibrium_potentials(process, local)]
    if len(ends) == 1:
        return ends[0]
    low = np.clip(np.min(ends, axis=0), -_FAR, _FAR)
    high = np.clip(np.max(ends, axis=0), -_FAR, _FAR)

    def own(v: Any) -> Any:
        return np.broadcast_to(np.asarray(current(process, _moved(local, v)), float), (lanes,))

    f_low, f_high = own(low), own(high)
    whole = np.sign(f_low) * np.sign(f_high) <= 0
    found = np.where(f_low == 0, low, np.where(f_high == 0, high, np.nan))
    todo = whole & (f_low != 0) & (f_high != 0)
    if todo.any():
        # every lane is carried along, so that arrays of the law keep their shape; the idle ones sit at a known zero
        def lane(x: Any, which: Any) -> Any:
            v = low.copy()
            v[which] = x
            return own(v)[which]

        picked = np.flatnonzero(todo)
        found[picked] = bracketed(
            lambda x, k: lane(x, picked[k]), low[picked], high[picked], f_low[picked], f_high[picked]
        )
    return found


def _moved(local: Local, potential: Any) -> Local:
    return dataclasses.replace(local, potential=potential)


def _chord(system: System, name: str, label: str, local: Local, potential: Any, reversal: Any, flow: Any) -> Any:
    """Current over driving force, or the slope where the driving force vanishes."""
    force = potential - reversal
    bend = slope(lambda v: system.process_current(name, label, _moved(local, v)), np.asarray(potential, float), STEP)
    near = np.abs(force) < _CLOSE
    chord = flow / np.where(near | (force == 0), 1.0, force)
    found = np.where(near, bend, chord)
    return np.where(np.isfinite(force), found, np.nan)


def _shares(system: System, owners: list[str], conductances: list[Any]) -> list[Any]:
    lanes = system.lanes.count
    known = [np.nan_to_num(np.broadcast_to(g, (lanes,))) for g in conductances]
    totals = {
        name: sum((g for g, o in zip(known, owners, strict=True) if o == name), np.zeros(lanes)) for name in owners
    }
    return [
        np.where(totals[o] != 0, np.broadcast_to(g, (lanes,)) / np.where(totals[o] != 0, totals[o], 1.0), np.nan)
        for g, o in zip(conductances, owners, strict=True)
    ]
