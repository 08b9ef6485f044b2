"""NEURON: its hh mechanism without rate tables, CVODE by `psolve`, spikes noted by a NetCon."""

from collections.abc import Mapping
from typing import Any

import axon
import neuron
from common import Make, main
from neuron import h

h.load_file("stdrun.hoc")


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """One cell of 10 um; absolute tolerance only, as NEURON has it by default."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10.0
    soma.insert("hh")
    soma.cm = 1.0
    soma.ena, soma.ek = 50.0, -77.0
    for segment in soma:
        segment.hh.gnabar, segment.hh.gkbar, segment.hh.gl, segment.hh.el = 0.12, 0.036, 0.0003, -54.3
    h.usetable_hh = 0
    h.celsius = 6.3
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur = 0.0, 1e9
    clamp.amp = axon.CURRENT * 1e-6 * soma(0.5).area() * 1e-8 * 1e9  # uA/cm2 on um2, in nA
    spikes = h.Vector()
    detector = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
    detector.threshold = 0.0
    context = h.ParallelContext()
    context.set_maxstep(10)
    solver = h.CVode()
    solver.active(1)

    def make(tolerance: float, kept: Any = (soma, clamp)) -> Any:
        solver.condition_order(2)
        detector.record(spikes)

        def run() -> Any:
            solver.atol(tolerance)
            h.finitialize(axon.START)
            context.psolve(axon.END)
            return spikes

        return run, lambda done: list(done)

    return {"cvode, psolve, spike times": make}


main({"axon": axon_variants}, neuron.__version__)
