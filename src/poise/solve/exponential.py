"""The exponential Euler method: a fixed step, each component relaxing by itself; traced by JAX."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import InputError
from .steps import Step


@dataclass(frozen=True)
class ExponentialEuler:
    """Order 1, one evaluation a step: y_i + h phi(h J_ii) f_i with phi(z) = (exp(z) - 1) / z, gates first.

    J_ii is the derivative of a component's rate by itself. A gate, whose rate is linear in it, relaxes exactly at the
    step's potential: the method of Rush & Larsen. The potential, treated alike, then sees the new gates; taking turns
    in this way, both are half a step apart and their errors of first order cancel, but for the start. There is no
    estimate of the error: halve the step to see it.

    Attributes:
        size: of the step [s]; each segment between breaks is cut into equal steps of at most this size.
        gates: how many leading components take their turn first; known from the model.

    Source: Rush & Larsen 1978, IEEE Trans. Biomed. Eng. 25:389, doi:10.1109/TBME.1978.326270.
    """

    size: float
    gates: int = 0
    order: int = 1
    error_order: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no step."""
        if not (isinstance(self.size, float | int) and 0.0 < self.size < np.inf):
            raise InputError(f"'{self.size}' is not the size of a step; give seconds, such as 25e-6")

    def suited(self, gates: int) -> "ExponentialEuler":
        """The method that moves so many leading components before the others."""
        return replace(self, gates=gates)

    @property
    def fixed(self) -> float:
        """The size of all steps."""
        return float(self.size)

    def step(
        self,
        rates: Callable[[Any, Any], tuple[Any, Any]],
        t: Any,
        y: Any,
        q: Any,
        h: Any,
        first: tuple[Any, Any],
    ) -> Step:
        """One step in all lanes; see `steps.Method`. The dense output is a straight line."""
        import jax
        import jax.numpy as jnp

        n = len(y)
        units = jnp.broadcast_to(jnp.eye(n)[:, :, None], (n, *y.shape))

        def leap(state: Any) -> tuple[Any, Any]:
            dy, dq = rates(t, state)
            jac = jax.vmap(lambda one: jax.jvp(lambda point: rates(t, point)[0], (state,), (one,))[1])(units)
            own = jnp.stack([jac[k, k] for k in range(n)])
            return state + h * relaxed(h * own, jnp) * dy, dq

        after, dq = leap(y)
        if self.gates:
            rest, dq = leap(jnp.concatenate([after[: self.gates], y[self.gates :]]))
            after = jnp.concatenate([after[: self.gates], rest[self.gates :]])
        none = jnp.zeros_like(y)
        return Step(
            y=after,
            q=q + h * dq,
            error=none,
            coefficients=jnp.stack([y, after - y, none, none, none]),
            last=first,
        )


def relaxed(z: Any, xp: Any) -> Any:
    """(exp(z) - 1) / z, 1 at 0."""
    safe = xp.where(z == 0.0, 1.0, z)
    return xp.where(z == 0.0, 1.0, xp.expm1(safe) / safe)
