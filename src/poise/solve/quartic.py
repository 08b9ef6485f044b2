"""Quartics on [0, 1], one in each lane: values, turning points, roots; traced by JAX, with no loop and no branch."""

from collections.abc import Callable, Sequence
from typing import Any

_TURNS = 4  # iterations for a turning point: the value there is right to the square of the error in its place
_ROOT = 4  # iterations for a root

# rows: coefficients of powers of theta from the values at 0, 1/4, 1/2, 3/4, 1, each less the value at 0
_FROM_NODES = (
    (0.0, 16.0, -12.0, 16.0 / 3.0, -1.0),
    (0.0, -208.0 / 3.0, 76.0, -112.0 / 3.0, 22.0 / 3.0),
    (0.0, 96.0, -128.0, 224.0 / 3.0, -16.0),
    (0.0, -128.0 / 3.0, 64.0, -128.0 / 3.0, 32.0 / 3.0),
)


def through(values: Sequence[Any]) -> tuple[Any, ...]:
    """Coefficients c0 to c4 of the quartic through values at 0, 1/4, 1/2, 3/4 and 1."""
    first = values[0]
    rises = [one - first for one in values]
    return first, *(sum(weight * one for weight, one in zip(row[1:], rises[1:], strict=True)) for row in _FROM_NODES)


def value(c: Sequence[Any], x: Any) -> Any:
    """c0 + c1 x + ... + c4 x^4."""
    return (((c[4] * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0]


def slope(c: Sequence[Any], x: Any) -> Any:
    """Its derivative."""
    return ((4.0 * c[4] * x + 3.0 * c[3]) * x + 2.0 * c[2]) * x + c[1]


def curvature(c: Sequence[Any], x: Any) -> Any:
    """Its second derivative."""
    return (12.0 * c[4] * x + 6.0 * c[3]) * x + 2.0 * c[2]


def mean(c: Sequence[Any]) -> Any:
    """Its mean over [0, 1]."""
    return c[0] + c[1] / 2.0 + c[2] / 3.0 + c[3] / 4.0 + c[4] / 5.0


def inflections(c: Sequence[Any]) -> tuple[Any, Any]:
    """Where the curvature changes sign, in order and moved into [0, 1]; 0 where it does not."""
    import jax.numpy as jnp

    a, b, d = 12.0 * c[4], 6.0 * c[3], 2.0 * c[2]
    under = b * b - 4.0 * a * d
    real = under > 0.0
    far = -0.5 * (b + jnp.where(b < 0.0, -1.0, 1.0) * jnp.sqrt(jnp.where(real, under, 0.0)))
    one = jnp.where(real & (a != 0.0), far / jnp.where(a == 0.0, 1.0, a), 0.0)
    two = jnp.where(real & (far != 0.0), d / jnp.where(far == 0.0, 1.0, far), 0.0)
    one, two = jnp.clip(one, 0.0, 1.0), jnp.clip(two, 0.0, 1.0)
    return jnp.minimum(one, two), jnp.maximum(one, two)


def knots(c: Sequence[Any]) -> tuple[Any, Any, Any, Any, Any]:
    """0, three points in order, and 1, between which the quartic is monotone: its turning points are among them."""
    import jax.numpy as jnp

    one, two = inflections(c)
    zero, end = jnp.zeros_like(one), jnp.ones_like(one)
    low, high = jnp.stack([zero, one, two]), jnp.stack([one, two, end])
    before, after = slope(c, low), slope(c, high)
    turns = ((before < 0.0) & (after > 0.0)) | ((before > 0.0) & (after < 0.0))

    def derivatives(x: Any) -> tuple[Any, Any, Any]:
        return slope(c, x), curvature(c, x), 24.0 * c[4] * x + 6.0 * c[3]

    sign = jnp.where(after > before, 1.0, -1.0)
    found = jnp.where(turns, _laguerre(derivatives, 3.0, low, high, before, after, sign, _TURNS), high)
    return zero, found[0], found[1], found[2], end


def root(c: Sequence[Any], low: Any, high: Any, sign: Any) -> Any:
    """Where a quartic that is monotone in [low, high] passes 0 there.

    Args:
        c: c0 to c4, (lanes,) each.
        low, high: the bracket, (lanes,) or (any, lanes).
        sign: of its slope there: 1 or -1, a number or as the bracket.
    """

    def derivatives(x: Any) -> tuple[Any, Any, Any]:
        return value(c, x), slope(c, x), curvature(c, x)

    return _laguerre(derivatives, 4.0, low, high, value(c, low), value(c, high), sign, _ROOT)


def _laguerre(
    derivatives: Callable[[Any], tuple[Any, Any, Any]],
    degree: float,
    low: Any,
    high: Any,
    f_low: Any,
    f_high: Any,
    sign: Any,
    iterations: int,
) -> Any:
    """A polynomial's root by Laguerre's method, begun with the chord, kept within a bracket where it is monotone.

    Two roots close together, where Newton's method only halves its error, do not slow it.

    Source: Press et al. 2007, Numerical Recipes, sec. 9.5.3.
    """
    import jax.numpy as jnp

    rise = f_high - f_low
    chord = low - f_low * (high - low) / jnp.where(rise == 0.0, 1.0, rise)
    x = jnp.where((chord >= low) & (chord <= high), chord, 0.5 * (low + high))
    for _ in range(iterations):
        f, steep, bend = derivatives(x)
        ahead = sign * f < 0.0
        low, high = jnp.where(ahead, x, low), jnp.where(ahead, high, x)
        under = (degree - 1.0) * ((degree - 1.0) * steep * steep - degree * f * bend)
        below = steep + sign * jnp.sqrt(jnp.maximum(under, 0.0))
        new = x - degree * f / jnp.where(below == 0.0, 1.0, below)
        x = jnp.where((new >= low) & (new <= high) & (below != 0.0), new, 0.5 * (low + high))
    return x
