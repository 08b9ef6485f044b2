"""NHX and NHE, the Na+/H+ antiporters."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .carried import carrier_move, fixed_reaction

_NA, _H = species("Na+"), species("H+")
_EMPTY = 1.0e-100  # a carrier with nothing to bind stands still: keeps 0/0 away, too small to be seen elsewhere
_MOVE = carrier_move(fixed_reaction("Na+(in) + H+(out) <-> Na+(out) + H+(in)"))


@final
@dataclass(frozen=True)
class NHX(Process):
    """One Na+ out for one H+ in, by a carrier that takes one at a time (ping-pong).

    r = rate p (a_i b_o - a_o b_i) / ((1 + a_i + b_i)(a_o + p b_o) + (1 + a_o + b_o)(a_i + p b_i)),

    a = [Na+] / K_Na, b = [H+] / K_H on each side, p = P_H / P_Na. For a vacuole, inside is the cytosol.

    Fields: rate [mol/(m2 s)], carrier density times P_Na, at least 0; sodium_constant K_Na [mol/m3], 30 mM;
    proton_constant K_H [mol/m3], 7.2e-5 mM; ratio p, 0.3.

    Source: Weinstein 1995 (weinstein_1995) and its constants for NHE3, without the NH4+ branch and the internal
    H+ modifier. Range: steady state, sites equal on both sides; the potential has no part in it.
    """

    law: ClassVar[str] = "nhx"
    title: ClassVar[str] = "NHX (Na/H antiporter)"
    references: ClassVar[tuple[str, ...]] = ("weinstein_1995",)
    monotone: ClassVar[bool] = True

    rate: Any = quantity("flux", "carrier density times its rate of crossing with Na+", low=0.0)
    sodium_constant: Any = quantity("concentration", "dissociation constant of Na+", 30.0, low=0.0, open_low=True)
    proton_constant: Any = quantity("concentration", "dissociation constant of H+", 7.2e-5, low=0.0, open_low=True)
    ratio: Any = quantity("number", "speed of crossing with H+ over that with Na+", 0.3, low=0.0, open_low=True)

    def moves(self) -> tuple[Move, ...]:
        return (_MOVE,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        a_i, a_o = (local.effective(side, _NA) / self.sodium_constant for side in ("inside", "outside"))
        b_i, b_o = (local.effective(side, _H) / self.proton_constant for side in ("inside", "outside"))
        p = self.ratio
        below = (1.0 + a_i + b_i) * (a_o + p * b_o) + (1.0 + a_o + b_o) * (a_i + p * b_i)
        return (self.rate * p * (a_i * b_o - a_o * b_i) / (below + _EMPTY),)
