"""A compartment: a well-mixed solution, or a metal, at one potential."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.species import Species
from ..processes.fields import QuantityKind
from ..units import DIMENSIONS


@dataclass(frozen=True)
class Compartment:
    """What is in one place.

    Attributes:
        contents: concentration of each species [mol/m3], or fugacity of a gas [Pa].
        ground: whether its potential is the zero of all potentials; one compartment of a model is.
        description: one line.
    """

    contents: Mapping[Species, Any] = field(default_factory=lambda: MappingProxyType({}))
    ground: bool = False
    description: str = ""


_AMOUNT: Final = QuantityKind("concentration", DIMENSIONS["concentration"], low=0.0)
_FUGACITY: Final = QuantityKind("fugacity", DIMENSIONS["pressure"], low=0.0)


def content_kind(species: Species) -> QuantityKind:
    """How much of a species is written: a concentration, or the fugacity of a gas."""
    return _FUGACITY if species.phase == "gas" else _AMOUNT
