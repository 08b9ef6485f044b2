"""A compartment: a well-mixed solution, or a metal, at one potential."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.species import Species, species
from ..errors import InputError
from ..processes.base import Process
from ..processes.fields import QuantityKind
from ..units import DIMENSIONS
from .values import as_value, with_arrays

VOLUME_KIND: Final = QuantityKind("volume", DIMENSIONS["volume"], low=0.0, open_low=True)


@dataclass(frozen=True)
class Compartment:
    """What is in one place: a reservoir of fixed composition, or, where it has a volume, amounts that change.

    Attributes:
        contents: by species, concentration [mol/m3], or fugacity of a gas [Pa]; at the start, where amounts change.
        ground: whether its potential is the zero of all potentials; one compartment of a model is.
        description: one line.
        volume: [m3] at the start; `None` for a reservoir.
        held: species that stay at their concentration although the compartment has a volume (kept by metabolism).
        processes: reactions within it, by name.
    """

    contents: Mapping[Any, Any] = field(default_factory=lambda: MappingProxyType({}))
    ground: bool = False
    description: str = ""
    volume: Any = None
    held: tuple[Any, ...] = ()
    processes: Mapping[str, Process] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def reservoir(self) -> bool:
        """Whether its composition is fixed."""
        return self.volume is None

    def __post_init__(self) -> None:
        """Read names and written quantities: {"K+": "140 mM"}; a species of the model's own is given as Species."""
        if self.volume is not None:
            object.__setattr__(self, "volume", as_value(self.volume, VOLUME_KIND, "volume", along=""))
        object.__setattr__(self, "held", tuple(species(one) for one in self.held))
        processes = {label: with_arrays(label, process) for label, process in self.processes.items()}
        object.__setattr__(self, "processes", MappingProxyType(processes))
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
