"""The laws in time: from a state to everything that depends on it, and to its rate of change."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..chemistry.species import Species
from ..constants import FARADAY, WATER_MOLAR_VOLUME
from ..model.model import Model
from ..processes import derived
from .layout import Layout
from .stoichiometry import CHARGE, WATER
from .system import System, activities_of
from .volumes import WaterGroup, equal_osmolarity


@dataclass(frozen=True)
class Origin:
    """The start from which amounts are counted; every array (..., lanes).

    Attributes:
        amounts: of each pair [mol].
        charge: of each charged compartment, over the Faraday constant [mol].
        fixed: amounts of what nothing moves, by compartment and species [mol].
    """

    amounts: Any
    charge: Any
    fixed: Mapping[str, Mapping[Species, Any]]


@dataclass(frozen=True)
class Moment:
    """Everything at one state.

    Attributes:
        system: with the concentrations, volumes, gates and time of the moment.
        potentials: of each interface [V].
        amounts: of each pair of the table [mol].
    """

    system: System
    potentials: Mapping[str, Any]
    amounts: Any


@dataclass(frozen=True)
class Dynamics:
    """How a model's state changes.

    Attributes:
        model: its structure; the numbers are those of the systems passed in.
        layout: of the state vector.
    """

    model: Model
    layout: Layout

    @cached_property
    def water(self) -> tuple[WaterGroup, ...]:
        """Compartments whose volumes follow at once."""
        return WaterGroup.of(self.model)

    def charge(self, system: System, phi: Any) -> Any:
        """Charge that the potentials hold in each compartment that has some, over the Faraday constant [mol].

        q_c = sum over interfaces of +-C area V / F.

        Args:
            system: its areas and capacitances.
            phi: potential of each compartment of the layout [V].
        """
        found: dict[str, Any] = dict.fromkeys((*self.layout.potentials, *self.layout.reduction.charged), 0.0)
        across = self._across(phi)
        for name, face in system.interfaces.items():
            held = area_of(face) * (0.0 if face.capacitance is None else face.capacitance) * across[name] / FARADAY
            if face.inside in found:
                found[face.inside] = found[face.inside] + held
            if face.outside in found:
                found[face.outside] = found[face.outside] - held
        return found

    def _across(self, phi: Any) -> dict[str, Any]:
        """Potential of each interface from those of the compartments."""
        at = dict(zip(self.layout.potentials, phi, strict=True))
        return {
            name: at.get(face.inside, 0.0) - at.get(face.outside, 0.0) for name, face in self.model.interfaces.items()
        }

    def moment(self, system: System, y: Any, origin: Origin) -> Moment:
        """Everything at a state.

        Args:
            system: with the other numbers of the moment.
            y: (n, lanes).
            origin: of the amounts.
        """
        gates, states, phi = self.layout.split(y)
        potentials = self._across(phi)
        table = self.layout.table
        amounts = self.amounts(system, states, phi, origin)
        held = {pair: amounts[k] for k, pair in enumerate(table.pairs)}
        volumes = self._volumes(system, held, origin)
        concentrations = dict(system.concentrations)
        activities = dict(system.activities)
        for name in system.volumes:
            there = dict(concentrations[name])
            for one, amount in origin.fixed[name].items():
                there[one] = amount / volumes[name]
            for (place, one), amount in held.items():
                if place == name and one not in (CHARGE, WATER):
                    there[one] = amount / volumes[name]
            concentrations[name] = there
            activities[name] = activities_of(self.model, there, system.temperature)
        found = dataclasses.replace(
            system,
            concentrations=concentrations,
            activities=activities,
            volumes=volumes,
            occupancies=self._occupancies(gates),
        )
        return Moment(found, potentials, amounts)

    def amounts(self, system: System, states: Any, phi: Any, origin: Origin) -> Any:
        """Amounts of all pairs [mol]: those that are states, and the others from totals and charge."""
        reduction = self.layout.reduction
        moved = [states[k] - origin.amounts[pair] for k, pair in enumerate(reduction.states)]
        if reduction.charged:
            held = self.charge(system, phi)
            charge = [held[name] - origin.charge[k] for k, name in enumerate(reduction.charged)]
        else:
            charge = []
        place = {pair: k for k, pair in enumerate(reduction.states)}
        found = []
        for row in range(len(self.layout.table.pairs)):
            if row in place:
                found.append(states[place[row]])
                continue
            value = origin.amounts[row]
            for weight, one in zip(reduction.by_states[row], moved, strict=True):
                if weight:
                    value = value + weight * one
            for weight, one in zip(reduction.by_charge[row], charge, strict=True):
                if weight:
                    value = value + weight * one
            found.append(value)
        return found

    def _volumes(self, system: System, held: Mapping[Any, Any], origin: Origin) -> dict[str, Any]:
        volumes = dict(system.volumes)
        for (name, one), amount in held.items():
            if one == WATER:
                volumes[name] = WATER_MOLAR_VOLUME * amount
        for group in self.water:
            dissolved = [self._dissolved(name, held, origin) for name in group.holding]
            kept = [self._held(system, name) for name in group.holding]
            if group.reservoir:
                there = system.concentrations[group.reservoir]
                outside: Any = 0.0
                for one, value in there.items():
                    if one.phase == "aqueous":
                        outside = outside + value
                for name, amount, one in zip(group.holding, dissolved, kept, strict=True):
                    volumes[name] = amount / (outside - one)
            else:
                whole: Any = 0.0
                for name in group.holding:
                    whole = whole + system.volumes[name]
                for name, one in zip(group.holding, equal_osmolarity(dissolved, kept, whole, system.xp), strict=True):
                    volumes[name] = one
        return volumes

    def _dissolved(self, name: str, held: Mapping[Any, Any], origin: Origin) -> Any:
        """All that is dissolved in a compartment and conserved [mol]."""
        total: Any = 0.0
        for amount in origin.fixed[name].values():
            total = total + amount
        for (place, one), amount in held.items():
            if place == name and one not in (CHARGE, WATER):
                total = total + amount
        return total

    def _held(self, system: System, name: str) -> Any:
        """Concentration of what is held in a compartment."""
        total: Any = 0.0
        for one in self.model.compartments[name].held:
            total = total + system.concentrations[name][one]
        return total

    def _occupancies(self, gates: Any) -> dict[str, dict[str, tuple[Any, ...]]]:
        found: dict[str, dict[str, tuple[Any, ...]]] = {}
        for path, process in self.model.processes.items():
            if process.gates:
                found[path] = dict.fromkeys(process.gates, ())
        for k, one in enumerate(self.layout.gates):
            found[one.owner][one.gate] = (*found[one.owner][one.gate], gates[k])
        return found

    def extents(self, moment: Moment, currents: Mapping[str, Any]) -> list[Any]:
        """Events of every kind per time [mol/s].

        Args:
            moment: the state.
            currents: per area, put into the inside of each interface by its electrode [A/m2].
        """
        system = moment.system
        rates: list[Any] = []
        for name, face in system.interfaces.items():
            local = system.local(name, moment.potentials[name])
            area = area_of(face)
            for label, process in face.processes.items():
                if f"{name}.{label}" in self._movers:
                    factor = area * system.factor(name, label, local)
                    rates += [factor * one for one in process.rates(local)]
            if name in self._movers:
                rates.append(area * currents[name] / FARADAY)
        for name, processes in system.reactions.items():
            local = system.within(name)
            for label, process in processes.items():
                scale = system.volumes[name] * system.scales.get(f"{name}.{label}", 1.0)
                rates += [scale * one for one in process.rates(local)]
        return rates

    def entropy(self, moment: Moment) -> Any:
        """Entropy produced per time by all processes whose energy is accounted for [W/K]."""
        system = moment.system
        total: Any = 0.0
        for name, face in system.interfaces.items():
            local = system.local(name, moment.potentials[name])
            for label, process in face.processes.items():
                if not process.unaccounted:
                    heat = system.factor(name, label, local) * derived.dissipation(process, local)
                    total = total + area_of(face) * heat / local.temperature
        for name, processes in system.reactions.items():
            local = system.within(name)
            for label, process in processes.items():
                if not process.unaccounted:
                    scale = system.volumes[name] * system.scales.get(f"{name}.{label}", 1.0)
                    total = total + scale * derived.dissipation(process, local) / system.temperature
        return total

    @cached_property
    def _movers(self) -> frozenset[str]:
        return frozenset(event.owner for event in self.layout.table.events)

    def gate_changes(self, moment: Moment) -> list[Any]:
        """Rate of change of every gate of the layout [1/s]."""
        found: list[Any] = []
        system = moment.system
        for name, face in system.interfaces.items():
            local = system.local(name, moment.potentials[name])
            for label, process in face.processes.items():
                for gate, one in process.gates.items():
                    occupancies = system.occupancies[f"{name}.{label}"][gate]
                    found += one.change(occupancies, local, process.parameters)
        return found

    def amount_changes(self, rates: list[Any]) -> list[Any]:
        """Rate of change of every amount that is a state [mol/s]."""
        return [_combined(self.layout.table.matrix[k], rates) for k in self.layout.pairs]

    def charging(self, rates: list[Any]) -> dict[str, Any]:
        """Charge that comes into each compartment of the layout [A]."""
        found: dict[str, Any] = dict.fromkeys((*self.layout.potentials, *self.layout.reduction.charged), 0.0)
        for event, rate in zip(self.layout.table.events, rates, strict=True):
            if event.kind == "compartment" or not event.charge:
                continue
            face = self.model.interfaces[event.where]
            if face.inside in found:
                found[face.inside] = found[face.inside] - FARADAY * event.charge * rate
            if face.outside in found:
                found[face.outside] = found[face.outside] + FARADAY * event.charge * rate
        return found


def area_of(face: Any) -> Any:
    """The area of an interface; 1 m2 where it is the only one and has none."""
    return 1.0 if face.area is None else face.area


def _combined(weights: Any, rates: list[Any]) -> Any:
    total: Any = 0.0
    for weight, rate in zip(weights, rates, strict=True):
        if weight:
            total = total + float(weight) * rate
    return total
