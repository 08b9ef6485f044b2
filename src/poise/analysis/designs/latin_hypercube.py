"""Latin hypercube: of each quantity exactly one draw in each of n equally likely layers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, final

import numpy as np

from ...errors import InputError
from .draws import Drawn

_MOST: Final = 10_000_000  # samples: they are made all at once


@final
@dataclass(frozen=True, eq=False)
class LatinHypercube(Drawn):
    """Draws spread evenly over each quantity's own distribution.

    Attributes:
        samples: how many.
        draws: distributions by path, as objects or as text.
        seed: of the generator; the same seed, the same samples.

    Source: McKay, Beckman & Conover 1979, Technometrics 21:239; made by scipy.stats.qmc.
    """

    samples: Any
    draws: Mapping[str, Any]
    seed: Any = 0
    name: ClassVar[str] = "lhs"

    def __post_init__(self) -> None:
        """Read the distributions."""
        super().__post_init__()
        if self.samples > _MOST:
            raise InputError(
                f"{self.samples:,} samples; a Latin hypercube is made at once, of at most {_MOST:,}: "
                "use Sobol or Random"
            )

    def _shares(self, begin: int, end: int) -> Any:
        return _layers(self.samples, len(self.draws), self.seed)[begin:end]


@lru_cache(maxsize=1)
def _layers(samples: int, columns: int, seed: int) -> Any:
    """All layers (samples, columns); kept, since every chunk is a slice of them."""
    from scipy.stats import qmc

    found = qmc.LatinHypercube(columns, rng=np.random.default_rng(seed)).random(samples)
    found.flags.writeable = False
    return found
