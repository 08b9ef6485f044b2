"""The shipped spreading_depression_cell (Huebel & Dahlem 2014), 100 s with its pump stopped for 9.5: many variants."""

from . import against, by_hand
from .draws import around
from .effort import FULL, Effort

CELLS, SERIAL, CHECKED = 1000, 20, 8
END = 100_000.0  # ms
LIMIT = 1e-4
APART = 0.05  # mV
COLUMNS = against.Columns(time="ms per cell", error="median relative error")


def run(effort: Effort = FULL) -> dict[str, object]:
    """Trajectories of Poise and Myokit first, then the end states, then times."""
    import run_poise

    numbers = run_poise.spreading_numbers()
    middle = {"g_Na": 100.0, "g_K": 40.0, "P": 6.8}
    cells = effort.of(CELLS, 8)
    end = effort.of(int(END), 40_000)
    known = {
        "problem": "spreading",
        "numbers": numbers,
        "draws": around(middle, 0.05, cells),
        "end": end,
        "times": [float(t) for t in range(0, int(end), 5000)],
    }
    sizes = cells, effort.of(SERIAL, 4), effort.of(CHECKED, 4)
    return against.told(by_hand.compared(known, sizes, LIMIT, APART, effort), COLUMNS, share=0.05)
