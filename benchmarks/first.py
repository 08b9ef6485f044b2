"""The first run of a model in a new process: nothing compiled before, and with compiled code on disk."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .effort import FULL, Effort

REPEATS = 5
POISE = str(Path(sys.executable).parent / "poise")
AXON = """
import poise
from poise.analysis.simulator import prepare
model = poise.load("squid_axon").set({"membrane.potential": "-65 mV", "membrane.injected": "10 uA/cm2"})
prepare(model, None, "1 s", accounts=False, record=False).end()
"""
COMMANDS = {
    "one axon, 1 s, from Python, end only": [sys.executable, "-c", AXON],
    "poise run squid_axon --protocol train (1 s)": [POISE, "run", "squid_axon", "--protocol", "train", "--quiet"],
    "poise run squid_axon": [POISE, "run", "squid_axon", "--quiet"],
    "poise run pump_leak_cell": [POISE, "run", "pump_leak_cell", "--quiet"],
    "poise steady squid_axon": [POISE, "steady", "squid_axon", "--quiet"],
}


def once(command: list[str], folder: str) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "POISE_CACHE": folder})
    seconds, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def run(effort: Effort = FULL) -> dict[str, object]:
    """Medians; each turn runs every command cold, then cached."""
    repeats = effort.of(REPEATS, 1)
    load = [os.getloadavg()]
    clock: dict[str, list[float]] = {}
    used: dict[str, list[float]] = {}
    for _ in range(repeats):
        for name, command in COMMANDS.items():
            folder = tempfile.mkdtemp(prefix="poise_cache_")
            try:
                for state in ("cold", "cached"):
                    seconds, processor = once(command, folder)
                    clock.setdefault(f"{name}, {state}", []).append(seconds)
                    used.setdefault(f"{name}, {state}", []).append(processor)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    load.append(os.getloadavg())
    medians = {name: statistics.median(values) for name, values in clock.items()}
    processor_s = {name: statistics.median(values) for name, values in used.items()}
    lines = ["| | median s | processor s | least s |", "|---|---|---|---|"]
    lines += [f"| {n} | {medians[n]:.2f} | {processor_s[n]:.2f} | {min(clock[n]):.2f} |" for n in medians]
    return {
        "median_s": medians,
        "processor_s": processor_s,
        "least_s": {name: min(values) for name, values in clock.items()},
        "repeats": repeats,
        "load": load,
        "table": "\n".join(lines),
        "summary": ", ".join(f"{name} {value:.2f} s" for name, value in medians.items()),
    }
