"""A traced function evaluated operation by operation, with its derivatives: no code is compiled for it alone."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..native.graph import Graph
from ..native.lower import NotLoweredError, lowered
from .tape import Tape


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
                self._run: Any = _Walked(flat, arguments)
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


class _Walked:
    """A function as a tape."""

    def __init__(self, function: Callable[..., Any], arguments: Sequence[Any]) -> None:
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
        self._tape = Tape.of(graph, inputs, outputs, inputs[: np.size(arguments[0])])

    def slopes(self, arguments: Sequence[Any], forward: bool, lanes: int | None) -> tuple[Any, Any]:
        """Values (outputs,) and derivatives (outputs, moving), with the lanes last where there are any."""
        import jax

        count = 1 if lanes is None else lanes
        leaves = [np.asarray(one, float).reshape(-1, count) for one in jax.tree.leaves(tuple(arguments))]
        values, matrix = self._tape.run(np.concatenate(leaves), forward=forward)
        return (values[:, 0], matrix[0]) if lanes is None else (values, np.moveaxis(matrix, 0, -1))


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
