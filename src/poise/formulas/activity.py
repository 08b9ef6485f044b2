"""Activity coefficients in one line: limiting law, Debye-Hueckel, Davies, neutral molecules, Hamer-Wu."""

from collections.abc import Sequence
from typing import Any

from ..constants import LN10
from .namespace import namespace
from .pitzer_functions import debye_hueckel_sigma

_FLOOR = 1.0e-18  # mol/kg; keeps pure water from 0/0


def log10_gamma_limiting(charge: Any, strength: Any, a: Any) -> Any:
    """Decimal logarithm of an ion's activity coefficient at very small ionic strength.

    log10 gamma = -A z^2 sqrt(I)

    Args:
        charge: z, any shape.
        strength: I, molal ionic strength [mol/kg], any shape; > 0.
        a: A [(kg/mol)^1/2] (`debye_hueckel_a`).

    Returns: log10 gamma, dimensionless.

    Source: Debye & Hueckel 1923 (debye_huckel_1923); Robinson & Stokes 2002, ch. 9 (robinson_stokes_2002).
    Valid: I < 0.001 mol/kg; slope infinite at I = 0.
    """
    return -a * charge * charge * namespace(charge, strength, a).sqrt(strength)


def log10_gamma_debye_hueckel(charge: Any, strength: Any, a: Any, b: Any, size: Any, bdot: Any = 0.0) -> Any:
    """Decimal logarithm of an ion's activity coefficient with an ion size and a linear term.

    log10 gamma = -A z^2 sqrt(I) / (1 + B d sqrt(I)) + b I

    Args:
        charge: z, any shape.
        strength: I, molal ionic strength [mol/kg], any shape; > 0.
        a: A [(kg/mol)^1/2] (`debye_hueckel_a`).
        b: B [(kg/mol)^1/2 / m] (`debye_hueckel_b`).
        size: d, distance of closest approach [m], any shape; 0 gives the limiting law.
        bdot: b, the linear term [kg/mol].

    Returns: log10 gamma, dimensionless.

    Source: Debye & Hueckel 1923 (debye_huckel_1923); Truesdell & Jones 1974 (truesdell_jones_1974).
    Valid: I < 0.1 mol/kg without b, about 1 mol/kg with a fitted b.
    """
    root = namespace(charge, strength, a, b, size).sqrt(strength)
    return -a * charge * charge * root / (1.0 + b * size * root) + bdot * strength


def log10_gamma_davies(charge: Any, strength: Any, a: Any, b: Any = 0.3) -> Any:
    """Decimal logarithm of an ion's activity coefficient from its charge alone.

    log10 gamma = -A z^2 (sqrt(I) / (1 + sqrt(I)) - b I)

    Args:
        charge: z, any shape.
        strength: I, molal ionic strength [mol/kg], any shape; > 0.
        a: A [(kg/mol)^1/2] (`debye_hueckel_a`).
        b: 0.3 [kg/mol] (Davies 1962; 0.2 in Davies 1938).

    Returns: log10 gamma, dimensionless.

    Source: Davies 1962, ch. 3 (davies_1962).
    Valid: I < 0.5 mol/kg.
    """
    root = namespace(charge, strength, a).sqrt(strength)
    return -a * charge * charge * (root / (1.0 + root) - b * strength)


def log10_gamma_neutral(strength: Any, b: Any = 0.1) -> Any:
    """Decimal logarithm of the activity coefficient of a neutral molecule (salting out).

    log10 gamma = b I

    Args:
        strength: I, molal ionic strength [mol/kg], any shape.
        b: salting-out coefficient [kg/mol].

    Returns: log10 gamma, dimensionless.

    Source: Setschenow 1889 (setschenow_1889); b = 0.1, Parkhurst & Appelo 2013 (parkhurst_appelo_2013).
    """
    return b * strength


