"""The table of a run: where the potentials went, what happened, what was moved, and whether the accounts agree."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from .result import Result
from .table_lanes import MOST, coordinate_lines
from .table_numbers import GAP, millivolts, number, readable, with_unit
from .table_rows import Column, Grid, Line, concentration_text, sides
from .table_units import duration, time_unit, volumes_in_reach

_ROUNDING = 1e-15  # of what moved: a smaller error is the last digit's
_SAME = 1e-12  # of itself: what changes less did not change


def run_parts(result: Result) -> Iterator[Line | Grid]:
    """What the table of `run` says below its title."""
    yield from _what(result)
    if result.sizes:
        yield from _many(result)
        return
    yield Line(kind="blank")
    yield _potentials(result)
    yield from _events(result)
    yield from _contents(result)
    yield from _accounts(result)


def _what(result: Result) -> Iterator[Line]:
    until = result.provenance.get("until_s")
    actions = result.provenance.get("actions", ())
    name = result.provenance.get("protocol")
    told = f"protocol {name}: " if name else ""
    count = "no actions" if not actions else "1 action" if len(actions) == 1 else f"{len(actions)} actions"
    yield Line(f"{told}{duration(until) if until is not None else '?'}, {count}")
    reached = np.min(result.facts.get("reached_s", np.inf))
    if until is not None and reached < until * (1 - 1e-9):
        yield Line(f"it ended early, at {duration(reached)}", "warning")


def _potentials(result: Result) -> Grid:
    times = np.asarray(result.coordinates["time"].values, float)
    unit, scale = time_unit(times[-1])
    rows = []
    for k, name in enumerate(result.labels["interface"]):
        volts = result["potential"][k]
        known = np.isfinite(volts)
        if not known.any():
            rows.append((name, *(GAP for _ in range(6))))
            continue
        low, high = int(np.nanargmin(volts)), int(np.nanargmax(volts))
        rows.append(
            (
                f"{name} ({' minus '.join(sides(result, name))})",
                millivolts(volts[0]),
                millivolts(volts[low]),
                number(times[low] / scale),
                millivolts(volts[high]),
                number(times[high] / scale),
                millivolts(volts[-1]),
            )
        )
    columns = (
        Column("potential", left=True),
        Column("start", "mV"),
        Column("lowest", "mV"),
        Column("at", unit, rank=2),
        Column("highest", "mV"),
        Column("at", unit, rank=2),
        Column("end", "mV"),
    )
    return Grid(columns, tuple(rows))


def _events(result: Result) -> Iterator[Line | Grid]:
    events = result.facts.get("events", {})
    if not events:
        return
    unit, scale = time_unit(float(result.coordinates["time"].values[-1]))
    rows = []
    for name, times in events.items():
        rate = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else np.nan
        ends = (number(times[0] / scale, 5), number(times[-1] / scale, 5)) if times else (GAP, GAP)
        rows.append((name, str(len(times)), *ends, number(rate)))
    columns = (
        Column("event", left=True),
        Column("count"),
        Column("first", unit),
        Column("last", unit),
        Column("mean rate", "1/s"),
    )
    yield Line(kind="blank")
    yield Grid(columns, tuple(rows))


def _contents(result: Result) -> Iterator[Line | Grid]:
    """Volumes and concentrations at both ends, of compartments that hold amounts."""
    if "concentration" not in result.data:
        return
    rows: list[tuple[str, ...]] = []
    for k, name in enumerate(result.labels.get("holding", ())):
        volume = result["volume"][k]
        shown, unit = volumes_in_reach(volume)
        rows.append((name, f"volume ({unit})", number(shown[0]), number(shown[-1]), _change(volume)))
        for n, full in enumerate(result.labels["content"]):
            place, _, ion = full.partition(".")
            values = result["concentration"][n]
            if place == name:
                ends = concentration_text(ion, values[0]), concentration_text(ion, values[-1])
                rows.append(("", f"{ion} (mM)" if not ends[0].startswith("pH") else ion, *ends, _change(values)))
    columns = (
        Column("compartment", left=True),
        Column("", left=True),
        Column("start"),
        Column("end"),
        Column("change", "%", rank=1),
    )
    yield Line(kind="blank")
    yield Grid(columns, tuple(rows))


def _change(values: Any) -> str:
    """From start to end, in percent."""
    first, last = float(values[0]), float(values[-1])
    if first == 0 or not np.isfinite(first) or not np.isfinite(last):
        return GAP
    share = (last - first) / abs(first)
    return "0" if abs(share) < _SAME else number(100.0 * share, 3, sign=True)


def _accounts(result: Result) -> Iterator[Line]:
    facts = result.facts
    found = facts.get("conservation")
    yield Line(kind="blank")
    if found:
        species = {name: value for name, value in found["species_relative"].items() if value is not None}
        told = [f"charge to {_share(found['charge_relative'])}"]
        if species:
            worst = max(species, key=lambda name: species[name])
            told.append(
                f"species to {_share(species[worst])}" + (f" (worst: {worst})" if species[worst] >= _ROUNDING else "")
            )
        if found.get("water_relative") is not None:
            told.append(f"water to {_share(found['water_relative'])}")
        yield Line("accounts: " + ", ".join(told))
    if "entropy_produced_J_per_K" in facts:
        lone = "volume" not in result.data
        where = " (per m2 of interface where the model gives no area)" if lone else ""
        yield Line(f"entropy produced: {number(facts['entropy_produced_J_per_K'])} J/K{where}")
    if "steps" in facts:
        steps = facts["steps"]
        worked = f", {facts['seconds']:.3g} s of work" if "seconds" in facts else ""
        yield Line(f"steps: {steps['accepted']:,} accepted, {steps['rejected']:,} rejected{worked}")


def _share(value: Any) -> str:
    x = float(value)
    return "the last digit" if x < _ROUNDING else number(x, 2)


def _many(result: Result) -> Iterator[Line | Grid]:
    """A run of many lanes: ranges, statuses, and a row for each of a few lanes."""
    shape = tuple(result.sizes.values())
    count = int(np.prod(shape))
    yield from coordinate_lines(result)
    told = Counter(np.ravel(result.statuses).tolist()) if not isinstance(result.statuses, str) else {"ok": count}
    yield Line(f"{count} lanes; status " + ", ".join(f"{one}: {n}" for one, n in sorted(told.items())))
    found = result.facts.get("conservation")
    if found:
        worst = [np.max(found["charge_relative"]), *(np.max(one) for one in found["species_relative"].values())]
        yield Line(f"accounts of charge and species: to {_share(np.max(worst))} or better in every lane")
    yield Line(kind="blank")
    yield _lanes(result, shape, count)


def _lanes(result: Result, shape: tuple[int, ...], count: int) -> Grid:
    half = MOST // 2
    picked = [*range(count)] if count <= MOST else [*range(half), *range(count - half, count)]
    coordinates = [(path, one) for path, one in result.coordinates.items() if one.dims[0] in result.sizes]
    names, events = result.labels["interface"], result.facts.get("events", {})
    heads = [Column(with_unit(path, one).replace(" (", "\n(")) for path, one in coordinates]
    for name in names:
        lead = f"{name}\n" if len(names) > 1 else ""
        heads += [Column(f"{lead}{what}", "mV") for what in ("start", "lowest", "highest", "end")]
    columns = (*heads, *(Column(name, "count") for name in events), Column("status", left=True))
    rows: list[tuple[str, ...]] = []
    for place, lane in enumerate(picked):
        index = tuple(int(one) for one in np.unravel_index(lane, shape))
        where = dict(zip(result.sizes, index, strict=True))
        if count > MOST and place == half:
            rows.append(("...", *("" for _ in columns[1:])))
        values = [f"{readable(one)[where[one.dims[0]]]:.5g}" for _, one in coordinates]
        for k in range(len(names)):
            volts = result["potential"][(k, slice(None), *index)]
            known = volts[np.isfinite(volts)]
            ends = [known[0], known.min(), known.max(), known[-1]] if known.size else [np.nan] * 4
            values += [millivolts(one) for one in ends]
        values += [str(len(times[lane])) for times in events.values()]
        rows.append((*values, result.statuses if isinstance(result.statuses, str) else str(result.statuses[index])))
    return Grid(columns, tuple(rows))
