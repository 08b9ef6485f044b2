"""The moves of a written reaction, across an interface or within a compartment, and its energy where ATP is spent."""

from typing import Any, Final

from ...chemistry.reactions import Reaction
from ...chemistry.species import species
from ...errors import InputError
from ..fuel import HYDROLYSIS
from ..moves import Move, sides

_ATP: Final = species("ATP")


def reaction_move(reaction: Reaction) -> Move:
    """What one event of a reaction moves; without sides, everything happens inside."""
    terms = [(-n, one, side or "in") for n, one, side in reaction.left]
    terms += [(n, one, side or "in") for n, one, side in reaction.right]
    found = sides(terms)
    move = Move.of(found["inside"], found["outside"])
    if not move.amounts:
        raise InputError(f"'{reaction.text}' moves nothing")
    return move


def is_within(reaction: Reaction) -> bool:
    """Whether a reaction names no sides: it runs within one compartment."""
    return all(not side for _, _, side in (*reaction.left, *reaction.right))


def spent(move: Move) -> float:
    """How many ATP an event hydrolyses inside; 0 where it makes or uses ATP in another way."""
    number = -move.net(_ATP)[0]
    left = move + HYDROLYSIS * -number
    return (
        number
        if number
        and not any(left.net(one)[0] for (_, one), _ in HYDROLYSIS.amounts if one.name != "H+" and not one.implicit)
        else 0.0
    )


def turned(move: Move) -> tuple[Any, ...]:
    """The species that an event makes or uses up, rather than only moves across."""
    found = dict.fromkeys(one for (_, one), _ in move.amounts)
    return tuple(one for one in found if abs(sum(move.net(one))) > 1e-9)
