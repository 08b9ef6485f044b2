"""Mass-action equilibrium: free components from totals, by Newton's method in logarithms with a convex fallback."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .status import Status

_STEP = 40.0  # largest change of a logarithm in one step
_QUICK = 60  # iterations of the quick method before the sure one
_SURE = 2000
_CLOSED = 4e-15  # relative residual that counts as none
_ENOUGH = 1e-12  # relative residual with which an answer is called one
_LARGEST = 690.0  # of a logarithm: exp of it is still a number


@dataclass(frozen=True)
class MassAction:
    """An equilibrium.

    Attributes:
        free: natural logarithm of each component's free value, shape (components,); -inf where its total is 0.
        amounts: of every species, shape (species,).
        residual: the largest relative error of a total.
        status: `ok`, `left_domain` (totals that no amounts can make), `not_converged`, `not_finite`.
        iterations: of both methods.
    """

    free: Any
    amounts: Any
    residual: float
    status: Status
    iterations: int


def mass_action(
    stoichiometry: Any,
    log_constants: Any,
    totals: Any,
    *,
    fixed: Mapping[int, float] | None = None,
    start: Any = None,
) -> MassAction:
    """The amounts of all species at equilibrium.

    c_j = exp(b_j + sum_k A_jk x_k),   sum_j A_jk c_j = T_k  for every component k that is not fixed

    The equations are the gradient of the convex function sum_j c_j - sum_k T_k x_k, so that there is one answer at
    most. Newton's method on ln(what adds to a total) = ln(what takes from it) finds it in a few steps from almost
    anywhere; where it does not, Newton's method on the convex function, with a step that is halved until that function
    falls, does.

    Args:
        stoichiometry: A, shape (species, components); a component is a species too, in a row of its own. Negative
            numbers are allowed (OH- holds -1 H+).
        log_constants: b, natural logarithm of each formation constant, shape (species,).
        totals: T, shape (components,); 0 leaves out a component and all that it is in, unless something holds less
            than none of it.
        fixed: natural logarithm of the free value of components whose total is not given, by number.
        start: natural logarithms to start from, shape (components,), as an earlier answer's `free`.

    Returns: the equilibrium, with its status.

    Source: the tableau, Morel & Hering 1993, ch. 2 (morel_hering_1993); where Newton's method fails in it, Carrayrou et
    al. 2002 (carrayrou_2002).
    """
    a, b, t = (np.asarray(one, float) for one in (stoichiometry, log_constants, totals))
    fixed = {} if fixed is None else dict(fixed)
    species, components = a.shape
    x = np.full(components, -np.inf)
    for k, value in fixed.items():
        x[k] = value
    held = np.isin(np.arange(components), list(fixed))
    kept, absent, possible = _present(a, t, held)
    amounts = np.zeros(species)
    if not possible:
        return MassAction(x, amounts, np.inf, Status.left_domain, 0)
    rows, cols = np.flatnonzero(kept), np.flatnonzero(~held & ~absent)
    inner, level = a[np.ix_(rows, cols)], b[rows] + a[np.ix_(rows, np.flatnonzero(held))] @ x[held]
    guess = _start(inner, level, t[cols], None if start is None else np.asarray(start, float)[cols])
    with np.errstate(all="ignore"):
        y, used, good = _quick(inner, level, t[cols], guess)
        if not good:
            y, more = _sure(inner, level, t[cols], y if np.isfinite(y).all() else guess)
            y, last, _ = _quick(inner, level, t[cols], y)
            used += more + last
        amounts[rows] = np.exp(level + inner @ y)
        adds, takes = _sides(inner, amounts[rows], t[cols])
        residual = float(np.max(np.abs(adds - takes) / np.maximum(np.maximum(adds, takes), 1e-300), initial=0.0))
    x[cols] = y
    status = Status.ok if residual <= _ENOUGH else Status.not_converged
    if not np.isfinite(amounts).all():
        status = Status.not_finite
    return MassAction(x, amounts, residual, status, used)


def _present(a: Any, t: Any, held: Any) -> tuple[Any, Any, bool]:
    """Which species can be there, which components cannot, and whether the totals can be made at all."""
    kept = np.ones(len(a), bool)
    absent = np.zeros(len(t), bool)
    while True:
        adds, takes = (a[kept] > 0).any(axis=0), (a[kept] < 0).any(axis=0)
        impossible = ~held & ~absent & (((t > 0) & ~adds) | ((t < 0) & ~takes))
        if impossible.any() or not np.isfinite(t[~held]).all():
            return kept, absent, False
        gone = ~held & ~absent & (t == 0) & ~(adds & takes)
        if not gone.any():
            return kept, absent, True
        absent |= gone
        kept &= ~(a[:, gone] != 0).any(axis=1)


def _start(a: Any, level: Any, t: Any, given: Any) -> Any:
    """Where to begin: from what is given, and elsewhere from all of a component being free."""
    adds = np.where(a == 1.0, 1.0, 0.0) * (np.abs(a).sum(axis=1) == 1.0)[:, None]  # the components themselves
    own = np.where(adds.any(axis=0), np.argmax(adds, axis=0), 0)
    there = np.abs(t) > 0
    guess = np.log(np.where(there, np.abs(t), 1e-7)) - np.where(adds.any(axis=0), level[own], 0.0)
    signed = (a < 0).any(axis=0)
    guess = np.where(signed, np.minimum(guess, -16.0), guess)
    return guess if given is None else np.where(np.isfinite(given), given, guess)


def _sides(a: Any, amounts: Any, t: Any) -> tuple[Any, Any]:
    """What adds to each total and what takes from it: equal at equilibrium, both positive."""
    shares = a * amounts[:, None]
    return (
        np.where(shares > 0, shares, 0.0).sum(axis=0) + np.maximum(-t, 0.0),
        np.where(shares < 0, -shares, 0.0).sum(axis=0) + np.maximum(t, 0.0),
    )


def _quick(a: Any, level: Any, t: Any, y: Any) -> tuple[Any, int, bool]:
    """Newton's method on ln(adds) - ln(takes) = 0: (y, iterations, whether it arrived)."""
    plus, minus = np.maximum(a, 0.0), np.maximum(-a, 0.0)
    up, down = np.maximum(-t, 0.0), np.maximum(t, 0.0)

    def sides(at: Any) -> tuple[Any, Any, Any]:
        c = np.exp(np.minimum(level + a @ at, _LARGEST))
        return c, plus.T @ c + up, minus.T @ c + down

    c, adds, takes = sides(y)
    gap = np.log(adds) - np.log(takes)
    worst, stuck = float(np.max(np.abs(gap), initial=0.0)), 0
    for used in range(_QUICK):
        if not np.isfinite(worst):
            return y, used, False
        if worst <= _CLOSED or stuck > 2:
            return y, used, worst <= _ENOUGH
        slope = (plus * c[:, None]).T @ a / adds[:, None] - (minus * c[:, None]).T @ a / takes[:, None]
        try:
            move = -np.linalg.solve(slope, gap)
        except np.linalg.LinAlgError:
            return y, used, False
        move *= min(1.0, _STEP / max(np.max(np.abs(move), initial=0.0), 1e-300))
        for factor in (1.0, 0.5, 0.25, 0.1, 0.03, 0.01):
            trial = y + factor * move
            c_new, adds_new, takes_new = sides(trial)
            gap_new = np.log(adds_new) - np.log(takes_new)
            reached = float(np.max(np.abs(gap_new), initial=0.0))
            if reached < worst or (worst < 1e-10 and factor == 1.0):
                break
        else:
            return y, used, worst <= _ENOUGH
        stuck = stuck + 1 if reached >= 0.5 * worst and worst < 1e-10 else 0
        if reached < worst:
            y, c, adds, takes, gap, worst = trial, c_new, adds_new, takes_new, gap_new, reached
    return y, _QUICK, worst <= _ENOUGH


