"""One quantity over one step of an integration, in all lanes: what reductions look at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...solve import quartic

_NODES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Course:
    """A quantity from t to t + h; theta in [0, 1] is the share of the step that has passed. Traced by JAX.

    Attributes:
        t, h: beginning and length of the step, (lanes,).
        at: the quantity (lanes,) at theta, a number or (lanes,).
        polynomial: coefficients of its powers of theta, where it is linear in the state.
    """

    t: Any
    h: Any
    at: Callable[[Any], Any]
    polynomial: tuple[Any, ...] | None = None

    @classmethod
    def of_polynomial(cls, t: Any, h: Any, polynomial: tuple[Any, ...]) -> "Course":
        """Of a quantity that is linear in the state."""
        return cls(t, h, lambda theta: quartic.value(polynomial, theta), polynomial)

    @cached_property
    def coefficients(self) -> tuple[Any, ...]:
        """c0 to c4, (lanes,) each; of what is not linear in the state the quartic through five of its values."""
        return self.polynomial or quartic.through([self.at(theta) for theta in _NODES])

    @cached_property
    def knots(self) -> tuple[Any, ...]:
        """Five rising theta, from 0 to 1, between which the quantity only rises or only falls."""
        return quartic.knots(self.coefficients)

    @cached_property
    def heights(self) -> tuple[Any, ...]:
        """The quantity at the knots."""
        inner = [self.at(theta) for theta in self.knots[1:-1]]
        return self.at(0.0), *inner, self.at(1.0)

    def time(self, theta: Any) -> Any:
        """The time at theta."""
        return self.t + theta * self.h

    def passes(self, level: Any, low: Any, high: Any, rises: bool) -> Any:
        """The theta between two neighbouring knots at which the quantity passes a level."""
        first, *others = self.coefficients
        return quartic.root((first - level, *others), low, high, 1.0 if rises else -1.0)
