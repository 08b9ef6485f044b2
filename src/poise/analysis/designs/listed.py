"""Values side by side: a table with a column for each path and a row for each sample."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, final

from ...errors import InputError
from ...model.model import Model
from .axis_text import axis
from .base import Design, at_most, known, numbers
from .said import said


@final
@dataclass(frozen=True, eq=False)
class Listed(Design):
    """Samples that somebody else chose: the k-th values of all columns are one sample.

    Attributes:
        columns: by path, as the axes of a `Grid`, all of one length.
    """

    columns: Mapping[str, Any]
    name: ClassVar[str] = "list"

    def __post_init__(self) -> None:
        """Make the mapping read-only."""
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.columns)

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the rows."""
        return {"row": len(numbers(self.columns[self.paths[0]]))}

    def of(self, model: Model) -> "Listed":
        """With the model's own paths and SI numbers."""
        there = known(model, self.columns)
        found = {full: axis(self.columns[path], kind, path) for path, (full, kind) in there.items()}
        first = next(iter(found))
        for path, column in found.items():
            if len(column) != len(found[first]):
                raise InputError(
                    f"a list has as many values of each quantity: {len(found[first]):,} of '{first}', but "
                    f"{len(column):,} of '{path}'; a Grid combines each with each"
                )
        at_most(len(found[first]))
        return dataclasses.replace(self, columns=found)

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        return {path: numbers(self.columns[path])[begin:end] for path in self.columns}

    def described(self, model: Model) -> dict[str, Any]:
        """Its columns."""
        return {"design": self.name, "columns": {path: said(numbers(self.columns[path])) for path in self.columns}}
