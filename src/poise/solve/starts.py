"""Searches from many starts: a Latin hypercube between bounds, and what the minima found say about each other."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .least_squares import Minimum, Objective, minimise
from .status import Status

_SAME = 1e-3  # of the cost's usual spread, 1: two searches nearer than this ended in the same minimum


@dataclass(frozen=True)
class Searches:
    """What searches from several starts found.

    Attributes:
        best: the lowest minimum.
        costs: of each search, in order; nan where a start had no answer.
        calls: of the function, all together.
    """

    best: Minimum
    costs: Any
    calls: int

    @property
    def same(self) -> int:
        """How many searches ended as low as the best."""
        return int(np.sum(self.costs <= self.best.cost + _SAME * max(1.0, self.best.cost)))


def latin_hypercube(count: int, low: Any, high: Any, seed: int) -> Any:
    """Points (n, count) between finite bounds (n,): in each of `count` equal slices of each variable there is one.

    Source: McKay, Beckman & Conover 1979, Technometrics 21:239.
    """
    from scipy.stats import qmc

    low, high = np.asarray(low, float), np.asarray(high, float)
    shares = qmc.LatinHypercube(len(low), rng=np.random.default_rng(seed)).random(count)
    return (low + shares * (high - low)).T


def search(objective: Objective, starts: Any) -> Searches:
    """A search from each start, (n, count); the first that has an answer anywhere wins where all fail."""
    found = [minimise(objective, start) for start in np.asarray(starts, float).T]
    costs = np.array([one.cost if one.status != Status.not_finite else np.nan for one in found])
    order = np.where(np.isfinite(costs), costs, np.inf)
    return Searches(found[int(np.argmin(order))], costs, sum(one.calls for one in found))
