"""Many values where one number stood: an array with the name of the dimension that it spans."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Along:
    """Values of one quantity along a named dimension of the result.

    Quantities that share a dimension vary together; quantities on different dimensions are combined each with each.

    Attributes:
        dimension: its name; the quantity's path unless chosen otherwise.
        values: one-dimensional array, SI.
    """

    dimension: str
    values: Any

    def __len__(self) -> int:
        return len(self.values)
