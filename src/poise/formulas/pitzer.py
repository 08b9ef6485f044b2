"""Pitzer's equations for mixed electrolytes: activity coefficients of all solutes and the osmotic coefficient."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from .namespace import hold, namespace
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
    """What interacts in a solution of N solutes, as symmetric arrays; few large operations, which compile fast.

    Attributes:
        alphas: (A,), how fast each part of the second coefficients fades with sqrt(I); 0 for what does not.
        second: (A, N, N) or (A, N, N, lanes), beta of cations with anions by part; where alpha is 0 also theta of ions
            of like sign and lambda of neutral solutes [kg/mol].
        third: (N, N) or (N, N, lanes), C = C_phi / (2 sqrt|z z'|) of cations with anions [(kg/mol)^2].
        triple: (N, N, N), psi and zeta [(kg/mol)^2]; `None` where there are none.
        unsymmetrical: whether ions of like sign and unlike charge have E-theta.
    """

    alphas: tuple[float, ...]
    second: Any
    third: Any
    triple: Any = None
    unsymmetrical: bool = True


def pitzer_triples(count: int, values: Sequence[tuple[tuple[int, int, int], float]]) -> Any:
    """The symmetric (N, N, N) array of psi and zeta from their values by places; `None` where there are none."""
    import numpy

    if not values:
        return None
    found = numpy.zeros((count, count, count))
    for places, value in values:
        for turned in permutations(places):
            found[turned] = value
    return found


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
    xp, m, root = now.xp, now.molality, now.root
    slope = -now.a_phi * (root / (1.0 + B * root) + 2.0 / B * xp.log1p(B * root))
    x = now.faded
    g, g_slope, meetings = hold((pitzer_g(x), pitzer_g_slope(x), now.half(now.second)), xp)
    slope = slope + (g_slope * meetings).sum(axis=0) / now.strength
    result = 2.0 * (g[:, None] * now.second).sum(axis=0) + now.size * now.third
    if now.kinds is not None:
        like = hold(now.dot(now.kinds, m), xp)
        slope = slope + (now.theta[1] * now.half(like)).sum(axis=0)
        result = result + 2.0 * (now.theta[0][:, None] * like).sum(axis=0)
    if now.triple is not None:
        result = result + 0.5 * now.triple
    z = now.charges
    slope = hold(slope, xp)
    result = result + z * z * slope + abs(z) * now.half(now.third[None])[0]
    result = hold(result, xp)
    return [result[place] for place in range(len(charge))]


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
    xp, m = now.xp, now.molality
    excess = -now.a_phi * now.strength * now.root / (1.0 + B * now.root)
    excess = excess + (xp.exp(-now.faded) * now.half(now.second)).sum(axis=0)
    excess = excess + now.size * now.half(now.third[None])[0]
    if now.kinds is not None:
        theta, slope = now.theta
        excess = excess + ((theta + now.strength * slope) * now.half(now.dot(now.kinds, m))).sum(axis=0)
    if now.triple is not None:
        excess = excess + (now.triple * m).sum(axis=0) / 6.0
    total = m.sum(axis=0)
    return 1.0 + 2.0 * excess / xp.maximum(total, _FLOOR)


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
    """What the activity coefficients and the osmotic coefficient share; solutes on the first axis, lanes behind."""

    def __init__(self, molality: Sequence[Any], charge: Sequence[float], a_phi: Any, mixture: PitzerMixture) -> None:
        self.xp = xp = _arrays(*molality, a_phi, mixture.second)
        *each, self.a_phi = xp.broadcast_arrays(*(xp.asarray(one, dtype=float) for one in (*molality, a_phi)))
        self.molality = m = hold(xp.stack(each), xp)
        self.charges = z = self._column(charge)
        self.strength: Any = hold(xp.maximum(0.5 * (z * z * m).sum(axis=0), _FLOOR), xp)
        self.root: Any = xp.sqrt(self.strength)
        self.size: Any = (abs(z) * m).sum(axis=0)
        self.faded: Any = self._column(mixture.alphas) * self.root
        self.second: Any = hold(self.dot(mixture.second, m), xp)
        self.third: Any = hold(self.dot(xp.asarray(mixture.third)[None], m)[0], xp)
        self.triple: Any = None
        if mixture.triple is not None:  # sum_jk P_ijk m_j m_k
            self.triple = (xp.tensordot(xp.asarray(mixture.triple), m, axes=([2], [0])) * m).sum(axis=1)
        self.kinds: Any = None
        self._long_range(charge, mixture)

    def _long_range(self, charge: Sequence[float], mixture: PitzerMixture) -> None:
        """E-theta by kind of pair, and which pairs are of which kind."""
        import numpy

        sizes = numpy.abs(numpy.asarray(charge))
        alike = numpy.outer(charge, charge) > 0.0
        both = sorted({(a, b) for a in sizes for b in sizes if 0.0 < a < b and mixture.unsymmetrical})
        masks = [alike & (numpy.minimum.outer(sizes, sizes) == a) & (numpy.maximum.outer(sizes, sizes) == b)
                 for a, b in both]  # fmt: skip
        found = [(pair, mask) for pair, mask in zip(both, masks, strict=True) if mask.any()]
        if not found:
            return
        self.kinds = self.xp.asarray(numpy.stack([mask for _, mask in found]).astype(float))
        smaller, larger = (self._column([pair[k] for pair, _ in found]) for k in (0, 1))
        self.theta: tuple[Any, Any] = hold(pitzer_e_theta(smaller, larger, self.strength, self.a_phi), self.xp)

    def _column(self, values: Sequence[float]) -> Any:
        """Numbers down the first axis, to meet arrays of lanes."""
        return self.xp.asarray(values, dtype=float).reshape((-1,) + (1,) * (self.molality.ndim - 1))

    def dot(self, matrices: Any, m: Any) -> Any:
        """sum_j M_rij m_j: (R, N, N) or (R, N, N, lanes) with (N, lanes) gives (R, N, lanes)."""
        matrices = self.xp.asarray(matrices)
        if matrices.ndim == 3:
            return self.xp.tensordot(matrices, m, axes=([2], [0]))
        short = m.ndim + 2 - matrices.ndim
        return (matrices.reshape(matrices.shape[:3] + (1,) * short + matrices.shape[3:]) * m).sum(axis=2)

    def half(self, rows: Any) -> Any:
        """Half of sum_i m_i Q_ri: every pair once."""
        return 0.5 * (rows * self.molality).sum(axis=1)


def _arrays(*values: Any) -> Any:
    """JAX's namespace where any of the values is JAX's, else NumPy's."""
    import numpy

    xp = namespace(*values)
    return xp if xp.__name__.startswith("jax") else numpy


def _formula(molality: Any, charges: tuple[float, float]) -> tuple[float, float, Any]:
    """Cations and anions of the smallest neutral unit, and ionic strength."""
    from math import gcd

    plus, minus = round(abs(charges[0])), round(abs(charges[1]))
    common = gcd(plus, minus)
    cations, anions = minus / common, plus / common
    return cations, anions, 0.5 * molality * (cations * plus**2 + anions * minus**2)
