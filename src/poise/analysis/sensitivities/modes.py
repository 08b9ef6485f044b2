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

_EVEN = 2.0  # directions forwards that cost as much as one result backwards


def cheaper(results: int, parameters: int) -> Mode:
    """The way that costs less."""
    return Forward() if parameters <= _EVEN * results else Adjoint()
