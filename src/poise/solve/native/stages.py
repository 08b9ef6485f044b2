"""What each method does in one step, as lines: from the rates at its start to the state and the error at its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ..exponential import ExponentialEuler
from ..rodas5p import Rodas5P
from ..steps import Method
from ..tsit5 import Tsit5
from .block import Block
from .elimination import factored, solved
from .rows import Rows
from .traced import Traced


@dataclass
class Parts:
    """Functions beside the step, each as (node, row) pairs: what they compute and where it goes."""

    functions: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    factors: int = 0

    def row(self, rows: Rows) -> int:
        """The next row of the factors' block."""
        self.factors += 1
        return rows.factors + self.factors - 1


@runtime_checkable
class Stages(Protocol):
    """How a method is written as lines."""

    @property
    def count(self) -> int:
        """Stages whose increments are kept."""
        ...

    @property
    def derivatives(self) -> bool:
        """Whether it needs the Jacobian."""
        ...

    def parts(self, found: Traced, rows: Rows) -> Parts:
        """The functions that it calls."""
        ...

    def write(self, b: Block, rows: Rows, dense: bool) -> None:
        """The step, from (t, y, q) and `step`: `new`, `new_q`, `right` (the error), and `powers` if `dense`."""
        ...

    def handed_on(self, rows: Rows) -> tuple[int, int] | None:
        """Where the rates at the end lie, (of the state, of what is counted), if the next step begins with them."""
        ...


def combined(b: Block, rows: Rows, base: int, block: int, size: int, weights: Any, index: str) -> str | None:
    """The sum over stages of weights times increments at one component, an i64."""
    total: str | None = None
    for j, weight in enumerate(np.asarray(weights, float)):
        if weight == 0.0:
            continue
        value = b.load(offset(b, block + j * size, index))
        total = (
            b.apply("mul", value, b.number(float(weight)))
            if total is None
            else b.fma(value, b.number(float(weight)), total)
        )
    return total


def offset(b: Block, start: int, index: str) -> str:
    """Row start + index."""
    return b.put(f"add nuw nsw i64 {index}, {start}")


def copied(b: Block, source: int, target: int, size: int) -> None:
    """Copy rows."""
    with b.each(size) as i:
        b.store(offset(b, target, i), b.load(offset(b, source, i)))


def _moment(b: Block, rows: Rows, share: float, h: str) -> None:
    t = b.load(rows.t)
    b.store(rows.moment, b.fma(h, b.number(share), t) if share else t)


