"""What every event in a model moves between its compartments: the table from which all balances follow."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..chemistry.species import Species, species
from ..model.model import Model
from ..processes.moves import SIDES, Move
from ..processes.water.equilibrium import OsmoticEquilibrium

Pair = tuple[str, Species]
"""A species in a compartment."""

CHARGE = species("charge")
WATER = species("H2O")


@dataclass(frozen=True)
class Event:
    """One elementary move of one process, or of the electrode at an interface.

    Attributes:
        owner: "interface.process", "compartment.process", or "interface" for its electrode.
        where: the interface or compartment.
        kind: "interface", "compartment" or "electrode".
        index: which of the process's moves.
        amounts: moles that appear by (compartment, species).
        charge: elementary charges that cross outward.
    """

    owner: str
    where: str
    kind: str
    index: int
    amounts: tuple[tuple[Pair, float], ...]
    charge: float


@dataclass(frozen=True)
class Stoichiometry:
    """Events, the pairs that they change, and how much.

    Attributes:
        events: all of them, in order.
        pairs: the (compartment, species) pairs whose amounts change; bare charge counts as a species.
        matrix: moles of each pair that appear per mole of each event, (pairs, events).
        outer: pairs of reservoirs and of held species, which the same events fill and empty.
        outer_matrix: the same for these.
    """

    events: tuple[Event, ...]
    pairs: tuple[Pair, ...]
    matrix: Any
    outer: tuple[Pair, ...]
    outer_matrix: Any

    @classmethod
    def of(cls, model: Model, electrodes: Collection[str]) -> "Stoichiometry":
        """The table of a valid model; `electrodes` are the interfaces at which one injects."""
        events = tuple(_events(model, electrodes))
        changed: dict[Pair, None] = {}
        outer: dict[Pair, None] = {}
        for event in events:
            for pair, _ in event.amounts:
                (changed if _tracked(model, pair, event) else outer)[pair] = None
        for name, place in model.compartments.items():
            if not place.reservoir and not place.ground:
                changed[name, CHARGE] = None  # what held species and electrodes bring in charge
        pairs = list(changed)
        matrix = np.zeros((len(pairs), len(events)))
        beyond = np.zeros((len(outer), len(events)))
        rows = {pair: k for k, pair in enumerate(pairs)}
        others = {pair: k for k, pair in enumerate(outer)}
        for k, event in enumerate(events):
            for pair, moles in event.amounts:
                if _tracked(model, pair, event):
                    matrix[rows[pair], k] += moles
                    continue
                beyond[others[pair], k] += moles
                bare = (pair[0], CHARGE)
                if bare in rows and pair[1] != CHARGE and pair[1].charge:
                    matrix[rows[bare], k] += moles * pair[1].charge
        matrix[np.abs(matrix) < 1e-9] = 0.0  # coefficients are of order 1: what is left of their sums is rounding
        moved = np.any(matrix != 0.0, axis=1)
        kept = tuple(pair for pair, one in zip(pairs, moved, strict=True) if one)
        return cls(events, kept, matrix[moved], tuple(outer), beyond)

    @cached_property
    def order(self) -> dict[Pair, int]:
        """Where each pair stands."""
        return {pair: k for k, pair in enumerate(self.pairs)}

    def charges(self, compartment: str) -> Any:
        """Charge number of each pair that lies in a compartment, 0 for the others, (pairs,)."""
        return np.array([one.charge if place == compartment else 0.0 for place, one in self.pairs])


def _tracked(model: Model, pair: Pair, event: Event) -> bool:
    """Whether the amount of a pair changes."""
    place, one = pair
    compartment = model.compartments[place]
    if compartment.reservoir or one in compartment.held:
        return False
    if one == WATER:
        return _crosses(event)
    return one.phase == "aqueous" or (one == CHARGE and not compartment.ground)


def _crosses(event: Event) -> bool:
    """Whether water crosses, rather than being made or used up."""
    return len({place for (place, one), _ in event.amounts if one == WATER}) == 2


def _events(model: Model, electrodes: Collection[str]) -> Any:
    for name, face in model.interfaces.items():
        places = dict(zip(SIDES, (face.inside, face.outside), strict=True))
        for label, process in face.processes.items():
            if isinstance(process, OsmoticEquilibrium):
                continue
            for index, move in enumerate(process.moves()):
                yield _event(f"{name}.{label}", name, "interface", index, move, places)
        if name not in electrodes:
            continue
        inward = Move.of({face.carrier: 1.0 / face.carrier.charge}, {face.carrier: -1.0 / face.carrier.charge})
        yield _event(name, name, "electrode", 0, inward, places)
    for name, place in model.compartments.items():
        for label, process in place.processes.items():
            for index, move in enumerate(process.moves()):
                yield _event(f"{name}.{label}", name, "compartment", index, move, {"inside": name})


def _event(owner: str, where: str, kind: str, index: int, move: Move, places: Any) -> Event:
    amounts: dict[Pair, float] = {}
    for (side, one), moles in move.amounts:
        pair = (places[side], one)
        amounts[pair] = amounts.get(pair, 0.0) + moles
    return Event(owner, where, kind, index, tuple(amounts.items()), move.charge)
