"""10^7 zero-current potentials (Na, K, Cl constant-field leaks and a pump current): Poise against vectorised C."""

import ctypes
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

import poise
from poise.constants import FARADAY
from poise.formulas import thermal_voltage
from poise.processes import GHKChannel, PrescribedCurrent
from poise.solve.native.engine import cores

from .effort import FULL, Effort

LANES = 10_000_000
REPEATS = 5
RANGE = 0.3  # V, either way: Poise seeks no farther where, as here, no equilibrium potential comes near
FLAGS = ["-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-mprefer-vector-width=512", "-shared", "-fPIC"]


def model(lanes: int) -> poise.Model:
    """Three leaks and a pump current, many compositions along one dimension."""
    cell = poise.Model(
        "roots",
        {
            "cytosol": poise.Compartment({"K+": 140.0, "Na+": 10.0, "Cl-": 7.0}),
            "bath": poise.Compartment({"K+": 5.0, "Na+": 145.0, "Cl-": 120.0}, ground=True),
        },
        {
            "membrane": poise.Interface(
                "cytosol",
                "bath",
                {
                    "K": GHKChannel("K+", 1e-8),
                    "Na": GHKChannel("Na+", 1e-9),
                    "Cl": GHKChannel("Cl-", 1e-9),
                    "pump": PrescribedCurrent(0.01),
                },
            )
        },
        temperature="37 degC",
    )
    rng = np.random.default_rng(0)
    return cell.set(
        {
            "membrane.K.permeability": 1e-8 * 10 ** rng.uniform(-1, 1, lanes),
            "membrane.Na.permeability": 1e-9 * 10 ** rng.uniform(-1, 1, lanes),
            "membrane.Cl.permeability": 1e-9 * 10 ** rng.uniform(-1, 1, lanes),
            "bath.K+": 10 ** rng.uniform(0, 2, lanes),
            "membrane.pump.current": rng.uniform(0, 0.02, lanes),
        },
        along="sample",
    )


def compiled() -> Any:
    """The C reference, or None where there is no gcc."""
    if not shutil.which("gcc"):
        return None
    folder = Path(tempfile.mkdtemp())
    source = Path(__file__).with_name("roots.c")
    subprocess.run(["gcc", *FLAGS, str(source), "-o", str(folder / "roots.so"), "-lm", "-lmvec"], check=True)
    function = ctypes.CDLL(str(folder / "roots.so")).roots
    pointer = ctypes.POINTER(ctypes.c_double)
    function.argtypes = [ctypes.c_long, *[pointer] * 5, *[ctypes.c_double] * 7, pointer]
    function.restype = None
    return function


def in_c(function: Any, cell: poise.Model) -> Any:
    """The same roots by the C reference, on as many threads as Poise uses."""
    names = ("membrane.K.permeability", "membrane.Na.permeability", "membrane.Cl.permeability", "bath.K+")
    arrays = [np.ascontiguousarray(cell.get(path).values) for path in (*names, "membrane.pump.current")]
    out = np.empty(len(arrays[0]))
    pointer = ctypes.POINTER(ctypes.c_double)
    numbers = (FARADAY, thermal_voltage(310.15), 140.0, 10.0, 145.0, 7.0, 120.0)
    share = -(-len(out) // cores())

    def part(begin: int) -> None:
        told, found = ([one[begin : begin + share] for one in many] for many in (arrays, [out]))
        function(
            len(found[0]), *(one.ctypes.data_as(pointer) for one in told), *numbers, found[0].ctypes.data_as(pointer)
        )

    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(part, range(0, len(out), share)))
    return out


def difference(found: Any, reference: Any) -> float:
    """The largest difference [V]; raises RuntimeError where one has a root and the other has none.

    C seeks without limits; what lies beyond Poise's range is no root of Poise's.
    """
    reference = np.where(np.abs(reference) > RANGE, np.nan, reference)
    one_sided = int((np.isnan(found) != np.isnan(reference)).sum())
    if one_sided:
        raise RuntimeError(f"{one_sided} of {len(found)} lanes have a root on one side alone")
    return float(np.nanmax(np.abs(found - reference)))


def run(effort: Effort = FULL) -> dict[str, object]:
    """Alternate Poise and C, check that they agree, report nanoseconds per root."""
    lanes, repeats = effort.of(LANES, 10_000), effort.of(REPEATS, 1)
    cell, function = model(lanes), compiled()
    ours: list[float] = []
    theirs: list[float] = []
    worst = 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        found = poise.potential(cell).values
        ours.append((time.perf_counter() - start) / lanes * 1e9)
        if function:
            start = time.perf_counter()
            reference = in_c(function, cell)
            theirs.append((time.perf_counter() - start) / lanes * 1e9)
            worst = max(worst, difference(found, reference))
    poise_ns = statistics.median(ours)
    result: dict[str, object] = {"roots": lanes, "poise_ns_per_root": poise_ns, "repeats": repeats}
    result["threads"] = cores()
    summary = f"{poise_ns:.0f} ns per root on {cores()} thread{'s' * (cores() > 1)}"
    if theirs:
        c_ns = statistics.median(theirs)
        ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
        result |= {
            "c_ns_per_root": c_ns,
            "ratio": ratio,
            "largest_difference_mV": worst * 1e3,
            "c_flags": FLAGS,
        }
        summary += f"; C {c_ns:.0f} ns, ratio {ratio:.2f}, largest difference {worst * 1e3:.1e} mV"
    return {**result, "summary": summary}
