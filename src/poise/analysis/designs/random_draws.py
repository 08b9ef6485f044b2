"""Random draws: independent, or with correlations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, final

import numpy as np

from .draws import Correlated

_AT_ONCE: Final = 4  # numbers that the generator makes from one count


@final
@dataclass(frozen=True, eq=False)
class Random(Correlated):
    """Chance alone. Numbers come from a counter (Philox), so that any slice is found without those before it.

    Attributes:
        samples: how many.
        draws: distributions by path, as objects or as text.
        correlation: of the normal scores of pairs of quantities, {("membrane.Na.conductance", "..."): 0.5}.
        seed: of the generator; the same seed, the same samples.

    Source: Salmon et al. 2011, Proc. SC'11 (Philox), by numpy.random.
    """

    samples: Any
    draws: Mapping[str, Any]
    correlation: Any = None
    seed: Any = 0
    name: ClassVar[str] = "random"

    def _shares(self, begin: int, end: int) -> Any:
        columns = len(self.draws)
        first, last = begin * columns, end * columns
        bits = np.random.Philox(np.random.SeedSequence(self.seed))
        bits.advance(first // _AT_ONCE)
        skipped = first % _AT_ONCE
        numbers = np.random.Generator(bits).random(last - first + skipped)[skipped:]
        return numbers.reshape(end - begin, columns)
