"""A fit as a problem of least squares: parameters in, residuals in standard errors out, all sets of a call as lanes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...errors import InputError
from ...model.model import Model
from ...solve.least_squares import Objective
from ...solve.losses import Loss
from .observed import Observed, Prepared
from .parameter import Free

_STEPS = (1e-4, 1e-2)  # of a coordinate: least and largest difference
_BLIND = (1e-6, 1e3)  # least relative error of a Jacobian, and in units of the noise of a prediction
_FLOOR = 1e-9  # of what a quantity spans: an estimated error is not less


@dataclass(frozen=True)
class Group:
    """One quantity of one data set: rows that share an error.

    Attributes:
        data, observed: where it comes from.
        rows: of all residuals.
        kept: which of the data set's rows, (rows of the data set,) of bool.
        values: measured, SI. sigma: given standard errors, `None` where they are estimated.
    """

    data: Prepared
    observed: Observed
    rows: slice
    kept: Any
    values: Any
    sigma: Any

    @property
    def floor(self) -> float:
        """The least error that is taken for real."""
        return _FLOOR * max(float(np.ptp(self.values)), 1e-3 * float(np.abs(self.values).max()), np.finfo(float).tiny)


@dataclass(frozen=True)
class Problem:
    """Data sets, the model that should predict them, and what of it is free.

    Attributes:
        model, free, data, loss: what is fitted.
    """

    model: Model
    free: tuple[Free, ...]
    data: tuple[Prepared, ...]
    loss: Loss

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The quantities, in the order of the residuals."""
        found: list[Group] = []
        begin = 0
        for one in self.data:
            for observed, kept in zip(one.observed, one.kept, strict=True):
                rows = slice(begin, begin + int(kept.sum()))
                sigma = None if observed.sigma is None else observed.sigma[kept]
                found.append(Group(one, observed, rows, kept, observed.values[kept], sigma))
                begin = rows.stop
        return tuple(found)

    @property
    def points(self) -> int:
        """How many data there are."""
        return self.groups[-1].rows.stop

    @property
    def priors(self) -> int:
        """How many parameters have a prior that counts as a datum."""
        return sum(one.prior is not None and not one.prior.flat for one in self.free)

    @property
    def freedom(self) -> int:
        """Degrees of freedom: data and priors less parameters."""
        return self.points + self.priors - len(self.free)

    @property
    def estimated(self) -> bool:
        """Whether any error is estimated from the scatter."""
        return any(one.sigma is None for one in self.groups)

    def inner(self) -> Any:
        """The start in the search's coordinates, (n,)."""
        return np.array([float(one.inner(one.start)) for one in self.free])

    def values(self, u: Any) -> dict[str, Any]:
        """Parameters by path, SI, (lanes,) each, of coordinates (n, lanes)."""
        return {one.path: one.outer(row) for one, row in zip(self.free, u, strict=True)}

    def predictions(self, u: Any) -> Any:
        """What the model says of every datum, SI, (points, lanes)."""
        values = self.values(u)
        parts = []
        for one in self.data:
            found = one.predict(values)  # (lanes, observed, rows)
            parts += [found[:, k, kept] for k, kept in enumerate(one.kept)]
        return np.concatenate(parts, axis=1).T

    def scaled(self, predictions: Any, sigmas: Mapping[int, float]) -> Any:
        """Residuals in standard errors, (points, lanes).

        Args:
            predictions: (points, lanes).
            sigmas: estimated errors by number of the group.
        """
        parts = []
        for k, one in enumerate(self.groups):
            sigma = sigmas[k] if one.sigma is None else one.sigma[:, None]
            parts.append((predictions[one.rows] - one.values[:, None]) / sigma)
        return np.concatenate(parts)

    def prior_residuals(self, u: Any) -> Any:
        """How far parameters are from their priors, (priors, lanes)."""
        values = self.values(u)
        rows = [
            one.prior.residual(values[one.path]) for one in self.free if one.prior is not None and not one.prior.flat
        ]
        return np.stack(rows) if rows else np.zeros((0, np.shape(u)[1]))

    def objective(self, sigmas: Mapping[int, float]) -> Objective:
        """What is minimised, with the errors that are estimated held at these."""

        def function(u: Any) -> Any:
            return np.concatenate([self.scaled(self.predictions(u), sigmas), self.prior_residuals(u)])

        return Objective(
            function,
            low=np.array([float(one.inner(one.low)) for one in self.free]),
            high=np.array([float(one.inner(one.high)) for one in self.free]),
            scale=np.ones(len(self.free)),
            step=float(np.clip(self.noise ** (1.0 / 3.0), *_STEPS)),
            edges=(
                np.array([float(one.inner(one.edges[0])) for one in self.free]),
                np.array([float(one.inner(one.edges[1])) for one in self.free]),
            ),
            loss=self.loss,
            tolerance=max(1e-11, self.noise),
        )

    @property
    def noise(self) -> float:
        """Relative error of the predictions."""
        return max(one.noisy for one in self.data)

    @property
    def blind(self) -> float:
        """Relative error of the Jacobian: directions weaker than that are not seen."""
        return max(_BLIND[0], _BLIND[1] * self.noise)

    def errors(self, raw: Any) -> dict[int, float]:
        """Estimated errors of the groups without given ones, from raw residuals (points,), SI.

        sigma^2 = sum r^2 / (n - share of the parameters); for robust losses 1.4826 median |r|.
        """
        share = max(1.0 - len(self.free) / (self.points + self.priors), 0.0)
        found: dict[int, float] = {}
        for k, one in enumerate(self.groups):
            if one.sigma is None:
                r = raw[one.rows]
                spread = 1.4826 * np.median(np.abs(r)) if self.loss.robust else np.sqrt(np.mean(r**2))
                found[k] = max(float(spread) / np.sqrt(share) if share > 0 else float(spread), one.floor)
        return found

    def raw(self, u: Any) -> Any:
        """Predictions less data at one point (n,), SI, (points,)."""
        found = self.predictions(np.asarray(u)[:, None])[:, 0]
        return found - np.concatenate([one.values for one in self.groups])

    def require_sound(self) -> None:
        """Refuse what cannot be fitted.

        Raises:
            InputError: fewer data than parameters, or none left to estimate the errors from.
        """
        n, m = len(self.free), self.points + self.priors
        beside = f" and {self.priors} prior(s)" if self.priors else ""
        if m < n:
            raise InputError(
                f"{n} parameters, but {self.points} data{beside}: fix some parameters, add data, or give priors"
            )
        if m == n and self.estimated:
            raise InputError(
                f"{n} parameters and {self.points} data{beside} leave nothing to estimate the measurement error from; "
                "give sigma, or fix a parameter"
            )
