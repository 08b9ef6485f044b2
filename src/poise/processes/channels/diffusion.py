"""Diffusion of one species, charged or not, between two solutions."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ..base import Local, Process
from ..fields import ion, quantity
from ..moves import Move
from .ghk import field_flux


@final
@dataclass(frozen=True)
class Diffusion(Process):
    """A species that wanders between a space and its surroundings: extracellular space and bath, cell and blood.

    J = P u (c_in - c_out exp(-u)) / (1 - exp(-u)),  u = z F V / (R T);  J = P (c_in - c_out) where u = 0.

    Fields: species; permeability P [m/s]: diffusion coefficient over length, at least 0.

    Source: Goldman 1943 (goldman_1943); Fick's law for what is not charged. Ions that diffuse at different rates set up
    a potential: give the interface a capacitance, and every major ion its diffusion.
    """

    law: ClassVar[str] = "diffusion"
    title: ClassVar[str] = "diffusion"
    references: ClassVar[tuple[str, ...]] = ("goldman_1943",)
    monotone: ClassVar[bool] = True

    species: Any = ion("what diffuses", neutral=True)
    permeability: Any = quantity("permeability", "diffusion coefficient over length", low=0.0)

    def moves(self) -> tuple[Move, ...]:
        return (Move.transport(self.species),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        return (field_flux(self.permeability, self.species, local),)
