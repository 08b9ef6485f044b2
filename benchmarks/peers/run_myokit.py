"""Myokit: its CVODES simulation, compiled by the C compiler."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import axon
import forty
import myokit
import spreading
from common import Job, Make, crossings, drawn, main
from texts import Text, mmt

SUNDIALS = Path(os.environ.get("BENCH_SUNDIALS", "/usr"))
if SUNDIALS.is_dir():
    myokit.SUNDIALS_INC.insert(0, str(SUNDIALS / "include"))
    for folder in sorted((SUNDIALS / "lib").glob("*-linux-*")):
        myokit.SUNDIALS_LIB.insert(0, str(folder))


def loaded(text: Text) -> tuple[Any, list[str]]:
    """The simulation of a model under its protocol, and the names of its states in order."""
    protocol = myokit.Protocol()
    for begin, end, level in text.segments:
        if level:
            protocol.schedule(level, begin, end - begin)
    model = myokit.parse_model(mmt(text))
    return myokit.Simulation(model, protocol), [state.qname() for state in model.states()]


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one; V every 0.05 ms, or nothing but the end."""
    simulation, _ = loaded(axon.text(task))

    def make(sampled: bool, tolerance: float) -> Job:
        def run() -> Any:
            simulation.set_tolerance(tolerance, tolerance)
            simulation.reset()
            if sampled:
                return simulation.run(axon.END, log=["engine.time", "all.V"], log_interval=0.05)
            return simulation.run(axon.END, log=myokit.LOG_NONE)

        return Job(run, (lambda done: crossings(done["engine.time"], done["all.V"])) if sampled else None)

    return {
        "CVODES, V every 0.05 ms": lambda tolerance: make(True, tolerance),
        "CVODES, end only": lambda tolerance: make(False, tolerance),
    }


def ends(read: Callable[[Mapping[str, Any]], Text], order: Sequence[str]) -> Any:
    """Variants of an ensemble whose answer is the state at the end, `order`, or at the task's times if it has some."""

    def variants(task: Mapping[str, Any]) -> dict[str, Make]:
        text = read(task)
        simulation, states = loaded(text)
        draws = drawn(task)
        cells = list(zip(*draws.values(), strict=True))
        names = [f"all.{name}" for name in order]
        places = [states.index(name) for name in names]

        def start(values: Sequence[float], tolerance: float) -> None:
            simulation.set_tolerance(1e-3 * tolerance * text.scale, tolerance)
            for name, value in zip(draws, values, strict=True):
                simulation.set_constant(f"all.{name}", value)
            simulation.reset()

        def make(tolerance: float) -> Job:
            def run() -> list[list[float]]:
                found = []
                for values in cells:
                    start(values, tolerance)
                    simulation.run(text.end, log=myokit.LOG_NONE)
                    state = simulation.state()
                    found.append([float(state[k]) for k in places])
                return found

            return Job(run, list, len(cells))

        def follow(tolerance: float) -> Job:
            def run() -> list[list[list[float]]]:
                found = []
                for values in cells:
                    start(values, tolerance)
                    done = simulation.run(text.end, log=names, log_times=task["times"])
                    found.append([[float(x) for x in done[name]] for name in names])
                return found

            return Job(run, list, len(cells))

        return {"CVODES": make, **({"trajectories": follow} if "times" in task else {})}

    return variants


main(
    {
        "axon": axon_variants,
        "hh": ends(axon.text, "Vmhn"),
        "spreading": ends(spreading.text, spreading.STATES),
        "forty": ends(forty.text, forty.STATES),
    },
    myokit.__version__,
)
