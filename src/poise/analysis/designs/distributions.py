"""Distributions of a quantity, through `scipy.stats`: a share of 0 to 1 becomes a value (the inverse of the CDF)."""

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Final, final

import numpy as np

from ...errors import InputError, UnitError
from ...processes.fields import QuantityKind
from ...units import DIMENSIONS, TEMPERATURE, Dimension, exact, parse

_EDGE: Final = 2.0**-53  # a share is at least this far from 0 and 1, where tails go to infinity


class Distribution(ABC):
    """What a quantity may be, and how likely. A final frozen dataclass of numbers (SI) or texts with units.

    Attributes:
        name: in text, as in "normal(120 mS/cm2, 10 %)".
    """

    name: ClassVar[str]

    @abstractmethod
    def of(self, kind: QuantityKind) -> "Distribution":
        """With SI numbers.

        Raises:
            UnitError, InputError: a text that is no such quantity, or numbers that make no distribution.
        """

    @property
    @abstractmethod
    def frozen(self) -> Any:
        """SciPy's distribution; ask what `of` gave."""

    @property
    def numeric(self) -> bool:
        """Whether all that it is made of are numbers, as in what `of` gave."""
        parts = [getattr(self, one.name) for one in dataclasses.fields(self)]  # type: ignore[arg-type]
        return not any(isinstance(one, str) or (isinstance(one, Distribution) and not one.numeric) for one in parts)

    def ppf(self, share: Any) -> Any:
        """The values, SI, below which these shares of all lie; any shape."""
        return np.asarray(self.frozen.ppf(inside(share)), float)

    def text(self, dimension: Dimension) -> str:
        """As `distribution` reads it back, with the units that people read; ask what `of` gave."""
        parts = []
        for one in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, one.name)
            if isinstance(value, Distribution):
                parts.append(value.text(dimension))
            elif one.name == "variation":
                parts.append(f"{value!r}")
            elif one.name == "deviation" and dimension is TEMPERATURE:
                parts.append(f"{value!r} K")
            else:
                parts.append(exact(value, dimension))
        return f"{self.name}({', '.join(parts)})"


def inside(share: Any) -> Any:
    """Shares kept off 0 and 1 by the last digit."""
    return np.clip(share, _EDGE, 1.0 - _EDGE)


@final
@dataclass(frozen=True)
class Uniform(Distribution):
    """Anything between two values, all alike.

    Attributes:
        low, high: text with a unit, or SI.
    """

    low: Any
    high: Any
    name: ClassVar[str] = "uniform"

    def of(self, kind: QuantityKind) -> "Uniform":
        """With SI numbers."""
        low, high = _limits(self, kind)
        return dataclasses.replace(self, low=low, high=high)

    @property
    def frozen(self) -> Any:
        """SciPy's."""
        from scipy import stats

        return stats.uniform(self.low, self.high - self.low)


@final
@dataclass(frozen=True)
class LogUniform(Distribution):
    """Anything between two values, each factor as likely wherever it stands.

    Attributes:
        low, high: text with a unit, or SI; above 0.
    """

    low: Any
    high: Any
    name: ClassVar[str] = "loguniform"

    def of(self, kind: QuantityKind) -> "LogUniform":
        """With SI numbers."""
        low, high = _limits(self, kind)
        _above(low, "the lower limit")
        return dataclasses.replace(self, low=low, high=high)

    @property
    def frozen(self) -> Any:
        """SciPy's."""
        from scipy import stats

        return stats.loguniform(self.low, self.high)


@final
@dataclass(frozen=True)
class Normal(Distribution):
    """Gauss's bell.

    Attributes:
        mean: text with a unit, or SI.
        deviation: the standard deviation, likewise; "10 %" is a tenth of the mean.
    """

    mean: Any
    deviation: Any
    name: ClassVar[str] = "normal"

    def of(self, kind: QuantityKind) -> "Normal":
        """With SI numbers."""
        mean = _value(self.mean, kind.dimension)
        deviation = _width(self.deviation, mean, kind.dimension)
        return dataclasses.replace(self, mean=mean, deviation=deviation)

    @property
    def frozen(self) -> Any:
        """SciPy's."""
        from scipy import stats

        return stats.norm(self.mean, self.deviation)


