"""C: the limits, by gcc with the processor's own vectors; fixed steps, and Rodas5P in lanes with a queue."""

import ctypes
import functools
import hashlib
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import axon
import cell
import numpy as np
from common import Job, Make, drawn, main

from poise.solve import rodas5p

HERE = Path(__file__).parent
FLAGS = ["-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-shared", "-fPIC"]
LIBRARIES = ["-lm", "-lmvec"]


@functools.cache
def compiled(source: str, *options: str) -> Any:
    """The library of a C file here."""
    folder = Path(tempfile.mkdtemp(prefix="poise_bench_"))
    made = folder / f"{hashlib.sha256(repr((source, options)).encode()).hexdigest()[:12]}.so"
    subprocess.run(["gcc", *FLAGS, *options, str(HERE / source), "-o", str(made), *LIBRARIES], check=True)
    return ctypes.CDLL(str(made))


def pointer(array: Any) -> Any:
    """To its first number."""
    return array.ctypes.data_as(ctypes.c_void_p)


def tableau(folder: Path) -> Path:
    """Rodas5P's coefficients as a header."""

    def rows(name: str, table: Any) -> str:
        body = ", ".join("{" + ", ".join(repr(float(x)) for x in row) + "}" for row in table)
        return f"static const double {name}[8][8] = {{{body}}};"

    lines = [f"#define GAMMA {rodas5p._GAMMA!r}", rows("A", rodas5p._A), rows("C", rodas5p._C)]
    (folder / "tableau.h").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "tableau.h"


def fixed_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Exponential steps in 64 and 32 bits."""
    draws, count = drawn(task), task["cells"]

    def make(kind: Any, number: Any, options: Sequence[str], step: float) -> Job:
        function = compiled("axons_fixed.c", *options).axons_fixed
        function.argtypes = [ctypes.c_long, ctypes.c_long, number, *[ctypes.c_void_p] * 4]
        function.restype = None
        columns = [np.array(draws[name], kind) for name in ("g_Na", "g_K", "I")]
        start = np.repeat(np.array(axon.start(), kind), count)
        steps = round(task["end"] / step)

        def run() -> Any:
            y = start.copy()
            function(count, steps, step, *(pointer(one) for one in (*columns, y)))
            return y.reshape(4, count)

        return Job(run, lambda y: y.T.tolist(), count * steps)

    return {
        "64 lanes, float64": lambda step: make(np.float64, ctypes.c_double, (), step),
        "64 lanes, float32": lambda step: make(np.float32, ctypes.c_float, ("-DSINGLE",), step),
    }


def in_lanes(header: str, options: Sequence[str]) -> Any:
    """Rodas5P for a model: from (start (n, cells), numbers, end, first step, rtol, atol) to the states at the end."""
    folder = Path(tempfile.mkdtemp(prefix="poise_bench_"))
    named = [f'-DMODEL="{HERE / header}"', f'-DTABLEAU="{tableau(folder)}"']
    function = compiled("lanes.c", *named, *options).lanes
    function.argtypes = [ctypes.c_long, *[ctypes.c_double] * 3, *[ctypes.c_void_p] * 4]
    function.restype = None

    def solve(start: Any, numbers: Any, end: float, first: float, rtol: float, atol: Any) -> Any:
        y, steps = np.array(start, order="C"), np.zeros(2, np.int64)
        numbers, atol = np.ascontiguousarray(numbers), np.ascontiguousarray(atol)
        function(y.shape[1], end, first, rtol, pointer(atol), pointer(numbers), pointer(y), pointer(steps))
        return y

    return solve


def axons_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Tolerances as Poise has them: absolute ones 1e-9 of a gate, 1e-7 mV at rtol 1e-6."""
    draws, count = drawn(task), task["cells"]
    numbers = np.array([draws[name] for name in ("g_Na", "g_K", "I")])
    v, *gates = axon.start()
    start = np.repeat(np.array([*gates, v])[:, None], count, axis=1)
    usual = 1e-3 * np.array([1.0, 1.0, 1.0, 100.0])

    def make(rtol: float) -> Job:
        solve = in_lanes("lanes_axon.h", ())

        def run() -> Any:
            return solve(start, numbers, task["end"], 1e-3, rtol, rtol * usual)

        return Job(run, lambda y: y[[3, 0, 1, 2]].T.tolist(), count)

    return {"Rodas5P, 8 lanes, queue": make}


def cells_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """The pump-leak cells; their Jacobian is written out, dense."""
    draws, count, c = drawn(task), task["cells"], task["numbers"]
    names = {
        "PER_VOLT": "per_volt", "AREA": "area", "CHARGING": "charging", "WATER": "water", "FIXED": "X",
        "OUT_NA": "out_Na", "OUT_K": "out_K", "OUT_CL": "out_Cl", "OUT_ALL": "out_all",
    }  # fmt: skip
    options = [f"-D{name}={c[key]!r}" for name, key in names.items()]
    numbers = np.array([draws[name] for name in cell.VARIED])
    start = np.repeat(np.array(c["start"])[:, None], count, axis=1)

    def make(rtol: float) -> Job:
        solve = in_lanes("lanes_cell.h", options)

        def run() -> Any:
            return solve(start, numbers, c["end"], 1e-3, rtol, 1e-3 * rtol * np.array(task["scale"]))

        return Job(run, lambda y: y.T.tolist(), count)

    return {"Rodas5P, 8 lanes, queue": make}


if __name__ == "__main__":
    version = subprocess.run(["gcc", "-dumpfullversion"], check=True, capture_output=True, text=True).stdout.strip()
    main({"hh_fixed": fixed_variants, "hh": axons_variants, "leaks": cells_variants}, f"gcc {version}")
