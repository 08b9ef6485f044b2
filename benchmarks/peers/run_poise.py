"""Poise itself, asked as the peers are."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import axon
import cell
import forty
import numpy as np
import spreading
from common import POINTS, Job, Make, drawn, main

import poise
from poise.analysis.simulator import Simulator, prepare
from poise.constants import FARADAY, GAS, WATER_MOLAR_VOLUME
from poise.solve.backends import XLA, Native, Quickest
from poise.solve.exponential import ExponentialEuler
from poise.solve.trajectory import Crossings, Sampler
from poise.version import __version__

HERE = Path(__file__).parent
CELL = HERE.parent / "pump_leak.yaml"
FORTY = HERE.parents[1] / "tests" / "data" / "models" / "forty_states.yaml"
MEMBRANE = "membrane"
BACKENDS: dict[str, tuple[Any, int]] = {"": (Quickest(), 1_000_000), ", XLA": (XLA(), 200)}
"""What runs an ensemble, by what it adds to the name of a row, and the most cells that it is given."""
FIXED: dict[str, tuple[Any, int]] = {
    ", float64": (Quickest(), 1_000_000),
    ", float32": (Native(single=True), 1_000_000),
    ", XLA": (XLA(), 200),
}
"""The same for fixed steps."""


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """squid_axon from -65 mV with 10 uA/cm2 from the start."""
    model = poise.load("squid_axon").set({"membrane.potential": "-65 mV", "membrane.injected": "10 uA/cm2"})
    grid = np.linspace(0.0, 1.0, POINTS)

    def make(method: Any, what: str, accounts: bool, tolerance: float) -> Job:
        one = prepare(model, None, "1 s", method=method, accounts=accounts, record=what != "end")
        weights = np.array([0.0] * (one.layout.size - 1) + [1.0])

        def run() -> Any:
            if what == "end":
                return one.end(tolerance)
            taker = Crossings(weights, 0.0) if what == "spikes" else Sampler(grid)
            for _, chunk in one.chunks(tolerance):
                taker.take(chunk)
            return taker

        return Job(run, (lambda done: [1e3 * t for t in done.times[0]]) if what == "spikes" else None)

    found: dict[str, Make] = {}
    for method in (poise.Rodas5P(), poise.Tsit5()):
        name = type(method).__name__
        for title, what, accounts in (
            ("spike times", "spikes", False),
            ("end only", "end", False),
            (f"{POINTS:,} points", "points", False),
            ("end only, accounts", "end", True),
        ):
            found[f"{name}, {title}"] = lambda tolerance, m=method, w=what, a=accounts: make(m, w, a, tolerance)
    return found


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """The pump-leak cell of this folder's parent, under its own protocol."""
    model = poise.load(str(CELL))

    def make(record: bool, accounts: bool, tolerance: float) -> Job:
        one = prepare(model, "ouabain", accounts=accounts, record=record)

        def run() -> Any:
            carry = one.carry()
            for state, _ in one.chunks(tolerance):
                carry = state
            return carry.y

        return Job(run, lambda y: leak_rows(one, y)[0])

    return {
        "Rodas5P, end only": lambda tolerance: make(False, False, tolerance),
        "Rodas5P, end only, accounts": lambda tolerance: make(False, True, tolerance),
        "Rodas5P, dense output, accounts": lambda tolerance: make(True, True, tolerance),
    }


def ensemble(
    lanes: Callable[[Mapping[str, Any]], tuple[poise.Model, str | None, str | None]],
    rows: Callable[[Simulator, Any], Any],
    methods: Sequence[Any] = (poise.Rodas5P(),),
) -> Any:
    """Variants of an ensemble: all cells as lanes, end only.

    Args:
        lanes: from a task to the model with its lanes, its protocol and how long.
        rows: from the simulator and the state at the end to what is compared.
        methods: each a row.
    """

    def variants(task: Mapping[str, Any]) -> dict[str, Make]:

        def make(method: Any, backend: Any, most: int, tolerance: float) -> Job:
            cells = min(task["cells"], most)
            model, protocol, until = lanes({**task, "cells": cells})
            one = prepare(model, protocol, until, method=method, accounts=False, record=False, backend=backend)
            return Job(lambda: one.end(tolerance), lambda y: rows(one, y), cells)

        found: dict[str, Make] = {
            f"{type(method).__name__}{name}": lambda tolerance, m=method, b=backend, n=most: make(m, b, n, tolerance)
            for method in methods
            for name, (backend, most) in BACKENDS.items()
        }
        if "times" in task:
            model, protocol, _ = lanes(task)
            found["trajectories"] = lambda tolerance: followed(model, protocol, task, rows, tolerance)
        return found

    return variants


