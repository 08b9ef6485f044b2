"""A fit as a table: parameters with intervals, data with errors, how good the whole is."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .fit_parts import WORDS, FitParameter, FittedData, shown, shown_difference
from .fit_result import Fit
from .posterior import Posterior
from .table import WIDTH, enriched, written
from .table_numbers import GAP, number
from .table_rows import Column, Grid, Line


def parts(fit: Fit) -> Iterator[Line | Grid]:
    """The lines and grids of a fit's table."""
    count = fit.goodness.points
    yield Line(f"fit of {fit.title} to {count} data", "title")
    if not fit.ok:
        yield Line(f"status {fit.status}: the search stopped before its end", "warning")
    yield Line(kind="blank")
    yield _parameters(fit)
    for one in fit.parameters:
        if one.prior:
            yield Line(f"prior of {one.path}: {one.prior}")
    said = [one for one in fit.parameters if one.status != "ok"]
    for one in said:
        yield Line(f"{one.path}: {one.status}: {WORDS[one.status]}", "warning")
    yield Line(kind="blank")
    yield _data(fit)
    yield Line(kind="blank")
    yield from _goodness(fit)
    if fit.posterior is not None:
        yield Line(kind="blank")
        yield from _posterior(fit.posterior)
    for text in fit.notes:
        yield Line(kind="blank")
        yield Line(f"note: {text}")


def _parameters(fit: Fit) -> Grid:
    level = f"{100 * fit.level:g} % from"
    columns = (
        Column("parameter", left=True), Column("value"), Column("+-"), Column(level), Column("to"),
        Column("unit", left=True), Column("start", rank=1),
    )  # fmt: skip
    rows = []
    for one in fit.parameters:
        ends = [GAP if not np.isfinite(end) else number(one.shown(end)) for end in (one.low, one.high)]
        error = number(shown_difference(one.error, one.dimension), 2) if np.isfinite(one.error) else GAP
        unit = "" if one.unit == "1" else one.unit
        rows.append((one.path, _value(one), error, *ends, unit, number(one.shown(one.start))))
    return Grid(columns, tuple(rows))


def _value(one: FitParameter) -> str:
    return number(one.shown(one.value), 5)


def _data(fit: Fit) -> Grid:
    columns = (
        Column("data", left=True), Column("quantity", left=True), Column("points"), Column("error"), Column("rms left"),
        Column("unit", left=True), Column("", left=True),
    )  # fmt: skip
    rows = [_row(one) for one in fit.data]
    return Grid(columns, tuple(rows))


def _row(one: FittedData) -> tuple[str, ...]:
    sigma = number(shown_difference(np.sqrt(np.mean(one.sigma**2)), one.dimension), 3)
    rms = number(shown_difference(one.rms, one.dimension), 3)
    unit = "" if one.dimension.shown == "1" else one.dimension.shown
    return one.name, one.quantity, str(len(one.values)), sigma, rms, unit, "estimated" if one.estimated else "given"


def _goodness(fit: Fit) -> Iterator[Line]:
    one = fit.goodness
    if one.p_value is not None:
        yield Line(
            f"chi-square {number(one.chi_square)} for {one.freedom} degrees of freedom, p = {number(one.p_value, 2)}"
        )
    else:
        yield Line(f"{one.freedom} degrees of freedom; the errors are estimated from the scatter")
    if one.log_likelihood is not None:
        yield Line(f"log likelihood {one.log_likelihood:.2f}, AIC {one.aic:.2f}, BIC {one.bic:.2f}")
    what = {"profile": "each from a profile, the others fitted anew", "wald": "from the curvature at the best fit"}
    yield Line(f"intervals: {what[fit.method]}")
    if one.starts > 1:
        yield Line(f"{one.same} of {one.starts} searches ended in this minimum")


def _posterior(one: Posterior) -> Iterator[Line | Grid]:
    chains, draws, _ = one.draws.shape
    yield Line(f"posterior: {chains} chains of {draws} draws ({one.sampler}, seed {one.seed})", "head")
    columns = (
        Column("parameter", left=True), Column("mean"), Column("+-"), Column(f"{100 * one.level:g} % from"),
        Column("to"), Column("unit", left=True), Column("r_hat"), Column("effective"),
    )  # fmt: skip
    low, high = one.interval
    rows = []
    for k, (path, dimension) in enumerate(zip(one.paths, one.dimensions, strict=True)):
        values = [float(shown(v[k], dimension)) for v in (one.means, low, high)]
        width = float(shown_difference(one.deviations[k], dimension))
        unit = "" if dimension.shown == "1" else dimension.shown
        ends = (number(values[1]), number(values[2]))
        rows.append(
            (
                path,
                number(values[0], 5),
                number(width, 2),
                *ends,
                unit,
                f"{one.r_hat[k]:.3f}",
                f"{one.effective[k]:.0f}",
            )
        )
    yield Grid(columns, tuple(rows))
    if not one.trusted:
        broken = f"; {one.divergences} paths broke down" if one.divergences else ""
        yield Line(
            f"not enough draws to trust it: r_hat should be below 1.01, and the effective number above 400{broken}",
            "warning",
        )


def text(fit: Fit, width: int = WIDTH) -> str:
    """The table as plain ASCII text."""
    return written(parts(fit), width)


def renderable(fit: Fit) -> Any:
    """The same for a terminal, as a rich renderable."""
    return enriched(parts(fit))
