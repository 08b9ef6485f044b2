"""Osmotic equilibrium: water so quick that both sides always have the same osmolarity."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import species
from ..base import Local, Process
from ..moves import Move

_WATER = species("H2O")


@final
@dataclass(frozen=True)
class OsmoticEquilibrium(Process):
    """Water at equilibrium at every instant: volumes follow from amounts.

    Osm_in = Osm_out.

    The limit of `osmosis` for a large permeability; the volumes are no states of their own. As nothing drives the
    water, it dissipates nothing.

    Source: the usual closure of cell-volume models, Mori 2012, sec. 2 (mori_2012).
    """

    law: ClassVar[str] = "osmotic_equilibrium"
    title: ClassVar[str] = "osmotic equilibrium"
    references: ClassVar[tuple[str, ...]] = ("mori_2012",)
    monotone: ClassVar[bool] = True

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(_WATER),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (0.0 * local.potential,)
