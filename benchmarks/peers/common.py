"""What every peer's script shares: reading the task, timing, spike times from samples, printing the answer.

A task is JSON on the standard input:

    problem: one of `ERRORS`
    tolerances: settings to try, from the loosest: relative tolerances, or a fixed step
    reference, limit: the answer, and how far from it one may be; the first setting within it is taken
    settings: instead, the setting of each variant, to be timed
    answers: instead, the setting of each variant, to give its answer
    repeats, seconds: timed runs of each variant; no further one begins after so many seconds
    numbers: of the model, where it is not written here
    draws, cells: of an ensemble: lists of values by parameter, and how many of them to run

A script gives `main` one function for each problem: from a task to variants, {name: make}, where make(setting) gives a
Job. An answer is a list: of spike times [ms], or of the state at the end; of an ensemble, one such list for each cell.
A variant without an answer (end only) takes the setting of the one before it.
"""

import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

if "BENCH_ONE_CORE" in os.environ and hasattr(os, "sched_setaffinity"):  # before any library counts its cores
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

MARK = "@@answer "
POINTS = 20_001  # samples of the second of an axon


class Job(NamedTuple):
    """What is timed.

    Attributes:
        run: does it.
        answer: what is compared, from what `run` gave; `None` where nothing is.
        count: of what `run` does, by which the time is divided: cells, or steps of cells.
    """

    run: Callable[[], Any]
    answer: Callable[[Any], Sequence[Any]] | None = None
    count: float = 1.0


Make = Callable[[float], Job]


def spike_error(found: Sequence[float], reference: Sequence[float]) -> float:
    """Root mean square difference of spike times, in their unit; infinite if there are more or fewer."""
    if len(found) != len(reference) or not reference:
        return math.inf
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(found, reference, strict=True)) / len(reference))


def state_error(found: Sequence[float], reference: Sequence[float]) -> float:
    """Largest relative difference of the numbers of a state; infinite if there are more or fewer."""
    if len(found) != len(reference) or not all(map(math.isfinite, found)):
        return math.inf
    return max(abs(a - b) / abs(b) for a, b in zip(found, reference, strict=True))


def states_error(found: Sequence[Sequence[float]], reference: Sequence[Sequence[float]]) -> float:
    """Largest relative difference in any cell."""
    if len(found) != len(reference):
        return math.inf
    return max(state_error(a, b) for a, b in zip(found, reference, strict=True))


def usual_states_error(found: Sequence[Sequence[float]], reference: Sequence[Sequence[float]]) -> float:
    """Median over the cells of the largest relative difference: where cells spike, few are caught amid a spike."""
    if len(found) != len(reference):
        return math.inf
    return statistics.median(state_error(a, b) for a, b in zip(found, reference, strict=True))


def potential_error(found: Sequence[Sequence[float]], reference: Sequence[Sequence[float]]) -> float:
    """Median over the cells of the difference of their first number, V."""
    if len(found) != len(reference) or not all(math.isfinite(row[0]) for row in found):
        return math.inf
    return statistics.median(abs(a[0] - b[0]) for a, b in zip(found, reference, strict=True))


ERRORS: dict[str, Callable[[Any, Any], float]] = {
    "axon": spike_error,
    "pump_leak": state_error,
    "hh": potential_error,
    "hh_fixed": potential_error,
    "leaks": states_error,
    "spreading": usual_states_error,
    "forty": usual_states_error,
}


def drawn(task: Mapping[str, Any]) -> dict[str, list[float]]:
    """The draws of the cells to run."""
    return {name: values[: task["cells"]] for name, values in task["draws"].items()}


def crossings(times: Any, values: Any, level: float = 0.0) -> list[float]:
    """When samples rise through a level: cubics through the four samples around, solved by bisection."""
    found = []
    times, values = [float(t) for t in times], [float(v) - level for v in values]
    for i in range(len(values) - 1):
        if values[i] < 0.0 <= values[i + 1]:
            first = min(max(i - 1, 0), len(values) - 4)
            near = range(first, first + 4)

            def cubic(t: float, near: range = near) -> float:
                total = 0.0
                for j in near:
                    term = values[j]
                    for k in near:
                        if k != j:
                            term *= (t - times[k]) / (times[j] - times[k])
                    total += term
                return total

            low, high = times[i], times[i + 1]
            for _ in range(60):
                middle = 0.5 * (low + high)
                low, high = (middle, high) if cubic(middle) < 0.0 else (low, middle)
            found.append(0.5 * (low + high))
    return found


def calibrated(problem: str, make: Make, task: Mapping[str, Any]) -> dict[str, Any]:
    """The first setting whose answer is near enough; `tried` is what all gave."""
    tried = {}
    for tolerance in task["tolerances"]:
        try:
            job = Job(*make(tolerance))
            if job.answer is None:
                return {"tried": {}, "as_before": True}
            got = list(job.answer(job.run()))
        except Exception as problem_met:  # a solver that gives up at a loose tolerance
            tried[repr(tolerance)] = f"{type(problem_met).__name__}: {problem_met}"[:200]
            continue
        error = ERRORS[problem](got, task["reference"])
        tried[repr(tolerance)] = error if math.isfinite(error) else f"{len(got)} numbers"
        if error <= task["limit"]:
            return {"tolerance": tolerance, "error": error, "tried": tried}
    return {"tried": tried}


def timed(make: Make, tolerance: float, repeats: int, seconds: float = math.inf) -> dict[str, Any]:
    """Milliseconds of warm runs by count, and seconds of making it ready with the first run."""
    begun = time.perf_counter()
    job = Job(*make(tolerance))
    job.run()
    first = time.perf_counter() - begun
    if first < 0.2 * seconds:
        job.run()
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < repeats and (not times or time.perf_counter() - begun < seconds):
        start = time.perf_counter()
        job.run()
        times.append((time.perf_counter() - start) * 1e3 / job.count)
    return {"first_s": first, "ms": times, "count": job.count}


def main(problems: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Make]]], version: str) -> None:
    """Read the task, do it, print the answer."""
    task = json.load(sys.stdin)
    problem = task["problem"]
    found: dict[str, Any] = {"version": version, "variants": {}}
    before: dict[str, Any] = {}
    begun = time.perf_counter()
    variants = problems[problem](task)
    found["ready_s"] = time.perf_counter() - begun
    for name, make in variants.items():
        if "answers" in task:
            if task["answers"].get(name) is not None:
                job = Job(*make(task["answers"][name]))
                found["variants"][name] = {"answer": list(job.answer(job.run())) if job.answer else None}
            continue
        if "settings" in task:
            if task["settings"].get(name) is not None:
                seconds = task.get("seconds") or math.inf
                found["variants"][name] = timed(make, task["settings"][name], task["repeats"], seconds)
            continue
        now = calibrated(problem, make, task)
        if now.pop("as_before", False):
            now = {key: before[key] for key in ("tolerance", "error") if key in before}
            now["checked_with"] = before["name"]
        else:
            before = {**now, "name": name}
        found["variants"][name] = now
    print("\n" + MARK + json.dumps(found), flush=True)
