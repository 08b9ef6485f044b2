"""CasADi: SUNDIALS' CVODES with exact Jacobians from its expressions."""

from collections.abc import Mapping
from typing import Any

import axon
import casadi
import cell
import numpy as np
from common import POINTS, Job, Make, crossings, main


class _Namespace:
    exp = staticmethod(casadi.exp)
    expm1 = staticmethod(casadi.expm1)

    @staticmethod
    def where(one: Any, yes: Any, no: Any) -> Any:
        return casadi.if_else(one, yes, no)


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one."""
    y = casadi.SX.sym("y", 4)
    problem = {"x": y, "ode": casadi.vertcat(*axon.rates(casadi.vertsplit(y), _Namespace))}
    grid = np.linspace(0.0, axon.END, POINTS)

    def make(sampled: bool, tolerance: float) -> Job:
        how = {"reltol": tolerance, "abstol": tolerance, "max_num_steps": 10_000_000}
        times = grid[1:] if sampled else [axon.END]
        one = casadi.integrator("axon", "cvodes", problem, 0.0, times, how)
        start = axon.start()

        def run() -> Any:
            return one(x0=start)["xf"]

        def answer(done: Any) -> Any:
            return crossings(grid, [axon.START, *np.asarray(done)[0]])

        return Job(run, answer if sampled else None)

    return {
        f"CVODES, {POINTS:,} points": lambda tolerance: make(True, tolerance),
        "CVODES, end only": lambda tolerance: make(False, tolerance),
    }


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """One absolute tolerance for all numbers, as CasADi has it."""
    numbers = task["numbers"]
    y = casadi.SX.sym("y", 5)
    problem = {"x": y, "ode": casadi.vertcat(*cell.rates(casadi.vertsplit(y), numbers, casadi))}

    def make(tolerance: float) -> Job:
        how = {"reltol": tolerance, "abstol": 1e-3 * tolerance * min(task["scale"]), "max_num_steps": 1_000_000}
        one = casadi.integrator("leak", "cvodes", problem, 0.0, numbers["end"], how)
        return Job(lambda: one(x0=numbers["start"])["xf"], lambda done: np.asarray(done).ravel().tolist())

    return {"CVODES": make}


main({"axon": axon_variants, "pump_leak": cell_variants}, casadi.__version__)
