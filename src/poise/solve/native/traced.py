"""A flow's functions as graphs of one lane in one segment."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..flow import Flow
from .graph import Graph
from .lower import lowered
from .rows import Rows


@dataclass(frozen=True)
class Leaf:
    """One array that a flow is told.

    Attributes:
        path: keys that lead to it.
        shape: of what one lane sees in one segment, with the axes of segments and lanes as 1 where they are.
        segmented, laned: whether its first axis is the segment, its last one the lane.
    """

    path: tuple[str, ...]
    shape: tuple[int, ...]
    segmented: bool
    laned: bool

    @property
    def size(self) -> int:
        """Numbers that one lane sees."""
        return math.prod(self.shape)


def leaves(flow: Flow, p: Any, path: tuple[str, ...] = ()) -> list[tuple[Leaf, Any]]:
    """The arrays in a tree of mappings, in the order of their names."""
    if p is None:
        return []
    if isinstance(p, Mapping):
        return [one for key in sorted(p) for one in leaves(flow, p[key], (*path, key))]
    array = np.asarray(p, float)
    segmented, laned = path[0] in flow.segmented, path[0] not in flow.shared
    shape = list(array.shape)
    if segmented and shape:
        shape[0] = min(shape[0], 1)
    if laned and shape:
        shape[-1] = min(shape[-1], 1)
    return [(Leaf(path, tuple(shape), segmented and bool(shape), laned and bool(shape)), array)]


def like(p: Any, values: Iterator[Any]) -> Any:
    """A tree of mappings like `p` with other values, one for each array in the order of `leaves`."""
    if p is None:
        return None
    if isinstance(p, Mapping):
        found = {key: like(p[key], values) for key in sorted(p)}
        return {key: found[key] for key in p}
    return next(values)


@dataclass(frozen=True)
class Traced:
    """Nodes of everything that the engine computes of a flow.

    Attributes:
        graph: the operations.
        slope, slope_q: rates of the state and of what is counted.
        jacobian, jacobian_q: their derivatives by the state, (row, column) to node, zeros left out.
        by_time, by_time_q: by time.
        inside: whether the state is possible.
        entered: the state after a jump.
        watch_begun, watch_stepped: what is watched, at the start and after a step.
    """

    graph: Graph
    slope: list[int]
    slope_q: list[int]
    jacobian: dict[tuple[int, int], int]
    jacobian_q: dict[tuple[int, int], int]
    by_time: list[int]
    by_time_q: list[int]
    inside: int
    entered: list[int]
    watch_begun: list[int]
    watch_stepped: list[int]


def traced(flow: Flow, p: Any, told: Sequence[Leaf], rows: Rows, *, derivatives: bool) -> Traced:
    """Trace a flow for one lane and one segment.

    Args:
        flow: what is integrated; its functions are traced with the segment's index 0.
        p: what it is told, for its structure.
        told: the arrays in it.
        rows: where everything lies.
        derivatives: whether the method asks for the Jacobian.

    Raises:
        NotLoweredError: something has no scalar form.
    """
    import jax

    graph = Graph()
    n, m, w = rows.sizes.n, rows.sizes.m, rows.sizes.w

    def read(start: int, *shape: int, changing: bool = True) -> Any:
        count = int(np.prod(shape))
        made = [graph.input(start + k, changing=changing) for k in range(count)]
        return np.array(made, np.int64).reshape(shape)

    place = rows.told
    numbers, shapes = [], []
    for leaf in told:
        numbers.append(read(place, *leaf.shape, changing=False))
        shapes.append(jax.ShapeDtypeStruct(leaf.shape, np.float64))
        place += leaf.size
    p, p_like = like(p, iter(numbers)), like(p, iter(shapes))

    def shaped(*shape: int) -> Any:
        return jax.ShapeDtypeStruct(shape, np.float64)

    t, y = read(rows.moment, 1), read(rows.point, n, 1)
    t_like, y_like = shaped(1), shaped(n, 1)

    rates = jax.jit(lambda moment, state, told: flow.rates(moment, state, 0, told), inline=True)  # traced once

    def derived(moment: Any, state: Any, told: Any) -> Any:
        def along(direction: Any) -> Any:
            return jax.jvp(lambda one: rates(moment, one, told), (state,), (direction,))[1]

        by_state = jax.vmap(along)(np.eye(n)[:, :, None])
        by_time = jax.jvp(lambda one: rates(one, state, told), (moment,), (np.ones(1),))[1]
        return by_state, by_time

    with jax.enable_x64(True):
        slope, slope_q = lowered(graph, rates, (t_like, y_like, p_like), (t, y, p))
        jacobian: dict[tuple[int, int], int] = {}
        jacobian_q: dict[tuple[int, int], int] = {}
        by_time = by_time_q = np.zeros((0, 1), int)
        if derivatives:
            jac, grad, by_time, by_time_q = lowered(graph, derived, (t_like, y_like, p_like), (t, y, p))
            for found, into in ((jac, jacobian), (grad, jacobian_q)):
                for column, row, _ in np.ndindex(found.shape):
                    if not graph.zero(int(found[column, row, 0])):
                        into[row, column] = int(found[column, row, 0])
        (inside,) = lowered(graph, lambda s, v: flow.inside(s, 0, v), (y_like, p_like), (y, p))
        (entered,) = lowered(graph, lambda s, v: flow.enter(s, 0, v), (y_like, p_like), (y, p))
        begun = stepped = np.zeros((0, 1), int)
        watch = flow.watch
        if watch is not None:
            (begun,) = lowered(graph, lambda a, s, v: watch.begin(a, s, 0, v), (t_like, y_like, p_like), (t, y, p))
            given = (read(rows.w, w, 1), read(rows.before, 1), read(rows.step, 1), read(rows.powers, 5, n, 1), p)
            shapes_of = (shaped(w, 1), t_like, shaped(1), shaped(5, n, 1), p_like)
            (stepped,) = lowered(graph, lambda kept, a, h, c, v: watch.step(kept, a, h, c, 0, v), shapes_of, given)

    def flat(found: Any, size: int) -> list[int]:
        return [int(one) for one in np.broadcast_to(found, (size, 1)).ravel()]

    return Traced(
        graph=graph,
        slope=flat(slope, n),
        slope_q=flat(slope_q, m) if m else [],
        jacobian=jacobian,
        jacobian_q=jacobian_q,
        by_time=flat(by_time, n) if derivatives else [],
        by_time_q=flat(by_time_q, m) if derivatives and m else [],
        inside=int(np.ravel(inside)[0]),
        entered=flat(entered, n),
        watch_begun=flat(begun, w) if w else [],
        watch_stepped=flat(stepped, w) if w else [],
    )
