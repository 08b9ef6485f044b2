"""From the best fit to the answer: parameters with intervals, data beside what the model says, words for the rest."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...results.fit_parts import Curve, FitParameter, FittedData, Goodness, ProfileCurve
from ...solve.differences import value_and_jacobian
from ...units import show
from .intervals import Interval, quantile
from .observed import Prepared
from .parameter import Free
from .problem import Group, Problem
from .search import Best

_ALIKE = 0.98  # correlation from which two parameters can hardly be told apart
_UNLIKELY = 1e-3  # p of a chi-square that is worth a note
_TREND = 0.5  # correlation of neighbouring residuals that is worth a note
_FAR = 4.0  # standard errors from which a datum is named
_FEW = 10  # data below which it is not looked for
_PART = 0.1  # of a blind direction's largest part: smaller ones are not named
_EQUAL = 0.02  # relative difference of two parts that are the same


def fitted_parameters(
    problem: Problem, best: Best, intervals: Sequence[Interval], level: float
) -> tuple[FitParameter, ...]:
    """Each parameter with its interval and its status."""
    errors = best.information.errors * np.sqrt(best.dispersion)
    limit = quantile(problem, level)
    found = []
    for k, (one, interval) in enumerate(zip(problem.free, intervals, strict=True)):
        u = float(best.minimum.x[k])
        value = float(np.clip(one.outer(u), one.low, one.high))
        status = _status(best, interval, k)
        # what nothing determines ends, if at all, where another parameter meets its bound
        ends = (np.nan, np.nan) if status == "not identified" else (one.outer(interval.low), one.outer(interval.high))
        found.append(
            FitParameter(
                path=one.path,
                dimension=one.dimension,
                value=value,
                error=float(errors[k] * one.slope(value)),
                low=float(ends[0]),
                high=float(ends[1]),
                start=one.start,
                bounds=(one.low, one.high),
                log=one.log,
                prior="" if one.prior is None else one.prior.text,
                status=status,
                profile=_curve(problem, interval, limit),
            )
        )
    return tuple(found)


def _status(best: Best, interval: Interval, k: int) -> str:
    low, high = np.isfinite(interval.low), np.isfinite(interval.high)
    known = bool(best.information.determined[k])
    if not (low or high) or (not known and not (low and high)) or (not known and interval.profile is None):
        return "not identified"
    side = int(best.minimum.at_bound[k])
    if side:
        return "at lower bound" if side < 0 else "at upper bound"
    return "ok" if low and high else "no lower limit" if not low else "no upper limit"


def _curve(problem: Problem, interval: Interval, limit: float) -> ProfileCurve | None:
    if interval.profile is None:
        return None
    points = interval.profile.points
    own = next(k for k in range(points.shape[1]) if np.array_equal(points[:, k], interval.profile.values))
    others = np.stack([one.outer(points[:, k]) for k, one in enumerate(problem.free)], axis=1)
    return ProfileCurve(others[:, own], interval.profile.distance, others, limit)


def fitted_data(problem: Problem, best: Best, curves: bool) -> tuple[FittedData, ...]:
    """Each measured quantity beside what the fitted model says."""
    predictions = problem.predictions(best.minimum.x[:, None])[:, 0]
    drawn: dict[int, Any] = {}
    found = []
    for k, group in enumerate(problem.groups):
        one = group.data
        if curves and id(one) not in drawn:
            drawn[id(one)] = _drawn(problem, best, one)
        sigma = np.full(len(group.values), best.sigmas[k]) if group.sigma is None else group.sigma
        series = one.series[group.kept]
        found.append(
            FittedData(
                name=one.name,
                kind=one.kind,
                quantity=group.observed.name,
                dimension=group.observed.dimension,
                axis=one.axis,
                axis_dimension=one.axis_dimension,
                place=one.place[group.kept],
                series=series,
                labels=_labels(problem, one),
                values=group.values,
                fitted=predictions[group.rows],
                sigma=sigma,
                estimated=group.sigma is None,
                curves=_curves(drawn.get(id(one)), group),
            )
        )
    return tuple(found)


def _labels(problem: Problem, data: Prepared) -> tuple[str, ...]:
    """What tells the curves of a data set apart: its other conditions."""
    series = data.series
    others = {path: v for path, v in data.conditions.items() if path != data.axis and np.ptp(v) > 0}
    kinds = problem.model.paths()
    first = [int(np.flatnonzero(series == k)[0]) for k in range(int(series.max()) + 1)]
    return tuple(
        ", ".join(f"{path} {show(float(v[row]), kinds[path].dimension, 4)}" for path, v in others.items())
        for row in first
    )


def _drawn(problem: Problem, best: Best, data: Prepared) -> Any:
    """The dense data set, what the model says there and its standard error, each (observed, points); or `None`."""
    dense = data.dense()
    if dense is None:
        return None

    def function(u: Any) -> Any:
        found = dense.predict(problem.values(u))
        return found.reshape(len(found), -1).T

    objective = best.objective
    value, jacobian = value_and_jacobian(
        function, best.minimum.x, objective.scale, *(objective.edges or (None, None)), step=objective.step, order=2
    )
    shape = (len(data.observed), -1)
    if not best.information.determined.all():
        return dense, value.reshape(shape), np.full_like(value, np.nan).reshape(shape)
    covariance = best.information.covariance * best.dispersion
    error = np.sqrt(np.maximum(np.einsum("ri,ij,rj->r", jacobian, covariance, jacobian), 0.0))
    return dense, value.reshape(shape), error.reshape(shape)


def _curves(drawn: Any, group: Group) -> tuple[Curve, ...]:
    if drawn is None:
        return ()
    dense, values, errors = drawn
    row = group.data.observed.index(group.observed)
    series = dense.series
    return tuple(
        Curve(dense.place[series == k], values[row][series == k], errors[row][series == k])
        for k in range(int(series.max()) + 1)
    )


def goodness(problem: Problem, best: Best, calls: int) -> Goodness:
    """How good the fit is as a whole."""
    from scipy.stats import chi2

    residuals = best.minimum.residuals[: problem.points]
    squares = float(np.sum(best.minimum.residuals**2))
    p = None
    if not problem.estimated and not problem.loss.robust and problem.freedom > 0:
        p = float(chi2.sf(squares, problem.freedom))
    likelihood = aic = bic = None
    if not problem.loss.robust:
        likelihood = 0.0
        for k, group in enumerate(problem.groups):
            r = residuals[group.rows]
            if group.sigma is None:  # the error of greatest likelihood, which has no share taken off
                widest = max(np.mean((r * best.sigmas[k]) ** 2), group.floor**2)
                likelihood -= 0.5 * len(r) * (np.log(2 * np.pi * widest) + 1.0)
            else:
                likelihood -= 0.5 * float(np.sum(r**2 + np.log(2 * np.pi * group.sigma**2)))
        likelihood = float(likelihood)
        count = len(problem.free) + sum(group.sigma is None for group in problem.groups)
        aic, bic = 2.0 * count - 2.0 * likelihood, count * float(np.log(problem.points)) - 2.0 * likelihood
    return Goodness(problem.points, problem.freedom, squares, p, likelihood, aic, bic, calls, best.starts, best.same)


def notes(problem: Problem, best: Best, found: Goodness) -> Iterator[str]:
    """What the reader should know, a sentence each."""
    known = best.information
    for direction in known.blind.T:
        yield _blind(problem.free, direction)
    correlations = known.correlations
    for i, one in enumerate(problem.free):
        for j in range(i):
            if abs(correlations[i, j]) > _ALIKE:
                yield (
                    f"{problem.free[j].path} and {one.path} can hardly be told apart by these data: their correlation "
                    f"is {correlations[i, j]:.4f}."
                )
    if found.p_value is not None and found.p_value < _UNLIKELY:
        yield (
            "The model misses the data by more than the errors given: these are too small, or the model is wrong; the "
            "intervals are then too narrow."
        )
    if found.p_value is not None and found.p_value > 1.0 - _UNLIKELY:
        yield "The model meets the data more closely than the errors given allow: these are too large."
    for k, group in enumerate(problem.groups):
        if group.sigma is None and best.sigmas[k] <= group.floor:
            yield f"{group.data.name}: the model passes through every datum, so that no error can be estimated."
        else:
            yield from _trend(group, best.minimum.residuals[group.rows])
            yield from _outliers(group, best.minimum.residuals[group.rows])
    if best.failed:
        yield f"{best.failed} of {best.starts} starts had no answer."


def _blind(free: Sequence[Free], direction: Any) -> str:
    """A direction in which nothing changes, in words."""
    size = np.abs(direction) / np.abs(direction).max()
    parts = [k for k in np.argsort(-size) if size[k] > _PART]
    names = [free[k].path for k in sorted(parts)]
    if len(parts) == 1:
        return f"{names[0]} has no influence on these data at the best fit."
    signs = direction[sorted(parts)] / direction[sorted(parts)][0]
    if all(free[k].log for k in parts) and len(parts) == 2 and abs(abs(signs[1]) - 1.0) < _EQUAL:
        what = "ratio" if signs[1] > 0 else "product"
        return f"The data determine only the {what} of {names[0]} and {names[1]}: fix one of them."
    if all(free[k].log for k in parts) and np.ptp(signs) < _EQUAL:
        return f"The data determine only the ratios of {', '.join(names)}: fix one of them."
    return f"The data determine only combinations of {', '.join(names)}: fix one of them, or add other data."


def _trend(group: Group, residuals: Any) -> Iterator[str]:
    """Whether neighbouring residuals are alike, along each curve."""
    series, place = group.data.series[group.kept], group.data.place[group.kept]
    pairs = []
    for one in range(int(series.max()) + 1):
        rows = np.flatnonzero(series == one)
        line = residuals[rows[np.argsort(place[rows], kind="stable")]]
        pairs.append(line[1:] * line[:-1])
    whole = np.sum(residuals**2)
    if len(residuals) < _FEW or not whole > 0.0:
        return
    alike = float(np.sum(np.concatenate(pairs)) / whole)
    if alike > _TREND:
        yield (
            f"{group.data.name}: neighbouring residuals of {group.observed.name} are alike (correlation {alike:.2f}): "
            "the model misses a trend, or the samples are not independent; the intervals are then too narrow."
        )


def _outliers(group: Group, residuals: Any) -> Iterator[str]:
    """The datum that is met worst, where that is odd."""
    worst = int(np.argmax(np.abs(residuals)))
    many = int(np.sum(np.abs(residuals) > _FAR))
    if many and many <= 0.05 * len(residuals) + 1:
        row = int(np.flatnonzero(group.kept)[worst]) + 1
        yield (
            f"{group.data.name}: {group.observed.name} of row {row} is {abs(residuals[worst]):.1f} errors from the fit"
            + (f", and {many - 1} more are far from it" if many > 1 else "")
            + "; look at it, or use a robust loss."
        )
