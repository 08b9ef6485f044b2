"""Elimination without pivoting, decided when the code is built: only what can differ from zero is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .graph import Graph

Matrix = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Factors:
    """A matrix in factors.

    Attributes:
        order: of elimination.
        below: multipliers, by (row, column).
        above: by (row, column), of the upper factor without its diagonal.
        inverse: of the pivots, by row.
    """

    order: tuple[int, ...]
    below: Matrix
    above: Matrix
    inverse: Mapping[int, int]


def factored(graph: Graph, matrix: Matrix, size: int) -> Factors:
    """The factors of a matrix of nodes; what is not in the mapping is zero.

    The next pivot is the diagonal entry that fills in least (Markowitz 1957, Management Science 3:255): gates, each of
    which feels the potential only, come before it.
    """
    entries = dict(matrix)
    left = set(range(size))
    order: list[int] = []
    below: dict[tuple[int, int], int] = {}
    above: dict[tuple[int, int], int] = {}
    inverse: dict[int, int] = {}
    one = graph.number(1.0)
    while left:
        rows = {k: [i for i in left if i != k and (i, k) in entries] for k in left}
        columns = {k: [j for j in left if j != k and (k, j) in entries] for k in left}
        pivot = min(left, key=lambda k: (len(rows[k]) * len(columns[k]), len(rows[k]) + len(columns[k]), k))
        left.discard(pivot)
        order.append(pivot)
        inverse[pivot] = graph.apply("div", one, entries[pivot, pivot])
        for j in columns[pivot]:
            above[pivot, j] = entries[pivot, j]
        for i in rows[pivot]:
            share = below[i, pivot] = graph.apply("mul", entries[i, pivot], inverse[pivot])
            for j in columns[pivot]:
                part = graph.apply("mul", share, entries[pivot, j])
                known = entries.get((i, j))
                entries[i, j] = graph.apply("neg", part) if known is None else graph.apply("sub", known, part)
    return Factors(tuple(order), below, above, inverse)


def solved(graph: Graph, factors: Factors, right: Sequence[int]) -> list[int]:
    """The solution for a right side of nodes."""
    values = list(right)
    for k in factors.order:
        for (i, j), share in factors.below.items():
            if j == k:
                values[i] = graph.apply("sub", values[i], graph.apply("mul", share, values[k]))
    for k in reversed(factors.order):
        rest = values[k]
        for (i, j), entry in factors.above.items():
            if i == k:
                rest = graph.apply("sub", rest, graph.apply("mul", entry, values[j]))
        values[k] = graph.apply("mul", rest, factors.inverse[k])
    return values