@dataclass(frozen=True)
class RosenbrockStages:
    """Rodas5P: eight solutions with one factored matrix."""

    count: int = 8
    derivatives: bool = True

    def parts(self, found: Traced, rows: Rows) -> Parts:
        """The Jacobian with its factors, and the solution of a right side."""
        from ..rodas5p import _GAMMA

        graph, n, m = found.graph, rows.sizes.n, rows.sizes.m
        made = Parts()
        step = graph.input(rows.step, changing=True)
        diagonal = graph.apply("div", graph.number(1.0 / _GAMMA), step)
        matrix = {place: graph.apply("neg", node) for place, node in found.jacobian.items()}
        for k in range(n):
            matrix[k, k] = graph.apply("sub", diagonal, found.jacobian[k, k]) if (k, k) in found.jacobian else diagonal
        factors = factored(graph, matrix, n)
        outputs = [
            *zip(found.slope, range(rows.slope, rows.slope + n), strict=True),
            *zip(found.slope_q, range(rows.slope_q, rows.slope_q + m), strict=True),
            *zip(found.by_time, range(rows.by_time, rows.by_time + n), strict=True),
            *zip(found.by_time_q, range(rows.by_time_q, rows.by_time_q + m), strict=True),
        ]

        def held(node: int) -> int:
            """The node as a later function reads it."""
            if graph.value(node) is not None:
                return node
            row = made.row(rows)
            outputs.append((node, row))
            return graph.input(row, changing=True)

        kept = type(factors)(
            factors.order,
            {place: held(node) for place, node in factors.below.items()},
            {place: held(node) for place, node in factors.above.items()},
            {place: held(node) for place, node in factors.inverse.items()},
        )
        by_state = {place: held(node) for place, node in found.jacobian_q.items()}
        right = [graph.input(rows.right + k, changing=True) for k in range(n)]
        answer = solved(graph, kept, right)
        made.functions["jacobian"] = outputs
        made.functions["solve"] = [(node, rows.right + k) for k, node in enumerate(answer)]
        if m:
            # what is counted: u_q = h gamma (r_q + G u); r_q lies in slope_q, u in right
            scale = graph.apply("mul", graph.number(_GAMMA), step)
            counted = []
            for k in range(m):
                terms = [graph.input(rows.slope_q + k, changing=True)]
                terms += [graph.apply("mul", node, right[j]) for (i, j), node in by_state.items() if i == k]
                counted.append((graph.apply("mul", scale, graph.total(terms)), rows.slope_q + k))
            made.functions["count"] = counted
        return made

    def handed_on(self, rows: Rows) -> None:
        """Nothing."""
        return

    def write(self, b: Block, rows: Rows, dense: bool) -> None:
        """The step."""
        from ..rodas5p import _A, _C, _DENSE, _END, _SLOPE, _TIME

        n, m = rows.sizes.n, rows.sizes.m
        h = b.load(rows.step)
        per_h = b.apply("div", b.number(1.0), h)
        copied(b, rows.y, rows.point, n)
        _moment(b, rows, 0.0, h)
        b.line(f"call void @jacobian(ptr {b.memory})")
        for i in range(8):
            if i:
                with b.each(n) as k:
                    ahead = combined(b, rows, rows.u, rows.u, n, _A[i], k)
                    b.store(offset(b, rows.point, k), b.apply("add", b.load(offset(b, rows.y, k)), ahead or ""))
                _moment(b, rows, float(_TIME[i]), h)
                b.line(f"call void @rates(ptr {b.memory})")
            moved = b.apply("mul", h, b.number(float(_SLOPE[i])))
            for block, size, slope, by_time, target in (
                (rows.u, n, rows.slope, rows.by_time, rows.right),
                (rows.uq, m, rows.slope_q, rows.by_time_q, rows.slope_q),
            ):
                with b.each(size) as k:
                    value = b.load(offset(b, slope, k))
                    back = combined(b, rows, block, block, size, _C[i, :i], k)
                    if back is not None:
                        value = b.fma(per_h, back, value)
                    if _SLOPE[i]:
                        value = b.fma(moved, b.load(offset(b, by_time, k)), value)
                    b.store(offset(b, target, k), value)
            b.line(f"call void @solve(ptr {b.memory})")
            copied(b, rows.right, rows.u + i * n, n)
            if m:
                b.line(f"call void @count(ptr {b.memory})")
                copied(b, rows.slope_q, rows.uq + i * m, m)
        ended(b, rows, _END, None)
        copied(b, rows.u + 7 * n, rows.right, n)
        if dense:
            powered(b, rows, _DENSE, None)


@dataclass(frozen=True)
class ExplicitStages:
    """Tsit5: seven rates."""

    count: int = 7
    derivatives: bool = False

    def parts(self, found: Traced, rows: Rows) -> Parts:
        """Nothing beside the rates."""
        return Parts()

    def handed_on(self, rows: Rows) -> tuple[int, int]:
        """The last stage."""
        return rows.u + 6 * rows.sizes.n, rows.uq + 6 * rows.sizes.m

    def write(self, b: Block, rows: Rows, dense: bool) -> None:
        """The step."""
        from ..tsit5 import _A, _DENSE, _END, _ERROR, _TIME

        n, m = rows.sizes.n, rows.sizes.m
        h = b.load(rows.step)
        copied(b, rows.dy, rows.u, n)
        copied(b, rows.dq, rows.uq, m)
        for i in range(1, 7):
            with b.each(n) as k:
                ahead = combined(b, rows, rows.u, rows.u, n, _A[i], k)
                b.store(offset(b, rows.point, k), b.fma(h, ahead or "", b.load(offset(b, rows.y, k))))
            _moment(b, rows, float(_TIME[i]), h)
            b.line(f"call void @rates(ptr {b.memory})")
            copied(b, rows.slope, rows.u + i * n, n)
            copied(b, rows.slope_q, rows.uq + i * m, m)
        ended(b, rows, _END, h)
        with b.each(n) as k:
            miss = combined(b, rows, rows.u, rows.u, n, _ERROR, k)
            b.store(offset(b, rows.right, k), b.apply("mul", h, miss or ""))
        if dense:
            powered(b, rows, _DENSE, h)


