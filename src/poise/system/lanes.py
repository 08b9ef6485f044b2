"""Dimensions and lanes: how arrays in a model span the result, and how all its combinations are laid in one row."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from ..errors import InputError
from ..model.along import Along
from ..model.model import Model
from ..results.variable import Variable, variable


@dataclass(frozen=True)
class Lanes:
    """The dimensions of a result and what varies along each.

    Attributes:
        sizes: length of each dimension, in order.
        coordinates: values (SI) of each quantity that varies, by path, with its dimension.
        quantities: the kind of each of them, a name of `units.DIMENSIONS`.
    """

    sizes: Mapping[str, int]
    coordinates: Mapping[str, Along]
    quantities: Mapping[str, str]

    @classmethod
    def of(cls, model: Model) -> "Lanes":
        """The dimensions of a model; raises InputError where arrays of one dimension differ in length."""
        sizes: dict[str, int] = {}
        coordinates: dict[str, Along] = {}
        quantities: dict[str, str] = {}
        for path, kind in model.paths().items():
            value = model.get(path)
            if isinstance(value, Along):
                if sizes.setdefault(value.dimension, len(value)) != len(value):
                    raise InputError(
                        f"'{path}' has {len(value)} values along '{value.dimension}', others {sizes[value.dimension]}"
                    )
                coordinates[path] = value
                quantities[path] = kind.dimension.name
        return cls(sizes, coordinates, quantities)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of every result."""
        return tuple(self.sizes.values())

    @property
    def count(self) -> int:
        """How many lanes there are: 1 for a model of plain numbers."""
        return math.prod(self.shape)

    def spread(self, value: Any, xp: Any) -> Any:
        """One number for each lane where there are many, the number itself where there is one."""
        if not isinstance(value, Along):
            return value
        axis = list(self.sizes).index(value.dimension)
        values = xp.asarray(value.values)
        if len(self.sizes) == 1:
            return values
        placed = xp.reshape(values, tuple(len(value) if k == axis else 1 for k in range(len(self.sizes))))
        return xp.reshape(xp.broadcast_to(placed, self.shape), (-1,))

    def coordinate_variables(self) -> dict[str, Variable]:
        """The coordinates as variables of a result."""
        return {
            path: variable((one.dimension,), numpy.asarray(one.values), self.quantities[path], path)
            for path, one in self.coordinates.items()
        }
