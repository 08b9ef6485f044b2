"""The native code that walks tapes: one for all graphs, so that no function is compiled for its own sake."""

import ctypes
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np

from ..native import elementary, lanewise
from ..native.block import Block, Width
from ..native.graph import TRUTHS
from .native_loop import Control, spread

CODES: Final = {
    name: code
    for code, name in enumerate(
        ("add", "sub", "mul", "div", "neg", "abs", "max", "min", "select", "lt", "le", "gt", "ge", "eq", "ne", "and",
         "or", "xor", "not", "finite", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "sinh", "cosh", "sin", "cos",
         "floor", "pow")
    )
}  # fmt: skip
"""Of operations; a truth value is 1 or 0."""
_OF_TRUTHS: Final = {"and": 2, "or": 2, "xor": 2, "not": 1, "select": 1}  # how many parts are truth values
_PARTS: Final = {"select": 3, **dict.fromkeys(("neg", "abs", "not", "finite", "exp", "expm1", "log", "log1p", "sqrt",
                 "tanh", "sinh", "cosh", "sin", "cos", "floor"), 1)}  # fmt: skip
_CONTROL: Final = ("lanes", "given", "inputs", "slots", "operations", "operation_count", "outputs", "output_count",
                   "values", "rows", "size", "columns", "seeds", "seed_count", "edges", "edge_count", "ends",
                   "end_count", "found")  # fmt: skip


def call(width: int, told: Mapping[str, Any]) -> None:
    """Walk a tape; `told` has all that the control block names: arrays, and whole numbers."""
    arrays = {name: np.ascontiguousarray(one) for name, one in told.items() if isinstance(one, np.ndarray)}
    control = np.array([arrays[name].ctypes.data if name in arrays else told[name] for name in _CONTROL], np.int64)
    _code(width)(control.ctypes.data)


@lru_cache
def _code(width: int) -> Any:
    _, address = lanewise.ready(lambda: (_program(width), 0), "walk", f"tapes {width}")
    return ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)


def _program(width: int) -> str:
    return "\n".join([elementary.definitions(Width(1)), _evaluate(), _along(Width(width)), _walk(width)])


def _evaluate() -> str:
    """Every operation in its order."""
    b = Block(Width(1))
    with b.each("%count") as k:
        first = b.put(f"mul i64 {k}, 5")
        told = [b.get("i64", b.at("i64", "%operations", b.put(f"add i64 {first}, {j}"))) for j in range(5)]
        place = b.at("double", "%slots", told[1])
        parts = [b.get("double", b.at("double", "%slots", one)) for one in told[2:]]
        cases = " ".join(f"i64 {code}, label %op.{name}" for name, code in CODES.items())
        b.line(f"switch i64 {told[0]}, label %op [ {cases} ]")
        for name in CODES:
            b.label(f"op.{name}")
            truths = _OF_TRUTHS.get(name, 0)
            given = [b.apply("ne", one, b.number(0.0)) if j < truths else one
                     for j, one in enumerate(parts[: _PARTS.get(name, 2)])]  # fmt: skip
            made = b.apply(name, *given)
            b.put_at("double", b.marks(made) if name in TRUTHS else made, place)
            b.line("br label %op")
        b.label("op")
    return b.function("define internal void @evaluate(ptr noalias %slots, ptr noalias %operations, i64 %count)")


def _along(width: Width) -> str:
    """Every edge in its order: its derivative times one row is added to another."""
    b = Block(width)
    with b.each("%count") as k:
        first = b.put(f"mul i64 {k}, 4")
        to, part, slot, chosen = (b.get("i64", b.at("i64", "%edges", b.put(f"add i64 {first}, {j}"))) for j in range(4))
        slope = b.get("double", b.at("double", "%slots", slot))
        nothing = b.put(f"fcmp oeq double {slope}, 0.0")
        skipped = b.put(f"and i1 {nothing}, {b.put(f'icmp ne i64 {chosen}, 0')}")
        with b.when(b.put(f"xor i1 {skipped}, true")):
            into, out = (b.at("double", "%rows", b.put(f"mul i64 {row}, %columns")) for row in (to, part))
            factor = spread(b, slope)
            with b.each(b.put(f"udiv i64 %columns, {width.lanes}")) as block:
                at = b.put(f"mul i64 {block}, {width.lanes}")
                place = b.at("double", into, at)
                have, more = (b.put(f"load {width.number}, ptr {one}, align 8")
                              for one in (place, b.at("double", out, at)))  # fmt: skip
                b.line(f"store {width.number} {b.fma(factor, more, have)}, ptr {place}, align 8")
    heads = "ptr noalias %rows, i64 %columns, ptr noalias %edges, i64 %count, ptr noalias %slots"
    declared = (
        ""
        if width.lanes == 1
        else f"declare {width.number} @llvm.fma.{width.suffix}({', '.join([width.number] * 3)})\n"
    )
    return declared + b.function(f"define internal void @along({heads})")


def _walk(width: int) -> str:
    """Lane after lane: the inputs taken, the operations, the edges, and what is asked put down."""
    b = Block(Width(1))
    c = Control(b, _CONTROL)
    slots, rows, columns, lanes = c.pointer("slots"), c.pointer("rows"), c.get("columns"), c.get("lanes")

    def lane_of(name: str, row: str, lane: str) -> str:
        return b.at("double", c.pointer(name), b.put(f"add i64 {lane}, {b.put(f'mul i64 {row}, {lanes}')}"))

    with b.each(lanes) as lane:
        with b.each(c.get("inputs")) as k:
            b.put_at("double", b.get("double", lane_of("given", k, lane)), b.at("double", slots, k))
        b.line(f"call void @evaluate(ptr {slots}, ptr {c.pointer('operations')}, i64 {c.get('operation_count')})")
        with b.each(c.get("size")) as k:
            b.put_at("double", "0.0", b.at("double", rows, k))
        with b.each(c.get("seed_count")) as k:
            place = b.at("double", rows, c.whole("seeds", k))
            b.put_at("double", b.apply("add", b.get("double", place), b.number(1.0)), place)
        edges = f"ptr {c.pointer('edges')}, i64 {c.get('edge_count')}"
        b.line(f"call void @along(ptr {rows}, i64 {columns}, {edges}, ptr {slots})")
        with b.each(c.get("output_count")) as k:
            value = b.get("double", b.at("double", slots, c.whole("outputs", k)))
            b.put_at("double", value, lane_of("values", k, lane))
        ends = c.get("end_count")
        with b.each(ends) as k:
            source = b.at("double", rows, b.put(f"mul i64 {c.whole('ends', k)}, {columns}"))
            place = b.put(f"add i64 {k}, {b.put(f'mul i64 {lane}, {ends}')}")
            target = b.at("double", c.pointer("found"), b.put(f"mul i64 {place}, {columns}"))
            with b.each(columns) as j:
                b.put_at("double", b.get("double", b.at("double", source, j)), b.at("double", target, j))
    return b.function("define void @walk(ptr %c)")
