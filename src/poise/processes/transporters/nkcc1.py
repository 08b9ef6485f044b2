"""NKCC1, the Na+-K+-2Cl- cotransporter."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .carried import carrier_move, fixed_reaction
from .carrier import linear_rate

_MOVE = carrier_move(fixed_reaction("Na+(out) + K+(out) + 2 Cl-(out) <-> Na+(in) + K+(in) + 2 Cl-(in)"))


@final
@dataclass(frozen=True)
class NKCC1(Process):
    """Na+, K+ and 2 Cl- into the cell together, in proportion to their joint driving force.

    r = (g R T / F^2) ln([Na]_out [K]_out [Cl]_out^2 / ([Na]_in [K]_in [Cl]_in^2)).

    Fields: conductance g [S/m2], at least 0 (it carries no current).

    Source: Østby et al. 2009 (ostby_2009), g = 0.0554 S/m2 in astrocytes. Range: linear, does not saturate; all six
    concentrations above 0.
    """

    law: ClassVar[str] = "nkcc1"
    title: ClassVar[str] = "NKCC1 (Na-K-2Cl cotransporter)"
    references: ClassVar[tuple[str, ...]] = ("ostby_2009",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    conductance: Any = quantity("conductance per area", "transport per driving force", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (_MOVE,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (linear_rate(self.conductance, _MOVE, local),)
