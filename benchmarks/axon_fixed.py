"""The same axons at a fixed step of 0.025 ms: nanoseconds for a step of a cell, beside vectorised C, Jaxley, NEURON."""

from . import against
from .axon_ensemble import END, RANGES, reference
from .draws import uniform
from .effort import FULL, Effort

CELLS, CHECKED = 10_000, 200
STEP = 0.025  # ms
CHECK_END = 10.0  # ms: past the first spike; later the phases of methods of first order drift apart
LIMIT = 5.0  # mV, at this step
COLUMNS = against.Columns(
    time="ns per step and cell", per_ms=1e6, setting="step, ms", error="median error of V after 10 ms, mV"
)


def run(effort: Effort = FULL) -> dict[str, object]:
    """All take the same step; how far V is from the exact solution stands beside each."""
    cells, checked = effort.of(CELLS, 640), effort.of(CHECKED, 64)
    problem = {"problem": "hh_fixed", "draws": uniform(RANGES, cells), "end": effort.of(int(END), 20)}
    during = {"cells": checked, "end": CHECK_END}
    task = {
        **problem,
        "cells": cells,
        "reference": reference({**problem, **during}, 1e-10),
        "limit": LIMIT,
        "tolerances": [STEP],
    }
    found = against.compared(task, alone={"neuron": {"cells": effort.of(1000, 64)}}, checked=during, effort=effort)
    return against.told(found, COLUMNS, ranges=RANGES, step_ms=STEP, limit_mV=LIMIT)
