"""What to warn of in a solution that Pitzer's model computes: missing pairs, molalities, temperatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...constants import STANDARD_CONCENTRATION, ZERO_CELSIUS
from ..species import Species
from .pitzer_parameters import SaltParameters, known_as, pitzer_book
from .protocol import highest, is_ion, solution_strength

MATTERS = 1.0  # mol/m3; an ion below this hardly changes another's coefficient
_SHARE = 0.01  # of all encounters of cations and anions; rarer ones do not set the range
_COLD, _HOT = 0.0, 100.0  # degC, of the temperature coefficients
_FEW = 6  # pairs named


def remarks(
    species: Sequence[Species],
    concentrations: Sequence[Any],
    temperature: Any,
    own: Mapping[tuple[str, str], SaltParameters],
) -> str:
    """What to warn of; empty where all pairs above 1 mM are known and within their ranges.

    Args:
        species, concentrations: the solution [mol/m3].
        temperature: T [K].
        own: parameters that the user gave.
    """
    salts = {**pitzer_book().salts, **own}
    ions = {one: highest(c) for one, c in zip(species, concentrations, strict=True) if is_ion(one)}
    plus = [one for one, c in ions.items() if one.charge > 0 and c > MATTERS]
    minus = [one for one, c in ions.items() if one.charge < 0 and c > MATTERS]
    found: list[str] = []
    unknown = [(c, a) for c in plus for a in minus if (known_as(c.name), known_as(a.name)) not in salts]
    if unknown:
        found.append(
            f"no Pitzer parameters for {_listed(unknown)}; these pairs are taken not to interact beyond the"
            " Debye-Hueckel term"
        )
    strength = highest(solution_strength(species, concentrations)) / STANDARD_CONCENTRATION
    meetings = sum(ions[c] * ions[a] for c in plus for a in minus)
    cold = []
    for c in plus:
        for a in minus:
            salt = salts.get((known_as(c.name), known_as(a.name)))
            if salt is None or ions[c] * ions[a] < _SHARE * meetings:
                continue
            if not salt.slopes and (c.name, a.name) not in own:
                cold.append((c, a))
            if salt.highest is not None:
                z, w = abs(c.charge), abs(a.charge)
                limit = salt.highest * 0.5 * z * w * (z + w) / _common(z, w)
                if strength > limit * 1.001:
                    found.append(
                        f"Pitzer's parameters of {c} with {a} were fitted up to {salt.highest:g} mol/kg (ionic strength"
                        f" {limit:.3g} mol/kg); here the ionic strength is {strength:.3g} mol/L"
                    )
    warmest = highest(temperature) - ZERO_CELSIUS
    coldest = -highest(-temperature) - ZERO_CELSIUS
    if cold and (warmest > 50.0 or coldest < _COLD):
        found.append(f"Pitzer's parameters of {_listed(cold)} are known at 25 degC only")
    if plus and minus and (warmest > _HOT or coldest < _COLD - 1e-9):
        found.append(f"Pitzer's parameters hold from {_COLD:g} to {_HOT:g} degC")
    return "; ".join(found)


def _common(one: float, other: float) -> float:
    """Largest common divisor of two charges; 1 where they are not whole."""
    from math import gcd

    if one % 1 or other % 1:
        return 1.0
    return float(gcd(round(one), round(other)))


def _listed(pairs: Sequence[tuple[Species, Species]]) -> str:
    """The pairs in words, by cation; the first few."""
    shown = pairs[:_FEW]
    words = []
    for cation in dict.fromkeys(c for c, _ in shown):
        words.append(f"{cation} with {', '.join(str(a) for c, a in shown if c == cation)}")
    more = len(pairs) - len(shown)
    return "; ".join(words) + (f" and {more} more pairs" if more else "")
