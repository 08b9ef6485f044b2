"""What a sweep keeps of each sample: one field of its table."""

import re
from dataclasses import dataclass
from typing import Any, Final

from ..errors import InputError
from .variable import Variable, variable

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.()+-]{0,119}\Z")


@dataclass(frozen=True)
class Field:
    """A column: one number (or a few) for each sample.

    Attributes:
        name: of the column.
        quantity: its kind: a name of `units.DIMENSIONS`, or one that only results have.
        doc: what it is, in a few words.
        dtype: NumPy's name of its type.
        axes: names and lengths of further axes, where a sample has several numbers.
    """

    name: str
    quantity: str
    doc: str
    dtype: str = "<f8"
    axes: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a name that cannot be that of a file."""
        if not _NAME.match(self.name) or self.name in ("sample", "zarr.json") or self.name.endswith("."):
            raise InputError(
                f"'{self.name}' cannot be the name of a column; write letters, digits, '_' and '.', a letter first"
            )

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of its axes."""
        return ("sample", *(name for name, _ in self.axes))

    def shape(self, samples: int) -> tuple[int, ...]:
        """Its shape for so many samples."""
        return (samples, *(length for _, length in self.axes))

    @property
    def missing(self) -> Any:
        """What stands where nothing was computed: nan, or -1 in whole numbers."""
        return float("nan") if self.dtype.startswith("<f") else -1

    def variable(self, values: Any) -> Variable:
        """Values with their unit."""
        return variable(self.dims, values, self.quantity, self.doc)
