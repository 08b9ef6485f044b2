"""The proton pump of plasma membranes and vacuoles: n H+ per ATP."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ..base import Local, Process
from ..fields import quantity
from ..fuel import HYDROLYSIS, MODIFIERS, hydrolysis_free_energy
from ..moves import Move, Side
from .driven import driven_rate

_H = species("H+")


@final
@dataclass(frozen=True)
class HATPase(Process):
    """An H+ pump with a fixed coupling number, stalled where the proton-motive force takes all that ATP gives.

    r = rate tanh(A / 2 R T),  A = -dG_ATP + n (mu_H,in - mu_H,out),  mu the electrochemical potentials.

    ATP is spent inside; H+ goes from inside to outside (for a vacuole: inside is the cytosol).

    Fields: rate [mol/(m2 s)], at least 0; coupling n, H+ per ATP: 1 for P-type pumps, 2 to 4 for V-type.

    Source: flux ratio, Beard & Qian 2007 (beard_qian_2007). A two-state cycle of the kind of Hansen et al. 1981
    (hansen_1981) gives this law where its step through the field is fast and its other step symmetric. Coupling of
    V-type pumps, Kettner et al. 2003 (kettner_2003).
    """

    law: ClassVar[str] = "h_atpase"
    title: ClassVar[str] = "H-ATPase (proton pump)"
    references: ClassVar[tuple[str, ...]] = ("hansen_1981", "beard_qian_2007", "kettner_2003", "alberty_2003")
    monotone: ClassVar[bool] = True
    needs_positive: ClassVar[bool] = True

    rate: Any = quantity("flux", "cycles per area and time far from stalling", low=0.0)
    coupling: Any = quantity("number", "H+ moved for each ATP", 1.0, low=0.0, open_low=True, high=12.0, fixed=True)

    def moves(self) -> tuple[Move, ...]:
        return (Move.of({_H: -self.coupling}, {_H: self.coupling}) + HYDROLYSIS,)

    def modifiers(self) -> tuple[tuple[Side, Any], ...]:
        return MODIFIERS

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        return (hydrolysis_free_energy(local),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (driven_rate(self, self.rate, local),)
