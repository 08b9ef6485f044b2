"""A model of 40 states (gates, Markov schemes, ions, buffers, water): compiling, cold and cached, and many variants."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import against, by_hand
from .draws import around
from .effort import FULL, Effort

CELLS, SERIAL, CHECKED = 1000, 20, 8
END = 200.0  # ms
LIMIT = 1e-3
APART = 0.01  # mV
MIDDLE = {"g_Na": 30.0, "g_K": 20.0, "g_SK": 1.0, "P_CaL": 1e-7}
COLUMNS = against.Columns(time="ms per cell", error="median relative error")
LANES = 16  # in the measurement of compiling
CODE = """
import json, sys
from benchmarks.forty_states import compiling
print(json.dumps(compiling(float(sys.argv[1]))))
"""


def compiling(end: float) -> dict[str, Any]:
    """In a process of its own: seconds to make a run ready and to run it the first time, less a warm run."""
    import run_poise

    processor = time.process_time()
    task = {"draws": around(MIDDLE, 0.1, LANES), "cells": LANES, "end": end}
    begun = time.perf_counter()
    model, protocol, until = run_poise.forties(task)
    loaded = time.perf_counter()
    one = run_poise.prepare(model, protocol, until, accounts=False, record=False)
    ready = time.perf_counter()
    one.end()
    first, processor = time.perf_counter(), time.process_time() - processor
    one.end()
    warm = time.perf_counter() - first
    return {
        "states": one.layout.size,
        "load_s": loaded - begun,
        "prepare_s": ready - loaded,
        "compile_s": ready - loaded + first - ready - warm,
        "processor_s": processor - warm,
        "warm_s": warm,
        "lanes": LANES,
    }


def cold_and_cached(end: float) -> dict[str, Any]:
    """With an empty cache, then with what that left."""
    with tempfile.TemporaryDirectory(prefix="poise_cache_") as folder:
        found = {}
        for state in ("cold", "cached"):
            done = subprocess.run(
                [sys.executable, "-c", CODE, str(end)],
                check=True,
                capture_output=True,
                text=True,
                cwd=Path(__file__).parent.parent,
                env={**os.environ, "POISE_CACHE": folder},
            )
            found[state] = json.loads(done.stdout.splitlines()[-1])
    return found


def run(effort: Effort = FULL) -> dict[str, object]:
    """Compiling; then trajectories of Poise and Myokit, the end states, times."""
    import run_poise

    end = effort.of(int(END), 120)
    compiled = cold_and_cached(float(end))
    cells = effort.of(CELLS, 8)
    known = {
        "problem": "forty",
        "numbers": run_poise.forty_numbers(),
        "draws": around(MIDDLE, 0.1, cells),
        "end": float(end),
        "times": [float(t) for t in range(0, int(end), 2)],
    }
    sizes = cells, effort.of(SERIAL, 4), effort.of(CHECKED, 4)
    found = against.told(by_hand.compared(known, sizes, LIMIT, APART, effort), COLUMNS, share=0.1)
    seconds = {state: one["compile_s"] for state, one in compiled.items()}
    lines = ["| compiling | s | processor s |", "|---|---|---|"]
    lines += [f"| Poise, {state} | {s:.2g} | {compiled[state]['processor_s']:.2g} |" for state, s in seconds.items()]
    for row in found["rows"]:
        if row["peer"] != "Poise" and "ready_s" in row:
            lines.append(f"| {row['peer']} {row['version']}, model read and compiled | {row['ready_s']:.2g} | |")
    words = ", ".join(f"{state} {s:.2g} s" for state, s in seconds.items())
    return {
        **found,
        "compiling": compiled,
        "compiling_table": "\n".join(lines),
        "summary": f"compiling {words}; {found['summary']}",
    }
