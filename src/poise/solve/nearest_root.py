"""The rising zero nearest to a guess, for many lanes: a scan, then safeguarded Newton steps, traced by JAX."""

from collections.abc import Callable
from typing import Any

_STILL = 1e-12  # quadratic convergence: after a step this short the next is rounding


def nearest_root(
    function: Callable[[Any], Any], low: Any, high: Any, near: Any, points: int, iterations: int = 60
) -> Any:
    """Of the zeros at which a function rises, the one nearest to a guess, to rounding; nan where there is none.

    What rises and falls between two neighbouring points of the scan is not seen.

    Args:
        function: f(x) of shape (..., lanes) for x of that shape, traceable by JAX.
        low, high: range, numbers or (lanes,).
        near: (lanes,).
        points: points of the scan.
        iterations: upper limit of the steps; about 6 are used.
    """
    import jax
    import jax.numpy as jnp

    near = jnp.asarray(near)
    low, high = jnp.full_like(near, low), jnp.full_like(near, high)
    x = low + (high - low) * jnp.linspace(0.0, 1.0, points)[:, None]
    f = jnp.broadcast_to(function(x), x.shape)
    known = jnp.isfinite(f).all(axis=0)
    rises = (f[:-1] < 0) & (f[1:] >= 0)
    guess = x[:-1] - f[:-1] * (x[1:] - x[:-1]) / jnp.where(rises, f[1:] - f[:-1], 1.0)
    which = jnp.argmin(jnp.where(rises, jnp.abs(guess - near), jnp.inf), axis=0)[None]
    start, a, b = (jnp.take_along_axis(one, which, axis=0)[0] for one in (guess, x[:-1], x[1:]))
    ones = jnp.ones_like(start)

    def step(state: Any) -> Any:
        x, a, b, _, count = state
        f, df = jax.jvp(function, (x,), (ones,))
        a, b = jnp.where(f < 0, x, a), jnp.where(f < 0, b, x)
        newton = x - f / df
        inside = (newton >= a) & (newton <= b)
        better = jnp.where(f == 0, x, jnp.where(inside, newton, 0.5 * (a + b)))
        return better, a, b, jnp.nanmax(jnp.abs(better - x)), count + 1

    def going(state: Any) -> Any:
        return (state[3] > _STILL) & (state[4] < iterations)

    x = jax.lax.while_loop(going, step, (jnp.clip(start, a, b), a, b, jnp.inf, 0))[0]
    return jnp.where(rises.any(axis=0) & known, x, jnp.nan)
