"""The table of an I-V result: range, zero crossings, and currents at a few potentials."""

from collections.abc import Iterator

import numpy as np

from .result import Result
from .table_lanes import coordinate_lines
from .table_numbers import fixed, in_reach, millivolts, number, readable
from .table_rows import Column, Grid, Line, own_name

COLUMNS = 7  # potentials that are shown


def iv_parts(result: Result) -> Iterator[Line | Grid]:
    """What the table of `iv` says."""
    volts = result["voltage"]
    (name,) = result.labels["interface"]
    yield Line(kind="blank")
    yield Line(f"{name}: {millivolts(volts[0])} to {millivolts(volts[-1])} mV, {len(volts)} points", "head")
    if result.sizes:
        yield from coordinate_lines(result)
        crossings = np.isfinite(result["zero"][0]).sum(axis=0)
        counts = {int(n): int((crossings == n).sum()) for n in np.unique(crossings)}
        yield Line("zero crossings: " + ", ".join(f"{n} in {lanes} lanes" for n, lanes in counts.items()))
        return
    own = result.provenance.get("process")
    what = f"zero-current potentials of {own}" if own else "zero-current potentials"
    found = list(_zeros(result))
    if len(found) < 2:
        yield Line(f"{what}: " + (found[0] if found else "none in this range"))
    else:
        yield Line(f"{what}:")
        yield from (Line(f"  {one}") for one in found)
    yield Line(kind="blank")
    yield _currents(result)


def _zeros(result: Result) -> Iterator[str]:
    slopes = readable(result.data["zero_slope"])[0]
    for volts, slope, holds in zip(result["zero"][0], slopes, result["zero_stable"][0], strict=True):
        if np.isfinite(volts):
            yield f"{millivolts(volts)} mV {'stable' if holds else 'unstable'} (slope {number(slope)} mS/cm2)"


def _currents(result: Result) -> Grid:
    volts = readable(result.data["voltage"])
    picked = np.unique(np.linspace(0, len(volts) - 1, COLUMNS).round().astype(int))
    curves = [*readable(result.data["current"])[:, picked], readable(result.data["total"])[0, picked]]
    names = [*(own_name(full) for full in result.labels["process"]), "total"]
    feet = 1
    if result.provenance.get("process"):
        curves, names, feet = curves[:-1], names[:-1], 0
    flows, unit = in_reach(curves, "uA/cm2")
    columns = (Column("current at", left=True), *(Column(f"{fixed(volts[k], 1)} mV", unit) for k in picked))
    rows = tuple((name, *map(number, row)) for name, row in zip(names, flows, strict=True))
    return Grid(columns, rows, feet)
