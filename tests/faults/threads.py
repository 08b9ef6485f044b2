"""A plan that uses whatever threads it can get, and says how many it got."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from poise.solve.status import Status


class Threads:
    """One chunk of one sample: large products in NumPy and JAX, with the time on the clock and on the processors."""

    def samples_of(self, number: int) -> range:
        return range(1)

    def compute(self, number: int) -> dict[str, Any]:
        return self.compute_samples((0,))

    def compute_samples(self, indices: Sequence[int]) -> dict[str, Any]:
        import jax
        import jax.numpy as jnp

        product = jax.jit(lambda x: jnp.tanh(x @ x).sum() + jnp.exp(-x).sum())
        x = np.ones((700, 700), np.float32)
        product(x).block_until_ready()
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(3):
            product(x).block_until_ready()
            _ = x @ x
        return {"wall": np.array([time.perf_counter() - wall]), "cpu": np.array([time.process_time() - cpu])}

    def failed(self, index: int, status: Status) -> dict[str, Any]:
        return {"wall": np.array([np.nan]), "cpu": np.array([np.nan])}
