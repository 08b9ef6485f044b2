"""Poise and its peers on one problem: equal accuracy first, then alternating processes, warm runs only."""

import os
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .effort import FULL, Effort
from .peers import PEERS, Answer, ask, install


@dataclass(frozen=True)
class Columns:
    """How rows are told.

    Attributes:
        time: heading of the times.
        per_ms: that unit in one millisecond.
        setting: heading of what was chosen for accuracy.
        error: heading of the error.
        factor: of the error.
    """

    time: str = "warm ms"
    per_ms: float = 1.0
    setting: str = "rtol"
    error: str = "error"
    factor: float = 1.0


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


def compared(
    task: Mapping[str, Any],
    *,
    wanted: tuple[str, ...] = (),
    alone: Mapping[str, Mapping[str, Any]] | None = None,
    checked: Mapping[str, Any] | None = None,
    effort: Effort = FULL,
) -> dict[str, Any]:
    """Each peer's settings, then its times.

    Args:
        task: problem, tolerances, reference, limit, and what the problem needs besides.
        wanted: names of peers; all that know the problem unless given.
        alone: by peer, what its task has besides.
        checked: what every task has besides while its accuracy is checked.
        effort: how often.

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
        answer = Answer(missing=why) if why else ask(name, {**task, **alone.get(name, {}), **(checked or {})})
        if answer.missing:
            missing[PEERS[name].title] = answer.missing
            continue
        versions[name] = answer.values["version"]
        for variant, found in answer.values["variants"].items():
            rows[name, variant] = found
    plain = {key: value for key, value in task.items() if key not in ("tolerances", "reference")}
    settings = {"repeats": effort.repeats, "seconds": effort.seconds}
    for _ in range(effort.rounds):
        for name in versions:
            chosen = {v: found.get("tolerance") for (who, v), found in rows.items() if who == name}
            answer = ask(name, {**plain, **alone.get(name, {}), **settings, "settings": chosen})
            if answer.missing:
                missing[PEERS[name].title] = answer.missing
                continue
            for variant, found in answer.values["variants"].items():
                row = rows[name, variant]
                row.setdefault("medians_ms", []).append(statistics.median(found["ms"]))
                row["least_ms"] = min([row.get("least_ms", float("inf")), *found["ms"]])
                row["count"] = found["count"]
                row.setdefault("first_s", []).append(found["first_s"])
                row.setdefault("ready_s", []).append(answer.values["ready_s"])
    load.append(os.getloadavg())
    table = [
        {"peer": PEERS[name].title, "version": versions[name], "variant": variant, **found, **_told(found)}
        for (name, variant), found in rows.items()
    ]
    return {"rows": table, "missing": missing, "load": load, "rounds": effort.rounds, "repeats": effort.repeats}


def _told(found: Mapping[str, Any]) -> dict[str, Any]:
    if "medians_ms" not in found:
        return {}
    return {
        "ms": statistics.median(found["medians_ms"]),
        "first_s": statistics.median(found["first_s"]),
        "ready_s": statistics.median(found["ready_s"]),
    }


def with_ratios(found: dict[str, Any], ours: str = "") -> dict[str, Any]:
    """The same with each row's time over that of one of Poise's, of the medians of the same rounds.

    Args:
        found: from `compared`.
        ours: which variant; the quickest of Poise's unless given.
    """
    own = [row for row in found["rows"] if row["peer"] == "Poise" and "ms" in row]
    own = [row for row in own if not ours or row["variant"] == ours]
    if not own:
        return found
    base = min(own, key=lambda row: row["ms"])
    for row in found["rows"]:
        if len(row.get("medians_ms", ())) == len(base["medians_ms"]):
            pairs = zip(row["medians_ms"], base["medians_ms"], strict=True)
            row["over_poise"] = statistics.median(theirs / mine for theirs, mine in pairs)
    return {**found, "over": base["variant"]}


def table(found: Mapping[str, Any], columns: Columns) -> str:
    """The rows as a Markdown table; a row with * takes the setting that was checked on the row before it."""
    counted = any(row.get("count", 1) != 1 for row in found["rows"])
    head = ["", columns.time, "over Poise", columns.setting, columns.error, "first s", *(["of"] if counted else [])]
    lines = [f"| {' | '.join(head)} |".replace("|  |", "| |"), "|---" * len(head) + "|"]
    for row in sorted(found["rows"], key=lambda one: one.get("ms", float("inf"))):
        start = f"| {row['peer']} {row['version']} {row['variant']} "
        if "ms" not in row:
            lines.append(f"{start}| none of the settings was within the limit{' |' * (len(head) - 1)}")
            continue
        ratio = f"{row['over_poise']:.2g}" if "over_poise" in row else ""
        near = f"{row['error'] * columns.factor:.2g}" + ("*" if "checked_with" in row else "")
        cells = [f"{row['ms'] * columns.per_ms:.3g}", ratio, f"{row['tolerance']:.3g}", near, f"{row['first_s']:.2g}"]
        cells += [f"{row['count']:,.0f}"] if counted else []
        lines.append(f"{start}| {' | '.join(cells)} |")
    lines += [f"| {name} | missing: {why}{' |' * (len(head) - 1)}" for name, why in found["missing"].items()]
    return "\n".join(lines)


def summary(found: Mapping[str, Any], columns: Columns) -> str:
    """One line: the quickest row of each simulator."""
    best: dict[str, dict[str, Any]] = {}
    for row in found["rows"]:
        if "ms" in row and row["ms"] < best.get(row["peer"], {}).get("ms", float("inf")):
            best[row["peer"]] = row
    unit = columns.time.removeprefix("warm ")
    words = [f"{name} {row['ms'] * columns.per_ms:.3g} {unit} ({row['variant']})" for name, row in best.items()]
    return "; ".join([*words, *(f"{name} missing" for name in found["missing"])])


def told(found: dict[str, Any], columns: Columns, ours: str = "", **more: Any) -> dict[str, Any]:
    """What a benchmark gives: rows with ratios, a table, a line, and `more`."""
    found = with_ratios(found, ours)
    return {**found, **more, "table": table(found, columns), "summary": summary(found, columns)}