def followed(model: poise.Model, protocol: Any, task: Mapping[str, Any], rows: Any, tolerance: float) -> Job:
    """Every cell at the task's times [ms], as [cell][number][time]."""
    until = f"{task['end']} ms"
    times = 1e-3 * np.array(task["times"])
    one = prepare(model, protocol, until, accounts=False, record=True)

    def run() -> Any:
        taker = Sampler(times)
        for _, chunk in one.chunks(tolerance):
            taker.take(chunk)
        return np.transpose([rows(one, taker.states[:, k]) for k in range(len(times))], (1, 2, 0)).tolist()

    return Job(run, list, task["cells"])


def axons(task: Mapping[str, Any]) -> tuple[poise.Model, None, str]:
    """squid_axon from -65 mV; draws in mS/cm2 and uA/cm2."""
    draws = drawn(task)
    model = poise.load("squid_axon").set(
        {
            "membrane.Na.conductance": 10.0 * np.array(draws["g_Na"]),
            "membrane.K.conductance": 10.0 * np.array(draws["g_K"]),
            "membrane.injected": 0.01 * np.array(draws["I"]),
        },
        along="cell",
    )
    return model.set("membrane.potential", 1e-3 * axon.START), None, f"{task['end']} ms"


def axon_rows(one: Simulator, y: Any) -> Any:
    """V [mV]."""
    return [[1e3 * float(v)] for v in np.asarray(y)[-1]]


def leaks(task: Mapping[str, Any]) -> tuple[poise.Model, str, None]:
    """The pump-leak cells; draws in m/s."""
    draws = drawn(task)
    paths = {f"{MEMBRANE}.{name[2:]}.permeability": np.array(draws[name]) for name in cell.VARIED}
    return poise.load(str(CELL)).set(paths, along="cell"), "ouabain", None


def leak_rows(one: Simulator, y: Any) -> Any:
    """Na, K, Cl [fmol], volume [pL], V [V]."""
    found = one.motion.dynamics.moment(one.system, np.asarray(y), one.origin)
    book, lanes = one.model.book, np.shape(y)[1]
    amounts = dict(zip(one.layout.table.pairs, found.amounts, strict=True))
    columns = [1e15 * amounts["cytosol", book[name]] for name in ("Na+", "K+", "Cl-")]
    columns += [1e15 * found.system.volumes["cytosol"], found.potentials[MEMBRANE]]
    return np.stack([np.broadcast_to(np.asarray(one, float), (lanes,)) for one in columns], axis=1).tolist()


def spreadings(task: Mapping[str, Any]) -> tuple[poise.Model, str, str]:
    """spreading_depression_cell while its pump is interrupted; draws in mS/cm2 and uA/cm2."""
    draws = drawn(task)
    factors = {"g_Na": 10.0, "g_K": 10.0, "P": 0.01 / FARADAY}
    paths = {spreading.VARIED[name]: factor * np.array(draws[name]) for name, factor in factors.items()}
    model = poise.load("spreading_depression_cell").set(paths, along="cell")
    return model, "pump_interruption", f"{task['end']} ms"


def spreading_rows(one: Simulator, y: Any) -> Any:
    """V [mV], n, h, K, Na, Cl inside [mM]."""
    found = one.motion.dynamics.moment(one.system, np.asarray(y), one.origin)
    gates = [np.asarray(y)[one.layout.labels.index(label)] for label in ("membrane.K.n", "membrane.Na.h")]
    inside = found.system.concentrations["cytosol"]
    ions = [inside[one.model.book[name]] for name in ("K+", "Na+", "Cl-")]
    return np.stack([1e3 * found.potentials[MEMBRANE], *gates, *ions], axis=1).tolist()


def forties(task: Mapping[str, Any]) -> tuple[poise.Model, str, str]:
    """forty_states under its train; draws in mS/cm2 and m/s."""
    draws = drawn(task)
    factors = {"g_Na": 10.0, "g_K": 10.0, "g_SK": 10.0, "P_CaL": 1.0}
    paths = {forty.VARIED[name]: factor * np.array(draws[name]) for name, factor in factors.items()}
    model = poise.load(str(FORTY)).set(paths, along="cell").set(f"{MEMBRANE}.potential", FORTY_START)
    return model, "train", f"{task['end']} ms"


