"""Myokit: its CVODES simulation, compiled by the C compiler."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import axon
import myokit
from common import Make, crossings, main

SUNDIALS = Path(os.environ.get("BENCH_SUNDIALS", "/usr"))
if SUNDIALS.is_dir():
    myokit.SUNDIALS_INC.insert(0, str(SUNDIALS / "include"))
    for folder in sorted((SUNDIALS / "lib").glob("*-linux-*")):
        myokit.SUNDIALS_LIB.insert(0, str(folder))


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one; V every 0.05 ms, or nothing but the end."""
    v, m, h, n = axon.start()
    text = "\n".join(
        [
            "[[model]]",
            f"membrane.V = {v!r}",
            *(f"membrane.{name} = {value!r}" for name, value in (("m", m), ("h", h), ("n", n))),
            "[engine]",
            "time = 0 bind time",
            "[membrane]",
            f"dot(V) = {axon.CURRENT} - ({axon.CURRENTS})",
            *(f"dot({x}) = a{x} * (1 - {x}) - b{x} * {x}" for x in "mhn"),
            *(f"{name} = {what}" for name, what in axon.TEXT.items()),
        ]
    )
    model = myokit.parse_model(text)
    simulation = myokit.Simulation(model)

    def make(sampled: bool, tolerance: float) -> Any:
        def run() -> Any:
            simulation.set_tolerance(tolerance, tolerance)
            simulation.reset()
            if sampled:
                return simulation.run(axon.END, log=["engine.time", "membrane.V"], log_interval=0.05)
            return simulation.run(axon.END, log=myokit.LOG_NONE)

        return run, (lambda done: crossings(done["engine.time"], done["membrane.V"])) if sampled else None

    return {
        "CVODES, V every 0.05 ms": lambda tolerance: make(True, tolerance),
        "CVODES, end only": lambda tolerance: make(False, tolerance),
    }


main({"axon": axon_variants}, myokit.__version__)
