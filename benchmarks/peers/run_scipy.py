"""SciPy: the tight references, and its stiff solvers on the pump-leak cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import axon
import cell
import numpy as np
import scipy
from common import Job, Make, drawn, main
from scipy.integrate import solve_ivp

LEAST = 2.3e-14  # SciPy takes no smaller relative tolerance


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """`reference` (DOP853, Radau) is asked with very small tolerances; the others are for the table."""

    def make(method: str, tolerance: float) -> Job:
        def above(t: float, y: Sequence[float]) -> float:
            return y[0]

        above.direction = 1.0  # type: ignore[attr-defined]

        def run() -> Any:
            return solve_ivp(
                lambda t, y: axon.rates(y.tolist()),
                (0.0, axon.END),
                axon.start(),
                method=method,
                rtol=max(tolerance, LEAST),
                atol=tolerance if tolerance > 1e-10 else 0.1 * tolerance,
                events=above,
            )

        return Job(run, lambda done: done.t_events[0].tolist())

    methods = task.get("methods", ["DOP853"])
    return {name: lambda tolerance, name=name: make(name, tolerance) for name in methods}


def axons_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """The ensemble of axons as one system, for the reference."""
    draws = {name: np.array(values) for name, values in drawn(task).items()}
    count = task["cells"]

    def rates(t: float, y: Any) -> Any:
        return np.concatenate(axon.rates(y.reshape(4, count), np, draws["g_Na"], draws["g_K"], draws["I"]))

    def make(tolerance: float) -> Job:
        start = np.repeat(axon.start(), count)

        def run() -> Any:
            return solve_ivp(
                rates,
                (0.0, task["end"]),
                start,
                method="DOP853",
                rtol=max(tolerance, LEAST),
                atol=0.1 * tolerance,
                t_eval=[task["end"]],
            )

        return Job(run, lambda done: done.y[:, -1].reshape(4, count).T.tolist(), count)

    return {"DOP853": make}


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Radau and BDF with their own Jacobians by differences; `Radau` at 1e-12 is the reference."""
    numbers = task["numbers"]
    draws = drawn(task) if "draws" in task else {}
    varied = [dict(zip(draws, row, strict=True)) for row in zip(*draws.values(), strict=True)]
    cells = [{**numbers, **one} for one in varied or [{}]]

    def make(method: str, tolerance: float) -> Job:
        scale = np.array(task["scale"])

        def run() -> list[list[float]]:
            return [
                solve_ivp(
                    lambda t, y, c=c: cell.rates(y.tolist(), c),
                    (0.0, numbers["end"]),
                    numbers["start"],
                    method=method,
                    rtol=tolerance,
                    atol=1e-3 * tolerance * scale,
                    t_eval=[numbers["end"]],
                )
                .y[:, -1]
                .tolist()
                for c in cells
            ]

        return Job(run, lambda found: found if varied else found[0], len(cells))

    methods = task.get("methods", ["Radau", "BDF", "LSODA"])
    return {name: lambda tolerance, name=name: make(name, tolerance) for name in methods}


main(
    {"axon": axon_variants, "pump_leak": cell_variants, "hh": axons_variants, "leaks": cell_variants},
    scipy.__version__,
)
