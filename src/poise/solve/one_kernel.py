"""A loop compiled as one function: on a CPU XLA otherwise dispatches every small operation of every step on its own."""

from collections.abc import Callable
from typing import Any

from .packing import Packing

_CALLS = frozenset({"sort", "top_k", "fft", "custom_linear_solve", "lu", "cholesky", "qr", "eigh", "triangular_solve"})
_SUMS = frozenset({"dot_general", "reduce_sum", "reduce_max", "reduce_min", "reduce_prod"})
_LARGE = 512  # elements; a reduction of this size may be handed to a library


def one_kernel(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function gives, marked to be compiled by XLA's CPU back end into one kernel and not inlined elsewhere.

    3 to 5 times as fast for a loop over small arrays. The mark is the one which XLA's own pass for small loops puts
    (`xla_cpu_small_call`); where JAX or XLA know it no more, it changes nothing. The arguments go in as one array of
    each type: XLA stops the whole process over one that turns out not to be used.
    """
    import jax
    import jax.numpy as jnp

    leaves, tree = jax.tree.flatten(arguments)
    leaves = [jnp.asarray(one) for one in leaves]
    packing = Packing.of(leaves, tree)
    return marked(lambda *packed: function(*packing.unpacked(packed)), *packing.packed(leaves, jnp))


def marked(function: Callable[..., Any], *arrays: Any) -> Any:
    """What the function gives for arrays that it uses all, marked as `one_kernel` says."""
    import jax

    if jax.default_backend() != "cpu":
        return function(*arrays)
    try:
        from jax.experimental.scheduling_groups import xla_metadata_call
    except ImportError:
        return function(*arrays)
    return xla_metadata_call(function, xla_cpu_small_call="true", inlineable="false")(*arrays)


def fits_one_kernel(function: Callable[..., Any], *arguments: Any, copies: int = 1) -> bool:
    """Whether the function, evaluated for so many copies at once, uses nothing that XLA keeps out of a kernel."""
    import jax

    return _fits(jax.make_jaxpr(function)(*arguments).jaxpr, copies)


def _fits(jaxpr: Any, copies: int) -> bool:
    for equation in jaxpr.eqns:
        name = equation.primitive.name
        if name in _CALLS or name.startswith("scatter") or "callback" in name or "ffi_call" in name:
            return False
        if name in _SUMS and copies * max(one.aval.size for one in (*equation.invars, *equation.outvars)) > _LARGE:
            return False
        for value in equation.params.values():
            for inner in value if isinstance(value, tuple | list) else (value,):
                inner = getattr(inner, "jaxpr", inner)
                if hasattr(inner, "eqns") and not _fits(inner, copies):
                    return False
    return True
