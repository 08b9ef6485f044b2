"""One step of a method: what it is given and what it gives."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

# The next step is SAFETY error^(-BY_ERROR / k) before^(BY_ERROR_BEFORE / k) times this one, k the error's order + 1:
# PI.4.2 of Soederlind 2003, ACM Trans. Math. Softw. 29:1, doi:10.1145/641876.641877.
SAFETY: Final = 0.9
BY_ERROR: Final = 0.6
BY_ERROR_BEFORE: Final = 0.2


class Step(NamedTuple):
    """What one step of size h from (t, y, q) gave, in all lanes.

    Attributes:
        y, q: state and quadratures at t + h, shapes (n, lanes) and (m, lanes).
        error: estimate of the step's error in y, (n, lanes).
        coefficients: (5, n, lanes), of y(t + theta h) = c0 + c1 theta + ... + c4 theta^4 for theta in [0, 1].
        last: (dy, dq) at the end for the next step, where the method has it (else what was given as `first`).
    """

    y: Any
    q: Any
    error: Any
    coefficients: Any
    last: tuple[Any, Any]


@runtime_checkable
class Method(Protocol):
    """A one-step method with an error estimate of order `error_order` and dense output of order 4."""

    @property
    def order(self) -> int: ...

    @property
    def error_order(self) -> int: ...

    @property
    def fixed(self) -> float:
        """The size of all steps; 0 where the error decides."""
        ...

    def suited(self, gates: int) -> "Method":
        """The method for a state whose first so many components are gates."""
        ...

    def step(
        self,
        rates: Callable[[Any, Any], tuple[Any, Any]],
        t: Any,
        y: Any,
        q: Any,
        h: Any,
        first: tuple[Any, Any],
    ) -> Step:
        """One step in all lanes.

        Args:
            rates: (t, y) to (dy, dq).
            t, h: time and size of the step, (lanes,).
            y, q: (n, lanes) and (m, lanes).
            first: (dy, dq) at (t, y).
        """
        ...
