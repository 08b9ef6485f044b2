"""What the derivative of a step is made of, as graphs and lines: the stages, and the matrix that is solved in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from ..flow import Flow
from ..native import emit
from ..native.block import Block, Width
from ..native.elimination import Factors, factored, solved
from ..native.graph import Graph
from ..native.lower import lowered
from .graph_derivatives import along
from .tableau import Tableau
from .told import Told

_COSTLY: Final = frozenset({"div", "exp", "expm1", "log", "log1p", "sqrt", "pow", "tanh", "sinh", "cosh", "sin", "cos"})


@dataclass
class Places:
    """Blocks of rows in the lanes' memory, by name."""

    starts: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def add(self, name: str, size: int = 1) -> int:
        """The first row of a new block."""
        self.starts[name] = self.total
        self.total += size
        return self.starts[name]

    def __getitem__(self, name: str) -> int:
        return self.starts[name]


@dataclass
class Parts:
    """A flow as a graph of one lane in one segment, and the functions that are written of it.

    Attributes:
        flow, told, tableau: what is differentiated.
        places: the memory.
        functions: what each computes and where it goes, (node, row) pairs.
        noted: for some functions nodes that another one has computed, and the rows where it left them.
    """

    flow: Flow
    told: Told
    tableau: Tableau
    n: int
    places: Places = field(default_factory=Places)
    graph: Graph = field(default_factory=Graph)
    functions: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    slope: list[int] = field(default_factory=list)
    jacobian: dict[tuple[int, int], int] = field(default_factory=dict)
    by_time: list[int] = field(default_factory=list)
    entered: list[int] = field(default_factory=list)
    noted: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Trace the flow, and lay out what every derivative needs."""
        n, stages = self.n, self.tableau.stages
        for name, size in (("step", 1), ("per_h", 1), ("t", 1), ("moment", 1), ("point", n), ("y", n), ("slope", n),
                           ("right", n), ("by_time", n), ("stage", n), ("told", self.told.size),
                           ("u", stages * n), ("at", stages * n)):  # fmt: skip
            self.places.add(name, size)
        self._trace()
        self.functions["rates"] = list(zip(self.slope, self.rows("slope", n), strict=True))
        if self.tableau.gamma:
            self._solver()

    def rows(self, name: str, size: int) -> range:
        """The rows of a block."""
        return range(self.places[name], self.places[name] + size)

    def inputs(self, name: str, size: int, *, changing: bool = True) -> list[int]:
        """The nodes that read a block."""
        return [self.graph.input(row, changing=changing) for row in self.rows(name, size)]

    def note(self, source: str, reader: str, block: str) -> int:
        """Have a function leave what is costly and what another one, at the same point, needs too; how many rows."""
        wanted = {one for one in self.needed(reader) if self._costly(one)}
        made = [one for one in self.needed(source) if one in wanted]
        first = self.places.add(block, len(made))
        self.noted[reader] = {node: first + k for k, node in enumerate(made)}
        self.functions[source] = [*self.functions[source], *self.noted[reader].items()]
        return len(made)

    def needed(self, name: str) -> list[int]:
        """The nodes that a function computes."""
        return self.graph.needed([node for node, _ in self.functions[name]])

    def _costly(self, node: int) -> bool:
        return self.graph.changing[node] and self.graph.nodes[node][0] in _COSTLY

    def _trace(self) -> None:
        import jax

        graph, n = self.graph, self.n
        numbers = np.array(self.inputs("told", self.told.size, changing=False), np.int64)
        p = self.told.tree(numbers)
        p_like = self.told.tree(_Shapes())
        t, y = np.array(self.inputs("moment", 1)), np.array(self.inputs("point", n)).reshape(n, 1)
        t_like, y_like = jax.ShapeDtypeStruct((1,), np.float64), jax.ShapeDtypeStruct((n, 1), np.float64)
        with jax.enable_x64(True):
            slope, _ = lowered(graph, lambda a, s, v: self.flow.rates(a, s, 0, v), (t_like, y_like, p_like), (t, y, p))
            (entered,) = lowered(graph, lambda s, v: self.flow.enter(s, 0, v), (y_like, p_like), (y, p))
        self.slope = [int(one) for one in np.broadcast_to(slope, (n, 1)).ravel()]
        self.entered = [int(one) for one in np.broadcast_to(entered, (n, 1)).ravel()]
        one = graph.number(1.0)
        for column, node in enumerate(self.inputs("point", n)):
            for row, found in enumerate(along(graph, self.slope, {node: one})):
                if not graph.zero(found):
                    self.jacobian[row, column] = found
        self.by_time = along(graph, self.slope, {self.inputs("moment", 1)[0]: one})

    @property
    def jumps(self) -> bool:
        """Whether entering a segment changes anything."""
        return self.entered != self.inputs("point", self.n)

    def _solver(self) -> None:
        """The factors of 1/(h gamma) - J, and the solutions with them and with their transposes."""
        graph, n = self.graph, self.n
        diagonal = graph.apply("mul", graph.number(1.0 / self.tableau.gamma), self.inputs("per_h", 1)[0])
        matrix = {place: graph.apply("neg", node) for place, node in self.jacobian.items()}
        for k in range(n):
            own = self.jacobian.get((k, k))
            matrix[k, k] = diagonal if own is None else graph.apply("sub", diagonal, own)
        factors = factored(graph, matrix, n)
        outputs = list(zip(self.by_time, self.rows("by_time", n), strict=True))
        outputs += zip(self.slope, self.rows("slope", n), strict=True)

        def held(node: int) -> int:
            """The node as a later function reads it."""
            if graph.value(node) is not None:
                return node
            row = self.places.add(f"factor {len(self.places.starts)}")
            outputs.append((node, row))
            return graph.input(row, changing=True)

        kept = Factors(
            factors.order,
            {place: held(node) for place, node in factors.below.items()},
            {place: held(node) for place, node in factors.above.items()},
            {place: held(node) for place, node in factors.inverse.items()},
        )
        right = self.inputs("right", n)
        self.functions["jacobian"] = outputs
        self.functions["solve"] = list(zip(solved(graph, kept, right), self.rows("right", n), strict=True))
        self.functions["solve_back"] = list(zip(_solved_back(graph, kept, right), self.rows("right", n), strict=True))


class _Shapes:
    """Stands for a row of numbers: gives shapes where a slice of it is reshaped."""

    def __getitem__(self, part: slice) -> "_Shapes":
        return self

    def reshape(self, shape: tuple[int, ...]) -> Any:
        """The shape."""
        import jax

        return jax.ShapeDtypeStruct(shape, np.float64)


def _solved_back(graph: Graph, factors: Factors, right: Sequence[int]) -> list[int]:
    """The solution with the transposed matrix."""
    values = list(right)
    for k in factors.order:
        values[k] = graph.apply("mul", values[k], factors.inverse[k])
        for (i, j), entry in factors.above.items():
            if i == k:
                values[j] = graph.apply("sub", values[j], graph.apply("mul", entry, values[k]))
    for k in reversed(factors.order):
        for (i, j), share in factors.below.items():
            if j == k:
                values[k] = graph.apply("sub", values[k], graph.apply("mul", share, values[i]))
    return values


def written(parts: Parts, width: Width) -> tuple[list[str], int]:
    """The text of all functions, one that fills what is computed once for a segment first; and rows in all."""
    once = emit.to_keep(parts.graph, [node for outputs in parts.functions.values() for node, _ in outputs])
    kept = {node: parts.places.total + k for k, node in enumerate(once)}
    text = []

    def add(name: str, outputs: Sequence[tuple[int, int]], *, fill: bool = False) -> None:
        block = Block(width)
        emit.write(block, parts.graph, outputs, {**kept, **parts.noted.get(name, {})}, fill=fill)
        text.append(block.function(f"define internal void @{name}(ptr noalias %ws) noinline"))

    add("once", [(node, kept[node]) for node in once], fill=True)
    for name, outputs in parts.functions.items():
        add(name, outputs)
    return text, parts.places.total + len(once)


class Lines:
    """Writes what a step does with the rows of `Parts`."""

    def __init__(self, block: Block, parts: Parts) -> None:
        self.b, self.parts, self.places, self.n = block, parts, parts.places, parts.n

    def call(self, name: str) -> None:
        """Run one of the functions."""
        self.b.line(f"call void @{name}(ptr {self.b.memory})")

    def row(self, start: int, index: str) -> str:
        """Row start + index."""
        return self.b.put(f"add nuw nsw i64 {index}, {start}")

    def copied(self, source: int, target: int, size: int) -> None:
        """Copy rows."""
        with self.b.each(size) as k:
            self.b.store(self.row(target, k), self.b.load(self.row(source, k)))

    def total(self, first: str | None, terms: Mapping[int, float], k: str, scale: str | None = None) -> str:
        """first + scale * (sum of weights times row start + k, for each start with its weight)."""
        b, found = self.b, None
        for start, weight in terms.items():
            if weight == 0.0:
                continue
            value = b.load(self.row(start, k))
            number = b.number(float(weight))
            found = b.apply("mul", value, number) if found is None else b.fma(value, number, found)
        if found is None:
            return first if first is not None else b.number(0.0)
        if scale is None:
            return found if first is None else b.apply("add", first, found)
        return b.apply("mul", scale, found) if first is None else b.fma(scale, found, first)

    def begun(self) -> tuple[str, str]:
        """h and 1/h, noted."""
        b, at = self.b, self.places
        h = b.load(at["step"])
        per_h = b.apply("div", b.number(1.0), h)
        b.store(at["per_h"], per_h)
        return h, per_h

    def moment(self, share: float, h: str) -> None:
        """Note the time of a stage."""
        t = self.b.load(self.places["t"])
        self.b.store(self.places["moment"], self.b.fma(h, self.b.number(share), t) if share else t)

    def starts(self, block: str, weights: Any) -> dict[int, float]:
        """The rows where the stages of a block begin, with weights."""
        return {self.places[block] + j * self.n: float(w) for j, w in enumerate(weights) if w}

    def stage(self, i: int, h: str, per_h: str, *, known: bool = False) -> None:
        """One stage of the step itself: its point is noted in `at`, what it gives in `u`; `known`: its rates are."""
        b, at, n, tableau = self.b, self.places, self.n, self.parts.tableau
        scale = None if tableau.gamma else h
        with b.each(n) as k:
            value = self.total(b.load(self.row(at["y"], k)), self.starts("u", tableau.a[i, :i]), k, scale)
            b.store(self.row(at["point"], k), value)
            b.store(self.row(at["at"] + i * n, k), value)
        self.moment(float(tableau.time[i]), h)
        if not known:
            self.call("rates")
        if not tableau.gamma:
            self.copied(at["slope"], at["u"] + i * n, n)
            return
        ahead = b.apply("mul", h, b.number(float(tableau.slope[i])))
        with b.each(n) as k:
            value = self.total(b.load(self.row(at["slope"], k)), self.starts("u", tableau.c[i, :i]), k, per_h)
            if tableau.slope[i]:
                value = b.fma(ahead, b.load(self.row(at["by_time"], k)), value)
            b.store(self.row(at["right"], k), value)
        self.call("solve")
        self.copied(at["right"], at["u"] + i * n, n)
