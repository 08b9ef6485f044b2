"""A rate that a model writes out: any reaction, at the rate of an expression."""

from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, final

from ...chemistry.species import Species, default_book
from ...constants import GAS
from ...errors import InputError
from ...units import DIMENSIONS
from ..base import Local, Process
from ..derived import affinity
from ..expressions import exponents_of
from ..expressions.kinds import NUMBER
from ..fields import Written, expression, quantity, reaction, remark
from ..fuel import MODIFIERS, hydrolysis_free_energy
from ..moves import Move, Side
from ..rate_text import RateText
from .written import is_within, reaction_move, spent, turned

_AFFINITY = "A_RT"  # in a rate: the affinity of its reaction over R T


@final
@dataclass(frozen=True)
class Custom(Process):
    """A reaction whose rate a paper gives as a formula.

    r = rate(V, T, t, concentrations, parameters).

    The expression may use V (inside minus outside), T, t, [K+]in, [K+]out ([K+] within a compartment), E[K+] (the
    Nernst potential), the law's `parameters`, A_RT, and the functions of Poise's expressions. A_RT is the affinity of
    the reaction over R T, a number: a factor (1 - exp(-A_RT)) lets a rate stop and turn where its affinity does. What
    it moves is charged and balanced as for any law; whether the rate obeys the second law is for `poise audit` to say.
    Its energy counts ATP spent inside by itself, and `free_energy` for another reaction.

    Fields: reaction; rate, an expression in mol/(m2 s) across an interface, in mol/(m3 s) within a compartment;
    free_energy [J/mol], standard, of a reaction that makes one species into another (not ATP's); unaccounted, why its
    energy cannot be accounted for: for a published law that moves ions uphill without naming its fuel.

    Source: the model that uses it.
    """

    law: ClassVar[str] = "custom"
    title: ClassVar[str] = "rate written as an expression"

    reaction: Any = reaction("what it moves or makes", within=True)
    rate: Any = expression("events per area (within a compartment: per volume) and time, from left to right")
    free_energy: Any = quantity("molar energy", "standard free energy of the reaction", 0.0)
    _: KW_ONLY  # the base names `unaccounted` first, so that it would stand before what has no default
    unaccounted: Any = remark("why its energy is not accounted for", "")  # type: ignore[misc]

    def __post_init__(self) -> None:
        super().__post_init__()
        move = reaction_move(self.reaction)
        if isinstance(self.rate, Written):
            flux = exponents_of(DIMENSIONS["concentration rate" if self.place == "compartment" else "flux"])
            try:
                book = self.rate.book or default_book()
                bound = RateText.read(self.rate.text, flux, self.parameters, book, {_AFFINITY: NUMBER})
            except InputError as error:
                raise type(error)(f"rate: {error}") from None
            object.__setattr__(self, "rate", bound)
        made = [one.name for one in turned(move) if not one.implicit]
        if made and not spent(move) and not self.unaccounted and self._no_energy():
            raise InputError(
                f"'{self.reaction.text}' makes or uses up {', '.join(made)}, whose energy is not known; write "
                "`free_energy: -20 kJ/mol`, or `unaccounted:` with the reason"
            )

    def _no_energy(self) -> bool:
        return isinstance(self.free_energy, float) and self.free_energy == 0.0

    @property
    def place(self) -> str:  # type: ignore[override]
        """Within a compartment where its reaction names no sides."""
        return "compartment" if is_within(self.reaction) else "interface"

    def moves(self) -> tuple[Move, ...]:
        return (reaction_move(self.reaction),)

    def modifiers(self) -> tuple[tuple[Side, Species], ...]:
        (move,) = self.moves()
        fuel = MODIFIERS if spent(move) and not self.unaccounted else ()
        moved = {key for key, _ in move.amounts}
        return tuple(key for key in dict.fromkeys((*self.rate.seen(), *fuel)) if key not in moved)

    def standard_free_energies(self, local: Local) -> tuple[Any, ...]:
        (move,) = self.moves()
        number = 0.0 if self.unaccounted else spent(move)
        return (self.free_energy + number * hydrolysis_free_energy(local) if number else self.free_energy,)

    def rates(self, local: Local) -> tuple[Any, ...]:
        extra = {}
        if _AFFINITY in self.rate.expression.names:
            (move,), (energy,) = self.moves(), self.standard_free_energies(local)
            extra[_AFFINITY] = affinity(move, energy, local) / (GAS * local.temperature)
        return (self.rate.evaluate(local, self.parameters, extra) + 0.0 * local.potential,)
