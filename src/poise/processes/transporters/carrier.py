"""The general carrier, written from its reaction, with mass-action kinetics."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import Species
from ...constants import FARADAY
from ..base import Local, Process
from ..derived import sum_of
from ..fields import quantity, reaction
from ..moves import Move, Side
from .carried import carrier_move


@final
@dataclass(frozen=True)
class Carrier(Process):
    """A carrier for any reaction "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)", by mass action.

    r = rate (prod_left (c / c_ref)^nu exp(d q F V / R T) - prod_right (c / c_ref)^nu exp(-(1 - d) q F V / R T)),

    q the charge carried outward per event. Both sides of the reaction are counted in full, a species on both as well.

    Fields: reaction; rate [mol/(m2 s)], one-way, with every participant at c_ref and V = 0; reference c_ref
    [mol/m3], 1 mol/L; symmetry d, the share of the potential that helps the forward step, 0.5.

    Source: mass action over one Eyring barrier at the share d of the field; Läuger 1991 (laeuger_1991). Finite down
    to zero concentrations; does not saturate.
    """

    law: ClassVar[str] = "carrier"
    title: ClassVar[str] = "carrier by mass action"
    references: ClassVar[tuple[str, ...]] = ("laeuger_1991",)
    monotone: ClassVar[bool] = True

    reaction: Any = reaction("what it moves")
    rate: Any = quantity("flux", "one-way rate with every participant at the reference concentration", low=0.0)
    reference: Any = quantity("concentration", "reference concentration", 1000.0, low=0.0, open_low=True)
    symmetry: Any = quantity("number", "share of the potential on the forward step", 0.5, low=0.0, high=1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        carrier_move(self.reaction)

    def moves(self) -> tuple[Move, ...]:
        return (carrier_move(self.reaction),)

    def modifiers(self) -> tuple[tuple[Side, Species], ...]:
        """What the reaction has on both sides of its arrow: it helps or hinders but does not move."""
        (move,) = self.moves()
        moved = {key for key, _ in move.amounts}
        taking_part: dict[tuple[Side, Species], None] = {}
        for _, one, side in (*self.reaction.left, *self.reaction.right):
            taking_part["inside" if side == "in" else "outside", one] = None
        return tuple(key for key in taking_part if key not in moved)

    def rates(self, local: Local) -> tuple[Any, ...]:
        xp = local.xp
        (move,) = self.moves()
        u = move.charge * local.potential / local.thermal
        forward = self._product(self.reaction.left, local) * xp.exp(self.symmetry * u)
        backward = self._product(self.reaction.right, local) * xp.exp((self.symmetry - 1.0) * u)
        return (self.rate * (forward - backward),)

    def _product(self, terms: Any, local: Local) -> Any:
        found: Any = 1.0
        for count, one, side in terms:
            found = found * (local.effective("inside" if side == "in" else "outside", one) / self.reference) ** count
        return found


def log_affinity(move: Move, local: Local) -> Any:
    """A / (R T) of an electroneutral move whose species only change sides: sum over the outside of nu ln(a_in / a_out).

    Taken species by species, so that it is exactly 0 between equal solutions and exactly odd when they are exchanged.
    """
    log = local.xp.log
    return sum_of(
        n * (log(local.activity("inside", one)) - log(local.activity("outside", one)))
        for (side, one), n in move.amounts
        if side == "outside"
    )


def linear_rate(conductance: Any, move: Move, local: Local) -> Any:
    """Rate in proportion to the affinity of an electroneutral move, (g R T / F^2) A / (R T) [mol/(m2 s)]."""
    return conductance * local.thermal / FARADAY * log_affinity(move, local)
