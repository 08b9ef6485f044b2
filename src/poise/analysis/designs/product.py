"""Every sample of one design with every sample of another: a grid of conditions for each of many cells."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from ...errors import InputError
from ...model.model import Model
from .base import Design, at_most


@final
@dataclass(frozen=True, eq=False)
class Product(Design):
    """Each sample of the first with each of the second, whose samples vary fastest.

    Attributes:
        first, second: of different quantities.
    """

    first: Design
    second: Design
    name: ClassVar[str] = "product"

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities of both."""
        return (*self.first.paths, *self.second.paths)

    @property
    def sizes(self) -> Mapping[str, int]:
        """The dimensions of both."""
        return {**self.first.sizes, **self.second.sizes}

    def of(self, model: Model) -> "Product":
        """With the model's own paths and SI numbers."""
        bound = dataclasses.replace(self, first=self.first.of(model), second=self.second.of(model))
        twice = [path for path in bound.second.paths if path in bound.first.paths]
        if twice:
            raise InputError(f"'{twice[0]}' is in both designs")
        if len(bound.sizes) < len(bound.first.sizes) + len(bound.second.sizes):
            raise InputError("two lists, or two sets of draws, cannot be combined; put their quantities into one")
        at_most(bound.total)
        return bound

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        count = self.second.total
        outer, inner = np.divmod(np.arange(begin, end), count)
        return {**_picked(self.first, outer), **_picked(self.second, inner)}

    def described(self, model: Model) -> dict[str, Any]:
        """Both."""
        return {"design": self.name, "first": self.first.described(model), "second": self.second.described(model)}


def _picked(design: Design, places: Any) -> dict[str, Any]:
    """The samples at some places, which rise, and fall back to 0 where they have come to the end."""
    if not len(places):
        return {path: np.zeros(0) for path in design.paths}
    turns = np.flatnonzero(np.diff(places) < 0) + 1
    runs = np.split(places, turns) if len(turns) == 1 and design.total > len(places) else [places]
    found = []
    for run in runs:
        low, high = int(run.min()), int(run.max()) + 1
        found.append({path: values[run - low] for path, values in design.values(low, high).items()})
    return {path: np.concatenate([one[path] for one in found]) for path in design.paths}