@final
@dataclass(frozen=True)
class LogNormal(Distribution):
    """The logarithm is normal: a product of many small factors; never negative.

    Attributes:
        median: text with a unit, or SI; above 0.
        variation: the coefficient of variation (standard deviation over mean), a number or "30 %".
    """

    median: Any
    variation: Any
    name: ClassVar[str] = "lognormal"

    def of(self, kind: QuantityKind) -> "LogNormal":
        """With SI numbers."""
        median = _value(self.median, kind.dimension)
        _above(median, "the median")
        variation = _value(self.variation, DIMENSIONS["number"])
        _above(variation, "the coefficient of variation")
        return dataclasses.replace(self, median=median, variation=variation)

    @property
    def frozen(self) -> Any:
        """SciPy's: sigma^2 = ln(1 + CV^2)."""
        from scipy import stats

        return stats.lognorm(np.sqrt(np.log1p(self.variation**2)), scale=self.median)


@final
@dataclass(frozen=True)
class Truncated(Distribution):
    """Another distribution, of which only what lies between two limits is kept.

    Attributes:
        base: the other.
        low, high: text with a unit, or SI.
    """

    base: Distribution
    low: Any
    high: Any
    name: ClassVar[str] = "truncated"

    def of(self, kind: QuantityKind) -> "Truncated":
        """With SI numbers."""
        if not isinstance(self.base, Distribution):
            raise InputError(f"'{self.base}' is not a distribution; write truncated(normal(...), low, high)")
        low, high = _limits(self, kind)
        found = dataclasses.replace(self, base=self.base.of(kind), low=low, high=high)
        a, b, _ = found._shares()
        if not a < b:
            raise InputError(
                f"hardly any of {found.base.text(kind.dimension)} lies between {exact(low, kind.dimension)} and "
                f"{exact(high, kind.dimension)}"
            )
        return found

    @property
    def frozen(self) -> Any:
        """SciPy's, of the base."""
        return self.base.frozen

    def ppf(self, share: Any) -> Any:
        """The values, counted from the end in whose tail the limits lie, so that no digits are lost."""
        a, b, upper = self._shares()
        whole = inside(share)
        between = b - whole * (b - a) if upper else a + whole * (b - a)
        found = self.frozen.isf(between) if upper else self.frozen.ppf(between)
        return np.clip(np.asarray(found, float), self.low, self.high)

    def _shares(self) -> tuple[float, float, bool]:
        """Smaller and larger share at the limits, and whether they are counted from the upper end."""
        upper = bool(self.frozen.cdf(self.low) > 0.5)
        ends = (self.frozen.sf(self.high), self.frozen.sf(self.low)) if upper else (
            self.frozen.cdf(self.low), self.frozen.cdf(self.high))  # fmt: skip
        return float(ends[0]), float(ends[1]), upper


DISTRIBUTIONS: Final = {one.name: one for one in (Uniform, LogUniform, Normal, LogNormal, Truncated)}
"""The distributions by the name that text uses."""


def _limits(one: Any, kind: QuantityKind) -> tuple[float, float]:
    low, high = _value(one.low, kind.dimension), _value(one.high, kind.dimension)
    if not low < high:
        raise InputError(f"{one.name}: the lower limit, '{one.low}', is not below the upper one, '{one.high}'")
    return low, high


def _value(given: Any, dimension: Dimension) -> float:
    if isinstance(given, str):
        return parse(given, dimension, bare=dimension.shown)
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not np.isfinite(given):
        raise InputError(f"'{given}' is neither a finite number (SI) nor text such as '{dimension.example}'")
    return float(given)


def _width(given: Any, mean: float, dimension: Dimension) -> float:
    """A standard deviation, above 0."""
    text = given.strip() if isinstance(given, str) else ""
    if text.endswith("%"):
        if dimension is TEMPERATURE:
            raise UnitError(f"'{text}' of a temperature depends on its scale; write the deviation, such as '2 K'")
        found = abs(mean) * parse(text, DIMENSIONS["number"])
    elif text and dimension is TEMPERATURE:  # a difference: no zero to be moved
        found = parse(text.replace("degC", "K"), dimension, bare="K")
    else:
        found = _value(given, dimension)
    _above(found, "the standard deviation")
    return found


def _above(value: float, what: str) -> None:
    if not value > 0.0:
        raise InputError(f"{what} is {value:g} (SI); it must be above 0")
