"""What is kept of every lane while it is integrated, so that memory does not grow with the steps."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Watch:
    """A few numbers of each lane, brought up to date after every accepted step from the step's own polynomial.

    Both functions are traced by JAX and lowered to plain code for one lane: operations on elements, with lanes last
    (indexing by constants, stack, concatenate, where); no loop, no sort, no choice of an element by data.

    Attributes:
        size: how many numbers.
        begin: (t, y, k, p) to (size, lanes): at the start, after the first jump. `t`, `k` have shape (lanes,), `y`
            (n, lanes); `p` is the flow's.
        step: (w, t, h, c, k, p) to (size, lanes): after a step from t to t + h in segment k, h > 0 of shape (lanes,);
            c (5, n, lanes) gives y(t + theta h) = c0 + c1 theta + ... + c4 theta^4 for theta in [0, 1]. At a break the
            next step begins after the jump.
        identity: says everything that shapes the two functions, so that compiled code can be kept by this name;
            empty: it is not.
    """

    size: int
    begin: Callable[[Any, Any, Any, Any], Any]
    step: Callable[[Any, Any, Any, Any, Any, Any], Any]
    identity: str = ""


def together(watches: Sequence[Watch]) -> Watch:
    """Several watches as one, their numbers one after the other."""
    if len(watches) == 1:
        return watches[0]
    import jax.numpy as jnp

    ends = [0]
    for one in watches:
        ends.append(ends[-1] + one.size)

    def begin(t: Any, y: Any, k: Any, p: Any) -> Any:
        return jnp.concatenate([one.begin(t, y, k, p) for one in watches])

    def step(w: Any, t: Any, h: Any, c: Any, k: Any, p: Any) -> Any:
        parts = zip(watches, itertools.pairwise(ends), strict=True)
        return jnp.concatenate([one.step(w[first:last], t, h, c, k, p) for one, (first, last) in parts])

    identities = [one.identity for one in watches]
    return Watch(ends[-1], begin, step, "\n".join(identities) if all(identities) else "")
