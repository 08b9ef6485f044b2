"""Electrons and holes that recombine by giving off light."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import FARADAY
from ...formulas.shockley_queisser import radiative_saturation_current
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move
from .light import SUN


@final
@dataclass(frozen=True)
class RadiativeRecombination(Process):
    """Radiative recombination in a junction: the light that it gives off, less what its surroundings send in.

    i = (1 - f) J0(gap, T) (exp(F V / R T) - 1).

    Each event takes one electron from the n side (outside) to the p side (inside) and dissipates F V: the light leaves
    at the temperature of the surroundings. The share f of the emission goes back to a source of light and belongs to
    `light`.

    Fields: gap [J]; cone f, as in `light`, 2.165e-5.

    Source: Shockley & Queisser 1961, eq. 3.13 (shockley_queisser_1961). Range: a gap of more than RT; no other
    recombination (a `leak` or a second junction may stand for it).
    """

    law: ClassVar[str] = "radiative_recombination"
    title: ClassVar[str] = "radiative recombination"
    references: ClassVar[tuple[str, ...]] = ("shockley_queisser_1961",)
    monotone: ClassVar[bool] = True

    gap: Any = quantity("energy", "band gap", low=1e-20, high=2e-18)
    cone: Any = quantity("number", "share of the emission that goes back to the source", SUN, low=1e-9, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        electron = species("e-")
        return (Move.of({electron: +1}, {electron: -1}, name="e-"),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        saturation = radiative_saturation_current(self.gap, local.temperature) / FARADAY
        return ((1.0 - self.cone) * saturation * local.xp.expm1(local.potential / local.thermal),)
