"""An interface: what separates two compartments, and the processes that cross it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.species import species
from ..processes.base import Process
from ..processes.fields import QuantityKind, require_ion
from ..units import DIMENSIONS
from .values import as_value, with_arrays


@dataclass(frozen=True)
class Interface:
    """Two sides and what moves between them; its potential is phi(inside) - phi(outside).

    Attributes:
        inside, outside: names of compartments.
        processes: by name.
        area: [m2]; needed where several interfaces meet, `None` otherwise.
        capacitance: per area [F/m2], `None` where it does not matter.
        injected: current per area that an electrode puts into the inside [A/m2]; positive depolarises.
        potential: at the start [V]; `None` for the rest.
        carrier: the ion that carries the injected current; bare charge unless named.
        temperature: of its processes [K]; `None` for the model's.
        heat_conductance: heat that passes between its sides per area and kelvin [W/m2/K]; `None` where nobody asks.
        description: one line.
    """

    inside: str
    outside: str
    processes: Mapping[str, Process] = field(default_factory=lambda: MappingProxyType({}))
    area: Any = None
    capacitance: Any = None
    injected: Any = 0.0
    description: str = ""
    potential: Any = None
    carrier: Any = None
    temperature: Any = None
    heat_conductance: Any = None

    def __post_init__(self) -> None:
        """Read written quantities: area="1000 um2"."""
        carrier = species("charge") if self.carrier is None else require_ion(species(self.carrier), bare=True)
        object.__setattr__(self, "carrier", carrier)
        for name, kind in INTERFACE_KINDS.items():
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, as_value(value, kind, name, along=""))
        processes = {label: with_arrays(label, process) for label, process in self.processes.items()}
        object.__setattr__(self, "processes", MappingProxyType(processes))


INTERFACE_KINDS: Final[Mapping[str, QuantityKind]] = MappingProxyType(
    {
        "area": QuantityKind("area of the interface", DIMENSIONS["area"], low=0.0, open_low=True),
        "capacitance": QuantityKind("capacitance per area", DIMENSIONS["capacitance per area"], low=0.0, open_low=True),
        "injected": QuantityKind("current put into the inside per area", DIMENSIONS["current per area"]),
        "potential": QuantityKind("potential at the start", DIMENSIONS["potential"], low=-10.0, high=10.0),
        "temperature": QuantityKind("temperature of its processes", DIMENSIONS["temperature"], low=200.0, high=500.0),
        "heat_conductance": QuantityKind(
            "heat that passes per area and kelvin", DIMENSIONS["heat conductance per area"], low=0.0
        ),
    }
)
"""The interface's own quantities."""
