"""The functions of ionic strength in Pitzer's equations: g, its slope, the unsymmetrical mixing terms and sigma."""

from typing import Any

from . import scalar
from .namespace import namespace

_SERIES = 0.05  # below this x the power series are exact to rounding
# Pitzer 1991, table B-1: Chebyshev coefficients a_20 ... a_0 of J(x), x < 1 and x >= 1
_NEAR = (
    -1.0991e-11, -2.563e-12, 1.943e-12, 4.6333e-11, -5.0847e-11, -8.21969e-10, 1.229405e-9, 1.352261e-8,
    -2.5267769e-8, -2.02099617e-7, 3.96566462e-7, 2.937706971e-6, -4.53789571e-6, -4.5036975204e-5,
    3.6583601823e-5, 6.36874599598e-4, 3.88260636404e-4, -7.299499690937e-3, -2.9779077456514e-2,
    -6.0076477753119e-2, 1.925154014814667,
)  # fmt: skip
_FAR = (
    2.37816e-10, -2.849257e-9, -6.944757e-9, 4.558555e-9, 8.077957e-8, 2.16991779e-7, -2.50453880e-7,
    -3.548684306e-6, -4.583768938e-6, 3.4682122751e-5, 8.7294451594e-5, -2.42107641309e-4, -8.87171310131e-4,
    1.130378079086e-3, 6.519840398744e-3, -1.668087945272e-3, -3.6552745910311e-2, -2.8796057604906e-2,
    1.50044637187895e-1, 4.62762985338493e-1, 6.28023320520852e-1,
)  # fmt: skip


def _powers(chebyshev: tuple[float, ...]) -> tuple[float, ...]:
    """Powers of t in sum_k a_k T_k(t), a_0 halved, highest first; nothing cancels: a_k fall faster than T_k grow."""
    last, now = [1.0], [0.0, 1.0]  # T_0, T_1, lowest power first
    total = [0.0] * len(chebyshev)
    for k, a in enumerate(reversed(chebyshev)):
        for power, one in enumerate(last):
            total[power] += (0.5 * a if k == 0 else a) * one
        grown = [0.0, *(2.0 * one for one in now)]
        last, now = now, [one - (last[n] if n < len(last) else 0.0) for n, one in enumerate(grown)]
    return tuple(reversed(total))


_NEAR_POWERS, _FAR_POWERS = _powers(_NEAR), _powers(_FAR)
_LEAST = 1.0e-8  # mol/kg; below it E-theta times a molality is under 1e-6


def pitzer_g(x: Any) -> Any:
    """How the short-range interaction of two unlike ions fades with ionic strength, smooth through x = 0.

    g(x) = 2 (1 - (1 + x) exp(-x)) / x^2,  g(0) = 1

    Args:
        x: alpha sqrt(I), any shape; >= 0.

    Returns: g, dimensionless.

    Source: Pitzer 1973 (pitzer_1973).
    """
    xp = namespace(x)
    near = x < _SERIES
    safe = xp.where(near, xp.ones_like(x), x)
    far = 2.0 * (1.0 - (1.0 + safe) * xp.exp(-safe)) / (safe * safe)
    series = 1.0 + x * (-2 / 3 + x * (1 / 4 + x * (-1 / 15 + x * (1 / 72 + x * (-1 / 420 + x * (1 / 2880))))))
    return xp.where(near, series, far)


def pitzer_g_slope(x: Any) -> Any:
    """Slope of `pitzer_g` as the equations want it, smooth through x = 0.

    g'(x) = (exp(-x) - g(x)) = -2 (1 - (1 + x + x^2/2) exp(-x)) / x^2,  g'(0) = 0;  dg/dI = g'(alpha sqrt(I)) / I

    Args:
        x: alpha sqrt(I), any shape; >= 0.

    Returns: g', dimensionless.

    Source: Harvie et al. 1984 (harvie_1984).
    """
    xp = namespace(x)
    near = x < _SERIES
    safe = xp.where(near, xp.ones_like(x), x)
    far = -2.0 * (1.0 - (1.0 + safe + 0.5 * safe * safe) * xp.exp(-safe)) / (safe * safe)
    series = x * (-1 / 3 + x * (1 / 4 + x * (-1 / 10 + x * (1 / 36 + x * (-1 / 168 + x * (1 / 960))))))
    return xp.where(near, series, far)


