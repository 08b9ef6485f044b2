"""Pitzer's model of mixed electrolytes, with the shipped parameters."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, ClassVar

from ...errors import InputError
from ...formulas.debye import pitzer_a_phi, water_density, water_permittivity
from ...formulas.namespace import namespace
from ...formulas.pitzer import PitzerMixture, pitzer_ln_gamma, pitzer_osmotic, pitzer_triples
from ..species import Species
from .pitzer_parameters import ALPHA2, SLOPES, SaltParameters, alpha1, known_as, pitzer_book, temperature_terms
from .pitzer_range import remarks
from .protocol import FromMolal, is_dissolved, same_length
from .volumes import molalities_of

Salts = tuple[tuple[str, str, tuple[float, float, float, float]], ...]


@dataclass(frozen=True)
class Pitzer(FromMolal):
    """Pitzer's equations: every pair of ions has its own interaction, so that concentrated mixtures come out right.

    ln gamma, phi: `pitzer_ln_gamma`, `pitzer_osmotic`; A_phi at the temperature; molality from concentration with
    partial molar volumes (`molalities_of`). On the molar scale y = gamma rho_w / w, 1 at infinite dilution.

    Ions without parameters keep the Debye-Hueckel term, and E-theta among ions of unlike charge; what their pairs would
    add is taken as 0 and `valid` names those pairs. Single ions follow the equations as they stand (no scaling to a
    convention such as MacInnes's): differences between ions that only mean coefficients can measure.

    Args:
        salts: own parameters before the table's: (cation, anion, (beta0, beta1, beta2, C_phi)) at any temperature.
        unsymmetrical: whether ions of like sign and unlike charge have E-theta.

    Source: Pitzer 1973 (pitzer_1973), Pitzer & Kim 1974 (pitzer_kim_1974), Harvie et al. 1984 (harvie_1984);
        parameters as pitzer_salts.csv, pitzer_temperature.csv and pitzer_mixing.csv say.
    Valid: by salt; NaCl to 6 mol/kg and 0 to 100 degC.
    """

    salts: Salts = ()
    unsymmetrical: bool = True

    references: ClassVar[tuple[str, ...]] = (
        "pitzer_1973",
        "pitzer_kim_1974",
        "harvie_1984",
        "may_2011",
        "parkhurst_appelo_2013",
    )

    def __post_init__(self) -> None:
        for row in self.salts:
            if len(row) != 3 or len(row[2]) != 4:
                raise InputError(f"{row!r} is no salt; write ('K+', 'Cl-', (beta0, beta1, beta2, C_phi))")

    def molalities(
        self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any
    ) -> tuple[list[Any], Any]:
        """Molality of each species [mol/kg], and the ratio of molar to molal coefficients (see `molalities_of`)."""
        return molalities_of(species, concentrations, temperature)

    def molal_coefficients(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> list[Any]:
        """Molal activity coefficients by species (see `ActivityModel`); 1 for what is not dissolved."""
        same_length(species, molalities)
        which, parts = self._parts(species, molalities, temperature)
        found = pitzer_ln_gamma(*parts) if which else []
        single = not any(getattr(value, "ndim", 0) or hasattr(value, "dtype") for value in (*molalities, temperature))
        gammas = [math.exp(value) if single else namespace(value).exp(value) for value in found]
        result = [
            namespace(gammas[0]).ones_like(gammas[0]) if which else namespace(one).ones_like(one) for one in molalities
        ]
        for place, value in zip(which, gammas, strict=True):
            result[place] = value
        return result

    def molal_osmotic(self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any) -> Any:
        """Osmotic coefficient (see `pitzer_osmotic`)."""
        same_length(species, molalities)
        which, parts = self._parts(species, molalities, temperature)
        return pitzer_osmotic(*parts) if which else 1.0

    def valid(self, species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> str:
        """What to warn of: pairs without parameters, molalities and temperatures beyond those of the fits."""
        same_length(species, concentrations)
        known = {(one, other): SaltParameters(values) for one, other, values in self.salts}
        return remarks(species, concentrations, temperature, known)

    def _parts(
        self, species: Sequence[Species], molalities: Sequence[Any], temperature: Any
    ) -> tuple[list[int], tuple[list[Any], list[float], Any, PitzerMixture]]:
        """Places of the solutes, and what the equations take."""
        which = [place for place, one in enumerate(species) if is_dissolved(one)]
        names = tuple(species[place].name for place in which)
        charges = tuple(species[place].charge for place in which)
        plan = _plan(names, charges, self.salts)
        a_phi = pitzer_a_phi(temperature, water_permittivity(temperature), water_density(temperature))
        mixture = PitzerMixture(
            plan.alphas,
            _warmed(plan.second, temperature),
            _warmed(plan.third, temperature),
            plan.triple,
            self.unsymmetrical,
        )
        return which, ([molalities[place] for place in which], list(charges), a_phi, mixture)


@dataclass(frozen=True)
class _Plan:
    """The parameters of a list of solutes as arrays: at 25 degC first, then their temperature coefficients."""

    alphas: tuple[float, ...]
    second: tuple[Any, Any]
    third: tuple[Any, Any]
    triple: Any


@lru_cache(maxsize=256)
def _plan(names: tuple[str, ...], charges: tuple[float, ...], own: Salts) -> _Plan:
    import numpy

    book = pitzer_book()
    salts = {**book.salts, **{(one, other): SaltParameters(values) for one, other, values in own}}
    known = [known_as(name) for name in names]
    count = len(names)
    pairs = [(c, a) for c in range(count) for a in range(count) if (known[c], known[a]) in salts]
    # beta0, beta1, beta2 each fade in their own way
    parts = {(c, a): (0.0, alpha1(charges[c], charges[a]), ALPHA2) for c, a in pairs}
    alphas = tuple(
        sorted({0.0, *(alpha for each in parts.values() for alpha in each[:2])} | _needed(salts, known, pairs))
    )
    second = numpy.zeros((1 + SLOPES, len(alphas), count, count))
    third = numpy.zeros((1 + SLOPES, count, count))
    for c, a in pairs:
        rows = salts[known[c], known[a]].rows()
        for row, alpha in zip(rows[:3], parts[c, a], strict=True):
            if any(row):
                second[:, alphas.index(alpha), c, a] = second[:, alphas.index(alpha), a, c] = row
        factor = 2.0 * abs(charges[c] * charges[a]) ** 0.5
        third[:, c, a] = third[:, a, c] = [value / factor for value in rows[3]]
    for i, j in combinations(range(count), 2):
        key = frozenset((known[i], known[j]))
        value = book.theta.get(key, book.lambda_.get(key, 0.0)) if len(key) == 2 else 0.0
        if value:
            second[0, 0, i, j] = second[0, 0, j, i] = value
    triples = []
    for places in combinations(range(count), 3):
        key = frozenset(known[k] for k in places)
        value = book.psi.get(key, book.zeta.get(key, 0.0)) if len(key) == 3 else 0.0
        if value:
            triples.append((places, value))
    return _Plan(alphas, _split(second), _split(third), pitzer_triples(count, triples))


def _needed(
    salts: Mapping[tuple[str, str], SaltParameters], known: list[str], pairs: list[tuple[int, int]]
) -> set[float]:
    """ALPHA2, where any pair has a beta2."""
    return {ALPHA2} if any(any(salts[known[c], known[a]].rows()[2]) for c, a in pairs) else set()


def _split(stacked: Any) -> tuple[Any, Any]:
    """Values at 25 degC, and temperature coefficients or `None` where all are 0."""
    return stacked[0], stacked[1:] if stacked[1:].any() else None


def _warmed(values: tuple[Any, Any], temperature: Any) -> Any:
    """The parameters at a temperature: of the shape of those at 25 degC, with lanes behind where it has lanes."""
    found, slopes = values
    if slopes is None:
        return found
    behind = (1,) * getattr(temperature, "ndim", 0)
    total = found.reshape(found.shape + behind)
    for slope, term in zip(slopes, temperature_terms(temperature), strict=True):
        total = total + slope.reshape(slope.shape + behind) * term
    return total
