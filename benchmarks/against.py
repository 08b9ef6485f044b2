"""Poise and its peers on one problem: equal accuracy first, then alternating processes, warm runs only."""

import os
import statistics
from collections.abc import Mapping
from typing import Any

from .peers import PEERS, Answer, ask, install

AXON = ("poise", "neuron", "roadrunner", "myokit", "diffrax", "casadi")
ROUNDS = 3  # processes of each
REPEATS = 15  # timed runs in each process


def tolerances(loosest: float, finest: float) -> list[float]:
    """1, 0.3, 0.1, ... from the loosest."""
    found, power = [], 0
    while True:
        for factor in (1.0, 0.3):
            one = float(f"{loosest * 10.0**-power * factor:.3g}")
            if one < finest * 0.999:
                return found
            found.append(one)
        power += 1


def compared(task: Mapping[str, Any], *, wanted: tuple[str, ...] = (), alone: Mapping[str, Any] | None = None) -> dict:
    """Each peer's settings, then its times.

    Args:
        task: problem, tolerances, reference, limit, and what the problem needs besides.
        wanted: names of peers; all that know the problem unless given.
        alone: by peer, what its task has besides.

    Returns:
        rows: one for each variant; missing: peers that did not run, and why; load: of the machine, before and after.
    """
    names = [name for name, one in PEERS.items() if task["problem"] in one.problems and (not wanted or name in wanted)]
    alone = alone or {}
    load = [os.getloadavg()]
    missing: dict[str, str] = {}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    versions: dict[str, str] = {}
    for name in names:
        why = install(name)
        answer = Answer(missing=why) if why else ask(name, {**task, **alone.get(name, {})})
        if answer.missing:
            missing[PEERS[name].title] = answer.missing
            continue
        versions[name] = answer.values["version"]
        for variant, found in answer.values["variants"].items():
            rows[name, variant] = found
    plain = {key: value for key, value in task.items() if key != "tolerances"}
    for _ in range(ROUNDS):
        for name in versions:
            chosen = {v: found.get("tolerance") for (who, v), found in rows.items() if who == name}
            answer = ask(name, {**plain, **alone.get(name, {}), "settings": chosen, "repeats": REPEATS})
            if answer.missing:
                missing[PEERS[name].title] = answer.missing
                continue
            for variant, found in answer.values["variants"].items():
                row = rows[name, variant]
                row.setdefault("medians_ms", []).append(statistics.median(found["ms"]))
                row["least_ms"] = min([row.get("least_ms", float("inf")), *found["ms"]])
                row.setdefault("first_s", []).append(found["first_s"])
    load.append(os.getloadavg())
    table = [
        {"peer": PEERS[name].title, "version": versions[name], "variant": variant, **found, **_told(found)}
        for (name, variant), found in rows.items()
    ]
    return {"rows": table, "missing": missing, "load": load, "rounds": ROUNDS, "repeats": REPEATS}


def _told(found: Mapping[str, Any]) -> dict[str, Any]:
    if "medians_ms" not in found:
        return {}
    return {"ms": statistics.median(found["medians_ms"]), "first_s": statistics.median(found["first_s"])}


def with_ratios(found: dict[str, Any], ours: str) -> dict[str, Any]:
    """The same with each row's time over that of Poise's row `ours`, of the medians of the same rounds."""
    base = next((row for row in found["rows"] if row["peer"] == "Poise" and row["variant"] == ours), None)
    if base is None or "medians_ms" not in base:
        return found
    for row in found["rows"]:
        if len(row.get("medians_ms", ())) == len(base["medians_ms"]):
            pairs = zip(row["medians_ms"], base["medians_ms"], strict=True)
            row["over_poise"] = statistics.median(theirs / mine for theirs, mine in pairs)
    return found


def table(found: Mapping[str, Any], error: str, factor: float = 1.0) -> str:
    """The rows as a Markdown table.

    Args:
        found: from `compared`.
        error: heading of the error.
        factor: of the error.
    """
    lines = [f"| | warm ms | over Poise | rtol | {error} | first s |", "|---|---|---|---|---|---|"]
    for row in sorted(found["rows"], key=lambda one: one.get("ms", float("inf"))):
        head = f"| {row['peer']} {row['version']} {row['variant']} "
        if "ms" not in row:
            lines.append(f"{head}| none of the tolerances was within the limit | | | | |")
            continue
        ratio = f"{row['over_poise']:.2g}" if "over_poise" in row else ""
        near = f"{row['error'] * factor:.2g}" + (" (as checked there)" if "checked_with" in row else "")
        lines.append(f"{head}| {row['ms']:.3g} | {ratio} | {row['tolerance']:.0e} | {near} | {row['first_s']:.2g} |")
    lines += [f"| {name} | missing: {why} | | | | |" for name, why in found["missing"].items()]
    return "\n".join(lines)


def summary(found: Mapping[str, Any]) -> str:
    """One line: the quickest row of each simulator."""
    best: dict[str, dict[str, Any]] = {}
    for row in found["rows"]:
        if "ms" in row and row["ms"] < best.get(row["peer"], {}).get("ms", float("inf")):
            best[row["peer"]] = row
    words = [f"{name} {row['ms']:.3g} ms ({row['variant']})" for name, row in best.items()]
    return "; ".join([*words, *(f"{name} missing" for name in found["missing"])])
