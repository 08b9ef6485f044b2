"""The two ways to differentiate; a choice is an object."""

from dataclasses import dataclass
from typing import ClassVar, final


@final
@dataclass(frozen=True)
class Forward:
    """Along with the computation: the cost grows with the number of parameters."""

    name: ClassVar[str] = "forward"


@final
@dataclass(frozen=True)
class Adjoint:
    """Backwards through the computation: the cost grows with the number of results, and not with the parameters."""

    name: ClassVar[str] = "adjoint"


Mode = Forward | Adjoint


def cheaper(results: int, parameters: int) -> Mode:
    """The way that costs less: a direction forwards costs about as much as a result backwards."""
    return Forward() if parameters <= results else Adjoint()
