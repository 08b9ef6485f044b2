"""Draws of the parameters from their posterior: likelihood of the data times priors."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import InputError
from ...results.posterior import Posterior
from ...solve.sampling import Sampler, diagnostics, sample
from .problem import Problem
from .search import Best

_WIDTH = 6.0  # standard deviations of a first guess between bounds, at least


def posterior(
    problem: Problem, best: Best, sampler: Sampler, seed: int, level: float, progress: Callable[[int], None] | None
) -> Posterior:
    """Sample about the best fit.

    log p = -sum r^2 / 2 + log priors, for given errors; for estimated ones -(n/2) log sum r^2, the error integrated out
    with its prior 1/sigma. Without a prior a parameter is flat between its bounds, on the scale of the search.

    Raises:
        InputError: a parameter with neither a prior nor bounds on both sides.
    """
    open_ended = [
        one.path
        for one in problem.free
        if (one.prior is None or one.prior.flat) and not np.isfinite([one.low, one.high]).all()
    ]
    if open_ended:
        raise InputError(
            f"a posterior needs of every parameter a prior or two bounds; {', '.join(open_ended)} has neither"
        )
    low, high = best.objective.low, best.objective.high

    def density(u: Any) -> Any:
        inside = ((u >= low[:, None]) & (u <= high[:, None])).all(axis=0)
        found = np.full(u.shape[1], -np.inf)
        if inside.any():
            found[inside] = _density(problem, best, u[:, inside])
        return found

    drawn = sample(sampler, density, best.minimum.x, _root(problem, best), seed=seed, progress=progress)
    values = np.stack([one.outer(drawn.x[..., k]) for k, one in enumerate(problem.free)], axis=-1)
    r_hat, effective = diagnostics(drawn.x)
    return Posterior(
        paths=tuple(one.path for one in problem.free),
        dimensions=tuple(one.dimension for one in problem.free),
        draws=values,
        r_hat=r_hat,
        effective=effective,
        acceptance=drawn.acceptance,
        divergences=drawn.divergences,
        sampler=type(sampler).__name__,
        seed=seed,
        warmup=sampler.warmup,
        calls=drawn.calls,
        level=level,
    )


def _density(problem: Problem, best: Best, u: Any) -> Any:
    """Log density of points (n, lanes) within the bounds, but for a constant."""
    residuals = problem.scaled(problem.predictions(u), best.sigmas)
    total = np.zeros(u.shape[1])
    for k, group in enumerate(problem.groups):
        z = residuals[group.rows] ** 2
        if k in best.sigmas and not problem.loss.robust:
            # sums of squares in units of the estimate, so that the logarithm stays near 0
            total -= 0.5 * len(z) * np.log(np.mean(z, axis=0))
        else:
            total -= 0.5 * np.sum(problem.loss.terms(z.ravel())[0].reshape(z.shape), axis=0)
    values = problem.values(u)
    return total + sum(one.log_density(values[one.path]) for one in problem.free)


def _root(problem: Problem, best: Best) -> Any:
    """A factor of the covariance about the best fit, (n, n); nowhere wider than the bounds or the prior."""
    covariance = best.information.covariance * best.dispersion
    for k, one in enumerate(problem.free):
        width = (float(one.inner(one.high)) - float(one.inner(one.low))) / _WIDTH
        most = width if np.isfinite(width) else _prior_width(problem, k)
        if not np.isfinite(covariance[k, k]):
            covariance[k, k] = most**2
        elif covariance[k, k] > most**2:
            shrink = most / np.sqrt(covariance[k, k])
            covariance[k, :] *= shrink
            covariance[:, k] *= shrink
    sizes, turned = np.linalg.eigh(covariance)
    return turned * np.sqrt(np.maximum(sizes, 1e-12 * sizes.max()))


def _prior_width(problem: Problem, k: int) -> float:
    """A prior's standard deviation on the scale of the search."""
    one = problem.free[k]
    if one.prior is None:
        return 1.0
    if one.prior.log == one.log:
        return one.prior.spread if one.log else one.prior.spread / one.size
    return one.prior.spread / abs(one.start) if one.log else one.prior.spread * abs(one.start) / one.size
