"""What a law is: it says what moves and how fast. Everything else is derived (see derived.py)."""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from ..chemistry.species import Species
from ..errors import InputError
from .fields import QuantityKind, SpeciesMapKind, kinds
from .gates.base import NUMBERS, Gate
from .gates.read import read_gate
from .local import Local as Local
from .moves import Move, Side
from .parameters import NONE, Parameters, is_name


@dataclass(frozen=True)
class Process(ABC):
    """Base of every law. A law is a final frozen dataclass with `moves` and `rates`; nothing else is needed.

    Class attributes:
        law: its name in a model file.
        title: what people call it.
        references: keys in references.bib.
        monotone: whether its outward current never falls as the potential rises (then one root is all there is).
        unaccounted: why its energy is not accounted for, where it moves ions without naming what pays; empty otherwise.
        needs_positive: whether the law has no finite limit when a concentration that it moves is zero.
        place: where it runs: across an interface, or within one compartment.

    Attributes that every law has:
        parameters: named numbers with units, for the expressions of its gates: {"half": "-40 mV"}.
        gates: what opens and closes it, by name: {"m": {"alpha": ..., "beta": ..., "power": 3}}.
    """

    law: ClassVar[str]
    title: ClassVar[str]
    references: ClassVar[tuple[str, ...]] = ()
    monotone: ClassVar[bool] = False
    unaccounted: ClassVar[str] = ""
    needs_positive: ClassVar[bool] = False
    place: ClassVar[str] = "interface"

    parameters: Any = field(default=NONE, kw_only=True)
    gates: Any = field(default_factory=lambda: MappingProxyType({}), kw_only=True)

    @abstractmethod
    def moves(self) -> tuple[Move, ...]:
        """The elementary moves, one for each rate."""

    @abstractmethod
    def rates(self, local: Local) -> tuple[Any, ...]:
        """Events per area and time [mol/(m2 s)], one for each move, positive in the direction of the move."""

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        """Standard free energy of reaction [J/mol] of each move; 0 where species only change sides."""
        return (0.0,) * len(self.moves())

    def modifiers(self) -> tuple[tuple[Side, Species], ...]:
        """What the rate depends on beside what moves (side, species): a compartment must hold these too."""
        return ()

    def seen(self) -> tuple[tuple[Side, Species], ...]:
        """What its rate and its gates depend on beside what moves."""
        return (*self.modifiers(), *(key for gate in self.gates.values() for key in gate.seen()))

    def open(self, occupancies: Mapping[str, tuple[Any, ...]], local: Local) -> Any:
        """The fraction that its gates leave open, from the occupancies of each gate; 1 without gates."""
        found: Any = 1.0
        for name, gate in self.gates.items():
            found = found * gate.open(occupancies[name], local, self.parameters)
        return found

    def steady_gates(self, local: Local) -> dict[str, tuple[Any, ...]]:
        """The occupancies of each gate at which it stands still."""
        return {name: gate.steady(local, self.parameters) for name, gate in self.gates.items()}

    def __post_init__(self) -> None:
        """Read names and written quantities, and check plain numbers; arrays and traced values are taken as SI."""
        for name, kind in kinds(type(self)).items():
            object.__setattr__(self, name, kind.accept(getattr(self, name)))
        object.__setattr__(self, "parameters", Parameters.read(self.parameters))
        if self.gates:
            object.__setattr__(self, "gates", _read_gates(self.gates, self.parameters))
        _require_own_names(type(self), self.parameters, self.gates)

    def with_values(self, values: Mapping[str, Any]) -> "Process":
        """The same process with other numbers, by field name, or "field.species" for one of several."""
        changes: dict[str, Any] = {}
        for path, value in values.items():
            name, _, key = path.partition(".")
            if name in self.parameters.values:
                changes["parameters"] = changes.get("parameters", self.parameters).with_values({name: value})
                continue
            if name in self.gates:
                gates = changes.get("gates", self.gates)
                changes["gates"] = MappingProxyType({**gates, name: gates[name].with_numbers({key: value})})
                continue
            if not key:
                changes[name] = value
                continue
            known = changes.get(name, getattr(self, name))
            changes[name] = {one: value if one.name == key else number for one, number in known.items()}
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]

    def values(self) -> dict[str, Any]:
        """Every number that can be varied, by the name that `with_values` takes."""
        found: dict[str, Any] = {}
        for name, kind in kinds(type(self)).items():
            value = getattr(self, name)
            if isinstance(kind, QuantityKind):
                found[name] = value
            elif isinstance(kind, SpeciesMapKind):
                found |= {f"{name}.{one.name}": number for one, number in value.items()}
        found |= self.parameters.values
        for name, gate in self.gates.items():
            found |= {f"{name}.{key}": number for key, number in gate.numbers().items()}
        return found

    def value_kind(self, path: str) -> QuantityKind:
        """The kind of the number at a path of `values`."""
        name, _, key = path.partition(".")
        if name in self.parameters.values:
            return self.parameters.kind(name)
        if name in self.gates:
            return NUMBERS[key]
        kind = kinds(type(self))[name]
        return kind.entry if isinstance(kind, SpeciesMapKind) else kind  # type: ignore[return-value]


def _require_own_names(law: type[Process], parameters: Parameters, gates: Mapping[str, Gate]) -> None:
    """Fields, parameters and gates share the names in a process's paths."""
    fields = (*kinds(law), "law", "parameters", "gates")
    for name in parameters.values:
        if name in fields or name in gates:
            what = "one of the gates" if name in gates else "an entry of the law"
            raise InputError(f"parameters: '{name}' is the name of {what} too; give it another name")
    for name in gates:
        if name in fields:
            raise InputError(f"gate {name}: '{name}' is the name of an entry of the law too; give it another name")
        if not is_name(name):
            raise InputError(f"gate {name}: '{name}' cannot be the name of a gate; write letters, digits and '_'")


def _read_gates(given: Any, parameters: Parameters) -> Mapping[str, Gate]:
    if not isinstance(given, Mapping):
        raise InputError("gates: expected gates by name, such as {m: {power: 3, alpha: ..., beta: ...}}")
    found = {}
    for name, entry in given.items():
        try:
            found[str(name)] = read_gate(entry, parameters)
        except InputError as error:
            raise type(error)(f"gate {name}: {error}") from None
    return MappingProxyType(found)
