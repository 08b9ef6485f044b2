"""Run every benchmark (`make bench`): one JSON file each in out/bench/, with machine and versions."""

import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from . import axon, compiling, first, junctions, pump_leak, roots, startup

OUT = Path("out/bench")


def machine() -> dict[str, object]:
    """What it ran on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("poise", "numpy", "jax")},
    }


def main() -> None:
    """Run, print, write."""
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    for one in (startup, first, compiling, junctions, axon, pump_leak, roots):
        name = one.__name__.rpartition(".")[2]
        if wanted and name not in wanted:
            continue
        found = {"benchmark": name, "machine": machine(), **one.run()}
        (OUT / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        print(f"{name}: {found['summary']}", flush=True)
        if "table" in found:
            (OUT / f"{name}.md").write_text(f"{found['table']}\n", encoding="utf-8")


main()
