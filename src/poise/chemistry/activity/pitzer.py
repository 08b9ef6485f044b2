"""Pitzer's model of mixed electrolytes, with the shipped parameters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, ClassVar

from ...errors import InputError
from ...formulas.debye import pitzer_a_phi, water_density, water_permittivity
from ...formulas.namespace import namespace
from ...formulas.pitzer import PitzerMixture, pitzer_ln_gamma, pitzer_osmotic
from ..species import Species
from .pitzer_parameters import SaltParameters, known_as, pitzer_book
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
        xp = namespace(*molalities, temperature)
        found = [xp.exp(value) for value in pitzer_ln_gamma(*parts)] if which else []
        one = xp.ones_like(found[0]) if which else None
        result = [namespace(value).ones_like(value) if one is None else one for value in molalities]
        for place, value in zip(which, found, strict=True):
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
            {(c, a): salt.at(temperature, (charges[c], charges[a])) for (c, a), salt in plan.salts},
            dict(plan.theta),
            dict(plan.psi),
            dict(plan.lambda_),
            dict(plan.zeta),
            self.unsymmetrical,
        )
        return which, ([molalities[place] for place in which], list(charges), a_phi, mixture)


@dataclass(frozen=True)
class _Plan:
    """Which parameters a list of solutes has, by their places."""

    salts: tuple[tuple[tuple[int, int], SaltParameters], ...]
    theta: tuple[tuple[tuple[int, int], float], ...]
    psi: tuple[tuple[tuple[int, int, int], float], ...]
    lambda_: tuple[tuple[tuple[int, int], float], ...]
    zeta: tuple[tuple[tuple[int, int, int], float], ...]


@lru_cache(maxsize=256)
def _plan(names: tuple[str, ...], charges: tuple[float, ...], own: Salts) -> _Plan:
    book = pitzer_book()
    salts = {**book.salts, **{(one, other): SaltParameters(values) for one, other, values in own}}
    known = [known_as(name) for name in names]
    places = range(len(names))
    plus = [k for k in places if charges[k] > 0]
    minus = [k for k in places if charges[k] < 0]
    neutral = [k for k in places if charges[k] == 0]

    def alike() -> Iterator[tuple[int, int, list[int]]]:
        for ions, others in ((plus, minus), (minus, plus)):
            yield from ((i, j, others) for i, j in combinations(ions, 2))

    def value(table: Any, *members: int) -> float | None:
        key = frozenset(known[k] for k in members)
        return table.get(key) if len(key) == len(members) else None

    pairs = [((c, a), salts[known[c], known[a]]) for c in plus for a in minus if (known[c], known[a]) in salts]
    theta = [((i, j), value(book.theta, i, j)) for i, j, _ in alike()]
    psi = [((i, j, k), value(book.psi, i, j, k)) for i, j, others in alike() for k in others]
    lambda_ = [((n, i), value(book.lambda_, n, i)) for n in neutral for i in (*plus, *minus)]
    zeta = [((n, c, a), value(book.zeta, n, c, a)) for n in neutral for c in plus for a in minus]
    return _Plan(
        tuple(pairs),
        tuple((key, found) for key, found in theta if found),
        tuple((key, found) for key, found in psi if found),
        tuple((key, found) for key, found in lambda_ if found),
        tuple((key, found) for key, found in zeta if found),
    )
