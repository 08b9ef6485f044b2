"""How much of each reagent brings components to the free values that are wanted, all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .mass_action import MassAction, mass_action
from .status import Status

_SEED = 1e-9  # of all there is: how much of each reagent the search begins with
_ROUNDS = 80
_CLOSED = 1e-14  # relative residual that counts as none
_ENOUGH = 1e-12
_KEPT = 0.05  # of a total: what one step leaves at least


@dataclass(frozen=True)
class Reached:
    """An equilibrium with targets.

    Attributes:
        state: the equilibrium.
        added: amount of each reagent, shape (reagents,); negative where taking it away would be needed.
        status: `ok`, `left_domain` (more would have to be taken away than there is, or more added than `most`),
            `not_converged`, or what became of the equilibrium.
        rounds: iterations.
    """

    state: MassAction
    added: Any
    status: Status
    rounds: int


def reach(
    stoichiometry: Any,
    log_constants: Any,
    totals: Any,
    *,
    targets: Mapping[int, float],
    reagents: Any,
    open_: Mapping[int, float] | None = None,
    most: float = np.inf,
    start: Any = None,
    added: Any = None,
) -> Reached:
    """The amounts of reagents at which components have given free values, and the equilibrium there.

    sum_j A_jk c_j = T_k + sum_i B_ki t_i,  x_k given for every target k

    Newton's method on the totals of the targets, with the equilibrium solved anew in each round; the derivative is
    exact (implicit function theorem).

    Args:
        stoichiometry: A, shape (species, components), as for `mass_action`.
        log_constants: b, shape (species,).
        totals: T without the reagents, shape (components,).
        targets: natural logarithm of the wanted free value, by component; one for each reagent.
        reagents: B, what one unit of each reagent adds to the totals, shape (components, reagents).
        open_: components held from outside, whose totals are nobody's concern (a gas), as natural logarithms.
        most: of each reagent.
        start: natural logarithms to start from.
        added: amounts to start from.
    """
    a, t0, b = np.asarray(stoichiometry, float), np.asarray(totals, float), np.asarray(reagents, float)
    held, fixed = list(targets), {**targets, **(open_ or {})}
    there = max(float(np.max(np.abs(t0), initial=0.0)), 1e-6)
    t = np.full(len(held), _SEED * there) if added is None else np.asarray(added, float)
    unsigned = (a >= 0).all(axis=0) & ~np.isin(np.arange(a.shape[1]), list(fixed))
    if ((t0 + b @ t)[unsigned] < 0.0).any():
        t = np.full(len(held), _SEED * there)
    state = mass_action(a, log_constants, t0 + b @ t, fixed=fixed, start=start)
    best, seen = np.inf, 0
    for rounds in range(_ROUNDS):
        if state.status not in (Status.ok, Status.not_converged):
            return Reached(state, t, state.status, rounds)
        shares = a[:, held] * state.amounts[:, None]
        gap = shares.sum(axis=0) - t0[held] - b[held] @ t
        gross = np.abs(shares).sum(axis=0) + np.abs(t0[held]) + np.abs(b[held]) @ np.abs(t)
        worst = float(np.max(np.abs(gap) / np.maximum(gross, 1e-300), initial=0.0))
        seen = seen + 1 if worst >= best else 0
        best = min(best, worst)
        if worst <= _CLOSED or (worst <= _ENOUGH and seen > 1):
            return Reached(state, t, state.status, rounds)
        move = _step(a, b, state, held, fixed, gap)
        if move is None:
            return Reached(state, t, Status.not_converged, rounds)
        now, change = (t0 + b @ t)[unsigned], (b @ move)[unsigned]
        down = change < 0.0
        if (down & (now <= 0.0)).any():
            return Reached(state, t + move, Status.left_domain, rounds)
        room = np.min((1.0 - _KEPT) * now[down] / -change[down], initial=np.inf)
        if room < 1e-9:
            return Reached(state, t + move, Status.left_domain, rounds)
        t = t + min(1.0, room) * move
        if np.max(t) > most:
            return Reached(state, t, Status.left_domain, rounds)
        state = mass_action(a, log_constants, t0 + b @ t, fixed=fixed, start=state.free)
    return Reached(state, t, Status.not_converged, _ROUNDS)


def _step(a: Any, b: Any, state: MassAction, held: list[int], fixed: Mapping[int, float], gap: Any) -> Any:
    """Newton's step in the amounts of the reagents; `None` where they change nothing."""
    free = [k for k in range(a.shape[1]) if k not in fixed and np.isfinite(state.free[k])]
    weighted = a * state.amounts[:, None]
    inner = weighted[:, free].T @ a[:, free]
    scale = 1.0 / np.sqrt(np.maximum(np.diag(inner), 1e-300))
    try:
        response = np.zeros((len(free), b.shape[1]))
        if free:
            matrix = inner * scale[:, None] * scale[None, :]
            response = scale[:, None] * np.linalg.solve(matrix, scale[:, None] * b[free])
        slope = weighted[:, held].T @ a[:, free] @ response - b[held]
        move = -np.linalg.solve(slope, gap)
    except np.linalg.LinAlgError:
        return None
    return move if np.isfinite(move).all() else None
