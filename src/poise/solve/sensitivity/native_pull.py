"""Backwards through steps, as native code: from the weights of the end to those of the start and of what was told."""

from collections.abc import Iterable
from typing import Final

from ..flow import Flow
from ..native import elementary
from ..native.block import Block, Width
from ..native.graph import Graph
from .graph_derivatives import gradient
from .native_loop import Control, new_segment, put_lanes, take, take_lanes, zeroed
from .native_parts import Lines, Parts, written
from .tableau import Tableau
from .told import Told

CONTROL: Final = ("memory", "count", "held", "t", "h", "y", "segment", "fresh", "before", "z", "weights", "z_weights",
                  "seeded", "seeds")  # fmt: skip


def program(flow: Flow, told: Told, n: int, tableau: Tableau, width: Width) -> tuple[str, int]:
    """The assembly, and the rows of its memory.

    Raises:
        NotLoweredError: the flow has no scalar form.
    """
    parts = Parts(flow, told, tableau, n)
    notes = _laid_out(parts)
    functions, rows = written(parts, width)
    text = [elementary.definitions(width), *functions, _step_back(parts, width, notes), _loop(parts, width)]
    return "\n".join(text), rows


def _laid_out(parts: Parts) -> int:
    """Rows and functions: `pull` takes weights of the rates back, `bend` those of the Jacobian, `jump` those of a jump.

    Returns how many rows each stage leaves for `pull`.
    """
    n, size, stages, graph = parts.n, parts.told.size, parts.tableau.stages, parts.graph
    places = parts.places
    for name, rows in (("weight", n), ("back", n), ("ubar", stages * n), ("lean", n), ("seed", 5 * n),
                       ("z_weight", size), ("pairs", max(1, len(parts.jacobian)))):  # fmt: skip
        places.add(name, rows)
    point, numbers = parts.inputs("point", n), parts.inputs("told", size, changing=False)
    kept = parts.inputs("z_weight", size)
    moving = parts.told.moving

    def taken_back(outputs: dict[int, int], into: str, add: bool) -> list[tuple[int, int]]:
        """Weights of nodes as those of the point, put or added to a block, and those of what was told, added."""
        found = gradient(graph, outputs, [*point, *numbers])
        before = parts.inputs(into, n)
        made = []
        for k in range(n):
            node = graph.apply("add", before[k], found[k]) if add else found[k]
            made.append((node, places[into] + k))
        for k in range(size):
            if moving[k] and not graph.zero(found[n + k]):
                made.append((graph.apply("add", kept[k], found[n + k]), places["z_weight"] + k))
        return made

    right = parts.inputs("right", n)
    parts.functions["pull"] = taken_back(_summed(graph, zip(parts.slope, right, strict=True)), "back", False)
    if parts.tableau.gamma:
        pairs, lean = parts.inputs("pairs", len(parts.jacobian)), parts.inputs("lean", n)
        stage = parts.inputs("stage", n)
        outer = []
        for k, (i, j) in enumerate(parts.jacobian):
            node = graph.apply("add", pairs[k], graph.apply("mul", right[i], stage[j]))
            outer.append((node, places["pairs"] + k))
        parts.functions["outer"] = outer
        weighed = [*zip(parts.jacobian.values(), pairs, strict=True), *zip(parts.by_time, lean, strict=True)]
        parts.functions["bend"] = taken_back(_summed(graph, weighed), "weight", True)
        parts.note("jacobian", "bend", "bend notes")
    if parts.jumps:
        weight = parts.inputs("weight", n)
        parts.functions["jump"] = taken_back(_summed(graph, zip(parts.entered, weight, strict=True)), "weight", False)
    notes = parts.note("rates", "pull", "notes")
    if parts.tableau.gamma:  # the Jacobian stands in for the rates of the first stage
        parts.functions["jacobian"] = [*parts.functions["jacobian"], *parts.noted["pull"].items()]
    places.add("all notes", stages * notes)
    return notes