def _sure(a: Any, level: Any, t: Any, y: Any) -> tuple[Any, int]:
    """Newton's method on the convex function, its step halved until the function falls: (y, iterations)."""

    def height(at: Any) -> float:
        return float(np.exp(np.minimum(level + a @ at, _LARGEST)).sum() - t @ at)

    now = height(y)
    for used in range(_SURE):
        c = np.exp(np.minimum(level + a @ y, _LARGEST))
        gradient = a.T @ c - t
        adds, takes = _sides(a, c, t)
        if np.max(np.abs(gradient) / np.maximum(np.maximum(adds, takes), 1e-300), initial=0.0) <= 1e-10:
            return y, used
        curved = (a * c[:, None]).T @ a
        scale = 1.0 / np.sqrt(np.maximum(np.diag(curved), 1e-300))
        matrix = curved * scale[:, None] * scale[None, :] + 1e-13 * np.eye(len(t))
        try:
            move = -scale * np.linalg.solve(matrix, scale * gradient)
        except np.linalg.LinAlgError:
            return y, used
        move *= min(1.0, _STEP / max(np.max(np.abs(move), initial=0.0), 1e-300))
        fall, factor = float(gradient @ move), 1.0
        for _ in range(60):
            reached = height(y + factor * move)
            if reached <= now + 1e-4 * factor * fall:
                break
            factor *= 0.5
        else:
            return y, used
        y, now = y + factor * move, reached
    return y, _SURE
