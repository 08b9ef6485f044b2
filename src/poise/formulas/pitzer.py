"""Pitzer's equations for mixed electrolytes: activity coefficients of all solutes and the osmotic coefficient."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from .namespace import namespace
from .pitzer_functions import pitzer_e_theta, pitzer_g, pitzer_g_slope

B = 1.2  # (kg/mol)^1/2, the same for all electrolytes (Pitzer 1973)
_FLOOR = 1.0e-18  # mol/kg; in pure water sqrt(I) has no slope


@dataclass(frozen=True)
class PitzerPair:
    """The interaction of one cation with one anion.

    Attributes:
        beta0, beta1, beta2: of the second virial coefficient B [kg/mol].
        cphi: C_phi of the third [(kg/mol)^2].
        alpha1, alpha2: how fast beta1's and beta2's parts fade with sqrt(I) [(kg/mol)^1/2]; 2 and 12, for two divalent
            ions 1.4 and 12 (Pitzer & Mayorga 1974).
    """

    beta0: Any
    beta1: Any = 0.0
    beta2: Any = 0.0
    cphi: Any = 0.0
    alpha1: float = 2.0
    alpha2: float = 12.0


@dataclass(frozen=True)
class PitzerMixture:
    """What interacts in a solution, by the places of its solutes; what is not named does not interact.

    Attributes:
        pairs: by (cation, anion).
        theta: of two ions of like sign [kg/mol], by (smaller place, larger place).
        psi: of two ions of like sign and one of the other [(kg/mol)^2], by (smaller, larger, third).
        lambda_: of a neutral solute and any other [kg/mol], by (neutral, other).
        zeta: of a neutral solute, a cation and an anion [(kg/mol)^2], by (neutral, cation, anion).
        unsymmetrical: whether ions of like sign and unlike charge have E-theta.
    """

    pairs: Mapping[tuple[int, int], PitzerPair] = field(default_factory=dict)
    theta: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    psi: Mapping[tuple[int, int, int], Any] = field(default_factory=dict)
    lambda_: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    zeta: Mapping[tuple[int, int, int], Any] = field(default_factory=dict)
    unsymmetrical: bool = True


def pitzer_ln_gamma(molality: Sequence[Any], charge: Sequence[float], a_phi: Any, mixture: PitzerMixture) -> list[Any]:
    """Natural logarithms of the activity coefficients of all solutes of a mixed electrolyte.

    ln gamma_M = z_M^2 F + sum_a m_a (2 B_Ma + Z C_Ma) + sum_c m_c (2 Phi_Mc + sum_a m_a psi_Mca)
                 + sum_a<a' m_a m_a' psi_Maa' + |z_M| sum_ca m_c m_a C_ca + 2 sum_n m_n lambda_nM
                 + sum_na m_n m_a zeta_nMa,  and likewise for anions
    ln gamma_N = 2 sum_i m_i lambda_Ni + sum_ca m_c m_a zeta_Nca
    F = -A_phi (sqrt(I)/(1 + b sqrt(I)) + (2/b) ln(1 + b sqrt(I))) + sum_ca m_c m_a B'_ca + sum m m' Phi'

    Args:
        molality: m by solute [mol/kg], each of broadcastable shapes.
        charge: z by solute, numbers; 0 for neutral solutes.
        a_phi: A_phi [(kg/mol)^1/2] (`pitzer_a_phi`).
        mixture: the interactions.

    Returns: ln gamma by solute, on the molal scale.

    Source: Pitzer 1973 (pitzer_1973); Pitzer & Kim 1974 (pitzer_kim_1974); in this form Harvie et al. 1984, eqs. 2b to
        2d (harvie_1984), Pitzer 1991, ch. 3, eqs. 63 to 65 (pitzer_1991); equation numbers from memory. Checked against
        PHREEQC's own code (tests/against/test_phreeqc.py).
    Valid: as far as the parameters were fitted, often to 6 mol/kg.
    """
    now = _Terms(molality, charge, a_phi, mixture)
    m, z = now.molality, charge
    result = [one * one * now.slope for one in z]
    result = [value + abs(one) * now.third for value, one in zip(result, z, strict=True)]
    for (c, a), (b, _, _, third) in now.pairs.items():
        each = 2.0 * b + now.size * third
        result[c] = result[c] + m[a] * each
        result[a] = result[a] + m[c] * each
    for (i, j), (theta, _) in now.phi.items():
        result[i] = result[i] + 2.0 * m[j] * theta
        result[j] = result[j] + 2.0 * m[i] * theta
    for triple, value in (*mixture.psi.items(), *mixture.zeta.items()):
        for i, j, k in _turns(*triple):
            result[i] = result[i] + m[j] * m[k] * value
    for (n, i), value in mixture.lambda_.items():
        result[n] = result[n] + 2.0 * m[i] * value
        if i != n:
            result[i] = result[i] + 2.0 * m[n] * value
    return result


def pitzer_osmotic(molality: Sequence[Any], charge: Sequence[float], a_phi: Any, mixture: PitzerMixture) -> Any:
    """Osmotic coefficient of a mixed electrolyte.

    phi - 1 = (2 / sum m) (-A_phi I^(3/2) / (1 + b sqrt(I)) + sum_ca m_c m_a (B_phi + Z C)
              + sum_c<c' m_c m_c' (Phi_phi + sum_a m_a psi) + sum_a<a' m_a m_a' (Phi_phi + sum_c m_c psi)
              + sum_ni m_n m_i lambda + sum_nca m_n m_c m_a zeta)

    Args:
        molality, charge, a_phi, mixture: as in `pitzer_ln_gamma`.

    Returns: phi, dimensionless; ln a_w = -M_w phi sum(m).

    Source: as `pitzer_ln_gamma`; Harvie et al. 1984, eq. 2a (harvie_1984), Pitzer 1991, ch. 3, eq. 62
        (pitzer_1991); equation numbers from memory.
    """
    now = _Terms(molality, charge, a_phi, mixture)
    m = now.molality
    excess = -a_phi * now.strength * now.root / (1.0 + B * now.root)
    for (c, a), (_, _, b_phi, third) in now.pairs.items():
        excess = excess + m[c] * m[a] * (b_phi + now.size * third)
    for (i, j), (theta, slope) in now.phi.items():
        excess = excess + m[i] * m[j] * (theta + now.strength * slope)
    for (i, j, k), value in (*mixture.psi.items(), *mixture.zeta.items()):
        excess = excess + m[i] * m[j] * m[k] * value
    for (n, i), value in mixture.lambda_.items():
        excess = excess + (0.5 if i == n else 1.0) * m[n] * m[i] * value
    total = _sum(m)
    return 1.0 + 2.0 * excess / namespace(total).maximum(total, _FLOOR + 0.0 * total)


def pitzer_mean_ln_gamma(molality: Any, charges: tuple[float, float], a_phi: Any, pair: PitzerPair) -> Any:
    """Natural logarithm of the mean activity coefficient of one salt alone.

    ln gamma = |z z'| f_gamma + m (2 nu nu' / nu_all) B_gamma + m^2 (2 (nu nu')^(3/2) / nu_all) C_gamma

    Args:
        molality: m of the salt [mol/kg], any shape; > 0.
        charges: of its cation and its anion.
        a_phi: A_phi [(kg/mol)^1/2].
        pair: the salt's parameters.

    Returns: ln gamma, molal scale.

    Source: Pitzer & Mayorga 1973, eqs. 3 to 5 by memory (pitzer_mayorga_1973); beta2 as in Pitzer & Mayorga 1974
        (pitzer_mayorga_1974).
    """
    xp = namespace(molality, a_phi, pair.beta0)
    cations, anions, strength = _formula(molality, charges)
    both, root = cations + anions, xp.sqrt(strength)
    f = -a_phi * (root / (1.0 + B * root) + 2.0 / B * xp.log1p(B * root))
    second: Any = 2.0 * pair.beta0
    for beta, alpha in ((pair.beta1, pair.alpha1), (pair.beta2, pair.alpha2)):
        x = alpha * root
        second = second + beta * (2.0 * pitzer_g(x) + pitzer_g_slope(x))
    third = 1.5 * pair.cphi
    product = cations * anions
    return (
        abs(charges[0] * charges[1]) * f
        + molality * 2.0 * product / both * second
        + molality * molality * 2.0 * product**1.5 / both * third
    )


def pitzer_salt_osmotic(molality: Any, charges: tuple[float, float], a_phi: Any, pair: PitzerPair) -> Any:
    """Osmotic coefficient of one salt alone.

    phi - 1 = |z z'| f_phi + m (2 nu nu' / nu_all) B_phi + m^2 (2 (nu nu')^(3/2) / nu_all) C_phi

    Args:
        molality, charges, a_phi, pair: as in `pitzer_mean_ln_gamma`.

    Returns: phi, dimensionless.

    Source: Pitzer & Mayorga 1973, eqs. 1 and 2 by memory (pitzer_mayorga_1973).
    """
    xp = namespace(molality, a_phi, pair.beta0)
    cations, anions, strength = _formula(molality, charges)
    both, root = cations + anions, xp.sqrt(strength)
    second = pair.beta0 + pair.beta1 * xp.exp(-pair.alpha1 * root) + pair.beta2 * xp.exp(-pair.alpha2 * root)
    product = cations * anions
    return (
        1.0
        - abs(charges[0] * charges[1]) * a_phi * root / (1.0 + B * root)
        + molality * 2.0 * product / both * second
        + molality * molality * 2.0 * product**1.5 / both * pair.cphi
    )


class _Terms:
    """What the activity coefficients and the osmotic coefficient share."""

    def __init__(self, molality: Sequence[Any], charge: Sequence[float], a_phi: Any, mixture: PitzerMixture) -> None:
        self.molality = m = list(molality)
        xp = namespace(*m, a_phi)
        self.strength = xp.maximum(strength := 0.5 * _sum([a * z * z for a, z in zip(m, charge, strict=True)]),
                                   _FLOOR + 0.0 * strength)  # fmt: skip
        self.root = root = xp.sqrt(self.strength)
        self.size: Any = _sum([a * abs(z) for a, z in zip(m, charge, strict=True)])
        self.slope: Any = -a_phi * (root / (1.0 + B * root) + 2.0 / B * xp.log1p(B * root))
        self.third: Any = 0.0 * root
        self.pairs: dict[tuple[int, int], tuple[Any, Any, Any, Any]] = {}
        self.phi: dict[tuple[int, int], tuple[Any, Any]] = {}
        known: dict[float, tuple[Any, Any, Any]] = {}
        for (c, a), pair in mixture.pairs.items():
            b, slope, b_phi = pair.beta0, 0.0, pair.beta0
            for beta, alpha in ((pair.beta1, pair.alpha1), (pair.beta2, pair.alpha2)):
                if isinstance(beta, float) and beta == 0.0:
                    continue
                if alpha not in known:
                    x = alpha * root
                    known[alpha] = pitzer_g(x), pitzer_g_slope(x), xp.exp(-x)
                g, g_slope, fading = known[alpha]
                b, slope, b_phi = b + beta * g, slope + beta * g_slope, b_phi + beta * fading
            third = pair.cphi / (2.0 * abs(charge[c] * charge[a]) ** 0.5)
            self.pairs[c, a] = b, slope, b_phi, third
            self.slope = self.slope + m[c] * m[a] * slope / self.strength
            self.third = self.third + m[c] * m[a] * third
        mixed: dict[tuple[float, float], tuple[Any, Any]] = {}
        for i, j in combinations(range(len(m)), 2):
            if charge[i] * charge[j] <= 0.0:
                continue
            theta, slope = mixture.theta.get((i, j), 0.0), 0.0
            if mixture.unsymmetrical and charge[i] != charge[j]:
                one, other = sorted((abs(charge[i]), abs(charge[j])))
                if (one, other) not in mixed:
                    mixed[one, other] = pitzer_e_theta(one, other, self.strength, a_phi)
                theta, slope = theta + mixed[one, other][0], mixed[one, other][1]
                self.slope = self.slope + m[i] * m[j] * slope
            elif (i, j) not in mixture.theta:
                continue
            self.phi[i, j] = theta, slope


def _turns(i: int, j: int, k: int) -> Iterator[tuple[int, int, int]]:
    yield from ((i, j, k), (j, i, k), (k, i, j))


def _formula(molality: Any, charges: tuple[float, float]) -> tuple[float, float, Any]:
    """Cations and anions of the smallest neutral unit, and ionic strength."""
    from math import gcd

    plus, minus = round(abs(charges[0])), round(abs(charges[1]))
    common = gcd(plus, minus)
    cations, anions = minus / common, plus / common
    return cations, anions, 0.5 * molality * (cations * plus**2 + anions * minus**2)


def _sum(values: Sequence[Any]) -> Any:
    total: Any = 0.0
    for value in values:
        total = total + value
    return total
