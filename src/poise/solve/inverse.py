"""The inverse of small square matrices, many lanes side by side, traced by JAX, without LAPACK."""

from typing import Any


def inverse(matrices: Any) -> Any:
    """The inverse of each lane's matrix by Gauss-Jordan elimination without pivoting.

    No pivoting: meant for 1/(h gamma) - J, whose diagonal is heavy once h is short. A pivot that vanishes gives
    numbers that are huge or not finite, which the step's error estimate turns down.

    Args:
        matrices: (n, n, lanes).

    Source: Press et al. 2007, sec. 2.1.
    """
    import jax
    import jax.numpy as jnp

    n = len(matrices)
    rows, columns = jnp.arange(n)[:, None, None], jnp.arange(n)[None, :, None]

    def eliminate(i: Any, left: Any) -> Any:
        row = jax.lax.dynamic_slice_in_dim(left, i, 1, 0)  # (1, n, lanes)
        column = jax.lax.dynamic_slice_in_dim(left, i, 1, 1)  # (n, 1, lanes)
        pivot = jax.lax.dynamic_slice_in_dim(row, i, 1, 1)
        row = jnp.where(columns == i, 1.0, row) / pivot
        return jnp.where(rows == i, row, jnp.where(columns == i, 0.0, left) - column * row)

    return jax.lax.fori_loop(0, n, eliminate, matrices)
