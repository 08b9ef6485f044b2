"""NEURON: its hh mechanism, CVODE by `psolve` with spikes noted by a NetCon; ensembles at a fixed step."""

from collections.abc import Mapping
from typing import Any

import axon
import neuron
from common import Job, Make, drawn, main
from neuron import h

h.load_file("stdrun.hoc")


def soma_of(name: str) -> Any:
    """One cell of 10 um with the numbers of `axon`."""
    soma = h.Section(name=name)
    soma.L = soma.diam = 10.0
    soma.insert("hh")
    soma.cm = 1.0
    soma.ena, soma.ek = 50.0, -77.0
    for segment in soma:
        segment.hh.gnabar, segment.hh.gkbar, segment.hh.gl, segment.hh.el = 0.12, 0.036, 0.0003, -54.3
    return soma


def clamp_of(soma: Any, current: float) -> Any:
    """A current [uA/cm2] from the start on."""
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur = 0.0, 1e9
    clamp.amp = current * 1e-6 * soma(0.5).area() * 1e-8 * 1e9  # on um2, in nA
    return clamp


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Rates exact; absolute tolerance only, as NEURON has it by default."""
    h.usetable_hh = 0
    h.celsius = 6.3
    soma = soma_of("soma")
    clamp = clamp_of(soma, axon.CURRENT)
    spikes = h.Vector()
    detector = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
    detector.threshold = 0.0
    context = h.ParallelContext()
    context.set_maxstep(10)
    solver = h.CVode()
    solver.active(1)

    def make(tolerance: float, kept: Any = (soma, clamp)) -> Job:
        solver.condition_order(2)
        detector.record(spikes)

        def run() -> Any:
            solver.atol(tolerance)
            h.finitialize(axon.START)
            context.psolve(axon.END)
            return spikes

        return Job(run, lambda done: list(done))

    return {"cvode, psolve, spike times": make}


def fixed_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Its usual fixed step: V implicit, gates exact; with exact rates, and with its table of rates as it comes."""
    h.celsius = 6.3
    somas, clamps = [], []
    for k, (sodium, potassium, current) in enumerate(zip(*drawn(task).values(), strict=True)):
        somas.append(soma_of(f"soma{k}"))
        somas[-1](0.5).hh.gnabar, somas[-1](0.5).hh.gkbar = 1e-3 * sodium, 1e-3 * potassium
        clamps.append(clamp_of(somas[-1], current))
    context = h.ParallelContext()
    context.set_maxstep(10)

    def make(table: bool, step: float, kept: Any = clamps) -> Job:
        def run() -> list[list[float]]:
            h.usetable_hh = int(table)
            h.steps_per_ms, h.dt = 1.0 / step, step
            h.finitialize(axon.START)
            context.psolve(task["end"])
            return [[soma(0.5).v] for soma in somas]

        return Job(run, list, len(somas) * round(task["end"] / step))

    return {
        "fixed step, exact rates": lambda step: make(False, step),
        "fixed step, table of rates": lambda step: make(True, step),
    }


main({"axon": axon_variants, "hh_fixed": fixed_variants}, neuron.__version__)
