"""What a flow is told, as one row of numbers for each segment of time, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..flow import Flow
from ..native.traced import Leaf, leaves, like


@dataclass(frozen=True)
class Told:
    """The numbers of one lane.

    Attributes:
        flow: what is told.
        p: what it is told, arrays of one lane.
    """

    flow: Flow
    p: Mapping[str, Any]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Where the numbers come from."""
        return tuple(leaf for leaf, _ in leaves(self.flow, self.p))

    @property
    def size(self) -> int:
        """Numbers that one segment sees."""
        return sum(leaf.size for leaf in self.leaves)

    @cached_property
    def moving(self) -> Any:
        """Whether each number is one that can depend on something: not the plan of the segments itself, (size,)."""
        return np.concatenate([np.full(leaf.size, leaf.path[0] not in self.flow.shared) for leaf in self.leaves])

    def rows(self, segments: Any, p: Mapping[str, Any] | None = None, *, more: int = 0) -> Any:
        """The numbers in some segments, (segments, size, ...).

        Args:
            segments: indices.
            p: other numbers, or derivatives of them.
            more: axes that these have beyond those of the numbers, at the end.
        """
        given = self.p if p is None else p
        parts = []
        for leaf in self.leaves:
            array = np.asarray(_at(given, leaf.path), float)
            rest = array.shape[array.ndim - more :] if more else ()
            if not leaf.size:
                continue
            if leaf.segmented:
                parts.append(array[segments].reshape(len(segments), leaf.size, *rest))
            else:
                parts.append(np.broadcast_to(array.reshape(1, leaf.size, *rest), (len(segments), leaf.size, *rest)))
        return np.ascontiguousarray(np.concatenate(parts, axis=1)) if parts else np.zeros((len(segments), 0))

    def tree(self, row: Any) -> Any:
        """What the flow takes in one segment, from a row (size,), traced or not; call it with segment 0."""
        parts, at = [], 0
        for leaf in self.leaves:
            parts.append(row[at : at + leaf.size].reshape(leaf.shape))
            at += leaf.size
        return like(self.p, iter(parts))

    def nothing(self, outputs: int) -> dict[tuple[str, ...], Any]:
        """Zeros to add to: for each array as many as outputs, these last."""
        return {leaf.path: np.zeros((*np.shape(_at(self.p, leaf.path)), outputs)) for leaf in self.leaves}

    def add(self, total: Mapping[tuple[str, ...], Any], segments: Any, rows: Any) -> None:
        """Add rows (segments, size, outputs) of different segments to a total of `nothing`'s form."""
        at = 0
        for leaf in self.leaves:
            part = rows[:, at : at + leaf.size]
            at += leaf.size
            if not leaf.size:
                continue
            whole = total[leaf.path]
            if leaf.segmented:
                whole[segments] += part.reshape(len(segments), *whole.shape[1:])
            else:
                whole += part.sum(axis=0).reshape(whole.shape)


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree
