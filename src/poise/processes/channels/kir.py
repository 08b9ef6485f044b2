"""The inward rectifier K+ channel of glia and muscle: opens with the K+ driving force."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...formulas.special import logistic
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .ohmic import ohmic_flux

_K = species("K+")


@final
@dataclass(frozen=True)
class KirChannel(Process):
    """An inward rectifier: its conductance falls as K+ is driven outward and grows with the root of outside K+.

    i = g sqrt([K]_out / K_0) (V - E_K) / (1 + exp((V - E_K - V_half) / k)).

    Fields: conductance g [S/m2] fully open at K_0; outside_reference K_0 [mol/m3]; half V_half [V], relative to E_K;
    slope k [V], above 0.

    Source: Hagiwara & Takahashi 1974 (hagiwara_takahashi_1974), for both the rectification in V - E_K and the root of
    [K]_out; Hille 2001, ch. 5 (hille_2001). Range: both concentrations above 0.
    """

    law: ClassVar[str] = "kir_channel"
    title: ClassVar[str] = "inward rectifier K+ channel"
    references: ClassVar[tuple[str, ...]] = ("hagiwara_takahashi_1974", "hille_2001")
    needs_positive: ClassVar[bool] = True

    conductance: Any = quantity("conductance per area", "conductance fully open at the reference K+", low=0.0)
    outside_reference: Any = quantity(
        "concentration", "outside K+ at which the conductance is given", low=0.0, open_low=True
    )
    half: Any = quantity("potential", "driving force of K+ at which half are open", low=-10.0, high=10.0)
    slope: Any = quantity("potential", "steepness of the rectification", low=0.0, open_low=True)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(_K),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        xp = local.xp
        outside, inside = local.activity("outside", _K), local.activity("inside", _K)
        force = local.potential - local.thermal * (xp.log(outside) - xp.log(inside))
        is_open = logistic((self.half - force) / self.slope)
        scale = xp.sqrt(local.effective("outside", _K) / self.outside_reference)
        return (ohmic_flux(self.conductance * scale * is_open, _K, local),)
