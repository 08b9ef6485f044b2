"""Roots of a function that never falls, one for each of very many lanes, by native code."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from . import lanewise
from .block import Block, Width
from .engine import WIDE

_MOST: Final = 60  # iterations
_STILL: Final = 1e-8  # after a step this short what is left is its square, by Newton's quadratic convergence
_SURE: Final = 1e-7  # the last Newton step of a lane that has a root is far shorter
_LOCAL: Final = ("x", "low", "high", "f", "slope", "ahead", "below", "above")  # rows before those of the values


def rising_roots(
    function: Callable[[Any, Mapping[str, Any]], Any],
    bounds: Callable[[Mapping[str, Any]], tuple[Any, Any]],
    values: Mapping[str, Any],
    identity: str = "",
) -> Any:
    """The zero of a rising function in each lane; nan where it has one sign in its range, or is zero all over.

    Newton's step from 0 where it stays inside the bracket and the bracket shrinks, the middle of the bracket otherwise.

    Args:
        function: (x, values) to f, both of shape (1,), traceable by JAX.
        bounds: values to the lower and the upper end of the range.
        values: by name, one number for each lane.
        identity: says everything that shapes the two functions: code that was kept by it is not traced again.

    Raises:
        NotLoweredError: the function has no scalar form.

    Source: Press et al. 2007, sec. 9.4 (rtsafe).
    """
    names, arrays, count = lanewise.padded(values)
    row = {name: k for k, name in enumerate(_LOCAL)}

    def with_slope(x: Any, told: Any) -> Any:
        import jax

        return jax.jvp(lambda one: function(one, told), (x,), (np.ones(1),))

    def write() -> tuple[str, int]:
        wanted = {
            "current": (with_slope, [row["f"], row["slope"]]),
            "range": (lambda x, told: bounds(told), [row["low"], row["high"]]),
        }
        text, rows = lanewise.functions(wanted, names, len(_LOCAL))
        return f"{text}\n{_loop(Width(WIDE), row, len(_LOCAL), len(names))}", rows

    rows, address = lanewise.ready(write, "roots", identity and f"{identity} {names}")
    out = np.empty(len(arrays[0]))

    def run(memory: int, places: Any, begin: int, blocks: int) -> None:
        lanewise.called(address, memory, places.ctypes.data, out[begin:].ctypes.data, blocks)

    lanewise.over(arrays, rows, run)
    return out[:count]


def _loop(width: Width, row: Mapping[str, int], first: int, count: int) -> str:
    """Block after block of lanes, each iterated until all its lanes stand still."""
    b = Block(width)
    number, apply = b.number, b.apply
    with b.each("%blocks") as block:
        at = lanewise.told(b, first, count, block)
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
        sure = apply("le", b.load(row["ahead"]), number(_SURE))
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
    good = b.apply("or", b.apply("le", ahead, b.number(_SURE)), zeros[2])
    good = b.apply("and", good, b.apply("not", b.apply("and", zeros[0], zeros[1])))
    value = b.apply("select", good, found, b.number(float("nan")))
    b.line(f"store {b.width.number} {value}, ptr {b.at('double', '%out', at)}, align 8")


def _body(index: str) -> str:
    """The label of the loop's body that has this index."""
    return index[1:].removesuffix(".i") + ".body"
