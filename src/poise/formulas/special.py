"""Functions with a removable singularity, by name: the only place where 0/0 is met."""

from typing import Any

from .namespace import namespace

_SERIES = 1.0e-2  # below this |u| the series is exact to rounding; above it expm1's quotient is


def bernoulli(u: Any) -> Any:
    """Bernoulli's function, smooth through u = 0.

    B(u) = u / (exp(u) - 1),  B(0) = 1,  B(-u) = B(u) + u.

    Args:
        u: any shape, dimensionless; finite for every finite u (0 for u -> +inf, -u for u -> -inf).

    Source: the series is Abramowitz & Stegun 1964, eq. 23.1.1.
    """
    xp = namespace(u)
    near = xp.abs(u) < _SERIES
    safe = xp.where(near, xp.ones_like(u), u)
    # exp(u) - 1 = -expm1(-u) exp(u): written with a decaying exponential so that neither value nor slope overflows
    size = xp.abs(safe)
    decay = xp.exp(-size)
    positive = size * decay / -xp.expm1(-size)
    far = xp.where(safe > 0, positive, positive + size)
    u2 = u * u
    series = 1.0 - u / 2.0 + u2 / 12.0 * (1.0 - u2 / 60.0 * (1.0 - u2 / 42.0))
    return xp.where(near, series, far)


def exprel(u: Any) -> Any:
    """Relative exponential, smooth through u = 0.

    exprel(u) = (exp(u) - 1) / u = 1 / B(u),  exprel(0) = 1.

    Args:
        u: any shape, dimensionless.

    Source: Abramowitz & Stegun 1964, eq. 4.2.1.
    """
    xp = namespace(u)
    near = xp.abs(u) < _SERIES
    safe = xp.where(near, xp.ones_like(u), u)
    far = xp.expm1(safe) / safe
    series = 1.0 + u / 2.0 * (1.0 + u / 3.0 * (1.0 + u / 4.0 * (1.0 + u / 5.0 * (1.0 + u / 6.0))))
    return xp.where(near, series, far)
