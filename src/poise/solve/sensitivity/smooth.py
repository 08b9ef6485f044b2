"""A traced function evaluated number by number, with its derivatives: no code is compiled for what is asked once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..native.graph import Graph
from ..native.lower import NotLoweredError, lowered
from .graph_derivatives import ENDS, partials


class Smooth:
    """A function of a vector and more, and its derivatives by the vector.

    Where a function has no scalar form (a loop, a library's routine), JAX compiles it instead.

    Args:
        function: (by, *others) to any tree of arrays; `by` has shape (k,); traced by JAX once.
        arguments: by and others, trees of arrays like those that come later.
    """

    def __init__(self, function: Callable[..., Any], arguments: Sequence[Any]) -> None:
        import jax

        shapes: list[Any] = []

        def flat(*given: Any) -> Any:
            leaves, tree = jax.tree.flatten(function(*given))
            shapes[:] = [tree, [np.shape(one) for one in leaves]]
            return jax.numpy.concatenate([jax.numpy.ravel(jax.numpy.asarray(one, float)) for one in leaves])

        with jax.enable_x64(True):
            try:
                self._run: Any = _Numbers.of(flat, arguments)
            except NotLoweredError:
                self._run = _Compiled(flat)
        self._shapes = shapes

    def slopes(self, *arguments: Any, forward: bool = True, lanes: int | None = None) -> tuple[Any, Any]:
        """The value, and the derivatives by the vector: a tree like it, with an axis for the vector last.

        Args:
            arguments: by and others.
            forward: whether to differentiate forwards or backwards.
            lanes: where every argument has an axis of so many lanes at its end, beyond what was traced; then a value
                and a matrix come back, (outputs, lanes) and (outputs, k, lanes).
        """
        value, matrix = self._run.slopes(arguments, forward, lanes)
        if lanes is not None:
            return value, matrix
        tree, shapes = self._shapes
        values, derivatives, at = [], [], 0
        for shape in shapes:
            size = int(np.prod(shape))
            values.append(value[at : at + size].reshape(shape))
            derivatives.append(matrix[at : at + size].reshape(*shape, matrix.shape[1]))
            at += size
        return tree.unflatten(values), tree.unflatten(derivatives)


@dataclass
class _Numbers:
    """A graph that is walked, node by node."""

    graph: Graph
    order: list[int]
    inputs: list[int]
    moving: Sequence[int]
    outputs: list[int]
    depends: set[int]

    @classmethod
    def of(cls, function: Callable[..., Any], arguments: Sequence[Any]) -> "_Numbers":
        import jax

        graph = Graph()
        leaves, tree = jax.tree.flatten(tuple(arguments))
        nodes, inputs = [], []
        for one in leaves:
            found = np.array([graph.input(len(inputs) + k, changing=True) for k in range(np.size(one))], np.int64)
            inputs += found.tolist()
            nodes.append(found.reshape(np.shape(one)))
        (made,) = lowered(graph, function, tuple(arguments), tree.unflatten(nodes))
        outputs = [int(one) for one in np.ravel(made)]
        moving = inputs[: np.size(arguments[0])]
        order = graph.needed(outputs)
        depends = set(moving)
        for node in order:
            kind = graph.nodes[node]
            if kind[0] not in ENDS and any(part in depends for part in kind[1:]):
                depends.add(node)
        return cls(graph, order, inputs, moving, outputs, depends)

    def slopes(self, arguments: Sequence[Any], forward: bool, lanes: int | None) -> tuple[Any, Any]:
        """Values (outputs,) and derivatives (outputs, moving), with the lanes last where there are any."""
        import jax

        rest = () if lanes is None else (lanes,)
        leaves = [np.asarray(one, float).reshape(-1, *rest) for one in jax.tree.leaves(tuple(arguments))]
        with np.errstate(all="ignore"):
            algebra = _Algebra(self.graph, dict(zip(self.inputs, np.concatenate(leaves), strict=True)))
            for node in self.order:
                algebra.evaluate(node)
            values = np.array([np.broadcast_to(algebra.values[node], rest) for node in self.outputs], float)
            return values, (self._along if forward else self._back)(algebra, rest)

    def _along(self, algebra: "_Algebra", rest: tuple[int, ...]) -> Any:
        slopes: dict[int, Any] = dict(zip(self.moving, _units(len(self.moving), rest), strict=True))
        for node in self.order:
            kind = self.graph.nodes[node]
            if node in slopes or node not in self.depends:
                continue
            if kind[0] == "select":
                slopes[node] = _chosen(algebra.values[kind[1]], slopes.get(kind[2], 0.0), slopes.get(kind[3], 0.0))
                continue
            total: Any = 0.0
            made = partials(algebra, node, [part in self.depends for part in kind[1:]])
            for part, partial in zip(kind[1:], made, strict=True):
                if partial is not None:
                    total = total + partial * slopes[part]
            slopes[node] = total
        shape = (len(self.moving), *rest)
        return np.array([np.broadcast_to(slopes.get(node, 0.0), shape) for node in self.outputs])

    def _back(self, algebra: "_Algebra", rest: tuple[int, ...]) -> Any:
        weights: dict[int, Any] = {}

        def give(node: int, weight: Any) -> None:
            if node in self.depends:
                weights[node] = weights[node] + weight if node in weights else weight

        for node, unit in zip(self.outputs, _units(len(self.outputs), rest), strict=True):
            give(node, unit)
        for node in reversed(self.order):
            kind, weight = self.graph.nodes[node], weights.get(node)
            if weight is None or kind[0] in ENDS:
                continue
            if kind[0] == "select":
                give(kind[2], _chosen(algebra.values[kind[1]], weight, 0.0))
                give(kind[3], _chosen(algebra.values[kind[1]], 0.0, weight))
                continue
            made = partials(algebra, node, [part in self.depends for part in kind[1:]])
            for part, partial in zip(kind[1:], made, strict=True):
                if partial is not None:
                    give(part, partial * weight)
        shape = (len(self.outputs), *rest)
        found = np.array([np.broadcast_to(weights.get(node, 0.0), shape) for node in self.moving])
        return np.swapaxes(found.reshape(len(self.moving), *shape), 0, 1)


def _units(count: int, rest: tuple[int, ...]) -> Any:
    """Unit vectors, each the same in all lanes."""
    return np.eye(count).reshape(count, count, *(1 for _ in rest))


def _chosen(test: Any, yes: Any, no: Any) -> Any:
    return np.where(test, yes, no) if np.ndim(test) else yes if test else no


class _Algebra:
    """Numbers of the nodes of a graph; what the rules of derivatives compute with, nodes or numbers alike."""

    def __init__(self, graph: Graph, values: dict[int, Any]) -> None:
        self.nodes, self.values = graph.nodes, values

    def evaluate(self, node: int) -> None:
        """Note the number of a node whose parts are known."""
        if node in self.values:
            return
        name, *parts = self.nodes[node]
        if name in ("number", "truth"):
            self.values[node] = np.float64(parts[0]) if name == "number" else bool(parts[0])
        else:
            self.values[node] = _OPERATIONS[name](*(self.values[one] for one in parts))

    def read(self, node: int) -> Any:
        """The number of a node."""
        return self.values[node]

    def number(self, value: float) -> Any:
        """A constant."""
        return np.float64(value)

    def apply(self, name: str, *args: Any) -> Any:
        """An operation."""
        return _OPERATIONS[name](*args)


_OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "abs": abs,
    "max": np.maximum,
    "min": np.minimum,
    "select": _chosen,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "and": np.logical_and,
    "or": np.logical_or,
    "xor": np.logical_xor,
    "not": np.logical_not,
    "finite": np.isfinite,
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "sin": np.sin,
    "cos": np.cos,
    "floor": np.floor,
    "pow": lambda a, b: a**b,
}


class _Compiled:
    """The same by JAX."""

    def __init__(self, function: Callable[..., Any]) -> None:
        import jax

        def both(turn: Any) -> Any:
            return lambda by, *others: (function(by, *others), turn(function)(by, *others))

        self._runs: dict[tuple[bool, bool], Any] = {}
        for forward in (False, True):
            run = both(jax.jacfwd if forward else jax.jacrev)
            self._runs[forward, False] = jax.jit(run)
            self._runs[forward, True] = jax.jit(jax.vmap(run, in_axes=-1, out_axes=-1))

    def slopes(self, arguments: Sequence[Any], forward: bool, lanes: int | None) -> tuple[Any, Any]:
        """Values (outputs,) and derivatives (outputs, moving), with the lanes last where there are any."""
        import jax

        with jax.enable_x64(True):
            return jax.tree.map(np.asarray, self._runs[forward, lanes is not None](*arguments))
