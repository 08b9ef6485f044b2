"""What is imposed between the two ends of a line: a potential, or a current."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class End(Protocol):
    """A condition at the right end; the left end has potential 0."""

    @property
    def potential(self) -> float | None:
        """phi(right) - phi(left) [V] where it is imposed."""
        ...

    @property
    def current(self) -> float | None:
        """Total current to the right, ionic and displacement [A/m2], where it is imposed."""
        ...

    def share(self, part: float) -> "End":
        """So much of what is imposed."""
        ...


@dataclass(frozen=True)
class ImposedPotential:
    """A potential phi(right) - phi(left) [V]."""

    potential: float
    current: None = None

    def share(self, part: float) -> "ImposedPotential":
        """See `End`."""
        return ImposedPotential(part * self.potential)


@dataclass(frozen=True)
class ImposedCurrent:
    """A current to the right [A/m2]; 0 is the open circuit.

    What flows is the ionic and the displacement current together: their sum is the same at every place (the charge that
    ions bring in is what the field takes up), so that a circuit that is open at its ends carries none anywhere.
    """

    current: float = 0.0
    potential: None = None

    def share(self, part: float) -> "ImposedCurrent":
        """See `End`."""
        return ImposedCurrent(part * self.current)
