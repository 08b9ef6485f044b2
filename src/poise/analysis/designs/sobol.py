"""Sobol's sequence: draws that fill the space of all quantities together more evenly than chance does."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, final

import numpy as np

from ...errors import InputError
from .draws import Correlated

_BLOCK: Final = 1 << 16  # samples that are made at once; a power of 2
_MOST_PATHS: Final = 21_201  # for which direction numbers are known (Joe & Kuo 2008)


@final
@dataclass(frozen=True, eq=False)
class Sobol(Correlated):
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
        """Read the distributions and the correlations."""
        super().__post_init__()
        if len(self.draws) > _MOST_PATHS:
            raise InputError(f"{len(self.draws):,} quantities; Sobol's sequence is known for {_MOST_PATHS:,}")

    def _shares(self, begin: int, end: int) -> Any:
        columns = len(self.draws)
        parts = [np.zeros((0, columns))]
        for number in range(begin // _BLOCK, -(-end // _BLOCK)):
            first = number * _BLOCK
            parts.append(_block(columns, self.seed, number)[max(begin - first, 0) : end - first])
        return np.concatenate(parts)


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
