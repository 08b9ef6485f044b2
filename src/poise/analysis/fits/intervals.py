"""Confidence intervals: by the profile of the likelihood, each point fitted anew, or by the curvature at the fit."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, final

import numpy as np

from ...errors import InputError
from ...solve.profile import Profile, profile
from .problem import Problem
from .search import Best, settle

_AGAIN = 3  # better minima that a profile may come upon before it is left


@dataclass(frozen=True)
class Interval:
    """What one parameter's interval is, in the search's coordinate.

    Attributes:
        low, high: its ends; nan where it has none.
        profile: what it was read from; `None` where it comes from the curvature.
    """

    low: float
    high: float
    profile: Profile | None


class Intervals(ABC):
    """A way to say how far a parameter may be off.

    Attributes:
        level: share of experiments whose interval holds the true value.
        references: of the papers.
    """

    level: float
    references: ClassVar[tuple[str, ...]]

    @abstractmethod
    def found(
        self, problem: Problem, best: Best, progress: Callable[[float], None]
    ) -> tuple[Best, tuple[Interval, ...]]:
        """The interval of each parameter, and the best fit: a profile may come upon a better one.

        Args:
            problem: what is fitted.
            best: its best fit.
            progress: called with the share that is done.
        """


@final
@dataclass(frozen=True)
class ProfileLikelihood(Intervals):
    """Each parameter is held at value after value and the others are fitted anew, until the fit is worse by the level.

    It shows what curvature cannot: bounds that the data do not set, curved valleys, other minima.

    Attributes:
        level: 0.95 unless given.

    Source: Bates & Watts 1988 (bates_watts_1988); Raue et al. 2009 (raue_2009).
    """

    level: float = 0.95
    references: ClassVar[tuple[str, ...]] = ("bates_watts_1988", "raue_2009")

    def __post_init__(self) -> None:
        """Check the level."""
        _check(self.level)

    def found(
        self, problem: Problem, best: Best, progress: Callable[[float], None]
    ) -> tuple[Best, tuple[Interval, ...]]:
        """See `Intervals.found`."""
        intervals, better = self._walked(problem, best, progress)
        for _ in range(_AGAIN):
            if better is None:
                break
            again = settle(problem, better, best.calls)
            best = replace(again, starts=best.starts, same=best.same, failed=best.failed)
            intervals, better = self._walked(problem, best, progress)
        return best, intervals

    def _walked(
        self, problem: Problem, best: Best, progress: Callable[[float], None]
    ) -> tuple[tuple[Interval, ...], Any]:
        limit = quantile(problem, self.level)
        found = []
        for index in range(len(problem.free)):
            progress(index / len(problem.free))
            one = profile(best.objective, best.minimum, index, limit, best.information.covariance, best.dispersion)
            if one.better is not None:
                return tuple(found), one.better
            found.append(Interval(one.low, one.high, one))
        return tuple(found), None


@final
@dataclass(frozen=True)
class Wald(Intervals):
    """Best value -+ quantile * standard error, on the scale of the search: exact for straight models, and quick.

    Attributes:
        level: 0.95 unless given.
    """

    level: float = 0.95
    references: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        """Check the level."""
        _check(self.level)

    def found(
        self, problem: Problem, best: Best, progress: Callable[[float], None]
    ) -> tuple[Best, tuple[Interval, ...]]:
        """See `Intervals.found`."""
        half = quantile(problem, self.level) * best.information.errors * np.sqrt(best.dispersion)
        half = np.where(np.isfinite(half), half, np.nan)
        low, high = best.minimum.x - half, best.minimum.x + half
        low = np.where(low > best.objective.low, low, np.nan)  # what lies beyond a bound is no limit of the data
        high = np.where(high < best.objective.high, high, np.nan)
        return best, tuple(Interval(float(a), float(b), None) for a, b in zip(low, high, strict=True))


def quantile(problem: Problem, level: float) -> float:
    """How many standard errors the interval reaches: normal, or Student's where errors are estimated."""
    from scipy.stats import norm, t

    share = 0.5 * (1.0 + level)
    estimated = problem.estimated or problem.loss.robust
    return float(t.ppf(share, problem.freedom) if estimated and problem.freedom > 0 else norm.ppf(share))


def _check(level: Any) -> None:
    if not isinstance(level, (int, float)) or isinstance(level, bool) or not 0.0 < level < 1.0:
        raise InputError(f"level: '{level}' is not a share between 0 and 1, such as 0.95 (95 %)")
