"""Latin hypercube: of each quantity exactly one draw in each of n equally likely layers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, final

import numpy as np

from ...errors import InputError
from ...model.model import Model
from . import draws as drawn
from .base import Design, whole

_MOST: Final = 10_000_000  # samples: they are made all at once


@final
@dataclass(frozen=True, eq=False)
class LatinHypercube(Design):
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
        object.__setattr__(self, "samples", whole(self.samples, "samples", 1))
        object.__setattr__(self, "seed", whole(self.seed, "seed", 0))
        if self.samples > _MOST:
            raise InputError(
                f"{self.samples:,} samples; a Latin hypercube is made at once, of at most {_MOST:,}: "
                "use Sobol or Random"
            )
        object.__setattr__(self, "draws", drawn.read(self.draws))

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.draws)

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the draws."""
        return {"draw": self.samples}

    def of(self, model: Model) -> "LatinHypercube":
        """With the model's own paths and SI numbers."""
        return dataclasses.replace(self, draws=drawn.bound(self.draws, model))

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        return drawn.turned(self.draws, _shares(self.samples, len(self.draws), self.seed)[begin:end])

    def described(self, model: Model) -> dict[str, Any]:
        """Its distributions, number and seed."""
        return {
            "design": self.name,
            "samples": self.samples,
            "seed": self.seed,
            "draws": drawn.described(self.draws, model),
        }


@lru_cache(maxsize=1)
def _shares(samples: int, columns: int, seed: int) -> Any:
    """All layers (samples, columns); kept, since every chunk is a slice of them."""
    from scipy.stats import qmc

    found = qmc.LatinHypercube(columns, rng=np.random.default_rng(seed)).random(samples)
    found.flags.writeable = False
    return found
