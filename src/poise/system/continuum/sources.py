"""What makes and consumes carriers inside a line: light, and the recombination of a pair."""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np


@runtime_checkable
class Source(Protocol):
    """A process inside every cell."""

    def rate(self, c: Any) -> Any:
        """How fast carriers appear, (N, M) [mol/(m3 s)], where their concentrations are c (N, M) [mol/m3]."""
        ...

    def slope(self, c: Any) -> Any:
        """Its derivative, (N, N, M) [1/s]: of the first carrier's rate by the second's concentration."""
        ...


@dataclass(frozen=True)
class Generation:
    """Carriers made at a rate that does not depend on what is there, such as pairs by light.

    Attributes:
        given: (N,) or (N, M) [mol/(m3 s)].
    """

    given: Any

    def rate(self, c: Any) -> Any:
        """See `Source`."""
        given = np.asarray(self.given, float)
        return np.broadcast_to(given if given.ndim == 2 else given[:, None], c.shape)

    def slope(self, c: Any) -> Any:
        """See `Source`."""
        return np.zeros((len(c), len(c), c.shape[1]))


@dataclass(frozen=True)
class PairRecombination:
    """Recombination of a pair, directly (with radiation) and through traps.

    U = (n p - n_i^2) [ B + 1 / (tau_p (n + n_i) + tau_n (p + n_i)) ]

    Attributes:
        first, second: which carriers n and p are.
        intrinsic: n_i [mol/m3].
        lifetime_first, lifetime_second: tau_n, tau_p of the carriers through traps in the middle of the gap [s]; inf
            is no traps.
        radiative: B [m3/(mol s)].

    Source: Shockley & Read 1952, eq. 5.4 with the trap level at the intrinsic one (shockley_read_1952); the direct
    term as in Sze & Ng 2007, ch. 1 (sze_ng_2007), both from memory.
    """

    first: int
    second: int
    intrinsic: float
    lifetime_first: float = np.inf
    lifetime_second: float = np.inf
    radiative: float = 0.0

    def net(self, c: Any) -> tuple[Any, Any, Any]:
        """U and its slopes by n and by p, each (M,)."""
        n, p, own = c[self.first], c[self.second], self.intrinsic
        excess = n * p - own * own
        slow = 0.0 if np.isinf(self.lifetime_second) else self.lifetime_second * (n + own)
        slow = slow + (0.0 if np.isinf(self.lifetime_first) else self.lifetime_first * (p + own))
        traps = np.isfinite(self.lifetime_first) and np.isfinite(self.lifetime_second)
        through = 1.0 / slow if traps else 0.0 * n
        factor = self.radiative + through
        by_n = p * factor - (excess * through**2 * self.lifetime_second if traps else 0.0)
        by_p = n * factor - (excess * through**2 * self.lifetime_first if traps else 0.0)
        return excess * factor, by_n, by_p

    def rate(self, c: Any) -> Any:
        """See `Source`."""
        found = np.zeros_like(c)
        found[self.first] = found[self.second] = -self.net(c)[0]
        return found

    def slope(self, c: Any) -> Any:
        """See `Source`."""
        found = np.zeros((len(c), len(c), c.shape[1]))
        _, by_n, by_p = self.net(c)
        for one in (self.first, self.second):
            found[one, self.first], found[one, self.second] = -by_n, -by_p
        return found
