"""Parts of a fit's result: a parameter, a measured quantity beside what the model says, and how good the whole is."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..constants import ZERO_CELSIUS
from ..units import Dimension

WORDS = {
    "ok": "",
    "at lower bound": "stands at its lower bound",
    "at upper bound": "stands at its upper bound",
    "no lower limit": "the data set no lower limit",
    "no upper limit": "the data set no upper limit",
    "not identified": "the data do not determine it",
}
"""The status of a parameter, and what it means."""


def shown(value: Any, dimension: Dimension) -> Any:
    """SI numbers in the unit that people read."""
    values = np.asarray(value, float)
    return values - ZERO_CELSIUS if dimension.shown == "degC" else values / dimension.scale


def shown_difference(value: Any, dimension: Dimension) -> Any:
    """SI differences (errors, residuals) in the unit that people read."""
    return np.asarray(value, float) / dimension.scale


@dataclass(frozen=True)
class ProfileCurve:
    """How the fit worsens as one parameter is held elsewhere.

    Attributes:
        values: of the parameter, SI, rising, (points,).
        distance: signed square root of the rise in deviance, in standard errors, (points,).
        others: the refitted values of every parameter, SI, (points, n).
        limit: the distance at which the interval ends.
    """

    values: Any
    distance: Any
    others: Any
    limit: float


@dataclass(frozen=True)
class FitParameter:
    """One fitted parameter.

    Attributes:
        path: of the quantity. dimension: of its numbers.
        value: best fit, SI. error: standard error, SI; inf where nothing determines it.
        low, high: ends of the interval, SI; nan where it has none.
        start, bounds: of the search, SI. log: whether its logarithm was searched.
        prior: as text, "" for none.
        status: "ok", "at lower bound", "at upper bound", "no lower limit", "no upper limit", "not identified".
        profile: what the interval was read from; `None` where it comes from the curvature.
    """

    path: str
    dimension: Dimension
    value: float
    error: float
    low: float
    high: float
    start: float
    bounds: tuple[float, float]
    log: bool
    prior: str = ""
    status: str = "ok"
    profile: ProfileCurve | None = None

    @property
    def unit(self) -> str:
        """The unit that people read."""
        return self.dimension.shown

    def shown(self, value: float) -> float:
        """A value in that unit."""
        return float(shown(value, self.dimension))

    def to_dict(self, level: float) -> dict[str, Any]:
        """The keys of `--json`; numbers in `unit`, `value_SI` in SI; null where there is none."""
        return {
            "path": self.path,
            "value": self.shown(self.value),
            "unit": self.unit,
            "value_SI": self.value,
            "standard_error": _known(shown_difference(self.error, self.dimension)),
            "low": _known(shown(self.low, self.dimension)),
            "high": _known(shown(self.high, self.dimension)),
            "level": level,
            "status": self.status,
            "start": self.shown(self.start),
            "lower_bound": _known(shown(self.bounds[0], self.dimension)),
            "upper_bound": _known(shown(self.bounds[1], self.dimension)),
            "scale": "log" if self.log else "linear",
            "prior": self.prior or None,
        }


@dataclass(frozen=True)
class Curve:
    """What the fitted model says along one curve.

    Attributes:
        place: along the axis, SI, (points,). values: SI. error: standard error of the curve itself, SI.
    """

    place: Any
    values: Any
    error: Any


@dataclass(frozen=True)
class FittedData:
    """One measured quantity of one data set.

    Attributes:
        name: of the data set. kind: "rest", "reversal", "iv", "run".
        quantity: "membrane.potential". dimension: of its numbers.
        axis: what it is plotted against, "" for its number. axis_dimension: of that; `None` for the number.
        place: values of the axis, SI, (rows,). series: the curve that each row belongs to, (rows,).
        labels: what tells each curve from the others.
        values, fitted: measured, and what the model says, SI, (rows,).
        sigma: standard errors, SI, (rows,). estimated: whether from the scatter.
        curves: to be drawn, one for each series; none where there is nothing between the data.
    """

    name: str
    kind: str
    quantity: str
    dimension: Dimension
    axis: str
    axis_dimension: Dimension | None
    place: Any
    series: Any
    labels: tuple[str, ...]
    values: Any
    fitted: Any
    sigma: Any
    estimated: bool
    curves: tuple[Curve, ...] = ()

    @property
    def residuals(self) -> Any:
        """Measured less fitted, in standard errors, (rows,)."""
        return (self.values - self.fitted) / self.sigma

    @property
    def rms(self) -> float:
        """Root of the mean square of measured less fitted, SI."""
        return float(np.sqrt(np.mean((self.values - self.fitted) ** 2)))

    def to_dict(self, *, series: bool) -> dict[str, Any]:
        """The keys of `--json`."""
        unit = self.dimension.shown
        found: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "quantity": self.quantity,
            "unit": unit,
            "points": len(self.values),
            "sigma": float(shown_difference(np.sqrt(np.mean(self.sigma**2)), self.dimension)),
            "sigma_estimated": self.estimated,
            "rms_residual": float(shown_difference(self.rms, self.dimension)),
        }
        if series:
            axis = self.axis_dimension
            found |= {
                "axis": self.axis or "row",
                "axis_unit": "1" if axis is None else axis.shown,
                "place": (self.place if axis is None else shown(self.place, axis)).tolist(),
                "series": self.series.tolist(),
                "series_labels": list(self.labels),
                "measured": shown(self.values, self.dimension).tolist(),
                "fitted": shown(self.fitted, self.dimension).tolist(),
                "residuals": self.residuals.tolist(),
            }
        return found


@dataclass(frozen=True)
class Goodness:
    """How good the whole fit is.

    Attributes:
        points: data. freedom: data and priors less parameters.
        chi_square: sum of squared residuals over variances. p_value: of that; `None` where errors are estimated.
        log_likelihood: of the data, Gaussian errors; `None` for robust losses.
        aic, bic: information criteria, estimated errors counted; likewise.
        evaluations: calls of the model, each with many lanes.
        starts, same: searches made, and those that ended in this minimum.
    """

    points: int
    freedom: int
    chi_square: float
    p_value: float | None
    log_likelihood: float | None
    aic: float | None
    bic: float | None
    evaluations: int
    starts: int
    same: int

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "points": self.points,
            "degrees_of_freedom": self.freedom,
            "chi_square": self.chi_square,
            "p_value": self.p_value,
            "log_likelihood": self.log_likelihood,
            "aic": self.aic,
            "bic": self.bic,
            "evaluations": self.evaluations,
            "starts": self.starts,
            "starts_in_this_minimum": self.same,
        }


def _known(value: Any) -> float | None:
    """A number, `None` where it is not finite."""
    return float(value) if np.isfinite(value) else None
