"""Many small arrays as one array of each type: a compiled function takes some 4 us for every array in or out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Packing:
    """Where each array of a tree lies.

    Attributes:
        kinds: names of the types, in the order of the packed arrays.
        places: (type, first, after the last, shape) of each leaf.
        tree: structure.
    """

    kinds: tuple[str, ...]
    places: tuple[tuple[int, int, int, tuple[int, ...]], ...]
    tree: Any = field(repr=False)

    @classmethod
    def of(cls, leaves: Sequence[Any], tree: Any) -> "Packing":
        """Of a tree's leaves, arrays, and its structure."""
        kinds = tuple(sorted({one.dtype.name for one in leaves}))
        reached = dict.fromkeys(kinds, 0)
        places = []
        for one in leaves:
            first = reached[one.dtype.name]
            reached[one.dtype.name] = first + one.size
            places.append((kinds.index(one.dtype.name), first, first + one.size, tuple(one.shape)))
        return cls(kinds, tuple(places), tree)

    def packed(self, leaves: Sequence[Any], xp: Any = np) -> tuple[Any, ...]:
        """One array of each type."""
        parts: list[list[Any]] = [[] for _ in self.kinds]
        for one, (kind, _, _, _) in zip(leaves, self.places, strict=True):
            parts[kind].append(one.ravel())
        return tuple(xp.concatenate(part) for part in parts)

    def unpacked(self, arrays: Sequence[Any]) -> Any:
        """The tree again."""
        return self.tree.unflatten(
            [arrays[kind][first:last].reshape(shape) for kind, first, last, shape in self.places]
        )
