"""Functions with a removable singularity, by name: the only place where 0/0 is met."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from . import scalar
from .namespace import hold, namespace, repeat, still

_BERNOULLI_SERIES = 0.5  # below this |u| Bernoulli's series is exact to rounding; above it the quotient is
# Bernoulli numbers over factorials, B_2k / (2k)!, k = 0..7 (Abramowitz & Stegun 1964, table 23.2)
_BERNOULLI = (
    1.0,
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30240.0,
    -1.0 / 1209600.0,
    1.0 / 47900160.0,
    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0,
)
_ATANH_SERIES = 0.05  # below this |d| the series is exact to rounding; above it the quotient is
_SERIES = 1.0e-2  # below this |u| the series is exact to rounding; above it expm1's quotient is


def bernoulli(u: Any) -> Any:
    """Bernoulli's function, smooth through u = 0.

    B(u) = u / (exp(u) - 1),  B(0) = 1,  B(-u) = B(u) + u.

    Args:
        u: any shape, dimensionless; finite for every finite u (0 for u -> +inf, -u for u -> -inf).

    Source: the series is Abramowitz & Stegun 1964, eq. 23.1.1 (abramowitz_stegun_1964).
    """
    return bernoulli_pair(u)[0]


def bernoulli_pair(u: Any) -> tuple[Any, Any]:
    """B(u) and B(-u) for the price of one exponential, each to rounding.

    Args:
        u: any shape, dimensionless.

    Source: as `bernoulli`.
    """
    xp = namespace(u)
    if xp.__name__.startswith("jax"):
        return _traced_pair()(u)
    near = xp.abs(u) < _BERNOULLI_SERIES
    safe = xp.where(near, xp.ones_like(u), u)
    # exp(u) - 1 = -expm1(-u) exp(u): a decaying exponential, so that neither value nor slope overflows
    size = xp.abs(safe)
    decay = xp.exp(-size)
    small = size * decay / (1.0 - decay)
    large = small + size
    positive = safe > 0
    u2 = u * u
    even = 0.0 * u
    for coefficient in reversed(_BERNOULLI):
        even = coefficient + u2 * even
    return (
        xp.where(near, even - 0.5 * u, xp.where(positive, small, large)),
        xp.where(near, even + 0.5 * u, xp.where(positive, large, small)),
    )


@lru_cache(maxsize=1)
def _traced_pair() -> Callable[[Any], tuple[Any, Any]]:
    """`bernoulli_pair` of JAX: by expm1, which needs no series, since the slope has a rule of its own."""
    import jax
    import jax.numpy as jnp

    @jax.custom_jvp
    def pair(u: Any) -> tuple[Any, Any]:
        size = jnp.abs(u)
        zero = size == 0.0
        small = jnp.where(zero, 1.0, size / jnp.expm1(jnp.where(zero, 1.0, size)))
        return small + jnp.maximum(-u, 0.0), small + jnp.maximum(u, 0.0)

    @pair.defjvp
    def _(point: Any, along: Any) -> Any:
        slope = bernoulli_slope(point[0])
        return pair(*point), (slope * along[0], (1.0 + slope) * along[0])

    return pair


def bernoulli_slope(u: Any) -> Any:
    """Slope of Bernoulli's function, smooth through u = 0.

    B'(u) = B(u) (1 - B(-u)) / u,  B'(0) = -1/2,  B'(-u) = -1 - B'(u)

    Args:
        u: any shape, dimensionless.

    Source: as `bernoulli`.
    """
    xp = namespace(u)
    size = xp.abs(u)
    near = size < _BERNOULLI_SERIES
    here = bernoulli_pair(size)[0]
    far = here * (1.0 - here - size) / xp.where(near, xp.ones_like(size), size)
    u2 = u * u
    odd = 0.0 * u
    for k in range(len(_BERNOULLI) - 1, 0, -1):
        odd = 2.0 * k * _BERNOULLI[k] + u2 * odd
    return xp.where(near, u * odd - 0.5, xp.where(u < 0, -1.0 - far, far))


def logistic(u: Any) -> Any:
    """The share 1 / (1 + exp(-u)), to rounding also where it is next to nothing.

    Args:
        u: any shape, dimensionless.

    Source: Boltzmann's distribution over two states, as in Hodgkin & Huxley 1952, part I (hodgkin_huxley_1952).
    """
    xp = namespace(u)
    less = xp.exp(-xp.abs(u))
    return xp.where(u < 0, less, xp.ones_like(less)) / (1.0 + less)


def exprel(u: Any) -> Any:
    """Relative exponential, smooth through u = 0.

    exprel(u) = (exp(u) - 1) / u = 1 / B(u),  exprel(0) = 1.

    Args:
        u: any shape, dimensionless.

    Source: Abramowitz & Stegun 1964, eq. 4.2.1 (abramowitz_stegun_1964).
    """
    xp = namespace(u)
    near = xp.abs(u) < _SERIES
    safe = xp.where(near, xp.ones_like(u), u)
    far = xp.expm1(safe) / safe
    series = 1.0 + u / 2.0 * (1.0 + u / 3.0 * (1.0 + u / 4.0 * (1.0 + u / 5.0 * (1.0 + u / 6.0))))
    return xp.where(near, series, far)


def log_ratio(one: Any, other: Any) -> Any:
    """Logarithm of a ratio, exactly odd under exchange of the two and exactly 0 where they are equal.

    log_ratio(a, b) = (ln(a/b) - ln(b/a)) / 2 = ln(a/b).

    Args:
        one: a, any shape; > 0.
        other: b, any shape, same unit as a; > 0.
    """
    xp = namespace(one, other)
    if xp is scalar and not (one > 0 and other > 0):
        return xp.log(one) - xp.log(other)  # the limits, as arrays have them: Python numbers cannot be divided by 0
    return 0.5 * (xp.log(one / other) - xp.log(other / one))


def log_quotient(one: Any, other: Any) -> Any:
    """Inverse of the logarithmic mean, smooth where the two are equal and exactly the same when they are exchanged.

    log_quotient(a, b) = ln(a/b) / (a - b),  log_quotient(a, a) = 1/a

    Args:
        one: a, any shape; > 0.
        other: b, any shape, same unit as a; > 0.

    Source: the series is that of the inverse hyperbolic tangent, Abramowitz & Stegun 1964, eq. 4.6.33
        (abramowitz_stegun_1964).
    """
    xp = namespace(one, other)
    whole, difference = one + other, one - other
    d = difference / whole
    near = xp.abs(d) < _ATANH_SERIES
    d2 = d * d
    even = 0.0 * d
    for odd in (11.0, 9.0, 7.0, 5.0, 3.0, 1.0):
        even = 1.0 / odd + d2 * even
    safe = xp.where(near, xp.ones_like(difference), difference)
    return xp.where(near, 2.0 * even / whole, log_ratio(one, other) / safe)


def positive_quadratic_root(a: Any, b: Any, c: Any) -> Any:
    """The positive root y of a y^2 + b y - c = 0, without cancellation and smooth through b = 0.

    y = 2 c / (b + sqrt(b^2 + 4 a c)) where b > 0, (sqrt(b^2 + 4 a c) - b) / (2 a) elsewhere.

    Args:
        a: any shape; > 0.
        b: any shape, either sign.
        c: any shape; > 0.

    Source: Press et al. 2007, eq. 5.6.4 (press_2007).
    """
    xp = namespace(a, b, c)
    up = b > 0
    rising, falling = xp.where(up, b, 0.0 * b), xp.where(up, 0.0 * b, b)
    high = 2.0 * c / (rising + xp.sqrt(rising * rising + 4.0 * a * c))
    low = (xp.sqrt(falling * falling + 4.0 * a * c) - falling) / (2.0 * a)
    return xp.where(up, high, low)


def monotone_root(function: Callable[[Any], tuple[Any, Any]], low: Any, high: Any, xp: Any) -> Any:
    """The root of an increasing function that changes sign between two ends, by a fixed number of steps.

    30 bisections bring the bracket to 1e-9 of its width, two Newton steps and two with the slope held then bring the
    root to rounding; the last two also carry its first two derivatives, although bisection carries none.

    Args:
        function: of x; returns (value, slope), slope > 0 between the ends.
        low, high: the ends, any shape, value(low) <= 0 <= value(high).
        xp: the array namespace of the parameters hidden in `function`.
    """
    nought = 0.0 * function(0.5 * (low + high))[0]  # gives both ends the shape of the answer

    def halve(ends: tuple[Any, Any]) -> tuple[Any, Any]:
        middle = 0.5 * (ends[0] + ends[1])
        short = function(middle)[0] < 0
        return xp.where(short, middle, ends[0]), xp.where(short, ends[1], middle)

    def newton(x: Any) -> Any:
        value, slope = function(x)
        return x - value / slope

    low, high = repeat(30, halve, still((low + nought, high + nought), xp), xp)
    x = still(repeat(2, newton, 0.5 * (low + high), xp), xp)
    slope = still(function(x)[1], xp)
    x = hold(x - function(x)[0] / slope, xp)
    return x - function(x)[0] / slope
