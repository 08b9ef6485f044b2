"""The ideal solution: every activity is the concentration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ...formulas.namespace import namespace
from ..species import Species
from .protocol import FromMolal, same_length


@dataclass(frozen=True)
class Ideal(FromMolal):
    """Every activity is the concentration.

    gamma = 1, phi = 1

    Valid: the limit of infinite dilution; at 0.15 mol/L a monovalent ion's true coefficient is near 0.75.
    """

    references: ClassVar[tuple[str, ...]] = ()

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """1 for every species, in its shape."""
        same_length(species, concentrations)
        xp = namespace(*concentrations)
        return [xp.ones_like(concentration) for concentration in concentrations]

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """1 for every species, in its shape."""
        return self.coefficients(species, molalities, temperature)

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """1, in the solution's shape."""
        total: Any = 0.0
        for one in molalities:
            total = total + one
        return namespace(total).ones_like(total)

    def valid(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> str:
        """Never warns: who chooses it knows that it is a limit."""
        return ""
