"""What an activity model answers, and what all of them share: which solutes count, molalities, water."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

from ...constants import STANDARD_CONCENTRATION, WATER_MOLAR_MASS
from ...errors import InputError
from ...formulas.debye import (
    debye_hueckel_a,
    debye_hueckel_b,
    ionic_strength,
    water_density,
    water_permittivity,
)
from ...formulas.namespace import namespace
from ..species import Species

_TOTALS = ("ATP", "ADP", "Pi")  # all protonated and Mg forms together: their dG'0 (atp.py) is at an ionic strength
FLOOR = 1.0e-18  # mol/kg; in pure water sqrt(I) has no slope, below this gamma is 1 to 1e-9


@runtime_checkable
class ActivityModel(Protocol):
    """What the rest of Poise asks of an activity model."""

    references: ClassVar[tuple[str, ...]]  # keys into references.bib

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """Activity coefficients, one for each species.

        a = gamma c / c0,  c0 = 1 mol/L

        Args:
            species: the solution's species; those that are not dissolved (gases, solids, water, electrons) get 1 and
                do not count. So do ATP, ADP and Pi as totals of many forms, whose energies hold their coefficients
                already; they count for the ionic strength.
            concentrations: c of each species [mol/m3], all of broadcastable shapes.
            temperature: T [K].

        Returns:
            gamma by species, dimensionless, 1 at infinite dilution. Ideal, Debye-Hueckel and Davies take 1 mol/L for
            1 mol/kg, which in water errs by less than 0.5 % in I (0.1 % in gamma) below 0.15 mol/L and by about 2 % in
            I at 1 mol/L of NaCl. Pitzer converts (see `Pitzer`).

        Raises:
            InputError: not as many concentrations as species.
        """
        ...

    def osmotic_coefficient(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> Any:
        """Molal osmotic coefficient phi of the solution: osmolality = phi sum(m). Arguments as `coefficients`."""
        ...

    def water_activity(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> Any:
        """Activity of the water: ln a_w = -M_w phi sum(m). Arguments as `coefficients`."""
        ...

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """Molal activity coefficients (a = gamma m / m0, m0 = 1 mol/kg) at molalities [mol/kg]; of totals as well."""
        ...

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """Osmotic coefficient at molalities [mol/kg]."""
        ...

    def valid(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> str:
        """What to warn of in such a solution; empty where the model holds. Arguments as `coefficients`."""
        ...


class FromMolal:
    """The answers for concentrations, from those for molalities; 1 mol/L is taken for 1 mol/kg unless overridden."""

    def molalities(
        self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any
    ) -> tuple[list[Any], Any]:
        """Molality of each species [mol/kg], and what molal coefficients are multiplied by for the molar scale."""
        return [one / STANDARD_CONCENTRATION for one in concentrations], 1.0

    def coefficients(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> list[Any]:
        """Activity coefficients by species (see `ActivityModel`)."""
        same_length(species, concentrations)
        molal, factor = self.molalities(species, concentrations, temperature)
        gammas = self.molal_coefficients(species, molal, temperature)
        return [
            gamma * factor if is_dissolved(one) and one.name not in _TOTALS else namespace(gamma).ones_like(gamma)
            for one, gamma in zip(species, gammas, strict=True)
        ]

    def osmotic_coefficient(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> Any:
        """Molal osmotic coefficient (see `ActivityModel`)."""
        same_length(species, concentrations)
        return self.molal_osmotic(species, self.molalities(species, concentrations, temperature)[0], temperature)

    def water_activity(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> Any:
        """Activity of the water (see `ActivityModel`)."""
        same_length(species, concentrations)
        molal = self.molalities(species, concentrations, temperature)[0]
        total = dissolved_sum(species, molal)
        return water_from_osmotic(self.molal_osmotic(species, molal, temperature), total)

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """Molal activity coefficients (see `ActivityModel`)."""
        raise NotImplementedError

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """Osmotic coefficient at molalities (see `ActivityModel`)."""
        raise NotImplementedError


def solution_strength(species: Sequence[Species], concentrations: Sequence[Any]) -> Any:
    """Ionic strength of what is dissolved.

    I = sum_k c_k z_k^2 / 2, over aqueous species

    Args:
        species: the solution's species.
        concentrations: c of each species [mol/m3], all of broadcastable shapes.

    Returns: I [mol/m3].

    Raises:
        InputError: not as many concentrations as species.
    """
    same_length(species, concentrations)
    ions = [(c, one.charge) for one, c in zip(species, concentrations, strict=True) if is_ion(one)]
    if not ions:
        return 0.0
    return ionic_strength([c for c, _ in ions], [z for _, z in ions])


def is_dissolved(one: Species) -> bool:
    """Whether a species is a solute: water sees it."""
    return one.phase == "aqueous"


def is_ion(one: Species) -> bool:
    """Whether a species is a dissolved ion."""
    return one.phase == "aqueous" and one.charge != 0


def dissolved_sum(species: Sequence[Species], molalities: Sequence[Any]) -> Any:
    """Sum of the molalities of all solutes."""
    total: Any = 0.0
    for one, value in zip(species, molalities, strict=True):
        if is_dissolved(one):
            total = total + value
    return total


def water_from_osmotic(phi: Any, total: Any) -> Any:
    """Activity of water from the osmotic coefficient and the sum of molalities [mol/kg]."""
    exponent = -WATER_MOLAR_MASS * phi * total
    return namespace(exponent).exp(exponent)


def same_length(species: Sequence[Species], concentrations: Sequence[Any]) -> None:
    """Refuse lists that do not belong together."""
    if len(species) != len(concentrations):
        raise InputError(f"{len(species)} species but {len(concentrations)} concentrations")


def debye_hueckel_of(species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> tuple[Any, Any, Any]:
    """Molal ionic strength [mol/kg] and water's A and B."""
    strength = solution_strength(species, molalities)
    strength = namespace(strength).maximum(strength, FLOOR)
    permittivity, density = water_permittivity(temperature), water_density(temperature)
    return (
        strength,
        debye_hueckel_a(temperature, permittivity, density),
        debye_hueckel_b(temperature, permittivity, density),
    )


def powers(species: Sequence[Species], strength: Any, log10_gamma: Any) -> list[Any]:
    """10 to the power of the law's value for the ions, 1 for the rest."""
    xp = namespace(strength)
    return [10.0 ** log10_gamma(one) if is_ion(one) else xp.ones_like(strength) for one in species]


def beyond(what: str, limit: float, species: Sequence[Species], concentrations: Sequence[Any]) -> str:
    """Words for an ionic strength above a limit [mol/m3]; empty below it."""
    found = highest(solution_strength(species, concentrations))
    if found <= limit:
        return ""
    return f"{what} holds up to {limit / 1e3:g} mol/L of ionic strength; here it is {found / 1e3:.3g} mol/L"


def highest(value: Any) -> float:
    """The largest of a number or array."""
    return float(value.max() if hasattr(value, "max") else value)
