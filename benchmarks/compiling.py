"""What compiling costs, and what a step costs, for shipped models: Rodas5P with its accounts, end only."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from .effort import FULL, Effort

MODELS = {
    "squid_axon": "train",
    "pump_leak_cell": "ouabain",
    "spreading_depression_cell": "",
}
REPEATS = 15
CODE = """
import json, sys
from benchmarks.compiling import measured
print(json.dumps(measured(*sys.argv[1:])))
"""


def measured(name: str, protocol: str, method: str) -> dict[str, Any]:
    """In a process of its own: seconds of the first run, then of warm ones."""
    import poise
    from poise.analysis.simulator import prepare

    model = poise.load(name)
    chosen = protocol or next(iter(model.protocols), None)
    start = time.perf_counter()
    one = prepare(model, chosen, None if chosen else "1 h", method=getattr(poise, method)(), record=False)
    ready = time.perf_counter() - start
    start = time.perf_counter()
    one.end()
    first = time.perf_counter() - start
    carry, times = None, []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for state, _ in one.chunks(1e-6):
            carry = state
        times.append(time.perf_counter() - start)
    warm = statistics.median(times)
    steps = int(carry.accepted[0]) + int(carry.rejected[0]) if carry else 0
    return {
        "protocol": chosen,
        "states": one.layout.size,
        "events": one.motion.quadratures,
        "prepare_s": ready,
        "compile_s": first - warm,
        "warm_ms": warm * 1e3,
        "steps": steps,
        "us_per_step": warm / max(steps, 1) * 1e6,
        "status": int(carry.status[0]) if carry else None,
    }


def run(effort: Effort = FULL) -> dict[str, object]:
    """Each in a new process with an empty cache."""
    import json

    load, found = [os.getloadavg()], {}
    models = {"squid_axon": MODELS["squid_axon"]} if effort.quick else MODELS
    for name, protocol in models.items():
        for method in ("Rodas5P", "Tsit5") if name == "squid_axon" else ("Rodas5P",):
            with tempfile.TemporaryDirectory(prefix="poise_cache_") as folder:
                done = subprocess.run(
                    [sys.executable, "-c", CODE, name, protocol, method],
                    check=True,
                    capture_output=True,
                    text=True,
                    env={**os.environ, "POISE_CACHE": folder},
                )
            found[f"{name}, {method}"] = json.loads(done.stdout.splitlines()[-1])
    load.append(os.getloadavg())
    lines = ["| | states | events | compile s | steps | us a step | warm ms |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {key}, {one['protocol']} | {one['states']} | {one['events']} | {one['compile_s']:.1f} | {one['steps']} | "
        f"{one['us_per_step']:.1f} | {one['warm_ms']:.2f} |"
        for key, one in found.items()
    ]
    words = [f"{key} {one['compile_s']:.1f} s, {one['us_per_step']:.1f} us a step" for key, one in found.items()]
    return {"models": found, "load": load, "table": "\n".join(lines), "summary": "; ".join(words)}
