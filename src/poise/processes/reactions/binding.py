"""Binding within a compartment: buffers, and every reaction of two into one."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...constants import GAS, STANDARD_CONCENTRATION
from ...errors import InputError
from ..base import Local, Process
from ..fields import quantity, reaction
from ..moves import Move
from .written import is_within, reaction_move


@final
@dataclass(frozen=True)
class Binding(Process):
    """Two that become one and part again: Ca2+ + B <-> CaB, HCO3- + H+ <-> CO2 + H2O.

    r = on [A] [B] - off [C],  K = off / on,

    per volume and time. Its standard free energy follows from K, so that it stops where its affinity vanishes.

    Fields: reaction, without sides, two on the left and one (beside water) on the right; on [m3/(mol s)]; off [1/s],
    both more than 0.

    Source: mass action, Keener & Sneyd 2009, ch. 1 (keener_sneyd_2009).
    """

    law: ClassVar[str] = "binding"
    title: ClassVar[str] = "binding within a compartment"
    references: ClassVar[tuple[str, ...]] = ("keener_sneyd_2009",)
    place: ClassVar[str] = "compartment"

    reaction: Any = reaction("two that become one", within=True)
    on: Any = quantity("binding rate", "rate of binding", low=0.0, open_low=True)
    off: Any = quantity("rate", "rate of parting", low=0.0, open_low=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not is_within(self.reaction):
            raise InputError(f"'{self.reaction.text}' names sides; write it without, as 'Ca2+ + B <-> CaB'")
        left = sum(n for n, one, _ in self.reaction.left if not one.implicit)
        right = sum(n for n, one, _ in self.reaction.right if not one.implicit)
        if left != 2 or right != 1:
            raise InputError(f"'{self.reaction.text}' is not two that become one; another reaction is a `custom` one")

    def moves(self) -> tuple[Move, ...]:
        return (reaction_move(self.reaction),)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        """R T ln(K / 1 mol/L)."""
        return (GAS * local.temperature * local.xp.log(self.off / self.on / STANDARD_CONCENTRATION),)

    def rates(self, local: Local) -> tuple[Any, ...]:
        bound: Any = 1.0
        for number, one, _ in self.reaction.left:
            if not one.implicit:
                bound = bound * local.effective("inside", one) ** number
        (product,) = (one for _, one, _ in self.reaction.right if not one.implicit)
        return (self.on * bound - self.off * local.effective("inside", product) + 0.0 * local.potential,)
