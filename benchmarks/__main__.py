"""Run benchmarks (`make bench`): `python -m benchmarks [NAME ...] [--quick]`; a JSON file each in out/bench/."""

import argparse
import datetime
import json
import os
import platform
import sys
import traceback
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .effort import FULL, QUICK

OUT = Path("out/bench")
NAMES = (
    "startup",
    "first",
    "compiling",
    "junctions",
    "axon",
    "pump_leak",
    "roots",
    "axon_ensemble",
    "axon_fixed",
    "pump_leak_ensemble",
    "spreading",
    "forty_states",
    "gradient",
    "workers",
    "kills",
    "gpu",
)


def machine() -> dict[str, object]:
    """What it ran on, and when."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    told = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    vectors = [name for name in ("avx512f", "avx2", "avx") if name in told.get("flags", "").split()]
    return {
        "processor": told.get("model name", platform.processor() or "unknown"),
        "vectors": vectors[0] if vectors else "none known",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "date": datetime.date.today().isoformat(),
        **{name: version(name) for name in ("poise", "numpy", "jax")},
    }


def one(name: str, quick: bool) -> dict[str, Any]:
    """A benchmark's result, with what it ran on."""
    effort = QUICK if quick else FULL
    found = import_module(f".{name}", __package__).run(effort)
    return {"benchmark": name, "quick": quick, "machine": machine(), **found}


def main(arguments: list[str]) -> int:
    """Run, print, write; 1 if one did not run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    given = parser.parse_args(arguments)
    out = OUT / "quick" if given.quick else OUT
    out.mkdir(parents=True, exist_ok=True)
    lost = 0
    for name in given.names or NAMES:
        try:
            found = one(name, given.quick)
        except Exception:  # one benchmark that fails does not stop the others
            lost = 1
            print(f"{name}: did not run\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            continue
        (out / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        print(f"{name}: {found['summary']}", flush=True)
    return lost


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
