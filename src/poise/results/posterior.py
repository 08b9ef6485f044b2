"""Draws from a posterior, and how far they may be trusted."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..units import Dimension
from .fit_parts import shown, shown_difference

_MIXED = 1.01  # r_hat below which chains are taken to agree
_ENOUGH = 400  # independent draws for quantiles that can be shown


@dataclass(frozen=True)
class Posterior:
    """Draws of the parameters given data and priors.

    Attributes:
        paths, dimensions: of the parameters.
        draws: SI, (chains, draws, n).
        r_hat: how much chains disagree: 1 where they do not, (n,).
        effective: independent draws that they are worth, (n,).
        acceptance: share of proposals taken. divergences: paths that broke down (NUTS).
        sampler: what drew them. seed, warmup: how. calls: of the model, each with many lanes.
        level: of the intervals.
    """

    paths: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    draws: Any
    r_hat: Any
    effective: Any
    acceptance: float
    divergences: int
    sampler: str
    seed: int
    warmup: int
    calls: int
    level: float

    @property
    def flat(self) -> Any:
        """All draws together, SI, (draws, n)."""
        return self.draws.reshape(-1, len(self.paths))

    @property
    def means(self) -> Any:
        """SI, (n,)."""
        return self.flat.mean(axis=0)

    @property
    def deviations(self) -> Any:
        """Standard deviations, SI, (n,)."""
        return self.flat.std(axis=0, ddof=1)

    @property
    def correlations(self) -> Any:
        """(n, n)."""
        return np.atleast_2d(np.corrcoef(self.flat.T))

    def quantiles(self, *shares: float) -> Any:
        """SI, (shares, n)."""
        return np.quantile(self.flat, shares, axis=0)

    @property
    def interval(self) -> Any:
        """The central interval of the level, SI, (2, n)."""
        return self.quantiles(0.5 - 0.5 * self.level, 0.5 + 0.5 * self.level)

    @property
    def trusted(self) -> bool:
        """Whether the chains agree, are worth enough draws, and none broke down."""
        return bool((self.r_hat < _MIXED).all() and (self.effective > _ENOUGH).all() and self.divergences == 0)

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        low, high = self.interval
        middle = self.quantiles(0.5)[0]
        return {
            "sampler": self.sampler,
            "chains": self.draws.shape[0],
            "draws": self.draws.shape[1],
            "warmup": self.warmup,
            "seed": self.seed,
            "acceptance": self.acceptance,
            "divergences": self.divergences,
            "trusted": self.trusted,
            "parameters": [
                {
                    "path": path,
                    "unit": dimension.shown,
                    "mean": float(shown(self.means[k], dimension)),
                    "median": float(shown(middle[k], dimension)),
                    "deviation": float(shown_difference(self.deviations[k], dimension)),
                    "low": float(shown(low[k], dimension)),
                    "high": float(shown(high[k], dimension)),
                    "r_hat": float(self.r_hat[k]),
                    "effective_draws": float(self.effective[k]),
                }
                for k, (path, dimension) in enumerate(zip(self.paths, self.dimensions, strict=True))
            ],
        }
