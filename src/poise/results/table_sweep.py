"""A sweep as a table: what varied, what became of the samples, the ranges of the answers, the first failures."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from .sweep_result import SweepResult
from .table import WIDTH, enriched, written
from .table_numbers import number, readable
from .table_rows import Column, Grid, Line

_SHOWN: Final = 5  # failures
_LONGEST: Final = 70  # characters of what a failure is told with


def parts(result: SweepResult) -> Iterator[Line | Grid]:
    """The lines and grids of a sweep's table."""
    task = result.description.get("task", {})
    yield Line(f"sweep of {result.title}: {_asked(task)}", "title")
    yield from (Line(one) for one in _varied(result))
    told = ", ".join(f"{name}: {count:,}" for name, count in _sorted(result.statuses))
    yield Line(f"{result.done:,} of {result.total:,} samples" + (f"; status {told}" if told else ""))
    if result.computed and result.seconds > 0.0:
        more = f", {result.done - result.computed:,} were there" if result.done > result.computed else ""
        yield Line(f"{result.computed:,} computed in {_duration(result.seconds)}, {_rate(result.rate)}{more}")
    grid = _ranges(result)
    if grid.rows:
        yield Line(kind="blank")
        yield grid
    if result.failures:
        yield Line(kind="blank")
        yield Line("samples that are not ok; each by itself with --set", "warning")
        yield _failures(result)
        left = sum(count for name, count in result.statuses.items() if name != "ok") - _SHOWN
        if left > 0:
            yield Line(f"and {left:,} more")
    if result.store is not None:
        yield Line(kind="blank")
        yield Line(f"in {result.store}")


def _asked(task: Any) -> str:
    name = str(task.get("task", "a question"))
    if name == "run" and task.get("protocol"):
        return f"run, protocol {task['protocol']}"
    if name == "continue":
        return f"branches along {task['path']}"
    return name


def _varied(result: SweepResult) -> Iterator[str]:
    """A line for each quantity that varies."""
    designs = list(_designs(result.description.get("design", {})))
    width = max((len(path) for path in result.settings), default=0)
    for path, one in result.settings.items():
        for design in designs:
            axis = {**design.get("axes", {}), **design.get("columns", {})}.get(path)
            if axis is not None:
                values = [axis["first"], axis["last"]] if isinstance(axis, dict) else axis
                count = axis["count"] if isinstance(axis, dict) else len(axis)
                shown = readable(one.variable(np.array([values[0], values[-1]])))
                unit = one.variable(None).shown[0]
                suffix = "" if unit == "1" else f" {unit}"
                yield f"{path:<{width}}  {shown[0]:.6g} to {shown[1]:.6g}{suffix} ({count:,} values)"
            elif path in design.get("draws", {}):
                yield f"{path:<{width}}  {design['draws'][path]}"
    for design in designs:
        if "samples" in design:
            told, count = f"{design['samples']:,} draws: {design['design']}, seed {design['seed']}", design["samples"]
            even = design["design"] != "sobol" or count & (count - 1) == 0
            yield told if even else f"{told} (a power of 2 would be balanced, such as {1 << count.bit_length():,})"
        for pair, value in design.get("correlation", {}).items():
            yield f"correlation of {pair}: {value:g}"


def _designs(design: Any) -> Iterator[Any]:
    if design.get("design") == "product":
        yield from _designs(design["first"])
        yield from _designs(design["second"])
    elif design:
        yield design


def _ranges(result: SweepResult) -> Grid:
    rows = []
    for name, (low, high) in result.ranges.items():
        one = result.fields[name].variable(np.array([low, high]))
        shown, unit = readable(one), one.shown[0]
        whole = not result.fields[name].dtype.startswith("<f")
        ends = [f"{value:,.0f}" if whole else number(value) for value in shown]
        rows.append((name, *ends, "" if unit == "1" else unit))
    heads = (Column("column", left=True), Column("from"), Column("to"), Column("unit", left=True))
    return Grid(heads, tuple(rows))


def _failures(result: SweepResult) -> Grid:
    rows = [
        (str(one.sample), one.status, ", ".join(f"{path}={value}" for path, value in one.settings.items())[:_LONGEST])
        for one in result.failures[:_SHOWN]
    ]
    return Grid((Column("sample"), Column("status", left=True), Column("what it had", left=True)), tuple(rows))


def _sorted(statuses: Any) -> list[tuple[str, int]]:
    return sorted(statuses.items(), key=lambda one: (one[0] != "ok", -one[1], one[0]))


def _duration(seconds: float) -> str:
    if seconds < 120.0:
        return f"{seconds:.3g} s"
    return f"{seconds / 60.0:.3g} min" if seconds < 7200.0 else f"{seconds / 3600.0:.3g} h"


def _rate(rate: float) -> str:
    return f"{number(rate, 3)} per second" if rate >= 1.0 else f"{number(60.0 * rate, 3)} per minute"


def text(result: SweepResult, width: int = WIDTH) -> str:
    """The table as plain text."""
    return written(parts(result), width)


def renderable(result: SweepResult) -> Any:
    """The same for a terminal, as a rich renderable."""
    return enriched(parts(result))