def log10_gamma_hamer_wu(molality: Any, a: Any, b: Any, beta: Any, c: Any = 0.0, d: Any = 0.0, e: Any = 0.0) -> Any:
    """Decimal logarithm of the mean activity coefficient of a 1:1 salt, from its fitted constants.

    log10 gamma = -A sqrt(m) / (1 + B sqrt(m)) + beta m + C m^2 + D m^3 + E m^4

    Args:
        molality: m [mol/kg], any shape; > 0.
        a: A [(kg/mol)^1/2].
        b: B [(kg/mol)^1/2].
        beta, c, d, e: the salt's constants [kg/mol] and its powers.

    Returns: log10 gamma, dimensionless.

    Source: Hamer & Wu 1972 (hamer_wu_1972); with the constants of Tang et al. 1986 (tang_1986).
    Valid: 25 degC, up to the molality to which the constants were fitted.
    """
    root = namespace(molality, a, b).sqrt(molality)
    return -a * root / (1.0 + b * root) + molality * (beta + molality * (c + molality * (d + molality * e)))


def osmotic_debye_hueckel(
    molality: Sequence[Any], charge: Sequence[float], strength: Any, a: Any, b: Any, size: Sequence[float]
) -> Any:
    """Osmotic coefficient that belongs to Debye and Hueckel's law.

    phi = 1 - (A ln(10) / 3) sqrt(I) sum_k m_k z_k^2 sigma(B d_k sqrt(I)) / sum_k m_k

    The Gibbs-Duhem equation along the dilution of a solution of fixed composition. Where all ions have one size it
    holds in every direction; with unlike sizes the law itself breaks it (Debye & Hueckel's d belongs to a pair).

    Args:
        molality: m by solute [mol/kg], each any shape.
        charge: z by solute.
        strength: I, molal ionic strength [mol/kg]; > 0.
        a: A [(kg/mol)^1/2] (`debye_hueckel_a`).
        b: B [(kg/mol)^1/2 / m] (`debye_hueckel_b`).
        size: d by solute [m].

    Returns: phi, dimensionless; 1 in pure water.

    Source: Robinson & Stokes 2002, ch. 9 (robinson_stokes_2002), for one salt; summed over ions here.
    Valid: as `log10_gamma_debye_hueckel`.
    """
    xp = namespace(strength, a, b, *molality)
    root = xp.sqrt(strength)
    total, loss = 0.0 * root, 0.0 * root
    for m, z, d in zip(molality, charge, size, strict=True):
        total = total + m
        loss = loss + m * z * z * debye_hueckel_sigma(b * d * root)
    return 1.0 - LN10 / 3.0 * a * root * loss / xp.maximum(total, _FLOOR + 0.0 * total)


def osmotic_davies(molality: Sequence[Any], strength: Any, a: Any, b: Any = 0.3) -> Any:
    """Osmotic coefficient that belongs to Davies's law.

    phi = 1 - (2 A ln(10) I / sum_k m_k) (sqrt(I) sigma(sqrt(I)) / 3 - b I / 2)

    Args:
        molality: m by solute [mol/kg], each any shape.
        strength: I, molal ionic strength [mol/kg]; > 0.
        a: A [(kg/mol)^1/2] (`debye_hueckel_a`).
        b: 0.3 [kg/mol].

    Returns: phi, dimensionless; 1 in pure water.

    Source: the Gibbs-Duhem equation with Davies 1962, ch. 3 (davies_1962); sigma as in Robinson & Stokes 2002, ch. 9
        (robinson_stokes_2002).
    Valid: as `log10_gamma_davies`.
    """
    xp = namespace(strength, a, *molality)
    root = xp.sqrt(strength)
    total = 0.0 * root
    for m in molality:
        total = total + m
    loss = root * debye_hueckel_sigma(root) / 3.0 - 0.5 * b * strength
    return 1.0 - 2.0 * LN10 * a * strength * loss / xp.maximum(total, _FLOOR + 0.0 * total)
