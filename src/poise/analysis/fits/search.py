"""The best fit: searches, errors that are estimated with it, and what the data say about each parameter there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ...solve.differences import value_and_jacobian
from ...solve.information import Information, information
from ...solve.least_squares import Minimum, Objective, minimise
from ...solve.losses import dispersion
from ...solve.starts import latin_hypercube, search
from ...solve.status import Status
from .problem import Problem

_ROUNDS = 30  # of weights and fit
_SETTLED = 1e-6  # relative change of estimated errors
_ASIDE = 0.3  # of a coordinate: where a parameter without influence at the start is looked at again


@dataclass(frozen=True)
class Best:
    """The best fit.

    Attributes:
        minimum: in the search's coordinates. objective: what was minimised there.
        sigmas: estimated errors by number of the group.
        information: covariance (not multiplied by the dispersion), blind directions.
        dispersion: what variances are multiplied by; 1 but for robust losses.
        starts, same: how many searches were made, and ended in this minimum.
        failed: how many starts had no answer.
        calls: of the model.
    """

    minimum: Minimum
    objective: Objective
    sigmas: Mapping[int, float]
    information: Information
    dispersion: float
    starts: int
    same: int
    failed: int
    calls: int


def best_fit(problem: Problem, starts: int, seed: int) -> Best:
    """Search from the start, and from more points of a Latin hypercube between the bounds.

    Raises:
        InputError: no answer at the start, a parameter without influence, or bounds missing for more starts.
    """
    first = problem.inner()
    raw = problem.raw(first)
    if not np.isfinite(raw).all():
        raise InputError(_nowhere(problem, raw))
    sigmas = problem.errors(raw)
    objective = problem.objective(sigmas)
    _require_influence(problem, objective, first)
    points = first[:, None]
    if starts > 1:
        unbounded = [one.path for one in problem.free if not np.isfinite([one.low, one.high]).all()]
        if unbounded:
            raise InputError(f"several starts need bounds of every parameter; {', '.join(unbounded)} lacks one")
        more = latin_hypercube(starts - 1, objective.low, objective.high, seed)
        points = np.concatenate([points, more], axis=1)
    found = search(objective, points)
    best = settle(problem, found.best, found.calls)
    failed = int(np.sum(~np.isfinite(found.costs)))
    return Best(
        best.minimum,
        best.objective,
        best.sigmas,
        best.information,
        best.dispersion,
        starts,
        found.same,
        failed,
        best.calls,
    )


def settle(problem: Problem, minimum: Minimum, calls: int) -> Best:
    """The fit from a minimum on, with errors that are estimated from it, until both stand."""
    sigmas = problem.errors(problem.raw(minimum.x))
    objective = problem.objective(sigmas)
    for _ in range(_ROUNDS if problem.estimated else 1):
        minimum = minimise(objective, minimum.x)
        calls += minimum.calls
        new = problem.errors(problem.raw(minimum.x))
        settled = all(abs(new[k] - old) <= _SETTLED * old for k, old in sigmas.items())
        if settled:
            break
        sigmas, objective = new, problem.objective(new)
    _, first, second = objective.loss.terms(minimum.residuals**2)
    weights = first + 2.0 * second * minimum.residuals**2
    known = information(minimum.jacobian, weights, problem.blind)
    phi = dispersion(objective.loss, minimum.residuals, problem.freedom)
    return Best(minimum, objective, sigmas, known, phi, 1, 1, 0, calls)


def _nowhere(problem: Problem, raw: Any) -> str:
    """Which datum the model has no answer for at the start."""
    group = next(one for one in problem.groups if not np.isfinite(raw[one.rows]).all())
    lost = np.flatnonzero(~np.isfinite(raw[group.rows]))
    row = int(np.flatnonzero(group.kept)[lost[0]])
    where = ", ".join(f"{path} {values[row]:.6g}" for path, values in group.data.conditions.items())
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    return (
        f"{group.data.name}: with the parameters at their start the model has no {group.observed.name} for row "
        f"{row + 1} ({where or 'no conditions'}; SI){more}; start nearer to the data, or look at the model there"
    )


def _require_influence(problem: Problem, objective: Objective, start: Any) -> None:
    """Refuse parameters that change no datum by a share that can be seen, at the start and beside it."""
    inward = np.where(objective.high - start >= start - objective.low, 1.0, -1.0)
    aside = np.clip(start + _ASIDE * inward, objective.low, objective.high)
    size = np.concatenate([np.full(len(one.values), np.abs(one.values).max() or 1.0) for one in problem.groups])
    idle = np.ones(len(start), bool)
    for point in (start, aside):
        found, jacobian = value_and_jacobian(
            problem.predictions,
            point,
            objective.scale,
            *(objective.edges or (None, None)),
            step=objective.step,
            order=2,
        )
        if np.isfinite(found).all():
            change = np.where(np.isfinite(jacobian), np.abs(jacobian), 0.0) / size[:, None]
            idle &= change.max(axis=0) <= problem.blind
    without = [one.path for one, still in zip(problem.free, idle, strict=True) if still and one.prior is None]
    if without:
        what = "has" if len(without) == 1 else "have"
        raise InputError(
            f"{' and '.join(without)} {what} no influence on these data; leave out what cannot be found, or add data "
            "that depend on it"
        )


def status_of(minimum: Minimum) -> str:
    """The name of a fit's status."""
    return Status(minimum.status).name
