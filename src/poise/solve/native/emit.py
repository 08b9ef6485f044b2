"""Nodes of a graph written as lines, each once; what does not change within a lane is computed once for it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from .block import Block
from .graph import PLAIN, Graph


@dataclass(frozen=True)
class Kept:
    """The nodes that are computed once for a lane and segment, and the rows where they lie."""

    rows: Mapping[int, int]


def to_keep(graph: Graph, outputs: Iterable[int]) -> list[int]:
    """Nodes that do not change from stage to stage, but that changing ones, or outputs, are made of."""
    outputs = list(outputs)
    found: dict[int, None] = {}

    def note(node: int) -> None:
        if not graph.changing[node] and graph.nodes[node][0] not in PLAIN:
            found[node] = None

    for node in outputs:
        note(node)
    for node in graph.needed(outputs):
        if graph.changing[node]:
            for part in graph.nodes[node][1:] if graph.nodes[node][0] not in PLAIN else ():
                note(part)
    return list(found)


def write(
    block: Block, graph: Graph, outputs: Sequence[tuple[int, int]], kept: Mapping[int, int], *, fill: bool = False
) -> None:
    """Compute nodes and store them.

    Args:
        block: where the lines go.
        graph: of the nodes.
        outputs: (node, row) pairs.
        kept: rows of the nodes that are computed once.
        fill: whether this computes those.
    """
    known = {} if fill else kept
    names: dict[int, str] = {}
    wanted = graph.needed([node for node, _ in outputs], known=set(known))
    quotients, inverses = _quotients(graph, wanted, {node for node, _ in outputs} | set(known))

    def name(node: int) -> str:
        if node in names:
            return names[node]
        kind = graph.nodes[node]
        if kind[0] == "number":
            return block.number(kind[1])
        if kind[0] == "truth":
            return block.width.said(kind[1])
        found = block.load(kind[1] if kind[0] == "input" else known[node])
        if kind[0] != "input" and graph.is_truth(node):
            found = block.apply("ne", found, block.number(0.0))
        names[node] = found
        return found

    for node in wanted:
        kind = graph.nodes[node]
        if kind[0] in PLAIN or node in inverses:
            continue
        if node in quotients:
            names[node] = block.apply("div", *(name(part) for part in quotients[node]))
        elif kind[0] == "select" and graph.is_truth(node):
            names[node] = _chosen_truth(block, *(name(part) for part in kind[1:]))
        else:
            names[node] = block.apply(kind[0], *(name(part) for part in kind[1:]))
    made = [(block.marks(name(node)) if graph.is_truth(node) else name(node), row) for node, row in outputs]
    for value, row in made:
        block.store(row, value)


def _quotients(
    graph: Graph, nodes: Sequence[int], stored: Set[int]
) -> tuple[dict[int, tuple[int, int]], frozenset[int]]:
    """Products with a reciprocal that nothing else needs, as (over, under), and those reciprocals."""
    uses = graph.uses(nodes)
    quotients: dict[int, tuple[int, int]] = {}
    inverses: set[int] = set()
    for node in nodes:
        kind = graph.nodes[node]
        for over, inverse in ((1, 2), (2, 1)) if kind[0] == "mul" else ():
            part = kind[inverse]
            of = graph.nodes[part]
            if of[0] == "div" and graph.value(of[1]) == 1.0 and uses[part] == 1 and part not in stored:
                quotients[node] = (kind[over], of[2])
                inverses.add(part)
                break
    return quotients, frozenset(inverses)


def _chosen_truth(block: Block, test: str, yes: str, no: str) -> str:
    truth = block.width.truth
    return block.put(f"select {truth} {test}, {truth} {yes}, {truth} {no}")
