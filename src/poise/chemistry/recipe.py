"""A solution as it is written at the bench: what goes in, to which pH and osmolarity it is brought, and how."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..constants import ZERO_CELSIUS
from ..errors import InputError
from .compounds import Compound
from .species import Species

ROOM: float = ZERO_CELSIUS + 25.0
"""Temperature of a recipe that names none [K]."""
COLDEST, HOTTEST = ZERO_CELSIUS - 5.0, ZERO_CELSIUS + 100.0
"""Temperatures between which the constants are corrected at all [K]."""
MOST: float = 2e4
"""Of one ingredient [mol/m3]."""
_GASES = ("CO2", "O2", "N2", "air")


@dataclass(frozen=True)
class PhTarget:
    """pH to be reached with a titrant, or, with `titrant` None, expected.

    pH = -log10 of the activity of H+.
    """

    ph: float
    titrant: Compound | None = None


@dataclass(frozen=True)
class FreeTarget:
    """A free concentration [mol/m3] that the amount of a compound is to be chosen for."""

    species: Species
    concentration: float
    compound: Compound


@dataclass(frozen=True)
class OsmolarityTarget:
    """An osmolarity [osmol/m3, i.e. mOsm] to be reached with an osmolyte, or, with `osmolyte` None, expected.

    `per_kg`: it is an osmolality [mOsm per kg of water], as osmometers read it.
    """

    osmolarity: float
    osmolyte: Compound | None = None
    per_kg: bool = False

    def __str__(self) -> str:
        return f"{self.osmolarity:g} mOsm{'/kg' if self.per_kg else ''}"


@dataclass(frozen=True)
class Recipe:
    """A solution before it is mixed.

    Attributes:
        contents: what is weighed out, as (compound, concentration [mol/m3]).
        ph: target or expectation, `None` where nothing is said.
        free: free concentrations to be reached.
        osmolarity: target or expectation.
        gas: fraction of each gas in the dry mixture that the solution is bubbled with, by name ("CO2", "O2").
        temperature: [K], `None` where the recipe names none.
        name: of the recipe. description: in words. references: keys of the papers. sources: of each number.

    Raises:
        InputError: nothing in it, an amount that is negative or not finite, a pH out of 0..14, and the like.
    """

    contents: tuple[tuple[Compound, float], ...]
    ph: PhTarget | None = None
    free: tuple[FreeTarget, ...] = ()
    osmolarity: OsmolarityTarget | None = None
    gas: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    temperature: float | None = None
    name: str = ""
    description: str = ""
    references: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not self.contents and not self.free:
            raise InputError("the recipe has no ingredients; write at least one, such as '140 mM KCl'")
        for one, amount in self.contents:
            if not 0.0 <= amount <= MOST:
                raise InputError(f"{one}: {amount:g} mM is not a concentration from 0 to {MOST / 1e3:g} M")
            if one.kind == "gas":
                raise InputError(f"{one} is a gas; write it as 'gas 5 % {one}'")
        names = [one.name for one, _ in self.contents]
        twice = next((one for one in names if names.count(one) > 1), None)
        if twice:
            raise InputError(f"'{twice}' is given twice; write it once, with the sum")
        if self.ph is not None and not 0.0 <= self.ph.ph <= 14.0:
            raise InputError(f"pH {self.ph.ph:g} is not between 0 and 14")
        if self.osmolarity is not None and not 0.0 < self.osmolarity.osmolarity <= MOST:
            raise InputError(f"{self.osmolarity.osmolarity:g} mOsm is not an osmolarity that can be")
        self._check_free()
        self._check_gas()
        if self.temperature is not None:
            check_temperature(self.temperature)

    def _check_free(self) -> None:
        found = [one.species.name for one in self.free]
        for one in self.free:
            if not 0.0 < one.concentration <= MOST:
                raise InputError(f"free {one.species}: {one.concentration:g} mM is not a free concentration")
            if one.species.name == "H+":
                raise InputError("free H+ is set by the pH; write 'pH 7.3 with KOH'")
            if all(part != one.species for part, _ in one.compound.composition):
                raise InputError(f"free {one.species} cannot be set with {one.compound}, which holds none")
            if found.count(one.species.name) > 1:
                raise InputError(f"free {one.species} is given twice")

    def _check_gas(self) -> None:
        for name, fraction in self.gas.items():
            if name not in _GASES:
                raise InputError(f"the gas '{name}' is not known; known: {', '.join(_GASES)}")
            if not 0.0 < fraction <= 1.0:
                raise InputError(f"{1e2 * fraction:g} % {name} is not a share of a gas mixture")
        if sum(self.gas.values()) > 1.0 + 1e-9:
            raise InputError(f"the gases add up to {1e2 * sum(self.gas.values()):g} %")

    def at(self, temperature: float) -> "Recipe":
        """The same recipe at another temperature [K]."""
        return dataclasses.replace(self, temperature=temperature)


def check_temperature(temperature: float) -> None:
    """Refuse a temperature at which no constant means anything.

    Raises:
        InputError: not between -5 and 100 degC.
    """
    if not COLDEST <= temperature <= HOTTEST:
        raise InputError(
            f"{temperature - ZERO_CELSIUS:g} degC is out of range: solutions are computed from "
            f"{COLDEST - ZERO_CELSIUS:g} to {HOTTEST - ZERO_CELSIUS:g} degC"
        )
