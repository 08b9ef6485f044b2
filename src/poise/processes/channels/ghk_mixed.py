"""The constant-field channel that several ions share, by permeability ratios."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ..base import Local, Process
from ..fields import quantity, ratios
from ..moves import Move
from .ghk import field_flux


@final
@dataclass(frozen=True)
class GHKMixedChannel(Process):
    """A channel that several ions, mono- or divalent, cross independently in a constant field.

    J_i = P r_i u_i (c_in - c_out exp(-u_i)) / (1 - exp(-u_i)),  u_i = z_i F V / (R T).

    One elementary move for each ion; its reversal potential is where its own net current vanishes, which is an
    equilibrium potential only if one ion passes.

    Fields: permeability P [m/s] of an ion of ratio 1, at least 0; ratios r_i.

    Source: Hodgkin & Katz 1949, appendix (hodgkin_katz_1949); divalents: Fatt & Ginsborg 1958 (fatt_ginsborg_1958),
    Spangler 1972 (spangler_1972).
    """

    law: ClassVar[str] = "ghk_mixed_channel"
    title: ClassVar[str] = "constant-field channel for several ions"
    references: ClassVar[tuple[str, ...]] = ("hodgkin_katz_1949", "fatt_ginsborg_1958", "spangler_1972")
    monotone: ClassVar[bool] = True

    permeability: Any = quantity("permeability", "permeability of an ion whose ratio is 1", low=0.0)
    ratios: Any = ratios("permeability of each ion, relative")

    def moves(self) -> tuple[Move, ...]:
        return tuple(Move.transport(one) for one in self.ratios)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return tuple(field_flux(self.permeability * ratio, one, local) for one, ratio in self.ratios.items())
