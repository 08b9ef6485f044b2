"""Which array library a formula computes with: that of its arguments (Python numbers, NumPy, JAX)."""

from collections.abc import Callable
from typing import Any

from . import scalar


def namespace(*values: Any) -> Any:
    """The array namespace of the values.

    Python numbers alone give `poise.formulas.scalar` (the standard library's `math`, no NumPy loaded); any
    JAX array or tracer gives `jax.numpy`; any other array gives NumPy's namespace.

    Args:
        values: the arguments of a formula, numbers or arrays of broadcastable shapes; `None` is passed over.
    """
    arrays = [value for value in values if not isinstance(value, (int, float, type(None)))]
    if not arrays:
        return scalar
    if any(type(value).__module__.startswith("jax") for value in arrays):
        import jax.numpy

        return jax.numpy
    import numpy

    return numpy


def repeat(
    count: int, body: Callable[[Any], Any], state: Any, xp: Any, enough: Callable[[Any, Any], Any] | None = None
) -> Any:
    """Apply a function to its own result a fixed number of times; under JAX as a loop, compiled once.

    Args:
        count: how often.
        body: takes the state and returns one of the same structure, shapes and types.
        state: a number or array, or a tuple of them.
        xp: the array namespace (`namespace`) of everything that `body` computes with.
        enough: of a state and the next, whether further ones would be the same; not asked under JAX.
    """
    if xp.__name__.startswith("jax"):
        import jax.lax

        return jax.lax.fori_loop(0, count, lambda _, now: body(now), state)
    for _ in range(count):
        before, state = state, body(state)
        if enough is not None and enough(before, state):
            break
    return state


def still(value: Any, xp: Any) -> Any:
    """The value itself; under JAX as one that does not vary, so that no derivative is traced through what led to it.

    A root that is near enough needs to carry no derivative of its own: two steps from it with the slope held give its
    first two derivatives.

    Args:
        value: an array or a tuple of them.
        xp: the array namespace.
    """
    if xp.__name__.startswith("jax"):
        import jax.lax

        return jax.lax.stop_gradient(value)
    return value


def hold(value: Any, xp: Any) -> Any:
    """The value itself; under JAX computed once, not again inside every expression that uses it.

    XLA joins expressions and repeats what they share; where much is shared, its code and time to compile explode.

    Args:
        value: an array or a tuple of them.
        xp: the array namespace.
    """
    if xp.__name__.startswith("jax"):
        import jax.lax

        return jax.lax.optimization_barrier(value)
    return value
