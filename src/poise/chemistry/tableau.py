"""What can form from what is given: components, species and the matrix between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from ..errors import InputError
from .equilibria import Equilibrium, equilibria
from .species import Species, species

_DEEPEST = 30


@dataclass(frozen=True)
class Parts:
    """What a species is made of.

    Attributes:
        components: amount of each, by species; H+ may be negative.
        water: amount of water.
        steps: how often each equilibrium counts, by product.
    """

    components: Mapping[Species, float]
    water: float = 0.0
    steps: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@cache
def parts(one: Species) -> Parts:
    """The components of a species: those that no equilibrium forms.

    Raises:
        InputError: the table of equilibria runs in a circle.
    """
    return _parts(one, 0)


def _parts(one: Species, depth: int) -> Parts:
    formed = equilibria().get(one.name)
    if formed is None or formed.product != one:
        return Parts(MappingProxyType({one: 1.0}))
    if depth > _DEEPEST:
        raise InputError(f"equilibria.csv runs in a circle at '{one}'")
    amounts: dict[Species, float] = {}
    steps: dict[str, float] = {one.name: 1.0}
    water = formed.water
    for term, number in formed.terms:
        inner = _parts(term, depth + 1)
        water += number * inner.water
        for part, count in inner.components.items():
            amounts[part] = amounts.get(part, 0.0) + number * count
        for step, count in inner.steps.items():
            steps[step] = steps.get(step, 0.0) + number * count
    kept = {part: number for part, number in amounts.items() if abs(number) > 1e-12}
    return Parts(MappingProxyType(kept), water, MappingProxyType(steps))


@dataclass(frozen=True, eq=False)
class Tableau:
    """Everything that can be in a solution.

    Attributes:
        components: what the rest is counted in, H+ first.
        species: every dissolved species.
        stoichiometry: A, components in each species, shape (species, components).
        water: waters in each species, shape (species,).
        charges: of each species, shape (species,).
        equilibria: those that form the species.
        steps: how often each equilibrium counts for each species, shape (species, equilibria).
    """

    components: tuple[Species, ...]
    species: tuple[Species, ...]
    stoichiometry: Any
    water: Any
    charges: Any
    equilibria: tuple[Equilibrium, ...]
    steps: Any

    @classmethod
    def of(cls, given: Iterable[Species], instead: Mapping[Species, Species] = MappingProxyType({})) -> "Tableau":
        """The tableau of what can form from these species, H+ and water.

        Args:
            given: what is there.
            instead: species that are to be components, by the one of the table's components that each stands for.

        Raises:
            InputError: a species that does not hold its component exactly once.
        """
        found = dict.fromkeys([species("H+")])
        for one in given:
            found.update(dict.fromkeys(parts(one).components))
        return _tableau(tuple(found), tuple((old, new) for old, new in instead.items() if old in found))

    def row(self, one: Species) -> Any:
        """Components in one mole of a species, shape (components,)."""
        return self.stoichiometry[self.species.index(one)]

    def totals(self, amounts: Iterable[tuple[Species, float]]) -> Any:
        """Total of each component in amounts of species, shape (components,)."""
        found = np.zeros(len(self.components))
        for one, amount in amounts:
            found += amount * self.row(one)
        return found

    def thermodynamic(self, temperature: float, b: float | None) -> Any:
        """log10 K0 of each equilibrium at a temperature, shape (equilibria,)."""
        return np.array([one.thermodynamic(temperature, b) for one in self.equilibria])

    def squares(self) -> Any:
        """How strongly each equilibrium depends on ionic strength (`Equilibrium.squares`), shape (equilibria,)."""
        return np.array([one.squares() for one in self.equilibria])


@cache
def _tableau(components: tuple[Species, ...], instead: tuple[tuple[Species, Species], ...]) -> Tableau:
    there = set(components)
    products = [one for one in equilibria().values() if one.product.phase == "aqueous" and one.product not in there]
    products = [one for one in products if set(parts(one.product).components) <= there]
    everything = (*components, *(one.product for one in products))
    a, steps = np.zeros((len(everything), len(components))), np.zeros((len(everything), len(products)))
    numbers = {one.product.name: k for k, one in enumerate(products)}
    for row, one in enumerate(everything):
        inner = parts(one)
        for part, number in inner.components.items():
            a[row, components.index(part)] = number
        for step, count in inner.steps.items():
            steps[row, numbers[step]] = count
    water = np.array([parts(one).water for one in everything])
    named = list(components)
    for old, new in instead:
        k, r = components.index(old), everything.index(new)
        if a[r, k] != 1.0:
            raise InputError(f"'{new}' cannot stand for '{old}': it does not hold it once")
        share, own = a[:, k].copy(), a[r].copy()
        own[k] -= 1.0
        a, water, steps = a - np.outer(share, own), water - share * water[r], steps - np.outer(share, steps[r])
        named[k] = new
    charges = np.array([one.charge for one in everything])
    return Tableau(tuple(named), everything, a, water, charges, tuple(products), steps)
