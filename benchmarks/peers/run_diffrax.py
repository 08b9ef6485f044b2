"""diffrax: Tsit5 on the axon, Kvaerno5 on the pump-leak cell, in 64 bits, jitted; ensembles vmapped in chunks."""

from collections.abc import Mapping, Sequence
from typing import Any

import axon
import cell
import diffrax
import jax
import jax.numpy as jnp
import numpy as np
from common import POINTS, Job, Make, crossings, drawn, main

jax.config.update("jax_enable_x64", True)
CHUNK = 100  # cells in one vmapped call


def solving(rates: Any, solver: Any, end: float, start: Sequence[float], times: Any) -> Any:
    """A solution in the tolerances (relative, absolute) and what the rates are given besides."""
    term = diffrax.ODETerm(rates)

    def solved(rtol: Any, atol: Any, args: Any) -> Any:
        return diffrax.diffeqsolve(
            term,
            solver,
            t0=0.0,
            t1=end,
            dt0=None,
            y0=jnp.array(start),
            args=args,
            stepsize_controller=diffrax.PIDController(rtol=rtol, atol=atol),
            saveat=diffrax.SaveAt(t1=True) if times is None else diffrax.SaveAt(ts=times),
            max_steps=1_000_000,
        ).ys

    return solved


def stacked(rates: Sequence[Any]) -> Any:
    """As one array."""
    return jnp.stack([jnp.asarray(one) for one in rates])


def chunked(solved: Any, draws: Mapping[str, Sequence[float]]) -> Any:
    """All cells, chunk after chunk; the last is filled up with its first cell."""
    count = len(next(iter(draws.values())))
    size = min(CHUNK, count)
    pieces = []
    for first in range(0, count, size):
        these = {name: np.resize(values[first : first + size], size) for name, values in draws.items()}
        pieces.append((min(size, count - first), these))
    many = jax.jit(jax.vmap(solved, in_axes=(None, None, 0)))

    def run(rtol: Any, atol: Any) -> Any:
        return np.concatenate([np.asarray(many(rtol, atol, these))[:kept, -1] for kept, these in pieces])

    return run


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one."""
    grid = np.linspace(0.0, axon.END, POINTS)
    made: dict[bool, Any] = {}

    def make(sampled: bool, tolerance: float) -> Job:
        if sampled not in made:
            made[sampled] = jax.jit(
                solving(
                    lambda t, y, args: stacked(axon.rates(y, jnp)),
                    diffrax.Tsit5(),
                    axon.END,
                    axon.start(),
                    jnp.asarray(grid) if sampled else None,
                )
            )
        solved = made[sampled]

        def run() -> Any:
            return np.asarray(solved(tolerance, tolerance, None))

        return Job(run, (lambda done: crossings(grid, done[:, 0])) if sampled else None)

    return {
        f"Tsit5, {POINTS:,} points": lambda tolerance: make(True, tolerance),
        "Tsit5, end only": lambda tolerance: make(False, tolerance),
    }


def axons_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """The ensemble of axons."""
    solved = solving(
        lambda t, y, p: stacked(axon.rates(y, jnp, p["g_Na"], p["g_K"], p["I"])),
        diffrax.Tsit5(),
        task["end"],
        axon.start(),
        None,
    )
    run = chunked(solved, drawn(task))
    return {f"Tsit5, {CHUNK} at once": lambda tolerance: Job(lambda: run(tolerance, tolerance), _rows, task["cells"])}


def cell_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Kvaerno5 with its usual root finder."""
    numbers = task["numbers"]
    solved = jax.jit(solving(_leak(numbers), diffrax.Kvaerno5(), numbers["end"], numbers["start"], None))
    scale = np.array(task["scale"])

    def make(tolerance: float) -> Job:
        return Job(lambda: np.asarray(solved(tolerance, 1e-3 * tolerance * scale, {})), lambda done: done[-1].tolist())

    return {"Kvaerno5": make}


def cells_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """The ensemble of pump-leak cells."""
    numbers = task["numbers"]
    run = chunked(solving(_leak(numbers), diffrax.Kvaerno5(), numbers["end"], numbers["start"], None), drawn(task))
    scale = np.array(task["scale"])

    def make(tolerance: float) -> Job:
        return Job(lambda: run(tolerance, 1e-3 * tolerance * scale), _rows, task["cells"])

    return {f"Kvaerno5, {CHUNK} at once": make}


def _leak(numbers: Mapping[str, Any]) -> Any:
    return lambda t, y, varied: stacked(cell.rates(y, {**numbers, **varied}, jnp))


def _rows(done: Any) -> Any:
    return done.tolist()


main(
    {"axon": axon_variants, "pump_leak": cell_variants, "hh": axons_variants, "leaks": cells_variants},
    diffrax.__version__,
)
