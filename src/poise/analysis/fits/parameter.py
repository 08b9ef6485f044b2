"""A free parameter: its path, start, bounds and scale, and what is known of it before."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from ...errors import InputError
from ...model.along import Along
from ...model.model import Model
from ...model.values import as_value, protons
from ...processes.fields import QuantityKind
from ...units import Dimension, show
from .prior import Prior, prior_of

_REACH: Final = 1e3  # of the start: default bounds of a positive quantity, on both sides


@final
@dataclass(frozen=True)
class Parameter:
    """What is to be found.

    Attributes:
        path: of a quantity of the model, "membrane.K_leak.permeability".
        low, high: bounds, SI or text; for a positive quantity a thousandth and a thousand times the start unless given,
            for others what the quantity can be.
        prior: a distribution, or text such as "normal(120 mS/cm2, 10 %)"; none unless given.
        start: SI or text; the model's value unless given.
        log: search the logarithm; for positive quantities without a limit above unless said otherwise.
    """

    path: str
    low: Any = None
    high: Any = None
    prior: Any = None
    start: Any = None
    log: bool | None = None


@dataclass(frozen=True)
class Free:
    """A parameter of a given model, as it is searched: u = ln(value), or value / size.

    Attributes:
        path: full. dimension: of the value.
        start, low, high: SI; `low` and `high` may be infinite on a linear scale.
        log: which scale. size: of a linear one.
        edges: (low, high) beyond which the quantity has no meaning, SI.
        prior: what is known before, `None` for nothing but the bounds.
    """

    path: str
    dimension: Dimension
    start: float
    low: float
    high: float
    log: bool
    size: float
    edges: tuple[float, float]
    prior: Prior | None

    def inner(self, value: Any) -> Any:
        """The search's coordinate of a value, SI; -inf of 0 on a logarithmic scale."""
        with np.errstate(divide="ignore"):
            return np.log(value) if self.log else np.asarray(value, float) / self.size

    def outer(self, u: Any) -> Any:
        """The value, SI, of the search's coordinate."""
        return np.exp(u) if self.log else np.asarray(u, float) * self.size

    def slope(self, value: Any) -> Any:
        """d(value)/du."""
        return np.asarray(value, float) if self.log else np.full_like(np.asarray(value, float), self.size)

    def log_density(self, value: Any) -> Any:
        """Log density of the prior per u, but for a constant; flat in u where there is none."""
        if self.prior is None:
            return np.zeros_like(np.asarray(value, float))
        found = -0.5 * self.prior.residual(value) ** 2
        if self.log and not self.prior.log:
            return found + np.log(value)
        return found - np.log(value) if self.prior.log and not self.log else found

    def shown(self, value: float) -> str:
        """A value as text with the unit that people read."""
        return show(value, self.dimension)


def parameters_of(model: Model, given: Any) -> tuple[Free, ...]:
    """The parameters, checked.

    Args:
        model: whose quantities they are.
        given: paths or `Parameter`s in a list, or a mapping from paths to `None`, (low, high), or a prior.

    Raises:
        InputError, UnitError, UnknownNameError: a path, bound, start or prior that cannot be.
    """
    found: list[Free] = []
    for one in _listed(given):
        free = _free(model, one)
        if free.path in (other.path for other in found):
            raise InputError(f"'{free.path}' is free twice")
        found.append(free)
    if not found:
        raise InputError(
            "nothing is free: name at least one parameter by its path, such as 'membrane.K_leak.permeability'"
        )
    return tuple(found)


def _listed(given: Any) -> list[Parameter]:
    if isinstance(given, (str, Parameter)):
        given = [given]
    if isinstance(given, Mapping):
        return [_mapped(path, value) for path, value in given.items()]
    if not isinstance(given, Sequence):
        raise InputError(f"'{given}' is not a list of parameters; give paths, or Parameter objects")
    return [one if isinstance(one, Parameter) else Parameter(one) for one in given]


def _mapped(path: str, value: Any) -> Parameter:
    if value is None:
        return Parameter(path)
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise InputError(f"{path}: {len(value)} bounds; give two, a lower and an upper one")
        return Parameter(path, value[0], value[1])
    return Parameter(path, prior=value)


def _free(model: Model, one: Parameter) -> Free:
    known = model.paths()
    path = model.resolve(one.path, known)
    kind = known[path]
    acid = path != one.path and one.path.rpartition(".")[2].casefold() == "ph"
    if kind.fixed:
        raise InputError(f"'{path}' shapes what moves; it cannot be fitted")

    def number(value: Any, what: str) -> float:
        found = as_value(protons(value) if acid else value, kind, path)
        if isinstance(found, Along) or not isinstance(found, (int, float)):
            raise InputError(f"{path}: {what}: give one number")
        return float(found)

    start = model.get(path) if one.start is None else number(one.start, "start")
    if start is None:
        raise InputError(f"'{path}' has no value in model '{model.name}'; give a start")
    prior = None if one.prior is None else prior_of(one.prior, kind, path)
    low = None if one.low is None else number(one.low, "lower bound")
    high = None if one.high is None else number(one.high, "upper bound")
    if low is not None and high is not None:
        if acid and low > high:  # pH 6 to 8 is falling in H+
            low, high = high, low
        if not low < high:
            shown = f"{show(low, kind.dimension)} is not below the upper bound {show(high, kind.dimension)}"
            raise InputError(f"{path}: the lower bound {shown}; exchange them")
    if prior is not None:
        low = prior.low if low is None else max(low, prior.low)
        high = prior.high if high is None else min(high, prior.high)
    return _bounded(path, kind, float(start), low, high, prior, one.log)


def _bounded(
    path: str,
    kind: QuantityKind,
    start: float,
    low: float | None,
    high: float | None,
    prior: Prior | None,
    log: bool | None,
) -> Free:
    """With a scale, and bounds where none were given."""
    positive = start > 0.0 and kind.low == 0.0 and math.isinf(kind.high) and (low is None or low >= 0.0)
    scale = (positive and (low is None or low > 0.0 or (prior is not None and prior.log))) if log is None else log
    if scale and not (start > 0.0 and (low is None or low >= 0.0)):
        raise InputError(f"{path}: a logarithmic scale needs a start and bounds above 0; give log=False")
    if scale:
        low = low or start / _REACH
        high = start * _REACH if high is None or math.isinf(high) else high
    low = max(kind.low, -math.inf if low is None else low)
    high = min(kind.high, math.inf if high is None else high)
    if not low <= start <= high or not low < high:
        limits = f"{show(low, kind.dimension)} to {show(high, kind.dimension)}"
        raise InputError(
            f"{path}: the start, {show(start, kind.dimension)}, lies outside the bounds, {limits}; give a start between"
        )
    size = abs(start) or (min(abs(one) for one in (low, high) if one) if math.isfinite(low + high) else 0.0)
    return Free(path, kind.dimension, start, low, high, scale, size or kind.dimension.scale, _edges(kind, scale), prior)


def _edges(kind: QuantityKind, log: bool) -> tuple[float, float]:
    """What a quantity can be, SI; 0 is no edge on a logarithmic scale, and excluded where its kind says so."""
    low = math.nextafter(kind.low, math.inf) if kind.open_low and math.isfinite(kind.low) else kind.low
    return (np.finfo(float).tiny if log else low, kind.high)