FORTY_START = "-75 mV"


def forty_rows(one: Simulator, y: Any) -> Any:
    """V [mV], K, Na, Cl [fmol], volume [pL], Ca, CaB, CaD [amol]."""
    found = one.motion.dynamics.moment(one.system, np.asarray(y), one.origin)
    book = one.model.book
    amounts = dict(zip(one.layout.table.pairs, found.amounts, strict=True))
    columns = [1e3 * found.potentials[MEMBRANE]]
    columns += [1e15 * amounts["cytosol", book[name]] for name in ("K+", "Na+", "Cl-")]
    columns.append(1e15 * found.system.volumes["cytosol"])
    columns += [1e18 * amounts["cytosol", book[name]] for name in ("Ca2+", "CaB", "CaD")]
    return np.stack(columns, axis=1).tolist()


def fixed_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Exponential steps."""

    def make(backend: Any, most: int, step: float) -> Job:
        cells = min(task["cells"], most)
        model, protocol, until = axons({**task, "cells": cells})
        method = ExponentialEuler(1e-3 * step)
        one = prepare(model, protocol, until, method=method, accounts=False, record=False, backend=backend)
        return Job(one.end, lambda y: axon_rows(one, y), cells * round(task["end"] / step))

    return {
        f"ExponentialEuler{name}": lambda step, b=backend, n=most: make(b, n, step)
        for name, (backend, most) in FIXED.items()
    }


def leak_numbers() -> dict[str, Any]:
    """The pump-leak cell's numbers in the units of `cell`."""
    model = poise.load(str(CELL))
    cytosol, bath, face = model.compartments["cytosol"], model.compartments["bath"], model.interfaces["membrane"]
    book = model.book
    volume = float(cytosol.volume) * 1e15
    inside = {name: float(cytosol.contents[book[name]]) for name in ("Na+", "K+", "Cl-", "X-")}
    outside = {name: float(bath.contents[book[name]]) for name in ("Na+", "K+", "Cl-")}
    found = {
        "per_volt": FARADAY / (GAS * float(model.temperature)),
        "area": float(face.area) * 1e15,
        "charging": FARADAY / float(face.capacitance),
        "water": float(model.get("membrane.water.permeability")) * WATER_MOLAR_VOLUME,
        "pump": 0.0 * float(model.get("membrane.pump.p")),
        "X": inside["X-"] * volume,
        "out_all": float(sum(bath.contents.values())),
        "end": 36000.0,
        "start": [*(inside[name] * volume for name in ("Na+", "K+", "Cl-")), volume, float(face.potential)],
    }
    for name in ("Na", "K", "Cl"):
        found[f"P_{name}"] = float(model.get(f"membrane.{name}.permeability"))
    for name, value in outside.items():
        found[f"out_{name[:-1]}"] = value
    return found


def numbers_of(model: poise.Model, paths: Sequence[str]) -> dict[str, Any]:
    """Numbers by path in SI, the constants, and every state at the start by its label."""
    one = prepare(model, None, "1 s", accounts=False, record=False)
    return {
        **{path: float(model.get(path)) for path in paths},
        "faraday": FARADAY,
        "per_charge": GAS / FARADAY,
        "water_volume": WATER_MOLAR_VOLUME,
        "start": dict(zip(one.layout.labels, one.y[:, 0].tolist(), strict=True)),
    }


def spreading_numbers() -> dict[str, Any]:
    """Of spreading_depression_cell."""
    return numbers_of(poise.load("spreading_depression_cell"), spreading.PATHS)


def forty_numbers() -> dict[str, Any]:
    """Of forty_states."""
    return numbers_of(poise.load(str(FORTY)).set(f"{MEMBRANE}.potential", FORTY_START), forty.PATHS)


if __name__ == "__main__":
    main(
        {
            "axon": axon_variants,
            "pump_leak": cell_variants,
            "hh": ensemble(axons, axon_rows, (poise.Rodas5P(), poise.Tsit5())),
            "hh_fixed": fixed_variants,
            "leaks": ensemble(leaks, leak_rows),
            "spreading": ensemble(spreadings, spreading_rows),
            "forty": ensemble(forties, forty_rows),
        },
        __version__,
    )
