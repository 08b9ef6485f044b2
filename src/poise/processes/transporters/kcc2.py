"""KCC2, the neuron's K+-Cl- cotransporter."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .carried import carrier_move, fixed_reaction
from .carrier import linear_rate

_MOVE = carrier_move(fixed_reaction("K+(in) + Cl-(in) <-> K+(out) + Cl-(out)"))


@final
@dataclass(frozen=True)
class KCC2(Process):
    """K+ and Cl- out together, in proportion to the driving force of the pair.

    r = (g / F) (E_Cl - E_K) = (g R T / F^2) ln([K]_in [Cl]_in / ([K]_out [Cl]_out)).

    Fields: conductance g [S/m2], at least 0 (it carries no current: 1 S/m2 moves 1/F mol/(m2 s) per volt).

    Source: Düsterwald et al. 2018, the equations of its model's code (dusterwald_2018), after Doyon et al. 2016. Range:
    linear, does not saturate; all four concentrations above 0.
    """

    law: ClassVar[str] = "kcc2"
    title: ClassVar[str] = "KCC2 (K-Cl cotransporter)"
    references: ClassVar[tuple[str, ...]] = ("dusterwald_2018",)
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    conductance: Any = quantity("conductance per area", "transport per driving force", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (_MOVE,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (linear_rate(self.conductance, _MOVE, local),)
