"""What is integrated: rates, jumps and the set of possible states, for many lanes side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .watch import Watch


def _as_it_is(y: Any, k: Any, p: Any) -> Any:
    return y


def _anywhere(y: Any, k: Any, p: Any) -> Any:
    return y[0] == y[0]


@dataclass(frozen=True)
class Flow:
    """dy/dt = f(t, y) and dq/dt = g(t, y), where q does not feed back, with jumps between segments of time.

    All three functions are traced by JAX. Lanes come last: `t` and `k` have shape (lanes,), `y` (n, lanes).

    Attributes:
        rates: (t, y, k, p) to (dy, dq), shapes (n, lanes) and (m, lanes); `k` is the index of the lane's segment
            (between two breaks), `p` any tree of arrays. m may be 0.
        enter: (y, k, p) to the state after the jump on entering segment k, the first one included.
        inside: (y, k, p) to (lanes,) of bool: whether the state is possible. A step to one that is not is taken
            again, shorter.
        identity: says everything that shapes the three functions (but not numbers in `p`), so that compiled code can
            be kept for later processes by this name; empty: it is not.
        segmented: keys of the dict `p` whose first axis is the segment.
        shared: keys of `p` whose arrays have no axis of lanes; all others end with one, of their number or of 1.
        watch: what is kept of every lane on the way.
        gates: how many leading components of the state a method that takes turns moves first.
    """

    rates: Callable[[Any, Any, Any, Any], tuple[Any, Any]]
    enter: Callable[[Any, Any, Any], Any] = _as_it_is
    inside: Callable[[Any, Any, Any], Any] = _anywhere
    identity: str = ""
    segmented: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    watch: Watch | None = None
    gates: int = 0
