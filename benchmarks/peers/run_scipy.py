"""SciPy: the tight references, and its stiff solvers on the pump-leak cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import axon
import cell
import numpy as np
import scipy
from common import Make, main
from scipy.integrate import solve_ivp


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """`reference` (DOP853, Radau) is asked with very small tolerances; the others are for the table."""

    def make(method: str, tolerance: float) -> Any:
        def above(t: float, y: Sequence[float]) -> float:
            return y[0]

        above.direction = 1.0  # type: ignore[attr-defined]

        def run() -> Any:
            return solve_ivp(
                lambda t, y: axon.rates(y.tolist()),
                (0.0, axon.END),
                axon.start(),
                method=method,
                rtol=max(tolerance, 2.3e-14),
                atol=tolerance if tolerance > 1e-10 else 0.1 * tolerance,
                events=above,
            )

        return run, lambda done: done.t_events[0].tolist()

    methods = task.get("methods", ["DOP853"])
    return {name: lambda tolerance, name=name: make(name, tolerance) for name in methods}


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Radau and BDF with their own Jacobians by differences; `Radau` at 1e-12 is the reference."""
    numbers = task["numbers"]

    def make(method: str, tolerance: float) -> Any:
        scale = np.array(task["scale"])

        def run() -> Any:
            return solve_ivp(
                lambda t, y: cell.rates(y.tolist(), numbers),
                (0.0, numbers["end"]),
                numbers["start"],
                method=method,
                rtol=tolerance,
                atol=1e-3 * tolerance * scale,
                t_eval=[numbers["end"]],
            )

        return run, lambda done: done.y[:, -1].tolist()

    methods = task.get("methods", ["Radau", "BDF", "LSODA"])
    return {name: lambda tolerance, name=name: make(name, tolerance) for name in methods}


main({"axon": axon_variants, "pump_leak": cell_variants}, scipy.__version__)
