"""A graph of scalar operations and its slopes as tables of whole numbers, which one native code walks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..native.graph import Graph
from . import tape_code
from .graph_derivatives import ENDS, partials

_WIDE = 8  # columns side by side


@dataclass(frozen=True)
class Tape:
    """Operations in their order, and the derivative of each by each of its parts.

    Numbers lie in slots, those of the inputs first; slopes in rows, of which row 0 stays zero.

    Attributes:
        slots: constants in their places, (slots,).
        operations: code, slot of the result, slots of up to three parts, (operations, 5).
        edges: row of a node, row of a part of it, slot of the derivative, 1 where only a derivative other than 0 counts
            (what is not chosen may have no number), (edges, 4).
        outputs: slot of each output.
        reached: row of each output.
        moving: row of each input to differentiate by.
        rows: of slopes.
    """

    slots: Any
    operations: Any
    edges: Any
    outputs: Any
    reached: Any
    moving: Any
    rows: int

    @classmethod
    def of(cls, graph: Graph, inputs: Sequence[int], outputs: Sequence[int], moving: Sequence[int]) -> "Tape":
        """Of nodes of a graph, to which those of the derivatives are added.

        Args:
            graph: of all nodes.
            inputs: nodes, in the order of their numbers.
            outputs: nodes.
            moving: the inputs to differentiate by.
        """
        row = {node: k + 1 for k, node in enumerate(moving)}
        edges = []
        for node in graph.needed(outputs):
            kind = graph.nodes[node]
            if kind[0] in ENDS or not any(part in row for part in kind[1:]):
                continue
            by_part = partials(graph, node, [part in row for part in kind[1:]])
            to = row[node] = len(row) + 1
            edges += [(to, row[part], slope, int(kind[0] == "select"))
                      for part, slope in zip(kind[1:], by_part, strict=True) if slope is not None]  # fmt: skip
        slot = {node: k for k, node in enumerate(inputs)}
        constants, operations = [0.0] * len(inputs), []
        for node in graph.needed([*outputs, *(slope for _, _, slope, _ in edges)]):
            if node in slot:
                continue
            name, *parts = graph.nodes[node]
            slot[node] = len(constants)
            constants.append(float(parts[0]) if name in ("number", "truth") else 0.0)
            if name not in ("number", "truth"):
                places = [slot[part] for part in parts]
                operations.append((tape_code.CODES[name], slot[node], *places, *(0,) * (3 - len(places))))
        return cls(
            np.array(constants),
            np.array(operations, np.int64).reshape(-1, 5),
            np.array([(to, part, slot[slope], chosen) for to, part, slope, chosen in edges], np.int64).reshape(-1, 4),
            np.array([slot[node] for node in outputs], np.int64),
            np.array([row.get(node, 0) for node in outputs], np.int64),
            np.array([row[node] for node in moving], np.int64),
            len(row) + 1,
        )

    def run(self, inputs: Any, *, forward: bool) -> tuple[Any, Any]:
        """Values (outputs, lanes) and derivatives (lanes, outputs, moving).

        Args:
            inputs: their numbers, (inputs, lanes).
            forward: whether slopes go from the inputs to the outputs, or weights from the outputs to the inputs.
        """
        begin, end, edges = self.moving, self.reached, self.edges
        if not forward:
            begin, end, edges = end, begin, edges[::-1, [1, 0, 2, 3]]
        width = 1 if len(begin) == 1 else _WIDE
        columns = -(-len(begin) // width) * width
        count = inputs.shape[1]
        values, found = np.empty((len(self.outputs), count)), np.empty((count, len(end), columns))
        reached = begin > 0
        tape_code.call(
            width,
            {
                "lanes": count,
                "given": inputs,
                "inputs": inputs.shape[0],
                "slots": self.slots.copy(),
                "operations": self.operations,
                "operation_count": len(self.operations),
                "outputs": self.outputs,
                "output_count": len(self.outputs),
                "values": values,
                "rows": np.empty((self.rows, columns)),
                "size": self.rows * columns,
                "columns": columns,
                "seeds": (begin * columns + np.arange(len(begin)))[reached],
                "seed_count": int(reached.sum()),
                "edges": edges,
                "edge_count": len(edges),
                "ends": end,
                "end_count": len(end),
                "found": found,
            },
        )
        found = found[:, :, : len(begin)]
        return values, found if forward else found.swapaxes(1, 2)
