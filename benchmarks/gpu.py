"""The ensemble of axons by the XLA path on a GPU, where there is one: its name, and milliseconds for each cell."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .axon_ensemble import END, LIMIT, RANGES, reference
from .draws import uniform
from .effort import FULL, Effort

SIZES = (1000, 10_000, 100_000)
METHODS = ("Tsit5", "Rodas5P")
CODE = """
import json, sys
from benchmarks.gpu import measured
print(json.dumps(measured(json.loads(sys.argv[1]))))
"""


def measured(task: dict[str, Any]) -> dict[str, Any]:
    """In a process of its own: warm times of every size and method, and how far V is from the CPU's at the end."""
    import jax

    if jax.default_backend() != task["backend"]:
        return {"missing": f"no {task['backend']} here: jax runs on the {jax.default_backend()}"}
    import numpy as np
    import run_poise

    import poise
    from poise.solve.backends import XLA

    rows = []
    for method in METHODS:
        for cells in task["sizes"]:
            given = {"draws": uniform(task["ranges"], cells), "cells": cells, "end": task["end"]}
            model, protocol, until = run_poise.axons(given)
            one = run_poise.prepare(
                model, protocol, until, method=getattr(poise, method)(), accounts=False, record=False, backend=XLA()
            )
            begun = time.perf_counter()
            end = one.end(1e-6)
            first = time.perf_counter() - begun
            begun = time.perf_counter()
            end = one.end(1e-6)
            warm = time.perf_counter() - begun
            ends = np.asarray(end)[-1, : task["checked"]]
            rows.append(
                {"method": method, "cells": cells, "ms": warm / cells * 1e3, "first_s": first, "ends": ends.tolist()}
            )
    device = jax.devices()[0]
    return {"device": device.device_kind, "rows": rows}


def run(effort: Effort = FULL, backend: str = "gpu") -> dict[str, object]:
    """The end states agree with SciPy's first.

    Args:
        effort: how much.
        backend: "gpu"; "cpu" to try the code where there is none.
    """
    checked = effort.of(40, 8)
    sizes = [64] if effort.quick else list(SIZES)
    end = effort.of(int(END), 50)
    task = {"backend": backend, "sizes": sizes, "end": end, "ranges": RANGES, "checked": checked}
    done = subprocess.run(
        [sys.executable, "-c", CODE, json.dumps(task)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    if done.returncode:
        return {"missing": done.stderr[-300:], "summary": f"did not run: {done.stderr.strip().splitlines()[-1][:200]}"}
    found = json.loads(done.stdout.splitlines()[-1])
    if "missing" in found:
        return {**found, "summary": found["missing"]}
    exact = reference({"draws": uniform(RANGES, checked), "cells": checked, "end": end}, 1e-10)
    for row in found["rows"]:
        ends = row.pop("ends")
        row["error_mV"] = statistics.median(abs(1e3 * v - e[0]) for v, e in zip(ends, exact, strict=False))
        if not row["error_mV"] <= LIMIT:
            raise RuntimeError(f"{row['method']}: V at the end is {row['error_mV']:.2e} mV off")
    lines = [f"| {found['device']} | cells | ms per cell | median error of V, mV | first s |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['method']} | {row['cells']:,} | {row['ms']:.3g} | {row['error_mV']:.2g} | {row['first_s']:.2g} |"
        for row in found["rows"]
    ]
    words = [f"{row['method']} {row['cells']:,} cells {row['ms']:.3g} ms" for row in found["rows"]]
    return {**found, "table": "\n".join(lines), "summary": f"{found['device']}: {'; '.join(words)} per cell"}
