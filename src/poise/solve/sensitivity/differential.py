"""What differentiates recorded steps: both directions, and the choice of who does it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, runtime_checkable

from ..flow import Flow
from ..native.lower import NotLoweredError
from ..steps import Method
from .told import Told
from .trail import Piece


class Seeded(NamedTuple):
    """Derivatives of outputs by the coefficients of some steps of a piece.

    Attributes:
        places: of these steps in the piece, (seeded,).
        values: derivatives, (seeded, 5, n, outputs).
    """

    places: Any
    values: Any


class Pushed(NamedTuple):
    """What came out at the end.

    Attributes:
        slopes: derivatives of the state after the last step, (n, directions).
        powers: of the coefficients of every step, (steps, 5, n, directions); `None` where nobody asked.
    """

    slopes: Any
    powers: Any


class Pulled(NamedTuple):
    """What came out at the start.

    Attributes:
        weights: derivatives of the outputs by the state before the first step, (n, outputs).
        z_weights: by what was told in each segment of the piece, (segments, size, outputs).
    """

    weights: Any
    z_weights: Any


@runtime_checkable
class Differential(Protocol):
    """Differentiates accepted steps, their sizes held."""

    def push(self, told: Told, piece: Piece, z: Any, slopes: Any, z_slopes: Any, *, record: bool) -> Pushed:
        """Forwards.

        Args:
            told: what the flow is told.
            piece: the steps.
            z: the numbers of the piece's segments, rising, (segments, size).
            slopes: derivatives of the state before the first step, (n, directions).
            z_slopes: of the numbers, (segments, size, directions).
            record: whether those of the steps' coefficients are asked for.
        """
        ...

    def pull(self, told: Told, piece: Piece, z: Any, weights: Any, seeds: Seeded) -> Pulled:
        """Backwards.

        Args:
            told, piece, z: as of `push`.
            weights: derivatives of the outputs by the state after the last step, (n, outputs).
            seeds: by the coefficients of steps of the piece.
        """
        ...


@dataclass
class Either:
    """Native code where the flow can be lowered to it, else JAX.

    Attributes:
        flow, method: what is differentiated.
    """

    flow: Flow
    method: Method
    _chosen: Differential | None = field(default=None, repr=False)

    def push(self, told: Told, piece: Piece, z: Any, slopes: Any, z_slopes: Any, *, record: bool) -> Pushed:
        """Forwards."""
        return self._run(lambda one: one.push(told, piece, z, slopes, z_slopes, record=record))

    def pull(self, told: Told, piece: Piece, z: Any, weights: Any, seeds: Seeded) -> Pulled:
        """Backwards."""
        return self._run(lambda one: one.pull(told, piece, z, weights, seeds))

    def _run(self, use: Any) -> Any:
        if self._chosen is None:
            from .native import NativeDifferential

            self._chosen = NativeDifferential(self.flow, self.method)
            try:
                return use(self._chosen)
            except NotLoweredError:
                from .xla import XLADifferential

                self._chosen = XLADifferential(self.flow, self.method)
        return use(self._chosen)
