"""A scan of a function of one variable over its range, for very many lanes, by native code: where to look for roots."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from . import lanewise
from .block import Block, Width
from .engine import WIDE
from .lanewise import Wanted

_LOCAL: Final = ("x", "f", "before", "earlier", "largest", "spoilt")  # rows before those of the values
_ROOM: Final = 16  # places to look at that one lane may have on average


@dataclass(frozen=True)
class Places:
    """Where the scan found something.

    Attributes:
        lane, index: of points i where the sign changes from i - 1 to i, or where |f| at i - 1 is no larger than at its
            neighbours, all three of one sign.
        dips: which of them are of the second kind.
        largest: of |f|, by lane.
        spoilt: lanes that are zero or not finite at a point of the scan: to be looked at point by point.
    """

    lane: Any
    index: Any
    dips: Any
    largest: Any
    spoilt: Any


def scanned(function: Any, values: Mapping[str, Any], low: Any, high: Any, points: int, identity: str = "") -> Places:
    """Scan a function from low to high at equally spaced points.

    Args:
        function: (x, values) to f, both of shape (1,), traceable by JAX.
        values: by name, one number for each lane.
        low, high: range, (lanes,).
        points: of the scan.
        identity: says everything that shapes the function: code that was kept by it is not traced again.

    Raises:
        NotLoweredError: the function has no scalar form.
    """
    told = {**values, "~low": low, "~step": (np.asarray(high) - low) / (points - 1)}
    names, arrays = lanewise.rows_of(told)
    count = len(arrays[0])
    row = {name: k for k, name in enumerate(_LOCAL)}

    def current(x: Any, told: Any) -> tuple[Any]:
        return (function(x, {name: told[name] for name in values}),)

    def write() -> tuple[str, int]:
        wanted = {"current": Wanted(current, (row["f"],))}
        text, rows = lanewise.functions(wanted, names, len(_LOCAL))
        return f"{text}\n{_loop(row, names)}", rows

    rows, address = lanewise.ready(write, "scan", identity and f"{identity} {names}")
    largest, spoilt = np.empty(lanewise.whole(count)), np.empty(lanewise.whole(count))
    found: list[Any] = []

    def run(memory: int, places: Any, begin: int, blocks: int) -> None:
        room = _ROOM * blocks * WIDE
        events, reached = np.empty((room, 3), np.int64), np.zeros(1, np.int64)
        ends = [largest[begin:].ctypes.data, spoilt[begin:].ctypes.data]
        lanewise.called(
            address, memory, places.ctypes.data, *ends, blocks, points, events.ctypes.data, room, reached.ctypes.data
        )
        kept = events[: min(int(reached[0]), room)]
        if reached[0] > room:  # not all were written down: point by point for all of these
            spoilt[begin : begin + blocks * WIDE] = 1.0
        found.append(kept + np.array([begin, 0, 0]))

    lanewise.over(arrays, rows, run)
    events = np.concatenate(found)
    events = events[events[:, 0] < count]
    events = events[np.lexsort((events[:, 1], events[:, 0]))]
    return Places(events[:, 0], events[:, 1], events[:, 2] == 1, largest[:count], spoilt[:count] != 0.0)


def _loop(row: Mapping[str, int], names: list[str]) -> str:
    """Blocks of lanes, each over all points; (lane, index, dip) of what is found goes to %events."""
    b = Block(Width(WIDE))
    number, apply = b.number, b.apply
    first = len(_LOCAL)
    with b.each("%blocks", "block") as block:
        at = lanewise.told(b, first, len(names), block)
        for name in ("before", "earlier", "largest", "spoilt"):
            b.store(row[name], number(0.0))
        with b.each("%points", "point") as i:
            many = b.all(b.put(f"sitofp i64 {i} to double"))
            low, step = b.load(first + names.index("~low")), b.load(first + names.index("~step"))
            b.store(row["x"], b.fma(many, step, low))
            b.line("call void @current(ptr %ws)")
            f, before, earlier = b.load(row["f"]), b.load(row["before"]), b.load(row["earlier"])
            size, middle = apply("abs", f), apply("abs", before)
            bad = apply("or", apply("eq", f, number(0.0)), apply("not", apply("finite", f)))
            b.store(row["spoilt"], apply("select", bad, number(1.0), b.load(row["spoilt"])))
            b.store(row["largest"], apply("max", b.load(row["largest"]), size))
            crossing = apply("lt", apply("mul", _sign(b, f), before), number(0.0))
            lower = apply("and", apply("le", middle, apply("abs", earlier)), apply("le", middle, size))
            same = apply("gt", apply("mul", _sign(b, f), before), number(0.0))
            same = apply("and", same, apply("gt", apply("mul", _sign(b, f), earlier), number(0.0)))
            dip = apply("and", same, lower)
            b.store(row["earlier"], before)
            b.store(row["before"], f)
            any_ = b.put(f"or i64 {b.mask(crossing)}, {b.mask(dip)}")
            with b.when(b.put(f"icmp ne i64 {any_}, 0"), "some"), b.each(WIDE, "lane") as lane:
                for mask, kind in ((b.mask(crossing), 0), (b.mask(dip), 1)):
                    bit = b.put(f"trunc i64 {b.put(f'lshr i64 {mask}, {lane}')} to i1")
                    with b.when(bit, "noted"):
                        _noted(b, b.put(f"add i64 {at}, {lane}"), i, kind)
        for name in ("largest", "spoilt"):
            target = b.at("double", f"%{name}", at)
            b.line(f"store {b.width.number} {b.load(row[name])}, ptr {target}, align 8")
    head = "define void @scan(ptr noalias %ws, ptr %values, ptr %largest, ptr %spoilt, i64 %blocks, i64 %points, "
    return b.function(head + "ptr %events, i64 %room, ptr %reached)")


def _sign(b: Block, f: str) -> str:
    """1 with the sign of a number: a product with it neither overflows nor vanishes."""
    vt = b.width.number
    return b.put(f"call {vt} @llvm.copysign.{b.width.suffix}({vt} {b.number(1.0)}, {vt} {f})")


def _noted(b: Block, lane: str, index: str, kind: int) -> None:
    """Write down a place, if there is room; count it."""
    count = b.get("i64", "%reached")
    b.put_at("i64", b.put(f"add i64 {count}, 1"), "%reached")
    with b.when(b.put(f"icmp slt i64 {count}, %room"), "fits"):
        at = b.put(f"mul i64 {count}, 3")
        for k, value in enumerate((lane, index, str(kind))):
            b.put_at("i64", value, b.at("i64", "%events", b.put(f"add i64 {at}, {k}")))
