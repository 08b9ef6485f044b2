"""The table of a result with many lanes: ranges, statuses, and the potentials of the first and last lanes."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from .result import Result
from .table_numbers import millivolts, number, readable, with_unit
from .table_rows import Column, Grid, Line, ranged

MOST = 12  # lanes that are shown


def lane_parts(result: Result) -> Iterator[Line | Grid]:
    """What the table of a vectorised `rest` says."""
    shape = tuple(result.sizes.values())
    count = int(np.prod(shape))
    yield from coordinate_lines(result)
    told = Counter(np.ravel(result.statuses).tolist()) if not isinstance(result.statuses, str) else {"ok": count}
    yield Line(f"{count} lanes; status " + ", ".join(f"{one}: {n}" for one, n in sorted(told.items())))
    for k, name in enumerate(result.labels["interface"]):
        volts = result["potential"][k]
        if np.isfinite(volts).any():
            yield Line(f"{name}: from {millivolts(np.nanmin(volts))} to {millivolts(np.nanmax(volts))} mV")
    worst = np.nanmax(np.append(np.ravel(result["charge_error"]), 0.0))
    yield Line(f"the currents cancel to {number(worst, 2)} of what flows, or better, in every lane")
    yield Line(kind="blank")
    yield _lanes(result, shape, count)


def coordinate_lines(result: Result) -> Iterator[Line]:
    """A line for each quantity that varies, with its range."""
    varied = {path: one for path, one in result.coordinates.items() if one.dims[0] in result.sizes}
    width = max((len(path) for path in varied), default=0)
    for path, one in varied.items():
        yield Line(f"{path:<{width}}  {ranged(readable(one), one.shown[0])}")


def _lanes(result: Result, shape: tuple[int, ...], count: int) -> Grid:
    half = MOST // 2
    picked = [*range(count)] if count <= MOST else [*range(half), *range(count - half, count)]
    names = list(result.labels["interface"])
    coordinates = list(result.coordinates.items())
    heads = (*(with_unit(path, one).replace(" (", "\n(") for path, one in coordinates), *(f"{n}\n(mV)" for n in names))
    columns = (*(Column(head) for head in heads), Column("status", left=True))
    rows: list[tuple[str, ...]] = []
    for place, lane in enumerate(picked):
        where = dict(zip(result.sizes, np.unravel_index(lane, shape), strict=True))
        index = tuple(where.values())
        if count > MOST and place == half:
            rows.append(("...", *("" for _ in columns[1:])))
        values = [f"{readable(one)[where[one.dims[0]]]:.5g}" for _, one in coordinates]
        volts = [millivolts(result["potential"][(k, *index)]) for k in range(len(names))]
        status = result.statuses if isinstance(result.statuses, str) else str(result.statuses[index])
        rows.append((*values, *volts, status))
    return Grid(columns, tuple(rows))
