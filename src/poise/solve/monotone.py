"""The root of a function that never falls, for very many lanes: safeguarded Newton steps, traced by JAX."""

from collections.abc import Callable
from typing import Any

STILL = 1e-12  # quadratic convergence: after a step this short the next is rounding
SURE = 1e-7  # the last Newton step of a lane that has a root is far shorter


def rising_root(function: Callable[[Any], Any], low: Any, high: Any, start: Any, iterations: int = 60) -> Any:
    """The zero of a rising function of one variable in each lane of a block, to rounding.

    Newton's step where it stays inside the bracket and the bracket shrinks, the middle of the bracket otherwise.

    Args:
        function: f(x) for all lanes of the block at once, traceable by JAX.
        low, high: range, numbers or arrays; nan is returned for a lane whose function has one sign there, or is
            zero all over.
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
        x, a, b, _, _, count = state
        f, df = jax.jvp(function, (x,), (ones,))
        a, b = jnp.where(f < 0, x, a), jnp.where(f < 0, b, x)
        ahead = f / df
        newton = x - ahead
        inside = (newton >= a) & (newton <= b)
        better = jnp.where(f == 0, x, jnp.where(inside, newton, 0.5 * (a + b)))
        return better, a, b, jnp.abs(ahead), jnp.max(jnp.abs(better - x)), count + 1

    def going(state: Any) -> Any:
        return (state[4] > STILL) & (state[5] < iterations)

    x, _, _, ahead, _, _ = jax.lax.while_loop(going, step, (x, a, b, ones, jnp.inf, 0))
    # a lane without a root ends at the edge of its range, where Newton's step is still long (or not a number)
    flat = (function(jnp.full_like(x, low)) == 0) & (function(jnp.full_like(x, high)) == 0)
    return jnp.where(~flat & ((ahead <= SURE) | (function(x) == 0)), x, jnp.nan)
