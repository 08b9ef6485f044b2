"""The few array functions that the formulas use, for one Python number: keeps NumPy out of small commands."""

import math
from collections.abc import Sequence
from typing import Any

pi = math.pi
inf = math.inf
nan = math.nan
asinh, sinh, cosh, tanh = math.asinh, math.sinh, math.cosh, math.tanh
log1p, isfinite, isnan = math.log1p, math.isfinite, math.isnan


def asarray(value: Any, **_: Any) -> float:
    """The number itself."""
    return float(value)


def log(value: float) -> float:
    """Natural logarithm, with the array libraries' limits: -inf at 0, nan below."""
    if value > 0:
        return math.log(value)
    return -inf if value == 0 else nan


def log10(value: float) -> float:
    """Decimal logarithm, with the array libraries' limits: -inf at 0, nan below."""
    if value > 0:
        return math.log10(value)
    return -inf if value == 0 else nan


def exp(value: float) -> float:
    """Exponential, inf where it overflows."""
    try:
        return math.exp(value)
    except OverflowError:
        return inf


def expm1(value: float) -> float:
    """exp(x) - 1, inf where it overflows."""
    try:
        return math.expm1(value)
    except OverflowError:
        return inf


def sqrt(value: float) -> float:
    """Square root, nan below 0."""
    return math.sqrt(value) if value >= 0 else nan


def abs(value: float) -> float:  # noqa: A001 - the array standard's name
    """Magnitude."""
    return math.fabs(value)


def sign(value: float) -> float:
    """-1, 0 or 1."""
    return float((value > 0) - (value < 0))


def where(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`."""
    return yes if condition else no


def maximum(one: float, other: float) -> float:
    """The larger."""
    return max(one, other)


def minimum(one: float, other: float) -> float:
    """The smaller."""
    return min(one, other)


def ones_like(_: float) -> float:
    """1."""
    return 1.0


def zeros_like(_: float) -> float:
    """0."""
    return 0.0


def sum(values: Sequence[float], axis: int | None = None) -> float:  # noqa: A001 - the array standard's name
    """Sum of a sequence."""
    return math.fsum(values)
