"""The root of a function that never falls, for very many lanes: safeguarded Newton steps, traced by JAX."""

from collections.abc import Callable
from typing import Any


def rising_root(function: Callable[[Any], Any], low: Any, high: Any, start: Any, iterations: int = 60) -> Any:
    """The zero of a rising function of one variable in each lane of a block, to rounding.

    Newton's step where it stays inside the bracket and the bracket shrinks, the middle of the bracket otherwise.

    Args:
        function: f(x) for all lanes of the block at once, traceable by JAX.
        low, high: range, numbers or arrays; nan is returned for a lane whose function has one sign there.
        start: first guess, array of the block's shape.
        iterations: upper limit; about 6 are used.

    Source: Press et al. 2007, sec. 9.4 (rtsafe).
    """
    import jax
    import jax.numpy as jnp

    x = jnp.asarray(start)
    a, b = jnp.full_like(x, low), jnp.full_like(x, high)
    ones = jnp.ones_like(x)

    def step(state: Any) -> Any:
        x, a, b, _, count = state
        f, df = jax.jvp(function, (x,), (ones,))
        a, b = jnp.where(f < 0, x, a), jnp.where(f < 0, b, x)
        newton = x - f / df
        inside = (newton >= a) & (newton <= b)
        better = jnp.where(f == 0, x, jnp.where(inside, newton, 0.5 * (a + b)))
        return better, a, b, jnp.max(jnp.abs(better - x)), count + 1

    def going(state: Any) -> Any:
        return (state[3] > 1e-14) & (state[4] < iterations)

    x, *_ = jax.lax.while_loop(going, step, (x, a, b, jnp.inf, 0))
    whole = (function(a * 0 + low) <= 0) & (function(b * 0 + high) >= 0)
    return jnp.where(whole, x, jnp.nan)
