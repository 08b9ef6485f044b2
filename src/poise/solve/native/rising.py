"""Roots of a function that never falls, one for each of very many lanes, by native code."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from . import lanewise
from .block import Block, Width
from .engine import WIDE
from .lanewise import Wanted

_LOCAL: Final = (  # rows before those of the values; x_was is the point before, back_was dx/df there
    *("x", "low", "high", "f", "slope", "bend", "below", "above"),
    *("x_was", "f_was", "back_was"),
)
_MOST: Final = 60  # evaluations
_STILL: Final = 1e-8  # after a step this short what is left is its square, by Newton's quadratic convergence
_SURE: Final = 1e-7  # the last Newton step of a lane that has a root is far shorter


def rising_roots(
    function: Callable[[Any, Mapping[str, Any]], Any],
    bounds: Callable[[Mapping[str, Any]], tuple[Any, Any]],
    values: Mapping[str, Any],
    identity: str = "",
) -> Any:
    """The zero of a rising function in each lane; nan where it has one sign in its range, or is zero all over.

    Newton's step from 0, corrected by the points before, where it stays inside the bracket; the middle of the bracket
    otherwise.

    Args:
        function: (x, values) to f, both of shape (1,), traceable by JAX.
        bounds: values to the lower and the upper end of the range.
        values: by name, one number for each lane.
        identity: says everything that shapes the two functions: code that was kept by it is not traced again.

    Raises:
        NotLoweredError: the function has no scalar form.

    Source: Press et al. 2007, sec. 9.4 (rtsafe).
    """
    names, arrays = lanewise.rows_of(values)
    row = {name: k for k, name in enumerate(_LOCAL)}

    def with_slope(x: Any, told: Any) -> Any:
        import jax

        return jax.jvp(lambda one: function(one, told), (x,), (np.ones(1),))

    def with_bend(x: Any, told: Any) -> Any:
        import jax

        (f, slope), (_, bend) = jax.jvp(lambda one: with_slope(one, told), (x,), (np.ones(1),))
        return f, slope, bend

    def write() -> tuple[str, int]:
        wanted = {
            "current": Wanted(with_slope, (row["f"], row["slope"])),
            "range": Wanted(lambda x, told: bounds(told), (row["low"], row["high"])),
            "start": Wanted(with_bend, (row["f"], row["slope"], row["bend"]), at=0.0),
        }
        text, rows = lanewise.functions(wanted, names, len(_LOCAL))
        return f"{text}\n{_loop(Width(WIDE), row, len(names))}", rows

    rows, address = lanewise.ready(write, "roots", identity and f"{identity} {names}")
    out = np.empty(lanewise.whole(len(arrays[0])))

    def run(memory: int, places: Any, begin: int, blocks: int) -> None:
        lanewise.called(address, memory, places.ctypes.data, out[begin:].ctypes.data, blocks)

    lanewise.over(arrays, rows, run)
    return out[: len(arrays[0])]


def _loop(width: Width, row: Mapping[str, int], count: int) -> str:
    """Block after block of lanes, each iterated until all its lanes stand still."""
    b = Block(width)
    with b.each("%blocks") as block:
        at = lanewise.told(b, len(_LOCAL), count, block)
        _begin(b, row)
        b.line("br label %again")
        b.label("again")
        tried = b.put(f"phi i64 [ 0, %{_body(block)} ], [ %tried.next, %again ]")
        moves, ahead = _step(b, row)
        b.line(f"%tried.next = add i64 {tried}, 1")
        within = b.put(f"icmp slt i64 %tried.next, {_MOST}")
        going = b.put(f"and i1 {within}, {moves}")
        b.line(f"br i1 {going}, label %again, label %found")
        b.label("found")
        sure = b.apply("le", ahead, b.number(_SURE))
        value = b.apply("select", sure, b.load(row["x"]), b.number(float("nan")))
        b.line(f"store {width.number} {value}, ptr {b.at('double', '%out', at)}, align 8")
        with b.when(b.put(f"icmp ne i64 {b.mask(b.apply('not', sure))}, 0")):
            _doubtful(b, row, sure, at)
    return b.function("define void @roots(ptr noalias %ws, ptr %values, ptr %out, i64 %blocks)")


def _begin(b: Block, row: Mapping[str, int]) -> None:
    """The range, and the step from 0, where slope and bend cost little: Newton's, corrected to Halley's."""
    number, apply = b.number, b.apply
    b.line("call void @range(ptr %ws)")
    b.line("call void @start(ptr %ws)")
    f, none = b.load(row["f"]), number(0.0)
    falls = apply("lt", f, none)
    below = apply("select", falls, none, b.load(row["low"]))
    above = apply("select", falls, b.load(row["high"]), none)
    back = apply("div", number(1.0), b.load(row["slope"]))
    ahead = apply("mul", f, back)
    bent = apply("mul", number(0.5), apply("mul", apply("mul", ahead, back), b.load(row["bend"])))
    correction = apply("div", apply("mul", ahead, bent), apply("sub", bent, number(1.0)))
    x = _stepped(b, none, ahead, correction, _trusted(b, ahead), below, above)
    x = apply("select", apply("eq", f, none), none, x)
    for name, value in (
        ("x", x),
        ("below", below),
        ("above", above),
        ("x_was", none),
        ("f_was", f),
        ("back_was", back),
    ):
        b.store(row[name], value)


def _step(b: Block, row: Mapping[str, int]) -> tuple[str, str]:
    """One evaluation and step; whether a lane still moves, and Newton's step.

    The step is Newton's, corrected by the cubic through x as a function of f and its slope here and at the point
    before, where that is trusted; the middle of the bracket where they lead out of it.
    """
    number, apply = b.number, b.apply
    b.line("call void @current(ptr %ws)")
    x, f = b.load(row["x"]), b.load(row["f"])
    falls, endless = apply("lt", f, number(0.0)), float("inf")
    below = apply("max", b.load(row["below"]), apply("select", falls, x, number(-endless)))
    above = apply("min", b.load(row["above"]), apply("select", falls, number(endless), x))
    f_was, x_was, back_was, slope = (b.load(row[name]) for name in ("f_was", "x_was", "back_was", "slope"))
    back, over = apply("div", number(1.0), slope), apply("div", number(1.0), apply("sub", f, f_was))
    chord = apply("mul", apply("sub", x, x_was), over)
    second = apply("mul", apply("sub", back, chord), over)
    third = apply("mul", apply("sub", second, apply("mul", apply("sub", chord, back_was), over)), over)
    correction = apply("mul", apply("mul", f, f), apply("sub", second, apply("mul", third, f_was)))
    ahead = apply("mul", f, back)
    plain = apply("select", apply("eq", f, number(0.0)), number(0.0), ahead)
    better = _stepped(b, x, plain, correction, _trusted(b, ahead), below, above)
    kept = {"x": better, "below": below, "above": above, "x_was": x, "f_was": f, "back_was": back}
    for name, value in kept.items():
        b.store(row[name], value)
    moves = b.mask(apply("gt", apply("abs", apply("sub", better, x)), number(_STILL)))
    return b.put(f"icmp ne i64 {moves}, 0"), apply("abs", ahead)


def _stepped(b: Block, x: str, ahead: str, correction: str, most: str, below: str, above: str) -> str:
    """Newton's step, corrected where the correction is no longer than that; the middle where it leaves the bracket.

    Each choice has one test: to combine truth values of several lanes, processors of 256 bits repack them all.
    """
    number, apply = b.number, b.apply
    believed = apply("select", apply("le", apply("abs", correction), most), correction, number(0.0))
    better = apply("add", apply("sub", x, ahead), believed)
    held = apply("max", apply("min", better, above), below)
    return apply("select", apply("eq", held, better), better, apply("mul", number(0.5), apply("add", below, above)))


def _trusted(b: Block, ahead: str) -> str:
    """How long a correction of Newton's step may be: no longer than the step, and the last ones need none."""
    far = b.apply("abs", ahead)
    return b.apply("select", b.apply("gt", far, b.number(_STILL)), far, b.number(0.0))


def _doubtful(b: Block, row: Mapping[str, int], sure: str, at: str) -> None:
    """Lanes whose last step was long, or no number: a root all the same where the function is 0, but not all over."""
    found = b.load(row["x"])
    zeros = []
    for x in (b.load(row["low"]), b.load(row["high"]), found):
        b.store(row["x"], x)
        b.line("call void @current(ptr %ws)")
        zeros.append(b.apply("eq", b.load(row["f"]), b.number(0.0)))
    good = b.apply("and", b.apply("or", sure, zeros[2]), b.apply("not", b.apply("and", zeros[0], zeros[1])))
    value = b.apply("select", good, found, b.number(float("nan")))
    b.line(f"store {b.width.number} {value}, ptr {b.at('double', '%out', at)}, align 8")


def _body(index: str) -> str:
    """The label of the loop's body that has this index."""
    return index[1:].removesuffix(".i") + ".body"
