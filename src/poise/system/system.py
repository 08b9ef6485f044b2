"""The system: a model's quantities spread over lanes, and the currents that its laws give at any potentials."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as numpy_namespace

from ..chemistry.activity import Ideal
from ..chemistry.species import Species
from ..constants import STANDARD_CONCENTRATION, STANDARD_PRESSURE
from ..model.along import Along
from ..model.model import Model
from ..model.validate import require_valid
from ..processes import derived
from ..processes.base import Local, Process
from ..processes.moves import SIDES, Side
from .lanes import Lanes


@dataclass(frozen=True)
class Face:
    """An interface laid out for computing: as `model.Interface`, every quantity a number or (lanes,)."""

    inside: str
    outside: str
    processes: Mapping[str, Process]
    area: Any
    capacitance: Any
    injected: Any
    carrier: Species
    temperature: Any = None
    heat_conductance: Any = None


@dataclass(frozen=True)
class System:
    """A model laid out for computing.

    Attributes:
        model: what it was made from.
        lanes: the dimensions of its results.
        xp: the array namespace that it computes with.
        temperature: [K], a number or (lanes,).
        concentrations: by compartment and species [mol/m3], or fugacities [Pa], each a number or (lanes,).
        activities: the same as activities.
        interfaces: with every quantity a number or (lanes,).
        scales: factors on the rates of processes, by "interface.process"; 1 where none is given.
        volumes: of the compartments that hold amounts [m3].
        reactions: by compartment, what runs within it.
        occupancies: of the gates of each "interface.process"; steady ones where none are given.
        time: [s].
    """

    model: Model
    lanes: Lanes
    xp: Any
    temperature: Any
    concentrations: Mapping[str, Mapping[Species, Any]]
    activities: Mapping[str, Mapping[Species, Any]]
    interfaces: Mapping[str, Face]
    scales: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    volumes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    reactions: Mapping[str, Mapping[str, Process]] = field(default_factory=lambda: MappingProxyType({}))
    occupancies: Mapping[str, Mapping[str, tuple[Any, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    time: Any = 0.0

    @classmethod
    def of(cls, model: Model, xp: Any = numpy_namespace, *, check: bool = True) -> "System":
        """Lay out a model.

        Args:
            model: what there is.
            xp: NumPy's namespace or `jax.numpy`.
            check: whether to validate the model first.

        Raises:
            ModelError: the model has errors.
        """
        if check:
            require_valid(model)
        lanes = Lanes.of(model)

        def spread(value: Any) -> Any:
            return lanes.spread(value, xp)

        temperature = spread(model.temperature)
        contents = {
            name: {one: spread(value) for one, value in compartment.contents.items()}
            for name, compartment in model.compartments.items()
        }
        activities = {name: activities_of(model, there, temperature) for name, there in contents.items()}
        interfaces = {
            name: Face(
                face.inside,
                face.outside,
                area=spread(face.area),
                capacitance=spread(face.capacitance),
                injected=spread(face.injected),
                carrier=face.carrier,
                temperature=spread(face.temperature),
                heat_conductance=spread(face.heat_conductance),
                processes={label: _spread_process(one, spread) for label, one in face.processes.items()},
            )
            for name, face in model.interfaces.items()
        }
        reactions = {
            name: {label: _spread_process(one, spread) for label, one in place.processes.items()}
            for name, place in model.compartments.items()
            if place.processes
        }
        volumes = {name: spread(place.volume) for name, place in model.compartments.items() if not place.reservoir}
        return cls(
            model, lanes, xp, temperature, contents, activities, interfaces, volumes=volumes, reactions=reactions
        )

    def take(self, which: Any) -> "System":
        """The same system with only some lanes, in the order of the indices `which`."""
        if not self.lanes.sizes:
            return self

        def pick(value: Any) -> Any:
            return value[which] if getattr(value, "ndim", 0) else value

        def picked(processes: Mapping[str, Process]) -> dict[str, Process]:
            found = {}
            for label, one in processes.items():
                arrays = {key: value for key, value in one.values().items() if getattr(value, "ndim", 0)}
                found[label] = one.with_values({key: pick(value) for key, value in arrays.items()}) if arrays else one
            return found

        return dataclasses.replace(
            self,
            temperature=pick(self.temperature),
            concentrations={
                name: {one: pick(a) for one, a in there.items()} for name, there in self.concentrations.items()
            },
            activities={name: {one: pick(a) for one, a in there.items()} for name, there in self.activities.items()},
            interfaces={
                name: dataclasses.replace(
                    face,
                    area=pick(face.area),
                    capacitance=pick(face.capacitance),
                    injected=pick(face.injected),
                    temperature=pick(face.temperature),
                    heat_conductance=pick(face.heat_conductance),
                    processes=picked(face.processes),
                )
                for name, face in self.interfaces.items()
            },
            scales={name: pick(value) for name, value in self.scales.items()},
            volumes={name: pick(value) for name, value in self.volumes.items()},
            reactions={name: picked(processes) for name, processes in self.reactions.items()},
            occupancies={
                name: {gate: tuple(pick(one) for one in values) for gate, values in gates.items()}
                for name, gates in self.occupancies.items()
            },
            time=pick(self.time),
        )

    def local(self, interface: str, potential: Any) -> Local:
        """What the processes of an interface see at its potential [V], of shape (..., lanes)."""
        face = self.interfaces[interface]
        own = face.temperature is not None and not isinstance(self.model.activity, Ideal)
        found: dict[tuple[Side, Species], Any] = {}
        for side in SIDES:
            place = getattr(face, side)
            there = self.activities[place]
            if own:  # activity coefficients of the interface's own temperature
                there = activities_of(self.model, self.concentrations[place], face.temperature)
            for one, value in there.items():
                found[side, one] = value
        if face.temperature is None:
            return Local(self.xp, self.temperature, potential, found, self.time)
        return Local(self.xp, face.temperature, potential, found, self.time, self.temperature)

    def temperature_of(self, interface: str) -> Any:
        """The temperature of an interface's processes [K]: its own, or the model's."""
        own = self.interfaces[interface].temperature
        return self.temperature if own is None else own

    def within(self, compartment: str) -> Local:
        """What the processes within a compartment see."""
        activities = {("inside", one): value for one, value in self.activities[compartment].items()}
        return Local(self.xp, self.temperature, 0.0, activities, self.time)  # type: ignore[arg-type]

    def open(self, interface: str, label: str, local: Local) -> Any:
        """The fraction of a process that its gates leave open; at their steady state unless occupancies are given."""
        process = self.interfaces[interface].processes[label]
        if not process.gates:
            return 1.0
        known = self.occupancies.get(f"{interface}.{label}")
        return process.open(process.steady_gates(local) if known is None else known, local)

    def factor(self, interface: str, label: str, local: Local) -> Any:
        """What the law's rates are multiplied by: its scale, and how open it is."""
        return self.scales.get(f"{interface}.{label}", 1.0) * self.open(interface, label, local)

    def rates(self, interface: str, label: str, local: Local) -> tuple[Any, ...]:
        """Events per area and time of each move of a process [mol/(m2 s)], scaled."""
        scale = self.factor(interface, label, local)
        return tuple(scale * rate for rate in self.interfaces[interface].processes[label].rates(local))

    def process_current(self, interface: str, label: str, local: Local) -> Any:
        """Outward current of one process [A/m2]."""
        return self.factor(interface, label, local) * derived.current(
            self.interfaces[interface].processes[label], local
        )

    def current(self, interface: str, potential: Any) -> Any:
        """Outward current of an interface less what is injected [A/m2]; it vanishes at rest."""
        local = self.local(interface, potential)
        face = self.interfaces[interface]
        total = derived.sum_of(self.process_current(interface, label, local) for label in face.processes)
        return total - face.injected

    @property
    def monotone(self) -> Mapping[str, bool]:
        """By interface: whether its current can only rise with the potential."""
        return {
            name: all(one.monotone and not one.gates for one in face.processes.values())
            for name, face in self.interfaces.items()
        }


def activities_of(model: Model, contents: Mapping[Species, Any], temperature: Any) -> Mapping[Species, Any]:
    """Activity of each species of one compartment."""
    species = list(contents)
    factors = model.activity.coefficients(species, list(contents.values()), temperature)
    return {
        one: gamma * contents[one] / (STANDARD_PRESSURE if one.phase == "gas" else STANDARD_CONCENTRATION)
        for one, gamma in zip(species, factors, strict=True)
    }


def _spread_process(process: Process, spread: Any) -> Process:
    changes = {key: spread(value) for key, value in process.values().items() if isinstance(value, Along)}
    return process.with_values(changes) if changes else process
