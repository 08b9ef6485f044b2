"""Davies's law: one curve for all ions of one charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ...formulas.activity import log10_gamma_davies, osmotic_davies
from ..species import Species
from .protocol import FromMolal, beyond, debye_hueckel_of, is_dissolved, powers


@dataclass(frozen=True)
class Davies(FromMolal):
    """Davies's law: one curve for all ions of one charge.

    log10 gamma = -A z^2 (sqrt(I) / (1 + sqrt(I)) - b I); gamma = 1 for neutral species

    Args:
        b: 0.3 [kg/mol] (Davies 1962; 0.2 in Davies 1938).

    Source: Davies 1962, ch. 3 (davies_1962).
    Valid: I up to 0.5 mol/L, within 2 to 3 % at 0.1 mol/L for most 1:1 and 2:1 salts.
    """

    b: float = 0.3

    references: ClassVar[tuple[str, ...]] = ("davies_1962",)
    limit: ClassVar[float] = 500.0  # mol/m3

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """Molal activity coefficients by species (see `ActivityModel`)."""
        strength, a, _ = debye_hueckel_of(species, molalities, temperature)
        return powers(species, strength, lambda one: log10_gamma_davies(one.charge, strength, a, self.b))

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """Osmotic coefficient (see `osmotic_davies`)."""
        strength, a, _ = debye_hueckel_of(species, molalities, temperature)
        solutes = [m for one, m in zip(species, molalities, strict=True) if is_dissolved(one)]
        return osmotic_davies(solutes, strength, a, self.b)

    def valid(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> str:
        """What to warn of; empty up to an ionic strength of 0.5 mol/L."""
        return beyond("Davies's law", self.limit, species, concentrations)
