"""What one event of a process moves: moles that appear, by side and species, and what follows from that alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..chemistry.species import Species
from ..errors import InputError

Side = Literal["inside", "outside"]
SIDES: tuple[Side, Side] = ("inside", "outside")
_ROUNDING = 1e-9  # a sum of stoichiometric coefficients (numbers of order 1) closer to zero than this is zero


@dataclass(frozen=True)
class Move:
    """Moles that appear per event, by (side, species): a K+ channel is {inside K+: -1, outside K+: +1}.

    Attributes:
        amounts: pairs ((side, species), moles); negative where it disappears.
        name: which elementary step this is, for processes that have several (the ion of a channel).
    """

    amounts: tuple[tuple[tuple[Side, Species], float], ...]
    name: str = ""

    @classmethod
    def of(cls, inside: Mapping[Species, float], outside: Mapping[Species, float], name: str = "") -> "Move":
        """The move with these amounts on each side, zeros left out."""
        pairs = [(("inside", one), n) for one, n in inside.items()] + [
            (("outside", one), n) for one, n in outside.items()
        ]
        return cls(tuple(((side, one), float(n)) for (side, one), n in pairs if n), name)  # type: ignore[misc]

    @classmethod
    def transport(cls, ion: Species) -> "Move":
        """One particle from inside to outside."""
        return cls.of({ion: -1}, {ion: +1}, name=ion.name)

    @property
    def charge(self) -> float:
        """Elementary charges carried from inside to outside per event: sum of nu z over the outside."""
        return sum(n * one.charge for (side, one), n in self.amounts if side == "outside")

    @property
    def electrogenic(self) -> bool:
        """Whether an event carries net charge across."""
        return abs(self.charge) > _ROUNDING

    def net(self, species: Species) -> tuple[float, float]:
        """Moles of a species that appear (inside, outside) per event."""
        found = dict.fromkeys(SIDES, 0.0)
        for (side, one), n in self.amounts:
            if one == species:
                found[side] += n
        return found["inside"], found["outside"]

    def imbalance(self) -> str:
        """What an event creates or destroys, as text; empty when charge and every element balance.

        Elements are not compared where a species of unstated composition is made or used up.
        """
        charge = sum(n * one.charge for (_, one), n in self.amounts)
        faults = [f"charge {charge:+g}"] if abs(charge) > _ROUNDING else []
        unstated = {one for (_, one), _ in self.amounts if not one.elements and one.phase not in ("electron", "charge")}
        if any(abs(sum(self.net(one))) > _ROUNDING for one in unstated):
            return ", ".join(faults)
        elements: dict[str, float] = {}
        for (_, one), n in self.amounts:
            for element, atoms in (one.elements or _unstated(one)).items():
                elements[element] = elements.get(element, 0.0) + n * atoms
        faults += [f"{element} {total:+g}" for element, total in elements.items() if abs(total) > _ROUNDING]
        return ", ".join(faults)

    def __add__(self, other: "Move") -> "Move":
        """Both at once: a transport and the reaction that drives it."""
        total: dict[tuple[Side, Species], float] = {}
        for key, n in (*self.amounts, *other.amounts):
            total[key] = total.get(key, 0.0) + n
        return Move(tuple((key, n) for key, n in total.items() if abs(n) > _ROUNDING), self.name or other.name)

    def __mul__(self, times: float) -> "Move":
        return Move(tuple((key, n * times) for key, n in self.amounts), self.name)

    __rmul__ = __mul__


def _unstated(one: Species) -> Mapping[str, int]:
    """A species of unstated composition counts as an element of its own; electrons and bare charge as charge only."""
    return {} if one.phase in ("electron", "charge") else {one.name: 1}


def sides(amounts: Iterable[tuple[float, Species, str]]) -> dict[Side, dict[Species, float]]:
    """Sort (moles, species, "in" | "out") triples by side, adding up repeated ones."""
    found: dict[Side, dict[Species, float]] = {"inside": {}, "outside": {}}
    for moles, one, side in amounts:
        if side not in ("in", "out"):
            raise InputError(f"side '{side}' of {one} is neither 'in' nor 'out'")
        there = found["inside" if side == "in" else "outside"]
        there[one] = there.get(one, 0.0) + moles
    return found
