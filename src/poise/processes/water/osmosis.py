"""Osmosis: water flows to where more is dissolved."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ...constants import GAS, WATER_MOLAR_VOLUME
from ..base import Local, Process
from ..fields import quantity
from ..moves import Move

_WATER = species("H2O")


@final
@dataclass(frozen=True)
class Osmosis(Process):
    """Water through a membrane, driven by the difference of osmolarities.

    J = P_f (Osm_out - Osm_in),  A = R T v_w (Osm_out - Osm_in),

    J the outward flux of water, v_w its molar volume; the inside shrinks by v_w J per area and time.

    Fields: permeability P_f [m/s], the osmotic (filtration) permeability, at least 0.

    Source: Finkelstein 1987, ch. 2 (finkelstein_1987). Dilute solutions; no hydrostatic pressure (cells without walls).
    """

    law: ClassVar[str] = "osmosis"
    title: ClassVar[str] = "osmotic flow of water"
    references: ClassVar[tuple[str, ...]] = ("finkelstein_1987",)
    monotone: ClassVar[bool] = True

    permeability: Any = quantity("permeability", "osmotic permeability to water, P_f", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(_WATER),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        """Water has activity 1 elsewhere in Poise; here its chemical potential is -R T v_w Osm."""
        return (-GAS * local.temperature * WATER_MOLAR_VOLUME * _excess(local),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (self.permeability * _excess(local) + 0.0 * local.potential,)


def _excess(local: Local) -> Any:
    """How much more is dissolved outside [mol/m3]."""
    return local.osmolarity("outside") - local.osmolarity("inside")
