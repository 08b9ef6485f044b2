"""Poise itself, asked as the peers are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from common import POINTS, Make, main

import poise
from poise.analysis.simulator import prepare
from poise.constants import FARADAY, GAS, WATER_MOLAR_VOLUME
from poise.solve.trajectory import Crossings, Sampler
from poise.version import __version__

CELL = Path(__file__).parent.parent / "pump_leak.yaml"
MEMBRANE = "membrane"


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """squid_axon from -65 mV with 10 uA/cm2 from the start."""
    model = poise.load("squid_axon").set({"membrane.potential": "-65 mV", "membrane.injected": "10 uA/cm2"})
    grid = np.linspace(0.0, 1.0, POINTS)

    def make(method: Any, what: str, accounts: bool, tolerance: float) -> Any:
        one = prepare(model, None, "1 s", method=method, accounts=accounts, record=what != "end")
        weights = np.array([0.0] * (one.layout.size - 1) + [1.0])

        def run() -> Any:
            if what == "end":
                return one.end(tolerance)
            taker = Crossings(weights, 0.0) if what == "spikes" else Sampler(grid)
            for _, chunk in one.chunks(tolerance):
                taker.take(chunk)
            return taker

        return run, (lambda done: [1e3 * t for t in done.times[0]]) if what == "spikes" else None

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

    def make(record: bool, accounts: bool, tolerance: float) -> Any:
        one = prepare(model, "ouabain", accounts=accounts, record=record)

        def run() -> Any:
            carry = one.carry()
            for state, _ in one.chunks(tolerance):
                carry = state
            return carry

        def answer(carry: Any) -> Any:
            found = one.motion.dynamics.moment(one.system, np.asarray(carry.y), one.origin)
            book, table = model.book, one.layout.table
            amounts = dict(zip(table.pairs, found.amounts, strict=True))
            ions = [float(amounts["cytosol", book[name]][0]) * 1e15 for name in ("Na+", "K+", "Cl-")]
            volume = float(np.ravel(found.system.volumes["cytosol"])[0]) * 1e15
            return [*ions, volume, float(np.ravel(found.potentials[MEMBRANE])[0])]

        return run, answer

    return {
        "Rodas5P, end only": lambda tolerance: make(False, False, tolerance),
        "Rodas5P, end only, accounts": lambda tolerance: make(False, True, tolerance),
        "Rodas5P, dense output, accounts": lambda tolerance: make(True, True, tolerance),
    }


def numbers() -> dict[str, Any]:
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


if __name__ == "__main__":
    main({"axon": axon_variants, "pump_leak": cell_variants}, __version__)
