"""Many pump-leak cells for 10 h of ouabain, each its own permeabilities, rtol 1e-6: microseconds for each."""

import sys

from . import against
from .draws import uniform
from .effort import FULL, Effort
from .peers import ask

CELLS, SERIAL, CHECKED = 10_000, 1000, 20
RTOL = 1e-6
LIMIT = 1e-5
COLUMNS = against.Columns(time="us per cell", per_ms=1e3, error="largest relative error")


def run(effort: Effort = FULL) -> dict[str, object]:
    """End states of some cells agree first; peers that go cell by cell run fewer of the same cells."""
    import cell
    import run_poise

    numbers = run_poise.leak_numbers()
    cells, checked = effort.of(CELLS, 64), effort.of(CHECKED, 4)
    ranges = {name: (0.5 * numbers[name], 2.0 * numbers[name]) for name in cell.VARIED}
    known = {
        "problem": "leaks",
        "numbers": numbers,
        "scale": [*numbers["start"][:4], 0.1],
        "draws": uniform(ranges, cells),
    }
    asked = {**known, "cells": checked, "methods": ["Radau"], "answers": {"Radau": 1e-11}}
    fine = ask("scipy", asked, python=sys.executable)
    end = fine.values["variants"]["Radau"]["answer"]
    task = {**known, "cells": cells, "reference": end, "limit": LIMIT, "tolerances": against.tolerances(RTOL, 1e-9)}
    found = against.compared(
        task,
        wanted=("poise", "c", "roadrunner", "diffrax"),
        alone={"roadrunner": {"cells": effort.of(SERIAL, 8)}, "diffrax": {"cells": effort.of(SERIAL, 8)}},
        checked={"cells": checked},
        effort=effort,
    )
    return against.told(found, COLUMNS, ranges=ranges, limit=LIMIT)
