"""Random draws: independent, or with correlations."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, final

import numpy as np

from ...model.model import Model
from . import draws as drawn
from .base import Design, at_most, whole
from .copula import Copula

_AT_ONCE: Final = 4  # numbers that the generator makes from one count


@final
@dataclass(frozen=True, eq=False)
class Random(Design):
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

    def __post_init__(self) -> None:
        """Read the distributions."""
        object.__setattr__(self, "samples", whole(self.samples, "samples", 1))
        object.__setattr__(self, "seed", whole(self.seed, "seed", 0))
        object.__setattr__(self, "draws", drawn.read(self.draws))
        object.__setattr__(self, "correlation", Copula.read(self.correlation))
        at_most(self.samples)

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.draws)

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the draws."""
        return {"draw": self.samples}

    def of(self, model: Model) -> "Random":
        """With the model's own paths and SI numbers."""
        draws = drawn.bound(self.draws, model)
        return dataclasses.replace(self, draws=draws, correlation=self.correlation.of(model, tuple(draws)))

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        columns = len(self.draws)
        first, last = begin * columns, end * columns
        bits = np.random.Philox(np.random.SeedSequence(self.seed))
        bits.advance(first // _AT_ONCE)
        skipped = first % _AT_ONCE
        numbers = np.random.Generator(bits).random(last - first + skipped)[skipped:]
        shares = self.correlation.joined(numbers.reshape(end - begin, columns), self.paths)
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
