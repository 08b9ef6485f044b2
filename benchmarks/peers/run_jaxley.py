"""Jaxley: its HH channel in a compartment, vmapped over cells in chunks, its own step function in a compiled loop."""

from collections.abc import Mapping
from typing import Any

import axon
import jax
import jax.numpy as jnp
import jaxley
import numpy as np
from common import Job, Make, drawn, main
from jaxley.channels import HH
from jaxley.integrate import build_init_and_step_fn

jax.config.update("jax_enable_x64", True)
CHUNK = 1000  # cells in one vmapped call
AREA = 1e-5  # cm2 of the compartment, so that 1 uA/cm2 is 0.01 nA


def simulator(solver: str, step: float, end: float) -> Any:
    """From (g_Na, g_K [S/cm2], I [uA/cm2]) of one cell to V at the end [mV]."""
    cell = jaxley.Compartment()
    cell.insert(HH())
    cell.set("v", axon.START)
    cell.set("capacitance", 1.0)
    cell.set("length", 100.0)
    cell.set("radius", 1e8 * AREA / (2.0 * np.pi * 100.0))  # um
    cell.init_states(delta_t=step)
    cell.make_trainable("HH_gNa", verbose=False)
    cell.make_trainable("HH_gK", verbose=False)
    cell.stimulate(jnp.zeros(1))
    cell.record(verbose=False)
    cell.to_jax()
    begin, advance = build_init_and_step_fn(cell, voltage_solver="jaxley.dhs.cpu", solver=solver)
    where = cell.external_inds.copy()
    along = {"exp_euler_transition": jnp.eye(1)} if solver == "exp_euler" else {}  # nothing flows along one compartment
    steps = round(end / step)

    def run(sodium: Any, potassium: Any, current: Any) -> Any:
        states, parameters = begin([{"HH_gNa": sodium[None]}, {"HH_gK": potassium[None]}], delta_t=step)
        parameters |= along
        put = {"i": current[None] * (1e3 * AREA)}  # nA

        def once(_: Any, now: Any) -> Any:
            return advance(now, parameters, put, where, delta_t=step)

        return jax.lax.fori_loop(0, steps, once, states)["v"][0]

    return run


def fixed_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Gates exact; V exponential as Poise has it, or implicit as it comes; in 64 and 32 bits."""
    draws = drawn(task)
    count = task["cells"]
    columns = (np.array(draws["g_Na"]) * 1e-3, np.array(draws["g_K"]) * 1e-3, np.array(draws["I"]))

    def make(solver: str, bits: int, step: float) -> Job:
        kind = np.float64 if bits == 64 else np.float32
        with jax.enable_x64(bits == 64):
            many = jax.jit(jax.vmap(simulator(solver, step, task["end"])))
        size = min(CHUNK, count)
        pieces = [
            (min(size, count - first), [np.resize(one[first : first + size], size).astype(kind) for one in columns])
            for first in range(0, count, size)
        ]

        def run() -> Any:
            with jax.enable_x64(bits == 64):
                return np.concatenate([np.asarray(many(*these))[:kept] for kept, these in pieces])

        return Job(run, lambda v: [[float(x)] for x in v], count * round(task["end"] / step))

    return {
        f"{solver}, float{bits}, {CHUNK} at once": lambda step, s=solver, b=bits: make(s, b, step)
        for solver, bits in (("exp_euler", 64), ("bwd_euler", 64), ("exp_euler", 32))
    }


main({"hh_fixed": fixed_variants}, jaxley.__version__)
