"""Sums written out, traced by JAX.

XLA hands a reduction of some size to a library, and the loop around it then cannot become one kernel.
"""

from collections.abc import Iterable
from typing import Any

_WRITTEN_OUT = 12  # terms; more go into a loop, which compiles in constant time


def weighted(weights: Iterable[float], parts: Any) -> Any:
    """The sum of known weights times parts[0], parts[1], ...; a weight of 0 costs nothing."""
    terms = [float(weight) * parts[i] for i, weight in enumerate(weights) if weight != 0.0]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def along_rows(weights: Any, parts: Any) -> Any:
    """The sum of weights[j] * parts[j] over the first axis; `weights` traced, each broadcast against its part."""
    import jax

    count = len(parts)
    if count <= _WRITTEN_OUT:
        total = weights[0] * parts[0]
        for j in range(1, count):
            total = total + weights[j] * parts[j]
        return total

    def add(j: Any, total: Any) -> Any:
        return total + weights[j] * parts[j]

    return jax.lax.fori_loop(1, count, add, weights[0] * parts[0])


def sum_rows(x: Any) -> Any:
    """The sum over the first axis, which is not empty."""
    import jax

    if len(x) <= _WRITTEN_OUT:
        total = x[0]
        for j in range(1, len(x)):
            total = total + x[j]
        return total
    return jax.lax.fori_loop(1, len(x), lambda j, total: total + x[j], x[0])
