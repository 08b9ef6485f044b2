"""diffrax: Tsit5 on the axon, Kvaerno5 on the pump-leak cell, in 64 bits, jitted."""

from collections.abc import Mapping
from typing import Any

import axon
import cell
import diffrax
import jax
import jax.numpy as jnp
import numpy as np
from common import POINTS, Make, crossings, main

jax.config.update("jax_enable_x64", True)


def solving(rates: Any, solver: Any, end: float, start: list[float], times: Any) -> Any:
    """A jitted solution in the tolerances (relative, absolute)."""
    term = diffrax.ODETerm(rates)

    @jax.jit
    def solved(rtol: Any, atol: Any) -> Any:
        return diffrax.diffeqsolve(
            term,
            solver,
            t0=0.0,
            t1=end,
            dt0=None,
            y0=jnp.array(start),
            stepsize_controller=diffrax.PIDController(rtol=rtol, atol=atol),
            saveat=diffrax.SaveAt(t1=True) if times is None else diffrax.SaveAt(ts=times),
            max_steps=1_000_000,
        ).ys

    return solved


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one."""
    grid = np.linspace(0.0, axon.END, POINTS)
    made: dict[bool, Any] = {}

    def make(sampled: bool, tolerance: float) -> Any:
        if sampled not in made:
            made[sampled] = solving(
                lambda t, y, args: jnp.stack([jnp.asarray(one) for one in axon.rates(y, jnp)]),
                diffrax.Tsit5(),
                axon.END,
                axon.start(),
                jnp.asarray(grid) if sampled else None,
            )
        solved = made[sampled]

        def run() -> Any:
            return np.asarray(solved(tolerance, tolerance))

        return run, (lambda done: crossings(grid, done[:, 0])) if sampled else None

    return {
        f"Tsit5, {POINTS:,} points": lambda tolerance: make(True, tolerance),
        "Tsit5, end only": lambda tolerance: make(False, tolerance),
    }


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Kvaerno5 with its usual root finder."""
    numbers = task["numbers"]
    solved = solving(
        lambda t, y, args: jnp.stack([jnp.asarray(one) for one in cell.rates(y, numbers, jnp)]),
        diffrax.Kvaerno5(),
        numbers["end"],
        numbers["start"],
        None,
    )
    scale = np.array(task["scale"])

    def make(tolerance: float) -> Any:
        return lambda: np.asarray(solved(tolerance, 1e-3 * tolerance * scale)), lambda done: done[-1].tolist()

    return {"Kvaerno5": make}


main({"axon": axon_variants, "pump_leak": cell_variants}, diffrax.__version__)
