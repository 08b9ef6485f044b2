"""A compartment: a well-mixed solution, or a metal, at one potential."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.species import Species, species
from ..errors import InputError
from ..processes.fields import QuantityKind
from ..units import DIMENSIONS
from .values import as_value


@dataclass(frozen=True)
class Compartment:
    """What is in one place.

    Attributes:
        contents: by species, concentration [mol/m3], or fugacity of a gas [Pa].
        ground: whether its potential is the zero of all potentials; one compartment of a model is.
        description: one line.
    """

    contents: Mapping[Any, Any] = field(default_factory=lambda: MappingProxyType({}))
    ground: bool = False
    description: str = ""

    def __post_init__(self) -> None:
        """Read names and written quantities: {"K+": "140 mM"}; a species of the model's own is given as Species."""
        contents: dict[Species, Any] = {}
        for name, value in self.contents.items():
            one = species(name)
            if one in contents:
                raise InputError(f"{one} is given twice in one compartment")
            contents[one] = as_value(value, content_kind(one), one.name, along="")
        object.__setattr__(self, "contents", MappingProxyType(contents))


_AMOUNT: Final = QuantityKind("concentration", DIMENSIONS["concentration"], low=0.0)
_FUGACITY: Final = QuantityKind("fugacity", DIMENSIONS["pressure"], low=0.0)


def content_kind(species: Species) -> QuantityKind:
    """How much of a species is written: a concentration, or the fugacity of a gas."""
    return _FUGACITY if species.phase == "gas" else _AMOUNT
