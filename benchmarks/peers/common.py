"""What every peer's script shares: reading the task, timing, spike times from samples, printing the answer.

A task is JSON on the standard input:

    problem: "axon" or "pump_leak"
    tolerances: relative tolerances to try, from the loosest
    reference, limit: the answer, and how far from it one may be; the first tolerance within it is taken
    settings: instead, the tolerance of each variant, to be timed
    answers: instead, the tolerance of each variant, to give its answer
    repeats: timed runs of each variant
    numbers: of the pump-leak cell

A script gives `main` one function for each problem: from a task to variants, {name: make}, where make(tolerance) gives
(run, answer): `run()` is timed, `answer(what it gave)` is compared. An answer is a list: of spike times [ms], or of the
state at the end. A variant without an answer (end only) takes the tolerance of the one before it.
"""

import json
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MARK = "@@answer "
Make = Callable[[float], tuple[Callable[[], Any], Callable[[Any], Sequence[float]] | None]]
POINTS = 20_001  # samples of the second of an axon


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


ERRORS = {"axon": spike_error, "pump_leak": state_error}


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
    """The first tolerance whose answer is near enough; `tried` is what all gave."""
    tried = {}
    for tolerance in task["tolerances"]:
        try:
            run, answer = make(tolerance)
            if answer is None:
                return {"tried": {}, "as_before": True}
            got = list(answer(run()))
        except Exception as problem_met:  # a solver that gives up at a loose tolerance
            tried[repr(tolerance)] = f"{type(problem_met).__name__}: {problem_met}"[:200]
            continue
        error = ERRORS[problem](got, task["reference"])
        tried[repr(tolerance)] = error if math.isfinite(error) else f"{len(got)} numbers"
        if error <= task["limit"]:
            return {"tolerance": tolerance, "error": error, "tried": tried}
    return {"tried": tried}


def timed(make: Make, tolerance: float, repeats: int) -> dict[str, Any]:
    """Milliseconds of warm runs, and seconds of making it ready with the first run."""
    begun = time.perf_counter()
    run, _ = make(tolerance)
    run()
    first = time.perf_counter() - begun
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return {"first_s": first, "ms": times}


def main(problems: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Make]]], version: str) -> None:
    """Read the task, do it, print the answer."""
    task = json.load(sys.stdin)
    problem = task["problem"]
    found: dict[str, Any] = {"version": version, "variants": {}}
    before: dict[str, Any] = {}
    for name, make in problems[problem](task).items():
        if "answers" in task:
            if task["answers"].get(name) is not None:
                run, answer = make(task["answers"][name])
                found["variants"][name] = {"answer": list(answer(run())) if answer else None}
            continue
        if "settings" in task:
            if task["settings"].get(name) is not None:
                found["variants"][name] = timed(make, task["settings"][name], task["repeats"])
            continue
        now = calibrated(problem, make, task)
        if now.pop("as_before", False):
            now = {key: before[key] for key in ("tolerance", "error") if key in before}
            now["checked_with"] = before["name"]
        else:
            before = {**now, "name": name}
        found["variants"][name] = now
    print("\n" + MARK + json.dumps(found), flush=True)
