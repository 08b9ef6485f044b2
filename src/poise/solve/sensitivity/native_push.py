"""Forwards through steps, as native code: from slopes of the start and of what was told to those of the end."""

from typing import Final

from ..flow import Flow
from ..native import elementary
from ..native.block import Block, Width
from .graph_derivatives import along
from .native_loop import Control, new_segment, put_lanes, take, take_lanes
from .native_parts import Lines, Parts, written
from .tableau import Tableau
from .told import Told

CONTROL: Final = ("memory", "count", "held", "t", "h", "y", "segment", "fresh", "before", "z", "slopes", "z_slopes",
                  "record", "powers")  # fmt: skip


def program(flow: Flow, told: Told, n: int, tableau: Tableau, width: Width) -> tuple[str, int]:
    """The assembly, and the rows of its memory.

    Raises:
        NotLoweredError: the flow has no scalar form.
    """
    parts = Parts(flow, told, tableau, n)
    _laid_out(parts)
    functions, rows = written(parts, width)
    text = [elementary.definitions(width), *functions, _step_along(parts, width), _loop(parts, width)]
    return "\n".join(text), rows


def _laid_out(parts: Parts) -> None:
    """Rows and functions: slopes beside the rates and the Jacobian, `bent` what the latter adds, `jump` of a jump."""
    n, size, stages, graph = parts.n, parts.told.size, parts.tableau.stages, parts.graph
    places = parts.places
    entries = max(1, len(parts.jacobian))
    for name, rows in (("slopes", n), ("direction", n), ("du", stages * n), ("z_slopes", size), ("turned", entries),
                       ("turned_time", n), ("powers", 5 * n), ("tangent", n)):  # fmt: skip
        places.add(name, rows)
    numbers, slopes = parts.inputs("told", size, changing=False), parts.inputs("z_slopes", size)
    ways = {node: slopes[k] for k, node in enumerate(numbers) if parts.told.moving[k]}
    ways |= dict(zip(parts.inputs("point", n), parts.inputs("direction", n), strict=True))
    parts.functions["rates"] += list(zip(along(graph, parts.slope, ways), parts.rows("tangent", n), strict=True))
    if parts.tableau.gamma:
        turned = along(graph, list(parts.jacobian.values()), ways)
        parts.functions["jacobian"] += [
            *zip(turned, parts.rows("turned", len(parts.jacobian)), strict=True),
            *zip(along(graph, parts.by_time, ways), parts.rows("turned_time", n), strict=True),
        ]
        stage, held = parts.inputs("stage", n), parts.inputs("turned", len(parts.jacobian))
        right = parts.inputs("right", n)
        for k, (i, j) in enumerate(parts.jacobian):
            if not graph.zero(turned[k]):
                right[i] = graph.apply("add", right[i], graph.apply("mul", held[k], stage[j]))
        parts.functions["bent"] = list(zip(right, parts.rows("right", n), strict=True))
    if parts.jumps:
        parts.functions["jump"] = list(zip(along(graph, parts.entered, ways), parts.rows("slopes", n), strict=True))


def _step_along(parts: Parts, width: Width) -> str:
    """One step: `slopes` from its start to its end, and `powers`, the same of the coefficients."""
    b = Block(width)
    lines = Lines(b, parts)
    at, n, tableau = parts.places, parts.n, parts.tableau
    h, per_h = lines.begun()
    scale = None if tableau.gamma else h
    if tableau.gamma:
        lines.copied(at["y"], at["point"], n)
        lines.copied(at["slopes"], at["direction"], n)
        lines.moment(0.0, h)
        lines.call("jacobian")
    for i in range(tableau.stages):
        with b.each(n) as k:
            first = b.load(lines.row(at["slopes"], k))
            value = lines.total(first, lines.starts("du", tableau.a[i, :i]), k, scale)
            b.store(lines.row(at["direction"], k), value)
        lines.stage(i, h, per_h)
        if not tableau.gamma:
            lines.copied(at["tangent"], at["du"] + i * n, n)
            continue
        ahead = b.apply("mul", h, b.number(float(tableau.slope[i])))
        with b.each(n) as k:
            tangent = b.load(lines.row(at["tangent"], k))
            value = lines.total(tangent, lines.starts("du", tableau.c[i, :i]), k, per_h)
            if tableau.slope[i]:
                value = b.fma(ahead, b.load(lines.row(at["turned_time"], k)), value)
            b.store(lines.row(at["right"], k), value)
        lines.copied(at["u"] + i * n, at["stage"], n)
        lines.call("bent")
        lines.call("solve")
        lines.copied(at["right"], at["du"] + i * n, n)
    lines.copied(at["slopes"], at["powers"], n)
    for power, weights in enumerate(tableau.dense):
        with b.each(n) as k:
            value = lines.total(None, lines.starts("du", weights), k, scale)
            b.store(lines.row(at["powers"] + (power + 1) * n, k), value)
    with b.each(n) as k:
        row = lines.row(at["slopes"], k)
        b.store(row, lines.total(b.load(row), lines.starts("du", tableau.end), k, scale))
    return b.function("define internal void @step_along(ptr noalias %ws) noinline")


def _loop(parts: Parts, width: Width) -> str:
    b = Block(width)
    c = Control(b, CONTROL)
    at, n, size = parts.places, parts.n, parts.told.size
    b.line(f"%ws = load ptr, ptr {c.place('memory')}")
    take_lanes(b, c, "slopes", "0", at["slopes"], n)
    with b.each(c.get("count")) as step:
        segment = c.whole("segment", step)
        with new_segment(b, c, segment):
            first = b.put(f"mul i64 {segment}, {size}")
            take(b, c, "z", first, at["told"], size)
            take_lanes(b, c, "z_slopes", first, at["z_slopes"], size)
            b.line("call void @once(ptr %ws)")
        first = b.put(f"mul i64 {step}, {n}")
        if parts.jumps:
            with b.when(b.put(f"icmp ne i64 {c.whole('fresh', step)}, 0")):
                take(b, c, "before", first, at["point"], n)
                with b.each(n) as k:
                    b.store(b.put(f"add i64 {k}, {at['direction']}"), b.load(b.put(f"add i64 {k}, {at['slopes']}")))
                b.line("call void @jump(ptr %ws)")
        take(b, c, "t", step, at["t"], 1)
        take(b, c, "h", step, at["step"], 1)
        take(b, c, "y", first, at["y"], n)
        b.line("call void @step_along(ptr %ws)")
        with b.when(b.put(f"icmp ne i64 {c.get('record')}, 0")):
            put_lanes(b, c, "powers", b.put(f"mul i64 {step}, {5 * n}"), at["powers"], 5 * n)
    put_lanes(b, c, "slopes", "0", at["slopes"], n)
    return b.function("define void @walk(ptr %c)")
