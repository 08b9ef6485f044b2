"""Many values where one number stood: an array with the name of the dimension that it spans."""

from dataclasses import dataclass
from typing import Any

from ..errors import InputError


@dataclass(frozen=True, eq=False)
class Along:
    """Values of one quantity along a named dimension of the result.

    Quantities that share a dimension vary together; quantities on different dimensions are combined each with each.

    Attributes:
        dimension: its name; the quantity's path unless chosen otherwise.
        values: one-dimensional array, SI; a sequence of numbers becomes one.

    An array without a name for its dimension (an empty one) is named by the model that it comes into.
    """

    dimension: str
    values: Any

    def __post_init__(self) -> None:
        """Refuse what is not one row of finite numbers; traced values are taken on trust."""
        if not isinstance(self.dimension, str):
            raise InputError(f"'{self.dimension}' is not the name of a dimension")
        if type(self.values).__module__.startswith("jax"):
            return
        object.__setattr__(self, "values", _row(self.values, self.dimension))

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same numbers along the same dimension."""
        if self is other or not isinstance(other, Along):
            return self is other
        same = self.dimension == other.dimension and self.values.shape == other.values.shape
        return same and bool((self.values == other.values).all())

    def __hash__(self) -> int:
        return hash((self.dimension, len(self)))

    def __len__(self) -> int:
        return len(self.values)


def _row(given: Any, where: str) -> Any:
    """A one-dimensional array of finite floats; raises InputError."""
    import numpy

    place = f"{where}: " if where else ""
    try:
        found = numpy.asarray(given)
        if found.dtype.kind == "O":  # whole numbers too large for 64 bits, fractions
            found = found.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{place}not an array of numbers") from None
    if found.dtype.kind not in "fiu":
        raise InputError(f"{place}an array of {found.dtype.name}; give numbers")
    if found.ndim != 1:
        raise InputError(f"{place}an array of {found.ndim} dimensions; give one-dimensional arrays")
    if not found.size:
        raise InputError(f"{place}an empty array")
    found = found.astype(float, copy=False)
    if not numpy.isfinite(found).all():
        raise InputError(f"{place}not all values are finite")
    return found