def _summed(graph: Graph, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Weights by node, added up where one node stands for several numbers."""
    found: dict[int, int] = {}
    for node, weight in pairs:
        found[node] = graph.apply("add", found[node], weight) if node in found else weight
    return found


def _step_back(parts: Parts, width: Width, notes: int) -> str:
    """One step: from `weight` and `seed` at its end to `weight` at its start; what was told gets `z_weight`."""
    b = Block(width)
    lines = Lines(b, parts)
    at, n, tableau = parts.places, parts.n, parts.tableau
    h, per_h = lines.begun()
    if tableau.gamma:
        lines.copied(at["y"], at["point"], n)
        lines.moment(0.0, h)
        lines.call("jacobian")
        zeroed(b, at["lean"], n)
        zeroed(b, at["pairs"], max(1, len(parts.jacobian)))
    for i in range(tableau.stages):
        lines.stage(i, h, per_h, known=bool(tableau.gamma) and i == 0)
        lines.copied(at["notes"], at["all notes"] + i * notes, notes)
    with b.each(n) as k:
        weight = b.load(lines.row(at["weight"], k))
        seeds = [b.load(lines.row(at["seed"] + power * n, k)) for power in range(5)]
        for i in range(tableau.stages):
            total = b.apply("mul", weight, b.number(float(tableau.end[i])))
            for power in range(4):
                total = b.fma(seeds[power + 1], b.number(float(tableau.dense[power][i])), total)
            b.store(lines.row(at["ubar"] + i * n, k), total if tableau.gamma else b.apply("mul", h, total))
        b.store(lines.row(at["weight"], k), b.apply("add", weight, seeds[0]))
    for i in reversed(range(tableau.stages)):
        lines.copied(at["ubar"] + i * n, at["right"], n)
        if tableau.gamma:
            lines.call("solve_back")
        lines.copied(at["at"] + i * n, at["point"], n)
        lines.copied(at["all notes"] + i * notes, at["notes"], notes)
        lines.moment(float(tableau.time[i]), h)
        lines.call("pull")
        if tableau.gamma:
            lines.copied(at["u"] + i * n, at["stage"], n)
            lines.call("outer")
        ahead = b.apply("mul", h, b.number(float(tableau.slope[i])))
        with b.each(n) as k:
            back, right = b.load(lines.row(at["back"], k)), b.load(lines.row(at["right"], k))
            for j in range(i):
                row = lines.row(at["ubar"] + j * n, k)
                if tableau.a[i, j]:
                    share = back if tableau.gamma else b.apply("mul", h, back)
                    b.store(row, b.fma(share, b.number(float(tableau.a[i, j])), b.load(row)))
                if tableau.c[i, j]:
                    share = b.apply("mul", per_h, right)
                    b.store(row, b.fma(share, b.number(float(tableau.c[i, j])), b.load(row)))
            row = lines.row(at["weight"], k)
            b.store(row, b.apply("add", b.load(row), back))
            if tableau.slope[i]:
                row = lines.row(at["lean"], k)
                b.store(row, b.fma(ahead, right, b.load(row)))
    if tableau.gamma:
        lines.copied(at["y"], at["point"], n)
        lines.moment(0.0, h)
        lines.call("bend")
    return b.function("define internal void @step_back(ptr noalias %ws) noinline")


def _loop(parts: Parts, width: Width) -> str:
    b = Block(width)
    c = Control(b, CONTROL)
    at, n, size = parts.places, parts.n, parts.told.size
    b.line(f"%ws = load ptr, ptr {c.place('memory')}")
    take_lanes(b, c, "weights", "0", at["weight"], n)
    zeroed(b, at["z_weight"], size)
    count = c.get("count")

    def put_back() -> None:
        held = c.get("held")
        with b.when(b.put(f"icmp sge i64 {held}, 0")):
            put_lanes(b, c, "z_weights", b.put(f"mul i64 {held}, {size}"), at["z_weight"], size)

    with b.each(count) as done:
        step = b.put(f"sub i64 {b.put(f'sub i64 {count}, 1')}, {done}")
        segment = c.whole("segment", step)
        with new_segment(b, c, segment):
            put_back()
            take(b, c, "z", b.put(f"mul i64 {segment}, {size}"), at["told"], size)
            b.line("call void @once(ptr %ws)")
            zeroed(b, at["z_weight"], size)
        take(b, c, "t", step, at["t"], 1)
        take(b, c, "h", step, at["step"], 1)
        first = b.put(f"mul i64 {step}, {n}")
        take(b, c, "y", first, at["y"], n)
        zeroed(b, at["seed"], 5 * n)
        seed = c.whole("seeded", step)
        with b.when(b.put(f"icmp sge i64 {seed}, 0")):
            take_lanes(b, c, "seeds", b.put(f"mul i64 {seed}, {5 * n}"), at["seed"], 5 * n)
        b.line("call void @step_back(ptr %ws)")
        if parts.jumps:
            with b.when(b.put(f"icmp ne i64 {c.whole('fresh', step)}, 0")):
                take(b, c, "before", first, at["point"], n)
                b.line("call void @jump(ptr %ws)")
    put_back()
    put_lanes(b, c, "weights", "0", at["weight"], n)
    return b.function("define void @walk(ptr %c)")
