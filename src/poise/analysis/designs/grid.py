"""Each value with each: a grid."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, final

import numpy as np

from ...model.model import Model
from .axis_text import axis
from .base import Design, at_most, known, numbers
from .said import said


@final
@dataclass(frozen=True, eq=False)
class Grid(Design):
    """Every combination of the values along several paths; those of the last path vary fastest.

    Attributes:
        axes: by path: "1:50 mM:100" (100 values from 1 to 50 mM), "1:50 mM:100:log", "1 mM,3 mM", or values.
    """

    axes: Mapping[str, Any]
    name: ClassVar[str] = "grid"

    def __post_init__(self) -> None:
        """Make the mapping read-only."""
        object.__setattr__(self, "axes", MappingProxyType(dict(self.axes)))

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.axes)

    @property
    def sizes(self) -> Mapping[str, int]:
        """A dimension for each path, with its name."""
        return {path: len(numbers(self.axes[path])) for path in self.axes}

    def of(self, model: Model) -> "Grid":
        """With the model's own paths and SI numbers."""
        there = known(model, self.axes)
        found = {full: axis(self.axes[path], kind, path) for path, (full, kind) in there.items()}
        bound = dataclasses.replace(self, axes=found)
        at_most(bound.total)
        return bound

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        shape = tuple(self.sizes.values())
        places = np.unravel_index(np.arange(begin, end), shape)
        return {path: numbers(self.axes[path])[place] for path, place in zip(self.axes, places, strict=True)}

    def described(self, model: Model) -> dict[str, Any]:
        """Its axes."""
        return {"design": self.name, "axes": {path: said(numbers(self.axes[path])) for path in self.axes}}
