"""Whole processes: how long small commands of `poise` take, beside an empty Python."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from .effort import FULL, Effort

REPEATS = 15
POISE = str(Path(sys.executable).parent / "poise")
COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import numpy": [sys.executable, "-c", "import numpy"],
    "poise nernst": [POISE, "nernst", "K+", "--inside", "140 mM", "--outside", "4 mM"],
    "poise rest textbook_neuron": [POISE, "rest", "textbook_neuron"],
    "poise steady squid_axon": [POISE, "steady", "squid_axon"],
}


def run(effort: Effort = FULL) -> dict[str, object]:
    """Medians of alternating runs, warm disk."""
    repeats = effort.of(REPEATS, 1)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(repeats + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if turn:  # the first turn warms the disk
                times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {
        "median_s": medians,
        "least_s": {name: min(values) for name, values in times.items()},
        "repeats": repeats,
        "summary": ", ".join(f"{name} {value:.3f} s" for name, value in medians.items()),
    }
