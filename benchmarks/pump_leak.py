"""A pump-leak cell for 10 h of ouabain at rtol 1e-6: end states agree to 1e-5 first, then warm runs."""

import sys

from . import against
from .effort import FULL, Effort
from .peers import ask

RTOL = 1e-6
LIMIT = 1e-5
OURS = "Rodas5P, end only"
COLUMNS = against.Columns(error="largest relative error")


def run(effort: Effort = FULL) -> dict[str, object]:
    """Reference, agreement, times; all at the same relative tolerance, finer only for who misses the limit."""
    import run_poise

    numbers = run_poise.leak_numbers()
    known = {"problem": "pump_leak", "numbers": numbers, "scale": [*numbers["start"][:4], 0.1]}
    fine = ask("scipy", {**known, "methods": ["Radau"], "answers": {"Radau": 1e-12}}, python=sys.executable)
    end = fine.values["variants"]["Radau"]["answer"]
    task = {**known, "reference": end, "limit": LIMIT, "tolerances": against.tolerances(RTOL, 1e-9)}
    return against.told(against.compared(task, effort=effort), COLUMNS, OURS, end=end, limit=LIMIT)
