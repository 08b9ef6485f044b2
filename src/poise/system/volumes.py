"""Volumes of compartments between which water is always at equilibrium."""

from dataclasses import dataclass
from typing import Any

from ..model.model import Model
from ..processes.water.equilibrium import OsmoticEquilibrium

_ITERATIONS = 12  # Newton on a convex function from its safe side: quadratic after a few


@dataclass(frozen=True)
class WaterGroup:
    """Compartments joined by interfaces at osmotic equilibrium.

    Attributes:
        holding: those that hold amounts.
        reservoir: one whose osmolarity rules, empty if none does (then their whole volume is fixed).
    """

    holding: tuple[str, ...]
    reservoir: str

    @classmethod
    def of(cls, model: Model) -> tuple["WaterGroup", ...]:
        """The groups of a model."""
        groups: list[set[str]] = []
        for face in model.interfaces.values():
            if any(isinstance(one, OsmoticEquilibrium) for one in face.processes.values()):
                pair = {face.inside, face.outside}
                touching = [one for one in groups if one & pair]
                groups = [one for one in groups if one not in touching] + [pair.union(*touching)]
        found = []
        for group in groups:
            names = [name for name in model.compartments if name in group]
            reservoirs = [name for name in names if model.compartments[name].reservoir]
            holding = tuple(name for name in names if name not in reservoirs)
            if holding:
                found.append(cls(holding, reservoirs[0] if reservoirs else ""))
        return tuple(found)


def equal_osmolarity(dissolved: list[Any], held: list[Any], whole: Any, xp: Any) -> list[Any]:
    """Volumes at which compartments that share a fixed whole volume have one osmolarity.

    sum_c N_c / (Osm - h_c) = W,  w_c = N_c / (Osm - h_c).

    Args:
        dissolved: amounts N_c of what is conserved [mol].
        held: concentrations h_c of what is held [mol/m3].
        whole: W [m3].
        xp: array namespace.
    """
    if all(isinstance(one, float) and one == held[0] for one in held):
        total: Any = 0.0
        for one in dissolved:
            total = total + one
        return [one / total * whole for one in dissolved]
    largest = held[0]
    for one in held[1:]:
        largest = xp.maximum(largest, one)
    osmolarity = largest
    for amount, one in zip(dissolved, held, strict=True):
        osmolarity = xp.maximum(osmolarity, one + amount / whole)
    for _ in range(_ITERATIONS):
        miss: Any = -whole
        slope: Any = 0.0
        for amount, one in zip(dissolved, held, strict=True):
            miss = miss + amount / (osmolarity - one)
            slope = slope - amount / (osmolarity - one) ** 2
        osmolarity = osmolarity - miss / slope
    return [amount / (osmolarity - one) for amount, one in zip(dissolved, held, strict=True)]
