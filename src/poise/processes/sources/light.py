"""Light that lifts electrons across a junction."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, final

from ...chemistry.species import species
from ...constants import FARADAY, GAS
from ...formulas.shockley_queisser import radiative_saturation_current
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move

SUN: Final = 2.165e-5
"""Share of a hemisphere that the sun's disc fills, weighted by its cosine: sin^2 of 0.2666 degrees."""


@final
@dataclass(frozen=True)
class Light(Process):
    """Light absorbed by a junction, and the light that the junction sends back to where it came from.

    r = Phi - f Phi0 (exp(F V / R T) - 1),  A = R T ln(1 + Phi / (f Phi0)) - F V,  Phi0 = J0(gap, T) / F.

    Each photon lifts one electron from the p side (inside) to the n side (outside). Photons are the fuel: a photon that
    was cooled to the gap brings the free energy R T ln(1 + Phi / (f Phi0)), by detailed balance between what the
    junction gets from the source's cone of directions and what it would send into it at rest. The rest of a cell's
    emission is `radiative_recombination`, with the same gap and cone.

    Fields: flux Phi [mol/(m2 s)], photons above the gap, at least 0 (J_sc / F); gap [J]; cone f, the share of the
    hemisphere (by projected solid angle) from which the light comes: 2.165e-5 for the sun's disc, 1 for all directions.

    Source: Shockley & Queisser 1961 (shockley_queisser_1961); free energy of light by Würfel 1982 (wuerfel_1982).
    Range: a gap of more than RT; every photon above it is absorbed.
    """

    law: ClassVar[str] = "light"
    title: ClassVar[str] = "light on a junction"
    references: ClassVar[tuple[str, ...]] = ("shockley_queisser_1961", "wuerfel_1982")
    monotone: ClassVar[bool] = True

    flux: Any = quantity("flux", "photons absorbed per area and time", low=0.0)
    gap: Any = quantity("energy", "band gap", low=1e-20, high=2e-18)
    cone: Any = quantity("number", "share of the hemisphere that the light comes from", SUN, low=1e-9, high=1.0)

    def moves(self) -> tuple[Move, ...]:
        electron = species("e-")
        return (Move.of({electron: -1}, {electron: +1}, name="e-"),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        """The photon's free energy, given up."""
        return (-GAS * local.temperature * local.xp.log1p(self.flux / self._back(local)),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.flux - self._back(local) * local.xp.expm1(local.potential / local.thermal),)

    def _back(self, local: Local) -> Any:
        """Emission into the source's cone at V = 0 [mol/(m2 s)]."""
        return self.cone * radiative_saturation_current(self.gap, local.temperature) / FARADAY
