"""What is known of a parameter before the data: a distribution, as one more residual of the fit."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ...processes.fields import QuantityKind
from ..designs.distribution_text import distribution
from ..designs.distributions import Distribution, LogNormal, LogUniform, Normal, Truncated, Uniform


@dataclass(frozen=True)
class Prior:
    """A normal or flat distribution of a value or of its logarithm, perhaps cut off.

    Attributes:
        text: as the user reads it.
        log: whether it is the logarithm that is normal or flat.
        centre, spread: mean and standard deviation of the value, SI, or of its logarithm.
        low, high: where it is cut off, SI; infinite where it is not.
        flat: whether only the cut-offs count: then `residual` is 0.
    """

    text: str
    log: bool
    centre: float = 0.0
    spread: float = 1.0
    low: float = -np.inf
    high: float = np.inf
    flat: bool = False

    def residual(self, value: Any) -> Any:
        """How many standard deviations a value is from the centre."""
        if self.flat:
            return np.zeros_like(np.asarray(value, float))
        return ((np.log(value) if self.log else np.asarray(value, float)) - self.centre) / self.spread


def prior_of(given: Any, kind: QuantityKind, path: str) -> Prior:
    """The prior that a text or a distribution means for a quantity.

    Raises:
        InputError, UnitError, UnknownNameError: it is none, or not of this quantity.
    """
    try:
        found = distribution(given).of(kind)
    except InputError as error:
        raise type(error)(f"{path}: prior: {error}") from None
    return _prior(found, given.strip() if isinstance(given, str) else found.text(kind.dimension), path)


def _prior(one: Distribution, text: str, path: str) -> Prior:
    match one:
        case Normal(mean, deviation):
            return Prior(text, False, mean, deviation)
        case LogNormal(median, variation):
            return Prior(text, True, float(np.log(median)), float(np.sqrt(np.log1p(variation**2))))
        case Uniform(low, high) | LogUniform(low, high):
            return Prior(text, isinstance(one, LogUniform), low=low, high=high, flat=True)
        case Truncated(base, low, high):
            inner = _prior(base, text, path)
            low, high = max(inner.low, low), min(inner.high, high)
            return Prior(text, inner.log, inner.centre, inner.spread, low, high, inner.flat)
    raise InputError(f"{path}: a prior is normal, lognormal, uniform or loguniform, perhaps truncated; not '{text}'")
