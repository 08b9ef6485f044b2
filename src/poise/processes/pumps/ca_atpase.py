"""The calcium pump of the plasma membrane: Ca2+ out, H+ in, 1 ATP."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ..base import Local, Process
from ..fields import quantity
from ..fuel import HYDROLYSIS, MODIFIERS, hydrolysis_free_energy
from ..moves import Move, Side
from .driven import driven_rate

_CA, _H = species("Ca2+"), species("H+")


@final
@dataclass(frozen=True)
class CaATPase(Process):
    """A Ca2+ pump with one site, stalled where ATP's affinity is spent.

    r = rate [Ca2+]_in / (K_m + [Ca2+]_in) tanh(A / 2 R T),
    A = -dG_ATP + mu_Ca,in - mu_Ca,out + n (mu_H,out - mu_H,in),  mu the electrochemical potentials.

    Fields: rate [mol/(m2 s)], at least 0; half_saturation K_m [mol/m3], 0.5 uM; protons n taken in for each Ca2+, 2.

    Source: saturation, Luo & Rudy 1994, sarcolemmal Ca2+ pump (luo_rudy_1994); n = 2, Thomas 2009 (thomas_2009);
    reversal, Beard & Qian 2007 (beard_qian_2007).
    """

    law: ClassVar[str] = "ca_atpase"
    title: ClassVar[str] = "Ca-ATPase (calcium pump)"
    references: ClassVar[tuple[str, ...]] = ("luo_rudy_1994", "thomas_2009", "beard_qian_2007", "alberty_2003")
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    rate: Any = quantity("flux", "cycles per area and time when saturated", low=0.0)
    half_saturation: Any = quantity(
        "concentration", "Ca2+ inside at half the full rate", 0.5e-3, low=0.0, open_low=True
    )
    protons: Any = quantity("number", "H+ taken in for each Ca2+", 2.0, low=0.0, high=2.0, fixed=True)

    def moves(self) -> tuple[Move, ...]:
        return (Move.of({_CA: -1, _H: self.protons}, {_CA: 1, _H: -self.protons}) + HYDROLYSIS,)

    def modifiers(self) -> tuple[tuple[Side, Any], ...]:
        return MODIFIERS

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (hydrolysis_free_energy(local),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        calcium = local.effective("inside", _CA)
        return (driven_rate(self, self.rate * calcium / (self.half_saturation + calcium), local),)
