"""What carriers share: the moves of a reaction across the interface, and their driving affinity."""

from ...chemistry.reactions import Reaction, parse_reaction
from ...chemistry.species import default_book
from ...errors import InputError
from ..moves import Move, sides


def carrier_move(reaction: Reaction) -> Move:
    """The net move of a reaction whose species only change sides.

    Raises:
        InputError: the reaction makes one species into another, whose energy a carrier does not know.
    """
    found = sides(
        [(-n, one, side) for n, one, side in reaction.left] + [(n, one, side) for n, one, side in reaction.right]
    )
    move = Move.of(found["inside"], found["outside"])
    for (_, one), _ in move.amounts:
        if abs(sum(move.net(one))) > 1e-9:
            raise InputError(
                f"'{reaction.text}' makes or uses up {one}; a carrier only moves species from one side to the other"
            )
    return move


def fixed_reaction(text: str) -> Reaction:
    """A reaction that a law fixes, from its text."""
    return parse_reaction(text, default_book())