@dataclass(frozen=True)
class RelaxingStages:
    """ExponentialEuler: each component by itself, the gates before the others."""

    method: ExponentialEuler
    count: int = 0
    derivatives: bool = True

    def parts(self, found: Traced, rows: Rows) -> Parts:
        """The whole step: y + h phi(h J_ii) f, of the gates first, in place."""
        g, n, m, gates = found.graph, rows.sizes.n, rows.sizes.m, self.method.gates
        h, one, zero = g.input(rows.step, changing=True), g.number(1.0), g.number(0.0)
        point = [g.input(rows.point + k, changing=True) for k in range(n)]

        def moved(k: int) -> int:
            own = found.jacobian.get((k, k), zero)
            z = g.apply("mul", h, own)
            still = g.apply("eq", z, zero)
            share = g.apply("div", g.apply("expm1", z), g.apply("select", still, one, own))
            ahead = g.apply("mul", g.apply("select", still, h, share), found.slope[k])
            return g.apply("add", point[k], ahead)

        first = [moved(k) for k in range(gates)]
        counted = [
            g.apply("add", g.input(rows.q + k, changing=True), g.apply("mul", h, found.slope_q[k])) for k in range(m)
        ]
        rest = g.replaced([*(moved(k) for k in range(gates, n)), *counted], dict(zip(point, first, strict=False)))
        targets = [*range(rows.point, rows.point + n), *range(rows.new_q, rows.new_q + m)]
        return Parts({"leap": list(zip([*first, *rest], targets, strict=True))})

    def handed_on(self, rows: Rows) -> None:
        """Nothing."""
        return

    def write(self, b: Block, rows: Rows, dense: bool) -> None:
        """The step."""
        copied(b, rows.y, rows.point, rows.sizes.n)
        b.store(rows.moment, b.load(rows.t))
        b.line(f"call void @leap(ptr {b.memory})")
        copied(b, rows.point, rows.new, rows.sizes.n)
        if dense:
            self.line(b, rows)

    def line(self, b: Block, rows: Rows) -> None:
        """The polynomial from `y` to `point`: a straight line."""
        n = rows.sizes.n
        copied(b, rows.y, rows.powers, n)
        with b.each(n) as k:
            ahead = b.apply("sub", b.load(offset(b, rows.point, k)), b.load(offset(b, rows.y, k)))
            b.store(offset(b, rows.powers + n, k), ahead)
        with b.each(3 * n) as k:
            b.store(offset(b, rows.powers + 2 * n, k), b.number(0.0))


def ended(b: Block, rows: Rows, weights: Any, h: str | None) -> None:
    """State and counts at the end: `new`, `new_q`."""
    for block, size, before, target in (
        (rows.u, rows.sizes.n, rows.y, rows.new),
        (rows.uq, rows.sizes.m, rows.q, rows.new_q),
    ):
        with b.each(size) as k:
            ahead = combined(b, rows, block, block, size, weights, k) or ""
            base = b.load(offset(b, before, k))
            b.store(offset(b, target, k), b.apply("add", base, ahead) if h is None else b.fma(h, ahead, base))


def powered(b: Block, rows: Rows, dense: Any, h: str | None) -> None:
    """Coefficients of the powers of theta."""
    n = rows.sizes.n
    copied(b, rows.y, rows.powers, n)
    for power, weights in enumerate(dense):
        with b.each(n) as k:
            value = combined(b, rows, rows.u, rows.u, n, weights, k) or ""
            b.store(offset(b, rows.powers + (power + 1) * n, k), value if h is None else b.apply("mul", h, value))


_WRITTEN: dict[type, Callable[[Any], Stages]] = {
    Rodas5P: lambda method: RosenbrockStages(),
    Tsit5: lambda method: ExplicitStages(),
    ExponentialEuler: RelaxingStages,
}


def stages_of(method: Method) -> Stages | None:
    """How a method is written; `None` for one that only XLA runs."""
    made = _WRITTEN.get(type(method))
    return made(method) if made else None
