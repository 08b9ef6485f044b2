"""The coefficients of a method as its derivative needs them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..rodas5p import Rodas5P
from ..steps import Method
from ..tsit5 import Tsit5


@dataclass(frozen=True)
class Tableau:
    """A one-step method whose stages come one after the other.

    (1/(h gamma) - J) U_i = f(t + c_i h, y + s sum a_ij U_j) + sum C_ij U_j / h + d_i h df/dt, with s = 1, for a
    Rosenbrock method; U_i = f(t + c_i h, y + s sum a_ij U_j), with s = h, for an explicit one (gamma 0). Then
    y(t + h) = y + s sum m_i U_i, and the dense output is y + s sum_k theta^k sum_i D_ki U_i, k = 1..4.

    Attributes:
        gamma: 0 for an explicit method.
        a, c, time, slope: a_ij, C_ij, c_i, d_i.
        end, dense: m_i, D_ki.
    """

    gamma: float
    a: Any
    c: Any
    time: Any
    slope: Any
    end: Any
    dense: Any

    @property
    def stages(self) -> int:
        """How many."""
        return len(self.time)


def _rodas5p() -> Tableau:
    from ..rodas5p import _A, _C, _DENSE, _END, _GAMMA, _SLOPE, _TIME

    return Tableau(_GAMMA, _A, _C, _TIME, _SLOPE, _END, _DENSE)


def _tsit5() -> Tableau:
    from ..tsit5 import _A, _DENSE, _END, _TIME

    return Tableau(0.0, _A, 0.0 * _A, _TIME, 0.0 * _TIME, _END, _DENSE)


_WRITTEN: dict[type, Callable[[], Tableau]] = {Rodas5P: _rodas5p, Tsit5: _tsit5}


def tableau_of(method: Method) -> Tableau | None:
    """The coefficients of a method; `None` for one that only JAX differentiates."""
    made = _WRITTEN.get(type(method))
    return made() if made else None
