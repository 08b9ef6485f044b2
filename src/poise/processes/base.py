"""What a law is: it says what moves and how fast. Everything else is derived (see derived.py)."""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..chemistry.species import Species
from ..constants import STANDARD_CONCENTRATION
from ..formulas.thermal import thermal_voltage
from .fields import QuantityKind, SpeciesMapKind, kinds
from .moves import Move, Side


@dataclass(frozen=True)
class Local:
    """What a process sees: both sides of its interface, at one instant. Every number may be an array.

    Attributes:
        xp: the array namespace to compute with.
        temperature: [K].
        potential: phi(inside) - phi(outside) [V].
        activities: dimensionless (1 mol/L, or 1 bar, or the pure solid is 1) by (side, species).
        time: [s].
    """

    xp: Any
    temperature: Any
    potential: Any
    activities: Mapping[tuple[Side, Species], Any]
    time: Any = 0.0

    def activity(self, side: Side, species: Species) -> Any:
        """Activity of a species on a side; 1 for water, electrons and pure solids."""
        return 1.0 if species.implicit else self.activities[side, species]

    def effective(self, side: Side, species: Species) -> Any:
        """Effective concentration, activity times 1 mol/L [mol/m3]: the concentration itself where solutions are ideal.

        Rates are written with it, so that rate and affinity vanish together whatever the activity model.
        """
        return self.activity(side, species) * STANDARD_CONCENTRATION

    @property
    def thermal(self) -> Any:
        """R T / F [V]."""
        return thermal_voltage(self.temperature)


class Process(ABC):
    """Base of every law. A law is a final frozen dataclass with `moves` and `rates`; nothing else is needed.

    Class attributes:
        law: its name in a model file.
        title: what people call it.
        references: keys in references.bib.
        monotone: whether its outward current never falls as the potential rises (then one root is all there is).
        unaccounted: why its energy is not accounted for, where it moves ions without naming what pays; empty otherwise.
        needs_positive: whether the law has no finite limit when a concentration that it moves is zero.
    """

    law: ClassVar[str]
    title: ClassVar[str]
    references: ClassVar[tuple[str, ...]] = ()
    monotone: ClassVar[bool] = False
    unaccounted: ClassVar[str] = ""
    needs_positive: ClassVar[bool] = False

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

    def __post_init__(self) -> None:
        """Read names and written quantities, and check plain numbers; arrays and traced values are taken as SI."""
        for name, kind in kinds(type(self)).items():
            object.__setattr__(self, name, kind.accept(getattr(self, name)))

    def with_values(self, values: Mapping[str, Any]) -> "Process":
        """The same process with other numbers, by field name, or "field.species" for one of several."""
        changes: dict[str, Any] = {}
        for path, value in values.items():
            name, _, key = path.partition(".")
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
        return found

    def value_kind(self, path: str) -> QuantityKind:
        """The kind of the number at a path of `values`."""
        kind = kinds(type(self))[path.partition(".")[0]]
        return kind.entry if isinstance(kind, SpeciesMapKind) else kind  # type: ignore[return-value]