def pitzer_j(x: Any) -> tuple[Any, Any]:
    """Pitzer's integral J for ions of like sign and unlike charge, and its derivative.

    J(x) = x/4 - 1 + (1/x) int_0^inf (1 - exp(-(x/y) exp(-y))) y^2 dy

    Args:
        x: 6 z z' A_phi sqrt(I), any shape; > 0.

    Returns: J(x) and dJ/dx, dimensionless; the Chebyshev series are good to about 1e-10.

    Source: Pitzer 1975 (pitzer_1975); series of Harvie 1981 as printed in Pitzer 1991, app. B, eqs. B-21 to B-30 and
        table B-1 (pitzer_1991), read in mvdh7/pytzer unsymmetrical.py @fb96d26.
    """
    xp = namespace(x)
    near = x < 1.0
    inner, outer = xp.where(near, x, xp.ones_like(x)), xp.where(near, xp.ones_like(x), x)
    fifth, tenth = xp.exp(0.2 * xp.log(inner)), xp.exp(-0.1 * xp.log(outer))
    low = _polynomial(_NEAR_POWERS, 2.0 * fifth - 1.0)
    high = _polynomial(_FAR_POWERS, (20.0 * tenth - 11.0) / 9.0)
    series = xp.where(near, low[0], high[0])
    slope = xp.where(near, low[1] * 0.4 * fifth / inner, high[1] * (-2.0 / 9.0) * tenth / outer)
    return 0.25 * x - 1.0 + series, 0.25 + slope


def _polynomial(powers: tuple[float, ...], t: Any) -> tuple[Any, Any]:
    """A polynomial, highest power first, and its derivative."""
    xp = namespace(t)
    if xp is scalar:
        value, slope = powers[0], 0.0
        for one in powers[1:]:
            slope = slope * t + value
            value = value * t + one
        return value, slope
    table, step = xp.ones_like(t)[None], t  # 1, t, t^2 ...: few operations, for Horner's many take long to compile
    while table.shape[0] < len(powers):
        table, step = xp.concatenate([table, table * step]), step * step
    rising = [*reversed(powers), *(0.0 for _ in range(table.shape[0] - len(powers)))]
    falling = [(k + 1) * one for k, one in enumerate(rising[1:])]
    both = xp.tensordot(xp.asarray([rising, [*falling, 0.0]]), table, axes=([1], [0]))
    return both[0], both[1]


def pitzer_e_theta(charge: Any, other: Any, strength: Any, a_phi: Any) -> tuple[Any, Any]:
    """What the long-range forces alone make of mixing two ions of like sign and unlike charge.

    E-theta = (z z' / 4 I) (J(x) - J(x_zz)/2 - J(x_z'z')/2),  x = 6 z z' A_phi sqrt(I)

    Args:
        charge: z, any shape.
        other: z', of the same sign, any shape.
        strength: I, molal ionic strength [mol/kg], any shape.
        a_phi: A_phi [(kg/mol)^1/2], any shape.

    Returns: E-theta [kg/mol] and its derivative in I [(kg/mol)^2]; 0 where the charges are equal.

    Source: Pitzer 1975 (pitzer_1975); Pitzer 1991, app. B (pitzer_1991).
    """
    xp = namespace(charge, other, strength, a_phi)
    strength = xp.maximum(strength, _LEAST + 0.0 * strength)
    root = 6.0 * a_phi * xp.sqrt(strength)
    product = charge * other
    kinds = ((1.0, product), (-0.5, charge * charge), (-0.5, other * other))
    if xp is scalar:
        found = [pitzer_j(both * root) for _, both in kinds]
    else:  # all three at once: a third of the code to compile
        found = list(zip(*pitzer_j(xp.stack([both * root for _, both in kinds])), strict=True))
    total, slope = 0.0 * root, 0.0 * root
    for (weight, both), (value, derivative) in zip(kinds, found, strict=True):
        total = total + weight * value
        slope = slope + weight * both * root * derivative
    theta = 0.25 * product / strength * total
    return theta, (0.125 * product / strength * slope - theta) / strength


def debye_hueckel_sigma(x: Any) -> Any:
    """How the Debye-Hueckel law's osmotic term fades with ionic strength, smooth through x = 0.

    sigma(x) = 3 (1 + x - 1/(1 + x) - 2 ln(1 + x)) / x^3,  sigma(0) = 1

    Args:
        x: B d sqrt(I), any shape; >= 0.

    Returns: sigma, dimensionless.

    Source: Robinson & Stokes 2002, ch. 2 and app. 2.2 (robinson_stokes_2002).
    """
    xp = namespace(x)
    near = x < _SERIES
    safe = xp.where(near, xp.ones_like(x), x)
    far = 3.0 * (1.0 + safe - 1.0 / (1.0 + safe) - 2.0 * xp.log1p(safe)) / (safe * safe * safe)
    series = 0.0 * x
    for k in range(12, 2, -1):  # sigma = sum_k>=3 (-1)^(k+1) 3 (1 - 2/k) x^(k-3)
        series = series * x + 3.0 * (-1.0) ** (k + 1) * (1.0 - 2.0 / k)
    return xp.where(near, series, far)
