"""Sobol's sequence: draws that fill the space of all quantities together more evenly than chance does."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, final

import numpy as np

from ...errors import InputError
from ...model.model import Model
from . import draws as drawn
from .base import Design, at_most, whole
from .copula import Copula

_BLOCK: Final = 1 << 16  # samples that are made at once; a power of 2
_MOST_PATHS: Final = 21_201  # for which direction numbers are known (Joe & Kuo 2008)


@final
@dataclass(frozen=True, eq=False)
class Sobol(Design):
    """A scrambled Sobol sequence. It is balanced where the number of samples is a power of 2.

    Attributes:
        samples: how many.
        draws: distributions by path, as objects or as text.
        seed: of the scrambling; the same seed, the same samples.
        correlation: of the normal scores of pairs of quantities, {("membrane.Na.conductance", "..."): 0.5}.

    Source: Sobol' 1967, USSR Comput. Math. Math. Phys. 7:86; direction numbers of Joe & Kuo 2008 and Owen's scrambling,
    by scipy.stats.qmc.
    """

    samples: Any
    draws: Mapping[str, Any]
    seed: Any = 0
    correlation: Any = None
    name: ClassVar[str] = "sobol"

    def __post_init__(self) -> None:
        """Read the distributions."""
        object.__setattr__(self, "samples", whole(self.samples, "samples", 1))
        object.__setattr__(self, "seed", whole(self.seed, "seed", 0))
        object.__setattr__(self, "draws", drawn.read(self.draws))
        object.__setattr__(self, "correlation", Copula.read(self.correlation))
        at_most(self.samples)
        if len(self.draws) > _MOST_PATHS:
            raise InputError(f"{len(self.draws):,} quantities; Sobol's sequence is known for {_MOST_PATHS:,}")

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.draws)

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the draws."""
        return {"draw": self.samples}

    def of(self, model: Model) -> "Sobol":
        """With the model's own paths and SI numbers."""
        draws = drawn.bound(self.draws, model)
        return dataclasses.replace(self, draws=draws, correlation=self.correlation.of(model, tuple(draws)))

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        columns = len(self.draws)
        parts = [np.zeros((0, columns))]
        for number in range(begin // _BLOCK, -(-end // _BLOCK)):
            first = number * _BLOCK
            parts.append(_block(columns, self.seed, number)[max(begin - first, 0) : end - first])
        shares = self.correlation.joined(np.concatenate(parts), self.paths)
        return drawn.turned(self.draws, shares)

    def described(self, model: Model) -> dict[str, Any]:
        """Its distributions, number, seed and correlations."""
        return {
            "design": self.name,
            "samples": self.samples,
            "seed": self.seed,
            "draws": drawn.described(self.draws, model),
            **self.correlation.described(),
        }


@lru_cache(maxsize=2)
def _block(columns: int, seed: int, number: int) -> Any:
    """A block of the sequence (block, columns); kept, since chunks are slices of it."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(columns, scramble=True, rng=np.random.default_rng(seed))
    if number:
        sequence.fast_forward(number * _BLOCK)
    found = sequence.random(_BLOCK)
    found.flags.writeable = False
    return found
