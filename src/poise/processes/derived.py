"""What follows from `moves` and `rates` alone: charge, current, affinity, equilibrium, dissipation, fluxes."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from ..chemistry.species import Species
from ..constants import FARADAY, GAS
from .base import Local, Process
from .moves import Move, Side


def chemical_affinity(move: Move, standard: Any, local: Local) -> Any:
    """The affinity of a move at zero potential [J/mol].

    A_0 = -dG0 - R T sum(nu ln a).

    Args:
        move: what one event moves.
        standard: its standard free energy [J/mol].
        local: both sides.
    """
    xp = local.xp
    total = -standard
    for (side, species), moles in move.amounts:
        if not species.implicit:
            total = total - GAS * local.temperature * moles * xp.log(local.activity(side, species))
    return total


def affinity(move: Move, standard: Any, local: Local) -> Any:
    """The affinity of a move [J/mol]: what one mole of events would dissipate.

    A = -sum(nu (mu + z F phi)) = A_0 + q F V,  q the charge carried outward, V = phi(inside) - phi(outside).

    Source: De Donder's affinity, with the electrical work of the charge that crosses (Beard & Qian 2007,
    beard_qian_2007, for its relation to the one-way rates).
    """
    return chemical_affinity(move, standard, local) + move.charge * FARADAY * local.potential


def affinities(process: Process, local: Local) -> tuple[Any, ...]:
    """The affinity [J/mol] of each elementary move of a process."""
    energies = process.standard_free_energies(local)
    return tuple(affinity(move, energy, local) for move, energy in zip(process.moves(), energies, strict=True))


def entropies(process: Process, local: Local) -> tuple[Any, ...]:
    """Entropy that the moved matter gains per mole of events [J/(mol K)], for each elementary move.

    dS = -d(dG)/dT at given composition and potential, by a central difference over 2 K: exact where free energies are
    straight lines over temperature.

    Source: Gibbs-Helmholtz; for an electrode it is -n F dE/dT (deBethune, Licht & Swendeman 1959, bethune_1959).
    """
    ends = []
    for step in (-1.0, 1.0):
        there = dataclasses.replace(local, temperature=local.temperature + step)
        energies = process.standard_free_energies(there)
        ends.append(
            [chemical_affinity(move, energy, there) for move, energy in zip(process.moves(), energies, strict=True)]
        )
    return tuple((warm - cold) / 2.0 for cold, warm in zip(*ends, strict=True))


def heat_drawn(process: Process, local: Local) -> Any:
    """Heat that a process draws from its surroundings [W/m2]: sum(r (T dS - A)), Peltier's heat less dissipation.

    A move at rest draws nothing.
    """
    xp = local.xp
    total = 0.0
    for rate, entropy, force in zip(
        process.rates(local), entropies(process, local), affinities(process, local), strict=True
    ):
        moving = xp.asarray(rate) != 0
        per_event = local.temperature * entropy - force
        total = total + xp.where(moving, rate * xp.where(moving, per_event, 0.0 * rate), 0.0 * rate)
    return total


def equilibrium_potentials(process: Process, local: Local) -> tuple[Any, ...]:
    """The potential [V] at which each elementary move is at equilibrium; nan for a move that carries no charge.

    E = -A_0 / (q F): Nernst's potential for an ion, the coupled formula for a pump, a couple's electrode potential.
    """
    found = []
    for move, energy in zip(process.moves(), process.standard_free_energies(local), strict=True):
        if move.electrogenic:
            found.append(-chemical_affinity(move, energy, local) / (move.charge * FARADAY))
        else:
            found.append(local.xp.nan)
    return tuple(found)


def current(process: Process, local: Local) -> Any:
    """Outward current [A/m2]: i = F sum(q r)."""
    return (
        sum_of(move.charge * rate for move, rate in zip(process.moves(), process.rates(local), strict=True)) * FARADAY
    )


def dissipation(process: Process, local: Local) -> Any:
    """Free energy dissipated [W/m2]: sum(A r); never negative where the process names all that pays for it.

    A move at rest dissipates nothing, also where its affinity is infinite (a species absent from one side).
    """
    xp = local.xp
    total = 0.0
    for force, rate in zip(affinities(process, local), process.rates(local), strict=True):
        moving = xp.asarray(rate) != 0
        total = total + xp.where(moving, rate * xp.where(moving, force, 0.0 * rate), 0.0 * rate)
    return total


def fluxes(process: Process, local: Local) -> Mapping[tuple[Side, Species], Any]:
    """Moles that appear per area and time [mol/(m2 s)], by (side, species)."""
    found: dict[tuple[Side, Species], Any] = {}
    for move, rate in zip(process.moves(), process.rates(local), strict=True):
        for key, moles in move.amounts:
            found[key] = found.get(key, 0.0) + moles * rate
    return found


def sum_of(terms: Any) -> Any:
    """Plain left-to-right sum, alike for numbers, arrays and tracers."""
    total: Any = 0.0
    for term in terms:
        total = total + term
    return total
