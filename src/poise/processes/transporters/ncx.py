"""NCX, the 3 Na+ : 1 Ca2+ exchanger."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import FARADAY
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .carried import carrier_move, fixed_reaction

_NA, _CA = species("Na+"), species("Ca2+")
_MOVE = carrier_move(fixed_reaction("3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)"))


@final
@dataclass(frozen=True)
class NCX(Process):
    """3 Na+ out for 1 Ca2+ in and back, saturating with both ions and with hyperpolarisation.

    i = i_max (exp(h u) [Na]_in^3 [Ca]_out - exp((h - 1) u) [Na]_out^3 [Ca]_in)
        / ((K_Na^3 + [Na]_out^3)(K_Ca + [Ca]_out)(1 + k_sat exp((h - 1) u))),  u = F V / (R T).

    Zero at 3 E_Na - 2 E_Ca; outward (positive) when Ca2+ enters.

    Fields: current i_max [A/m2], at least 0 (2000 uA/cm2 at 1 uF/cm2 in the paper); sodium_constant K_Na, 87.5 mM;
    calcium_constant K_Ca, 1.38 mM; saturation k_sat, 0.1; symmetry h, 0.35.

    Source: Luo & Rudy 1994, Na+-Ca2+ exchanger (luo_rudy_1994). Range: fitted to ventricular cells at 37 degC.
    """

    law: ClassVar[str] = "ncx"
    title: ClassVar[str] = "NCX (Na-Ca exchanger)"
    references: ClassVar[tuple[str, ...]] = ("luo_rudy_1994",)
    monotone: ClassVar[bool] = True

    current: Any = quantity("current per area", "scale of the current", low=0.0)
    sodium_constant: Any = quantity("concentration", "outside Na+ at half saturation", 87.5, low=0.0, open_low=True)
    calcium_constant: Any = quantity("concentration", "outside Ca2+ at half saturation", 1.38, low=0.0, open_low=True)
    saturation: Any = quantity("number", "saturation at very negative potentials", 0.1, low=0.0)
    symmetry: Any = quantity("number", "position of the barrier in the field", 0.35, low=0.0, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        return (_MOVE,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        xp = local.xp
        u = local.potential / local.thermal
        na_i, na_o = local.effective("inside", _NA), local.effective("outside", _NA)
        ca_i, ca_o = local.effective("inside", _CA), local.effective("outside", _CA)
        # divided through by exp((h - 1) u) where that is large, so that neither end overflows
        damp = xp.exp((1.0 - self.symmetry) * u)
        net = (xp.exp(u) * na_i**3 * ca_o - na_o**3 * ca_i) / (damp + self.saturation)
        sites = (self.sodium_constant**3 + na_o**3) * (self.calcium_constant + ca_o)
        return (self.current * net / (FARADAY * sites),)
