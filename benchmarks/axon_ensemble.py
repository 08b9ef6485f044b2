"""Many axons, each its own g_Na, g_K and current, 200 ms, rtol 1e-6: adaptive steps, milliseconds for each cell."""

import sys
from typing import Any

from . import against
from .draws import uniform
from .effort import FULL, Effort
from .peers import ask

CELLS, SERIAL, CHECKED = 10_000, 200, 40
END = 200.0  # ms
RANGES = {"g_Na": (96.0, 144.0), "g_K": (28.8, 43.2), "I": (5.0, 15.0)}  # mS/cm2, uA/cm2; most fire
RTOL = 1e-6
LIMIT = 0.01  # mV
COLUMNS = against.Columns(time="ms per cell", error="median error of V, mV")


def reference(problem: dict[str, Any], tolerance: float) -> list[Any]:
    """States at the end by SciPy's DOP853."""
    answers = {"answers": {"DOP853": tolerance}}
    said = ask("scipy", {**problem, "problem": "hh", **answers}, python=sys.executable)
    if said.missing:
        raise RuntimeError(f"no reference: {said.missing}")
    return said.values["variants"]["DOP853"]["answer"]


def run(effort: Effort = FULL) -> dict[str, object]:
    """V at the end of some cells agrees first; peers that go cell by cell run fewer of the same cells."""
    cells, checked = effort.of(CELLS, 64), effort.of(CHECKED, 8)
    problem = {"problem": "hh", "draws": uniform(RANGES, cells), "end": effort.of(int(END), 50)}
    tight = 1e-9 if effort.quick else 1e-12
    end = reference({**problem, "cells": checked}, tight)
    rougher = reference({**problem, "cells": checked}, 10.0 * tight)
    task = {
        **problem,
        "cells": cells,
        "reference": end,
        "limit": LIMIT,
        "tolerances": against.tolerances(RTOL, 1e-9),
    }
    few = {"cells": effort.of(SERIAL, 8)}
    found = against.compared(
        task,
        wanted=("poise", "c", "roadrunner", "myokit", "diffrax"),
        alone={"roadrunner": few, "myokit": few, "diffrax": {"cells": effort.of(1000, 16)}},
        checked={"cells": checked},
        effort=effort,
    )
    own = max(abs(a[0] - b[0]) for a, b in zip(rougher, end, strict=True))
    return against.told(found, COLUMNS, ranges=RANGES, reference_own_error_mV=own, limit_mV=LIMIT)
