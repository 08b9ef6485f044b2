"""What the author of a law writes for its contract tests: one example, and what is derived from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from poise.chemistry.species import species
from poise.constants import STANDARD_CONCENTRATION
from poise.formulas import scalar
from poise.processes.base import Local, Process

Composition = Mapping[str, float]
"""Concentrations [mM] by species name."""


@dataclass(frozen=True)
class Published:
    """One number that others printed, and what Poise makes of the same conditions.

    Attributes:
        computed: gives Poise's number, in the unit in which it was printed.
        printed: the number as printed, never one that Poise produced.
        source: where it is printed (a key of references.bib where there is one, a check's id, or a place).
        relative, absolute: it holds where |computed - printed| <= max(absolute, relative * |printed|).
    """

    computed: Callable[[], float]
    printed: float
    source: str
    relative: float = 0.0
    absolute: float = 0.0


@dataclass(frozen=True)
class Example:
    """Everything that the contract tests need to know of one law.

    Attributes:
        process: a ready instance with ordinary numbers.
        inside, outside: a composition for each side [mM] with all that the law moves or reads.
        published: one published number at least.
        swapped: the same physical process with the two sides relabelled, made from `process`; or, for a law with a
            fixed orientation, why there is none.
        singular: potentials [V] at 310.15 K where the law's formula changes branch or is 0/0, beside V = 0 and its
            equilibrium potential, which are always tried.
        others: further instances that the balance of moves is tried on (Hypothesis varies ions, couples, reactions
            and coupling numbers by itself).
    """

    process: Process
    inside: Composition
    outside: Composition
    published: tuple[Published, ...]
    swapped: Callable[[Any], Process] | str
    singular: tuple[float, ...] = ()
    others: tuple[Process, ...] = ()


def local_at(
    inside: Composition, outside: Composition, potential: Any, temperature: Any = 310.15, xp: Any = scalar
) -> Local:
    """Both sides of an ideal interface from concentrations in mM."""
    activities = {
        (side, species(name)): amount / STANDARD_CONCENTRATION
        for side, composition in (("inside", inside), ("outside", outside))
        for name, amount in composition.items()
    }
    return Local(xp, temperature, potential, activities)  # type: ignore[arg-type]


def one_rate(
    process: Process, inside: Composition, outside: Composition, potential: float, temperature: float = 310.15
) -> float:
    """The rate [mol/(m2 s)] of a process of one move."""
    (found,) = process.rates(local_at(inside, outside, potential, temperature))
    return found
