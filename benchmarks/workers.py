"""A sweep by one worker and by two, and the most memory that a process took, for sweeps of several sizes."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .axon_ensemble import RANGES
from .effort import FULL, Effort

SAMPLES = 100_000
SIZES = (1_000, 10_000, 100_000)
UNTIL = "200 ms"
PATHS = {
    "membrane.Na.conductance": ("g_Na", "mS/cm2"),
    "membrane.K.conductance": ("g_K", "mS/cm2"),
    "membrane.injected": ("I", "uA/cm2"),
}
CODE = """
import json, sys
from benchmarks.workers import swept
print(json.dumps(swept(**json.loads(sys.argv[1]))))
"""


def swept(samples: int, workers: int, until: str, store: str) -> dict[str, Any]:
    """In a process of its own: seconds of a sweep into a store, a digest of what it found, memory of its processes."""
    import hashlib
    import resource
    import time

    import numpy as np

    import poise
    from poise.analysis.designs.random_draws import Random
    from poise.analysis.runners.processes import Processes
    from poise.analysis.tasks.run import Run
    from poise.sweeping import sweep

    model = poise.load("squid_axon").set("membrane.potential", "-65 mV")
    draws = {
        path: f"uniform({RANGES[name][0]} {unit}, {RANGES[name][1]} {unit})" for path, (name, unit) in PATHS.items()
    }
    task = Run(until=until, watch={"spikes": "count(membrane.potential, 0 mV)", "peak": "maximum(membrane.potential)"})
    begun = time.perf_counter()
    result = sweep(model, Random(samples, draws, seed=1), task, store, runner=Processes(workers))
    seconds = time.perf_counter() - begun
    data = result.to_xarray()
    digest = hashlib.sha256(b"".join(np.asarray(data[name]).tobytes() for name in sorted(data.data_vars))).hexdigest()
    return {
        "seconds": seconds,
        "samples": samples,
        "workers": workers,
        "statuses": dict(result.statuses),
        "digest": digest,
        "parent_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "worker_MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
    }


def measured(samples: int, workers: int, until: str) -> dict[str, Any]:
    """One sweep in a new process, its store thrown away."""
    with tempfile.TemporaryDirectory(prefix="poise_sweep_") as folder:
        asked = {"samples": samples, "workers": workers, "until": until, "store": f"{folder}/store.zarr"}
        done = subprocess.run(
            [sys.executable, "-c", CODE, json.dumps(asked)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent.parent,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    return json.loads(done.stdout.splitlines()[-1])


def run(effort: Effort = FULL) -> dict[str, object]:
    """Alternately one worker and two, the same values from both first; then one worker for every size."""
    load = [os.getloadavg()]
    samples, until = effort.of(SAMPLES, 2000), "20 ms" if effort.quick else UNTIL
    measured(100, 1, until)  # what is compiled lies on disk from now on
    rounds: dict[int, list[dict[str, Any]]] = {1: [], 2: []}
    for _ in range(effort.rounds):
        for workers, found in rounds.items():
            found.append(measured(samples, workers, until))
    if len({one["digest"] for found in rounds.values() for one in found}) != 1:
        raise RuntimeError("one worker and two do not give the same values")
    ratios = [one["seconds"] / (2.0 * two["seconds"]) for one, two in zip(rounds[1], rounds[2], strict=True)]
    efficiency = statistics.median(ratios)
    sizes = [measured(effort.of(size, size // 100), 1, until) for size in SIZES]
    load.append(os.getloadavg())
    seconds = {workers: statistics.median(one["seconds"] for one in found) for workers, found in rounds.items()}
    lines = ["| sweep | s | memory of the program, MB | of a worker, MB |", "|---|---|---|---|"]
    lines += [
        f"| {one['samples']:,} samples, {one['workers']} worker{'s' if one['workers'] > 1 else ''} "
        f"| {one['seconds']:.3g} | {one['parent_MB']:.0f} | {one['worker_MB']:.0f} |"
        for one in (*sizes, rounds[2][0])
    ]
    words = f"{samples:,} samples: {seconds[1]:.3g} s by one worker, {seconds[2]:.3g} s by two"
    return {
        "rounds": rounds,
        "sizes": sizes,
        "efficiency": efficiency,
        "load": load,
        "table": "\n".join(lines),
        "summary": f"{words}, efficiency {efficiency:.2f}; the same values from both",
    }
