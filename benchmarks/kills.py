"""A sweep killed with signal 9 at random moments and gone on with: the same values every time, none computed twice."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .effort import FULL, Effort

TRIALS = 50
SAMPLES, CHUNK = 20_000, 250
TOLD = "@@chunk"
CODE = """
import json, sys
from benchmarks.kills import swept
print(json.dumps(swept(**json.loads(sys.argv[1]))))
"""


def swept(samples: int, store: str) -> dict[str, Any]:
    """In a process of its own: a sweep into a store, begun or gone on with; a digest, how many were computed now."""
    import hashlib

    import numpy as np

    import poise
    from poise.analysis.designs.random_draws import Random
    from poise.analysis.runners.processes import Processes
    from poise.analysis.tasks.run import Run
    from poise.sweeping import sweep

    draws = {
        "membrane.Na.conductance": "uniform(96 mS/cm2, 144 mS/cm2)",
        "membrane.injected": "uniform(0 uA/cm2, 20 uA/cm2)",
    }
    task = Run(
        until="200 ms", watch={"spikes": "count(membrane.potential, 0 mV)", "peak": "maximum(membrane.potential)"}
    )
    there = Path(store).exists()

    def tell(done: int, total: int) -> None:
        print(TOLD, done, total, flush=True)

    model, design = poise.load("squid_axon"), Random(samples, draws, seed=1)
    result = sweep(model, design, task, store, chunk=CHUNK, resume=there, runner=Processes(2), progress=tell)
    data = result.to_xarray()
    digest = hashlib.sha256(b"".join(np.asarray(data[name]).tobytes() for name in sorted(data.data_vars))).hexdigest()
    return {"digest": digest, "computed": result.computed, "total": result.total, "statuses": dict(result.statuses)}


def begun(samples: int, store: Path) -> subprocess.Popen[str]:
    """A sweep in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", CODE, json.dumps({"samples": samples, "store": str(store)})],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,
    )


def finished(samples: int, store: Path) -> dict[str, Any]:
    """What a sweep that is left alone says."""
    process = begun(samples, store)
    out, said = process.communicate()
    if process.returncode:
        raise RuntimeError(said.strip()[-500:])
    return json.loads(out.splitlines()[-1])


def trial(samples: int, store: Path, chunks: int, delay: float, whole: bool) -> dict[str, Any]:
    """Killed `delay` seconds after some chunks were told of, with its workers or alone, then gone on with."""
    process = begun(samples, store)
    assert process.stdout is not None
    for _ in range(chunks + 1):  # the first line says that nothing is there yet
        if not process.stdout.readline().startswith(TOLD):
            break
    time.sleep(delay)
    under_way = process.poll() is None
    if not whole:
        process.kill()
        process.wait()
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    told = {"chunks": chunks, "delay_s": delay, "under_way": under_way, "with_workers": whole}
    return {**told, **finished(samples, store)}


def run(effort: Effort = FULL) -> dict[str, object]:
    """All end with the values of the sweep that nobody killed."""
    samples, chance = effort.of(SAMPLES, 10 * CHUNK), random.Random(1)
    with tempfile.TemporaryDirectory(prefix="poise_kills_") as folder:
        finished(CHUNK, Path(folder) / "first.zarr")  # what is compiled lies on disk from now on
        start = time.perf_counter()
        whole = finished(samples, Path(folder) / "whole.zarr")
        seconds = time.perf_counter() - start
        trials = [
            trial(
                samples,
                Path(folder) / f"{k}.zarr",
                chance.randrange(samples // CHUNK),
                chance.uniform(0.0, 0.1),
                whole=k % 2 == 0,
            )
            for k in range(effort.of(TRIALS, 3))
        ]
    same = sum(one["digest"] == whole["digest"] for one in trials)
    amid = sum(0 < one["computed"] < one["total"] for one in trials)
    summary = (
        f"{same} of {len(trials)} identical to the sweep that nobody killed; {amid} were killed with part of their "
        f"{whole['total'] // CHUNK} chunks stored, which were not computed again"
    )
    return {"whole": whole, "whole_s": seconds, "trials": trials, "identical": same, "summary": summary}
