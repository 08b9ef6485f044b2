"""The table of a branch of steady states: its range, its stable parts, its folds and Hopf points."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .export_branch import special
from .result import Result
from .swept import swept
from .table_numbers import fixed, millivolts, number, readable, with_unit
from .table_rows import Column, Grid, Line
from .variable import Variable

_ROWS = 9  # points that are shown


def branch_parts(result: Result) -> Iterator[Line | Grid]:
    """What the table of `continue` says below its title."""
    if not result.data:
        return
    path, one = swept(result)
    unit = one.shown[0]
    values, stable = readable(one), np.asarray(result["stable"], bool)
    suffix = "" if unit == "1" else f" {unit}"
    yield Line(f"over {path} from {number(values.min())} to {number(values.max())}{suffix}: {len(values)} points")
    yield Line(f"stable: {_stretches(values, stable, suffix, _turns(result, one, values))}")
    for kind, words in (("folds", "fold"), ("hopfs", "Hopf point"), ("branch_points", "branch point")):
        found = [special(result, fact) for fact in result.facts.get(kind, ())]
        if not found and kind != "branch_points":
            yield Line(f"no {words}s")
        for fact in found:
            hertz = fact.get("frequency_Hz")
            way = "begin" if fact.get("way", 1) > 0 else "end"
            turns = f"; as {path} rises, oscillations of {number(hertz)} Hz {way}" if hertz else ""
            volts = "; ".join(f"{name} {fixed(one, 2)} mV" for name, one in fact.get("potential_mV", {}).items())
            yield Line(f"{words} at {number(fact['value'], 6)}{suffix}: {volts}{turns}")
    yield Line(kind="blank")
    yield _points(result, with_unit(path, one), values, stable)


def _turns(result: Result, one: Variable, values: Any) -> dict[int, float]:
    """Where stability changes, in the unit shown, by the point before it."""
    raw, found = one.values, {}
    for one_special in [*result.facts["folds"], *result.facts["hopfs"], *result.facts["branch_points"]]:
        k = int(one_special["after_point"])
        if 0 <= k < len(raw) - 1 and raw[k + 1] != raw[k]:
            found[k] = values[k] + (values[k + 1] - values[k]) * (one_special["value"] - raw[k]) / (raw[k + 1] - raw[k])
    return found


def _stretches(values: Any, stable: Any, suffix: str, turns: dict[int, float]) -> str:
    """The stable parts of the branch, in its order: "2.1 to 5.6 mM; 12 to 30 mM"."""
    edges = np.flatnonzero(np.diff(stable.astype(int))) + 1
    parts = [part for part in np.split(np.arange(len(stable)), edges) if len(part) and stable[part[0]]]
    if not parts:
        return "nowhere"
    if len(parts) == 1 and len(parts[0]) == len(stable):
        return "everywhere"
    ends = [
        (turns.get(int(part[0]) - 1, values[part[0]]), turns.get(int(part[-1]), values[part[-1]])) for part in parts
    ]
    return "; ".join(f"{number(low)} to {number(high)}{suffix}" for low, high in ends)


def _points(result: Result, head: str, values: Any, stable: Any) -> Grid:
    picked = np.unique(np.linspace(0, len(values) - 1, _ROWS).round().astype(int))
    names = result.labels["interface"]
    columns = (
        Column(head.replace(" (", "\n(")),
        *(Column(name, "mV") for name in names),
        Column("stable", left=True),
    )
    rows = tuple(
        (number(values[k], 5), *(millivolts(result["potential"][n][k]) for n in range(len(names))),
         "yes" if stable[k] else "no")
        for k in picked
    )  # fmt: skip
    return Grid(columns, rows)
