"""The mean over time."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from ...solve import quartic
from .base import Rows
from .course import Course
from .kept import OfPath


@final
@dataclass(frozen=True)
class Mean(OfPath):
    """The mean of the quantity over the time of the run.

    (1/T) int_0^T x dt

    Attributes:
        of: path of the quantity.
    """

    name: ClassVar[str] = "mean"
    size: ClassVar[int] = 3

    def begin(self, time: Any, first: Any) -> list[Any]:
        """The value at the start, the integral of the difference from it, and its time."""
        return [first, 0.0 * first, 0.0 * time]

    def step(self, rows: Rows, course: Course) -> list[Any]:
        """The integral of the step's polynomial."""
        first, whole, span = rows
        return [first, whole + course.h * (quartic.mean(course.coefficients) - first), span + course.h]

    def value(self, rows: Rows) -> Any:
        """The start and the mean difference from it."""
        first, whole, span = rows
        return first + whole / np.where(span > 0.0, span, 1.0)
