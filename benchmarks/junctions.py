"""A junction of 12 ions, stationary Nernst-Planck: Poise against SciPy's solver of boundary value problems."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import solve_bvp

from poise.analysis.junction import junction
from poise.chemistry.species import species
from poise.formulas import thermal_voltage
from poise.formulas.nernst_planck import stationary_potential

from .effort import FULL, Effort

TEMPERATURE = 298.15
REPEATS = 31
PIPETTE = {
    "K+": 131.0, "Na+": 9.0, "Mg2+": 2.0, "gluconate-": 110.0, "Cl-": 24.0, "HEPES-": 4.0, "EGTA2-": 1.0,
    "H2ATP2-": 2.0,
}  # fmt: skip
BATH = {"K+": 3.0, "Na+": 152.0, "Mg2+": 1.5, "Ca2+": 2.4, "Cl-": 133.8, "HCO3-": 25.0, "SO42-": 1.4, "H2PO4-": 1.2}


def columns() -> tuple[Any, Any, Any, Any]:
    """z, D, left, right of the 12 ions; the pipette is closed on K+, the bath on Na+."""
    names = list(dict.fromkeys([*PIPETTE, *BATH]))
    kinds = [species(name) for name in names]
    z, d = np.array([one.charge for one in kinds]), np.array([one.diffusion or 0.0 for one in kinds])
    left, right = (np.array([held.get(name, 0.0) for name in names]) for held in (PIPETTE, BATH))
    left[names.index("K+")] -= z @ left
    right[names.index("Na+")] -= z @ right
    return z, d, left, right


def by_scipy(z: Any, d: Any, left: Any, right: Any) -> float:
    """The same boundary value problem by collocation, the fluxes as parameters: a tolerance that gives 0.001 mV."""
    n, scale = len(z), d.mean()

    def slopes(x: Any, y: Any, p: Any) -> Any:
        push = p / (d / scale)
        field = -(z @ push) / np.sum((z * z)[:, None] * y[:n], axis=0)
        return np.vstack([-push[:, None] - z[:, None] * y[:n] * field, field[None, :]])

    def ends(at0: Any, at1: Any, p: Any) -> Any:
        return np.concatenate([at0[:n] - left, at1[: n - 1] - right[: n - 1], [z @ p], [at0[n]]])

    x = np.linspace(0.0, 1.0, 11)
    start = np.vstack([left[:, None] + (right - left)[:, None] * x, 0.0 * x])
    found = solve_bvp(slopes, ends, x, start, p=d / scale * (left - right), tol=1e-3, max_nodes=100_000)
    return float(found.y[n, -1]) * thermal_voltage(TEMPERATURE) if found.success else float("nan")


def timed(call: Callable[[], float], repeats: int) -> tuple[float, float]:
    """Median seconds of warm calls, and the answer."""
    answer = call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times), answer


def run(effort: Effort = FULL) -> dict[str, object]:
    """Time each, check that they agree to 0.001 mV, report milliseconds."""
    repeats = effort.of(REPEATS, 2)
    z, d, left, right = columns()
    names = list(dict.fromkeys([*PIPETTE, *BATH]))
    sides = [dict(zip(names, side.tolist(), strict=True)) for side in (left, right)]
    ours, potential = timed(lambda: stationary_potential(z, d, left, right, TEMPERATURE), repeats)
    verb, whole = timed(lambda: junction(*sides, temperature=TEMPERATURE).potential, repeats)
    theirs, reference = timed(lambda: by_scipy(z, d, left, right), repeats)
    worst = 1e3 * max(abs(potential - reference), abs(whole - potential))
    if not worst < 1e-3:
        raise RuntimeError(f"the answers differ by {worst:.2e} mV")
    return {
        "ions": len(z),
        "potential_mV": 1e3 * potential,
        "poise_ms": 1e3 * ours,
        "poise_verb_ms": 1e3 * verb,
        "scipy_bvp_ms": 1e3 * theirs,
        "largest_difference_mV": worst,
        "repeats": repeats,
        "summary": (
            f"{len(z)} ions: {1e3 * ours:.1f} ms (with profile, parts and comparison {1e3 * verb:.1f} ms);"
            f" SciPy solve_bvp {1e3 * theirs:.0f} ms, ratio {theirs / ours:.0f}, difference {worst:.1e} mV"
        ),
    }
