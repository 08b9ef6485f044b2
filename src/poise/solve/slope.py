"""The slope of a smooth function, by central differences of order 6."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .shapes import LaneMatrices, LaneVectors


def slope(function: Callable[[Any], Any], x: Any, step: float) -> Any:
    """df/dx with an error of order step^6.

    Args:
        function: smooth, of an array of any shape.
        x: where.
        step: small against the scale on which the function bends, large against rounding.

    Source: Abramowitz & Stegun 1964, table 25.2 (seven-point first derivative).
    """
    total = 0.0 * x  # of the shape of x, also where the function is one number
    for distance, weight in ((1, 45.0), (2, -9.0), (3, 1.0)):
        total = total + weight * (function(x + distance * step) - function(x - distance * step))
    return total / (60.0 * step)


def jacobian(function: Callable[[Any], Any], x: LaneVectors, step: float) -> LaneMatrices:
    """Every df_i/dx_k of a function of vectors, shape (lanes, n, n), with an error of order step^6.

    Args:
        function: x of shape (lanes, n) to the same shape.
        x: where.
        step: as in `slope`.
    """
    n = x.shape[-1]
    columns = [slope(lambda h, axis=axis: function(x + h * axis), 0.0, step) for axis in np.eye(n)]
    return np.stack(columns, axis=-1)
