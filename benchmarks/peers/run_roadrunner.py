"""libRoadRunner: Antimony to SBML, its CVODE."""

from collections.abc import Mapping
from typing import Any

import antimony
import axon
import cell
import roadrunner
from common import POINTS, Make, crossings, main


def loaded(text: str) -> Any:
    """The simulator of an Antimony model."""
    if antimony.loadAntimonyString(text) < 0:
        raise ValueError(antimony.getLastError())
    return roadrunner.RoadRunner(antimony.getSBMLString(antimony.getMainModuleName()))


def setting(one: Any, tolerance: float, absolute: Any) -> None:
    """Tolerances, and as many steps as it takes."""
    one.integrator.relative_tolerance = tolerance
    one.integrator.absolute_tolerance = absolute
    one.integrator.maximum_num_steps = 10_000_000


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one."""
    v, m, h, n = axon.start()
    values = axon.TEXT
    text = "\n".join(
        [
            "model axon",
            *(f"{name} := {what};" for name, what in values.items()),
            f"V' = {axon.CURRENT} - ({axon.CURRENTS});",
            *(f"{x}' = a{x} * (1 - {x}) - b{x} * {x};" for x in "mhn"),
            f"V = {v!r}; m = {m!r}; h = {h!r}; n = {n!r};",
            "end",
        ]
    )
    one = loaded(text)

    def make(points: int, tolerance: float) -> Any:
        one.selections = ["time", "V"]
        setting(one, tolerance, tolerance)

        def run() -> Any:
            one.reset()
            return one.simulate(0.0, axon.END, points)

        return run, (lambda done: crossings(done[:, 0], done[:, 1])) if points > 2 else None

    return {
        f"CVODE, {POINTS:,} points": lambda tolerance: make(POINTS, tolerance),
        "CVODE, end only": lambda tolerance: make(2, tolerance),
    }


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """All five numbers as rate rules."""
    numbers = task["numbers"]
    laws = cell.texts(numbers)
    text = "\n".join(
        [
            "model leak",
            *(f"{name} := {what};" for name, what in laws.items() if name.startswith("j_")),
            *(f"{name}' = {laws[name]};" for name in cell.ORDER),
            *(f"{name} = {value!r};" for name, value in zip(cell.ORDER, numbers["start"], strict=True)),
            "end",
        ]
    )
    one = loaded(text)
    one.selections = ["time", *cell.ORDER]

    def make(tolerance: float) -> Any:
        setting(one, tolerance, 1e-3 * tolerance * min(task["scale"]))

        def run() -> Any:
            one.reset()
            return one.simulate(0.0, numbers["end"], 2)

        return run, lambda done: [float(x) for x in done[-1][1:]]

    return {"CVODE": make}


main({"axon": axon_variants, "pump_leak": cell_variants}, roadrunner.__version__)
