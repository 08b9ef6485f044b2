"""The samples of a global sensitivity analysis, as a design of a sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, final

from ...errors import InputError
from ...solve.sensitivity.variance import MissingError, points
from ..designs import Distribution, Uniform
from ..designs.base import at_most
from ..designs.draws import Drawn, read


@final
@dataclass(frozen=True, eq=False)
class Saltelli(Drawn):
    """Blocks of points, in each of which single quantities are exchanged between two draws of a Sobol sequence.

    Attributes:
        samples: blocks, a power of 2.
        draws: distributions by path: objects, text, or (low, high).
        seed: of the scrambling.

    Source: Saltelli et al. 2010, Comput. Phys. Commun. 181:259.
    """

    samples: int
    draws: Mapping[str, Any]
    seed: int = 0
    name: ClassVar[str] = "saltelli"

    def __post_init__(self) -> None:
        """Check the numbers; read the distributions."""
        n = self.samples
        if not isinstance(n, int) or isinstance(n, bool) or n < 8 or n & (n - 1):
            raise InputError(f"n: '{n}' is not a power of 2 from 8 on, as the Sobol sequence needs; write 1024")
        if not isinstance(self.seed, int) or isinstance(self.seed, bool) or self.seed < 0:
            raise InputError(f"seed: '{self.seed}' is not a whole number from 0 on")
        if not isinstance(self.draws, Mapping) or not self.draws:
            raise InputError("nothing varies; name quantities with their ranges, such as {'bath.K+': ('3 mM', '8 mM')}")
        object.__setattr__(self, "draws", read({path: _range(path, one) for path, one in self.draws.items()}))
        at_most(n * (len(self.draws) + 2))

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the draws."""
        return {"draw": self.samples * (len(self.draws) + 2)}

    def _shares(self, begin: int, end: int) -> Any:
        return _points(len(self.draws), self.samples, self.seed)[begin:end]


def _range(path: str, given: Any) -> Any:
    """A range as a distribution."""
    if isinstance(given, (str, Distribution)):
        return given
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return Uniform(*given)
    raise InputError(
        f"{path}: '{given}' is no range; write ('3 mM', '8 mM'), or a distribution such as 'normal(5 mM, 10 %)'"
    )


@lru_cache(maxsize=2)
def _points(causes: int, samples: int, seed: int) -> Any:
    try:
        found = points(causes, samples, seed)
    except MissingError as error:
        raise missing(error) from None
    found.flags.writeable = False
    return found


def missing(error: Exception) -> InputError:
    """What to do where SALib is not there."""
    return InputError(
        f"Sobol indices need SALib ({error}); install poise with its extra: pip install 'poise[sensitivity]'"
    )
