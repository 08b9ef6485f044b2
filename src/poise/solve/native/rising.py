"""Roots of a function that never falls, one for each of very many lanes, by native code."""

import ctypes
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from ..kept_files import own_code
from ..monotone import SURE
from . import elementary, emit, machine
from .block import Block, Width
from .engine import WIDE, cores
from .graph import Graph
from .lower import lowered

_MOST: Final = 60  # iterations
_STILL: Final = 1e-8  # after a step this short what is left is its square, by Newton's quadratic convergence
_SHARE: Final = 65_536  # lanes that one thread takes at a time
_LOCAL: Final = ("x", "low", "high", "f", "slope", "ahead", "below", "above")  # rows before those of the values


def rising_roots(
    function: Callable[[Any, Mapping[str, Any]], Any],
    bounds: Callable[[Mapping[str, Any]], tuple[Any, Any]],
    values: Mapping[str, Any],
    identity: str = "",
) -> Any:
    """The zero of a rising function in each lane; nan where it has one sign in its range, or is zero all over.

    What `monotone.rising_root` computes, from the start 0.

    Args:
        function: (x, values) to f, both of shape (1,), traceable by JAX.
        bounds: values to the lower and the upper end of the range.
        values: by name, one number for each lane.
        identity: says everything that shapes the two functions: code that was kept by it is not traced again.

    Raises:
        NotLoweredError: the function has no scalar form.
    """
    names = sorted(values)
    arrays = [np.ascontiguousarray(values[name], float) for name in names]
    count = len(arrays[0])
    rows, address = _ready(function, bounds, names, identity)
    call = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 3, ctypes.c_long)(address)
    out = np.empty(count)
    whole = count // WIDE * WIDE

    def share(begin: int, end: int) -> None:
        memory = machine.aligned(rows * WIDE)
        places = np.array([one[begin:].ctypes.data for one in arrays], np.int64)
        call(memory.ctypes.data, places.ctypes.data, out[begin:].ctypes.data, (end - begin) // WIDE)

    parts = [(k, min(k + _SHARE, whole)) for k in range(0, whole, _SHARE)]
    with ThreadPoolExecutor(cores()) as pool:
        for done in [pool.submit(share, *part) for part in parts]:
            done.result()
    if whole < count:  # the last few, with copies of the last one beside them
        tail = {
            name: np.pad(one[whole:], (0, WIDE - count + whole), "edge")
            for name, one in zip(names, arrays, strict=True)
        }
        out[whole:] = rising_roots(function, bounds, tail, identity)[: count - whole]
    return out


def _ready(function: Any, bounds: Any, names: list[str], identity: str) -> tuple[int, int]:
    """How many rows the code's memory has, and where it lies: from the disk if it is there."""
    file = machine.kept(identity, repr(names), own_code()) if identity else None
    kept = None if file is None else machine.recall(file)
    if kept is not None:
        head, _, code = kept.partition(b"\n")
        return int(head), *machine.loaded(code, "roots")
    text, rows = _written(function, bounds, names)
    code = machine.compiled(text)
    if file is not None:
        machine.keep(file, b"%d\n" % rows + code)
    return rows, *machine.loaded(code, "roots")


def _written(function: Any, bounds: Any, names: list[str]) -> tuple[str, int]:
    """The assembly, and how many rows its memory has."""
    import jax

    graph, width = Graph(), Width(WIDE)
    first = len(_LOCAL)
    row = {name: k for k, name in enumerate(_LOCAL)}
    x = np.array([graph.input(row["x"], changing=True)])
    told = {name: np.array([graph.input(first + k, changing=False)]) for k, name in enumerate(names)}
    like = jax.ShapeDtypeStruct((1,), np.float64)
    told_like = dict.fromkeys(names, like)

    def with_slope(point: Any, given: Any) -> Any:
        return jax.jvp(lambda one: function(one, given), (point,), (np.ones(1),))

    with jax.enable_x64(True):
        f, slope = (int(np.ravel(one)[0]) for one in lowered(graph, with_slope, (like, told_like), (x, told)))
        low, high = (int(np.ravel(one)[0]) for one in lowered(graph, bounds, (told_like,), (told,)))
    functions = {"current": [(f, row["f"]), (slope, row["slope"])], "range": [(low, row["low"]), (high, row["high"])]}
    once = emit.to_keep(graph, [node for outputs in functions.values() for node, _ in outputs])
    kept = {node: first + len(names) + k for k, node in enumerate(once)}
    text = [elementary.definitions(width)]
    for name, outputs in {"once": [(node, kept[node]) for node in once], **functions}.items():
        block = Block(width)
        emit.write(block, graph, outputs, kept, fill=name == "once")
        text.append(block.function(f"define internal void @{name}(ptr noalias %ws)"))
    text.append(_loop(width, row, first, len(names)))
    return "\n".join(text), first + len(names) + len(once)


def _loop(width: Width, row: Mapping[str, int], first: int, count: int) -> str:
    """Block after block of lanes, each iterated until all its lanes stand still."""
    b = Block(width)
    number, apply = b.number, b.apply
    step = b.put(f"mul i64 {width.lanes}, 1")
    with b.each("%blocks") as block:
        at = b.put(f"mul i64 {block}, {step}")
        for k in range(count):
            source = b.at("double", b.get("ptr", b.at("ptr", "%values", str(k))), at)
            b.store(first + k, b.put(f"load {width.number}, ptr {source}, align 8"))
        b.line("call void @once(ptr %ws)")
        b.line("call void @range(ptr %ws)")
        low, high = b.load(row["low"]), b.load(row["high"])
        b.store(row["x"], number(0.0))
        b.store(row["below"], low)
        b.store(row["above"], high)
        b.line("br label %again")
        b.label("again")
        tried = b.put(f"phi i64 [ 0, %{_body(block)} ], [ %tried.next, %again ]")
        b.line("call void @current(ptr %ws)")
        x, f = b.load(row["x"]), b.load(row["f"])
        falls = apply("lt", f, number(0.0))
        below = apply("select", falls, x, b.load(row["below"]))
        above = apply("select", falls, b.load(row["above"]), x)
        ahead = apply("div", f, b.load(row["slope"]))
        newton = apply("sub", x, ahead)
        inside = apply("and", apply("ge", newton, below), apply("le", newton, above))
        middle = apply("mul", number(0.5), apply("add", below, above))
        better = apply("select", inside, newton, middle)
        better = apply("select", apply("eq", f, number(0.0)), x, better)
        b.store(row["below"], below)
        b.store(row["above"], above)
        b.store(row["ahead"], apply("abs", ahead))
        b.store(row["x"], better)
        moves = b.mask(apply("gt", apply("abs", apply("sub", better, x)), number(_STILL)))
        b.line(f"%tried.next = add i64 {tried}, 1")
        within = b.put(f"icmp slt i64 %tried.next, {_MOST}")
        going = b.put(f"and i1 {within}, {b.put(f'icmp ne i64 {moves}, 0')}")
        b.line(f"br i1 {going}, label %again, label %found")
        b.label("found")
        sure = apply("le", b.load(row["ahead"]), number(SURE))
        value = apply("select", sure, b.load(row["x"]), number(float("nan")))
        b.line(f"store {width.number} {value}, ptr {b.at('double', '%out', at)}, align 8")
        with b.when(b.put(f"icmp ne i64 {b.mask(apply('not', sure))}, 0")):
            _doubtful(b, row, at)
    return b.function("define void @roots(ptr noalias %ws, ptr %values, ptr %out, i64 %blocks)")


def _doubtful(b: Block, row: Mapping[str, int], at: str) -> None:
    """Lanes whose last step was long, or no number: a root all the same where the function is 0, but not all over."""
    found, ahead = b.load(row["x"]), b.load(row["ahead"])
    zeros = []
    for x in (b.load(row["low"]), b.load(row["high"]), found):
        b.store(row["x"], x)
        b.line("call void @current(ptr %ws)")
        zeros.append(b.apply("eq", b.load(row["f"]), b.number(0.0)))
    good = b.apply("or", b.apply("le", ahead, b.number(SURE)), zeros[2])
    good = b.apply("and", good, b.apply("not", b.apply("and", zeros[0], zeros[1])))
    value = b.apply("select", good, found, b.number(float("nan")))
    b.line(f"store {b.width.number} {value}, ptr {b.at('double', '%out', at)}, align 8")


def _body(index: str) -> str:
    """The label of the loop's body that has this index."""
    return index[1:].removesuffix(".i") + ".body"
