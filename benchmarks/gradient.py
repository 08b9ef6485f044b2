"""Derivatives of a run's result by twenty parameters, beside the run itself; central differences agree first."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .effort import FULL, Effort

LIMIT = 1e-4  # of the largest elasticity
STEP = 1e-4  # of each parameter, in the differences
AXON = (
    "cytosol.K+", "cytosol.Na+", "bath.K+", "bath.Na+", "cytosol.ATP", "cytosol.ADP", "cytosol.Pi", "cytosol.H+",
    "cytosol.volume", "temperature", "membrane.area", "membrane.capacitance", "membrane.Na.conductance",
    "membrane.K.conductance", "membrane.Na_leak.conductance", "membrane.K_leak.conductance", "membrane.pump.P",
    "membrane.pump.Na_rest", "cytosol.Cl-", "bath.Cl-",
)  # fmt: skip
CELL = (
    "cytosol.K+", "cytosol.Na+", "cytosol.Cl-", "cytosol.A-", "bath.K+", "bath.Na+", "bath.Cl-", "bath.sucrose",
    "cytosol.volume", "bath.volume", "temperature", "membrane.area", "membrane.capacitance",
    "membrane.K_leak.permeability", "membrane.Na_leak.permeability", "membrane.Cl_leak.permeability",
    "membrane.pump.rate", "membrane.water.permeability", "cytosol.ATP", "cytosol.Mg2+",
)  # fmt: skip
RUNS: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "80 impulses": ("squid_axon_conserving", "thousand", "2 s", "last(cytosol.Na+)", AXON),
    "one impulse": ("squid_axon_conserving", "spike", "30 ms", "mean(membrane.potential)", AXON),
    "a poisoned cell": ("pump_leak_cell", "ouabain", "10 h", "last(membrane.potential)", CELL),
}
"""Model, protocol, how long, the result, the parameters."""
CODE = """
import json, sys
import benchmarks.peers
import common
from benchmarks.gradient import measured
print(json.dumps(measured(**json.loads(sys.argv[1]))))
"""


def measured(name: str, repeats: int, seconds: float) -> dict[str, Any]:
    """In a process of its own, on one core: medians of the run and of its gradients, and how far they are from it."""
    import numpy as np

    import poise
    from poise.analysis.sensitivities.in_time import RunGradient
    from poise.analysis.sensitivities.modes import Adjoint, Forward
    from poise.analysis.sensitivity import asked, sensitivity
    from poise.analysis.simulator import prepare
    from poise.analysis.tasks import Run

    label, protocol, until, of, to = RUNS[name]
    model, task = poise.load(label), Run(protocol, until)
    results = asked(model, of, task)
    begun = time.perf_counter()
    made = RunGradient.of_run(model, task, [one.reduction for one in results], to)
    found = {"forward": made.compute(Forward()), "adjoint": made.compute(Adjoint())}
    first = time.perf_counter() - begun
    at = np.array([float(model.get(path)) for path in to])
    exact = differences(model, name, at)
    scale = np.abs(exact * at).max()
    errors = {
        mode: float((np.abs(np.ravel(one.matrix)[: len(to)] - exact) * np.abs(at)).max() / scale)
        for mode, one in found.items()
    }
    bare = prepare(model, protocol, until, accounts=False, record=False)

    def gradient(mode: Any) -> Any:
        made.__dict__.pop("start", None)  # the derivatives of the start are part of it
        return made.compute(mode)

    calls = {
        "run": lambda: bare.end(1e-6),
        "forward": lambda: gradient(Forward()),
        "adjoint": lambda: gradient(Adjoint()),
        "verb run": lambda: poise.simulate(model, protocol, until, accounts=False),
        "verb forward": lambda: sensitivity(model, of, to, task=task, mode=Forward()),
        "verb adjoint": lambda: sensitivity(model, of, to, task=task, mode=Adjoint()),
    }
    times: dict[str, list[float]] = {key: [] for key in calls}
    for call in calls.values():
        call()
    begun = time.perf_counter()
    while len(times["run"]) < repeats and (not times["run"] or time.perf_counter() - begun < seconds):
        for key, call in calls.items():
            start = time.perf_counter()
            call()
            times[key].append((time.perf_counter() - start) * 1e3)
    states, steps = bare.layout.size, int(np.asarray(bare.integrator.last(*_arguments(bare)).accepted)[0])
    medians = {key: statistics.median(one) for key, one in times.items()}
    return {"errors": errors, "ms": medians, "times_ms": times, "first_s": first, "states": states, "steps": steps}


def _arguments(one: Any) -> tuple[Any, ...]:
    from poise.solve.integrate import settings

    return one.carry(), one.breaks, one.arguments, settings(1e-6, 1e-9 * one.scale)


def differences(model: Any, name: str, at: Any) -> Any:
    """Central differences of the result by each parameter, all as lanes of one run at 1e-11."""
    import numpy as np

    from poise.analysis.ensemble import ensemble

    _, protocol, until, of, to = RUNS[name]
    count, lanes = len(at), {}
    for k, path in enumerate(to):
        values = np.full(2 * count, at[k])
        values[2 * k] *= 1.0 + STEP
        values[2 * k + 1] *= 1.0 - STEP
        lanes[path] = values
    many = model.set(lanes, along="side")
    found = ensemble(many, protocol, until, watch={"it": of}, rtol=1e-11).values["it"]
    return (found[::2] - found[1::2]) / (2.0 * STEP * at)


def run(effort: Effort = FULL) -> dict[str, object]:
    """Each model in processes of its own; the ratio is that of medians within one process."""
    load, models, lines = [os.getloadavg()], {}, []
    for name, (label, _, until, _, to) in RUNS.items():
        rounds = []
        for _ in range(effort.rounds):
            asked = {"name": name, "repeats": effort.repeats, "seconds": effort.seconds}
            done = subprocess.run(
                [sys.executable, "-c", CODE, json.dumps(asked)],
                capture_output=True,
                text=True,
                cwd=Path(__file__).parent.parent,
                env={**os.environ, "BENCH_ONE_CORE": "1"},
                check=False,
            )
            if done.returncode:
                raise RuntimeError(done.stderr.strip()[-1000:])
            rounds.append(json.loads(done.stdout.splitlines()[-1]))
        for mode, error in rounds[0]["errors"].items():
            if not error <= LIMIT:
                raise RuntimeError(f"{name}, {mode}: {error:.2e} of the largest elasticity off the differences")
        ms = {key: statistics.median(one["ms"][key] for one in rounds) for key in rounds[0]["ms"]}
        pairs = {f"{verb}{mode}": f"{verb}run" for mode in rounds[0]["errors"] for verb in ("", "verb ")}
        ratios = {
            mode: statistics.median(one["ms"][mode] / one["ms"][base] for one in rounds) for mode, base in pairs.items()
        }
        models[name] = {"ms": ms, "ratios": ratios, "parameters": len(to), "rounds": rounds}
        head = f"| {name}: {label}, {until}, {rounds[0]['states']} states, {rounds[0]['steps']:,} steps "
        lines += [
            f"{head}| {mode} | {ms[pairs[mode]]:.3g} | {ms[mode]:.3g} | {ratio:.2g} "
            f"| {rounds[0]['errors'][mode.removeprefix('verb ')]:.1g} |"
            for mode, ratio in ratios.items()
        ]
    load.append(os.getloadavg())
    heads = ["| run | way | run, ms | gradient, ms | ratio | off central differences |", "|---" * 6 + "|"]
    words = [
        f"{name} {', '.join(f'{mode} {ratio:.2g}' for mode, ratio in one['ratios'].items())}"
        for name, one in models.items()
    ]
    return {
        "models": models,
        "load": load,
        "table": "\n".join([*heads, *lines]),
        "summary": f"gradients by 20 parameters over the run: {'; '.join(words)}",
    }
