"""From all amounts to the few that are states: conserved totals and charge give the others."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.model import Model
from .stoichiometry import CHARGE, WATER, Stoichiometry

_SMALL = 1e-9  # against coefficients of order 1


@dataclass(frozen=True)
class Reduction:
    """How amounts follow from the states.

    x = x_0 + by_states (s - s_0) + by_charge (c - c_0),

    with s the amounts that are states and c the charge of each charged compartment over the Faraday constant, which
    the potentials give.

    Attributes:
        states: indices of the pairs that are states.
        charged: the compartments whose charge gives one amount; the ground too, where the others do not fix its charge.
        by_states: (pairs, states).
        by_charge: (pairs, charged).
        totals: combinations of amounts that never change, (totals, pairs).
    """

    states: tuple[int, ...]
    charged: tuple[str, ...]
    by_states: Any
    by_charge: Any
    totals: Any

    @classmethod
    def of(cls, model: Model, table: Stoichiometry, initial: Any) -> "Reduction":
        """The reduction of a model.

        Args:
            model: what there is.
            table: what its events move.
            initial: amount of each pair at the start [mol], for choosing: small amounts are states, so that large ones
                lose no digits where they follow from them.
        """
        count = len(table.pairs)
        rank = [2 if one == CHARGE else 1 if one == WATER else 0 for _, one in table.pairs]
        order = sorted(range(count), key=lambda k: (-rank[k], initial[k]))
        basis = _independent(table.matrix, order)
        rest = [k for k in range(count) if k not in basis]
        full = np.zeros((count, len(basis)))
        for column, k in enumerate(basis):
            full[k, column] = 1.0
        if rest:
            solved = np.linalg.lstsq(table.matrix[basis].T, table.matrix[rest].T, rcond=None)[0].T
            full[rest] = _tidy(solved)
        totals = np.zeros((len(rest), count))
        for row, k in enumerate(rest):
            totals[row, k] = 1.0
            totals[row, basis] = -full[k]
        charged, derived = _derived(model, table, full, basis, initial)
        kept = [k for k in range(len(basis)) if k not in derived]
        charge_rows = np.array([table.charges(name) @ full for name in charged]).reshape(len(charged), len(basis))
        inverse = np.linalg.inv(charge_rows[:, derived]) if charged else np.zeros((0, 0))
        by_charge = full[:, derived] @ inverse
        by_states = full[:, kept] - by_charge @ charge_rows[:, kept]
        return cls(tuple(basis[k] for k in kept), tuple(charged), _tidy(by_states), _tidy(by_charge), totals)


def _independent(matrix: Any, order: list[int]) -> list[int]:
    """The first rows, in an order, that span all rows."""
    basis: list[int] = []
    spanned = np.zeros((0, matrix.shape[1]))
    for k in order:
        left = matrix[k] - spanned.T @ (spanned @ matrix[k])
        left = left - spanned.T @ (spanned @ left)
        size = np.linalg.norm(left)
        if size > _SMALL * max(1.0, np.linalg.norm(matrix[k])):
            basis.append(k)
            spanned = np.vstack([spanned, left / size])
    return basis


def _derived(model: Model, table: Stoichiometry, full: Any, basis: list[int], initial: Any) -> Any:
    """For each charged compartment the place in the basis of the amount that its charge gives."""
    charged: list[str] = []
    derived: list[int] = []
    rows: list[Any] = []
    places = sorted(model.compartments, key=lambda name: model.compartments[name].ground)  # ground: what others leave
    for name in places:
        place = model.compartments[name]
        if place.reservoir or (place.ground and not _accounts(model, table, name)):
            continue
        row = table.charges(name) @ full
        able = [
            k
            for k in range(len(basis))
            if abs(row[k]) > _SMALL and k not in derived and table.pairs[basis[k]][1] != CHARGE
        ]
        for k in sorted(able, key=lambda k: (table.pairs[basis[k]][0] != name, -initial[basis[k]])):
            trial = np.array([*rows, row])[:, [*derived, k]]
            if abs(np.linalg.det(trial)) > _SMALL:
                charged.append(name)
                derived.append(k)
                rows.append(row)
                break
    return charged, derived


def _accounts(model: Model, table: Stoichiometry, name: str) -> bool:
    """Whether the amounts of a compartment account for all the charge that any event brings it.

    So not where species are held or an electrode dips into the ground, whose charge is not counted.
    """
    crossing = np.zeros(len(table.events))
    for k, event in enumerate(table.events):
        face = model.interfaces.get(event.where)
        if face is not None:
            crossing[k] = event.charge * ((face.outside == name) - (face.inside == name))
    return bool(np.allclose(table.charges(name) @ table.matrix, crossing, atol=_SMALL))


def _tidy(matrix: Any) -> Any:
    """The matrix with rounding taken off entries that are small whole numbers, or halves, thirds, quarters."""
    near = np.round(matrix * 12.0) / 12.0
    return np.where(np.abs(matrix - near) < _SMALL, near, matrix)
