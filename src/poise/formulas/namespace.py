"""Which array library a formula computes with: that of its arguments (Python numbers, NumPy, JAX)."""

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
    import array_api_compat.numpy

    return array_api_compat.numpy
