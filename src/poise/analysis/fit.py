"""The verb `fit`: parameters from data, with what the data say, and do not say, about each."""

from collections.abc import Callable, Sequence
from typing import Any

from ..errors import InputError, StatusError
from ..model.model import Model
from ..model.validate import require_valid
from ..results.fit_result import Fit
from ..solve.losses import Loss, Squares
from ..solve.sampling import Sampler
from ..version import __version__
from .answer import references
from .fits.answer import fitted_data, fitted_parameters, goodness, notes
from .fits.intervals import Intervals, ProfileLikelihood
from .fits.observed import Data, require_plain
from .fits.parameter import parameters_of
from .fits.posterior import posterior
from .fits.problem import Problem
from .fits.search import best_fit, status_of

_MOST_STARTS = 10_000


def fit(
    model: Model,
    data: Data | Sequence[Data],
    free: Any,
    *,
    loss: Loss | None = None,
    intervals: Intervals | None = None,
    starts: int = 1,
    seed: int = 0,
    sampler: Sampler | None = None,
    curves: bool = True,
    progress: Callable[[str, float], None] | None = None,
    throw: bool = False,
) -> Fit:
    """The parameters with which a model meets data best.

    min over theta of  sum rho((y - f(theta))^2 / sigma^2) + (priors),

    least squares and so the greatest likelihood for Gaussian errors, those that are not given estimated from the
    scatter of each quantity of each data set. Derivatives come from differences, all parameters as lanes of one call.

    Args:
        model: what there is, one number for each quantity.
        data: `RestData`, `ReversalData`, `IVData`, `RunData`, one or several.
        free: paths or `Parameter`s, or a mapping from paths to `None`, (low, high), or a prior.
        loss: `Squares()` unless given; `Huber()`, `SoftL1()`, `Cauchy()` are robust.
        intervals: `ProfileLikelihood()` unless given; `Wald()` is quicker.
        starts: searches, from the start and from a Latin hypercube between the bounds.
        seed: of starts and draws.
        sampler: draw from the posterior too: `AffineInvariant()`, `EnsembleSlice()`, `Nuts()`.
        curves: also what the fitted model says between the data, for plots.
        progress: called with what is being done and the share of that which is done.
        throw: raise StatusError instead of returning a status other than ok.

    Raises:
        InputError, UnitError, UnknownNameError: data, paths, bounds or priors that do not fit the model, fewer data
            than parameters, a parameter without influence; ModelError: the model has errors; StatusError: see `throw`.
    """
    require_valid(model)
    require_plain(model)
    if isinstance(starts, bool) or not isinstance(starts, int) or not 1 <= starts <= _MOST_STARTS:
        raise InputError(f"starts: '{starts}'; give a whole number from 1 to {_MOST_STARTS:,}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise InputError(f"seed: '{seed}'; give a whole number from 0 to {2**32 - 1}")
    sets = [data] if isinstance(data, Data) else list(data)
    if not sets or not all(isinstance(one, Data) for one in sets):
        raise InputError("data: give RestData, ReversalData, IVData or RunData, one or several")
    parameters = parameters_of(model, free)
    paths = [one.path for one in parameters]
    problem = Problem(model, parameters, tuple(one.prepared(model, paths) for one in sets), loss or Squares())
    problem.require_sound()
    say = progress or (lambda what, share: None)
    say("search", 0.0)
    best = best_fit(problem, starts, seed)
    how = intervals or ProfileLikelihood()
    best, ends = how.found(problem, best, lambda share: say("intervals", share))
    drawn = None
    if sampler is not None:
        whole_effort = sampler.effort * (sampler.draws + sampler.warmup)
        drawn = posterior(problem, best, sampler, seed, how.level, lambda calls: say("draws", calls / whole_effort))
    calls = best.calls + sum(one.profile.calls for one in ends if one.profile is not None)
    found = fitted_parameters(problem, best, ends, how.level)
    whole = goodness(problem, best, calls)
    result = Fit(
        title=model.name,
        parameters=found,
        correlations=best.information.correlations,
        data=fitted_data(problem, best, curves),
        goodness=whole,
        model=model.set({one.path: one.value for one in found}),
        level=how.level,
        method="profile" if any(one.profile is not None for one in ends) else "wald",
        status=status_of(best.minimum),
        posterior=drawn,
        notes=tuple(notes(problem, best, whole)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "fit",
            "loss": repr(problem.loss),
            "intervals": repr(how),
            "starts": starts,
            "seed": seed,
            "data": [one.name for one in problem.data],
        },
        references=tuple(
            dict.fromkeys(
                [
                    *references(model),
                    "branch_1999",
                    *how.references,
                    *(sampler.references if sampler is not None else ()),
                ]
            )
        ),
    )
    if throw and not result.ok:
        raise StatusError(f"fit of '{model.name}': {result.status}; " + " ".join(result.notes))
    return result
