"""The Jacobian at one point by differences, every disturbed point in one call: lanes last."""

from collections.abc import Callable
from typing import Any

import numpy as np

STEP = 2e-3  # of a variable's typical size: truncation (step^6) and rounding (eps/step) are both below 1e-11
_NEAR = 1e-8  # of the typical size: nearer to a bound than this, all points lie on one side
_ROOM = 1 / 32  # of the distance to a bound, at which a logarithm or a root may bend
_SHRINK = 1.0 / 32.0  # of the step, for a column that is not finite
_TRIES = 3

# order: (offsets, weights), in steps; a one-sided stencil takes the point itself too
_CENTRAL = {
    2: ((-1, 1), (-1 / 2, 1 / 2)),
    6: ((-3, -2, -1, 1, 2, 3), (-1 / 60, 3 / 20, -3 / 4, 3 / 4, -3 / 20, 1 / 60)),
}
_FORWARD = {
    2: ((1, 2), (2.0, -1 / 2)),
    6: ((1, 2, 3, 4, 5, 6), (6.0, -15 / 2, 20 / 3, -15 / 4, 6 / 5, -1 / 6)),
}


def jacobian(
    function: Callable[[Any], Any],
    y: Any,
    scale: Any,
    low: Any = None,
    high: Any = None,
    *,
    step: float = STEP,
    order: int = 6,
) -> Any:
    """Every df_i/dy_k at y, shape (rows of f, n).

    One call with `order` * n lanes. A column that comes out not finite is tried again with a smaller step.

    Args:
        function: y of shape (n, lanes), any number of lanes, to (rows, lanes).
        y: where, shape (n,).
        scale: typical size of each variable, shape (n,), positive.
        low, high: the function is not evaluated beyond these, shape (n,); none unless given.
        step: the difference in units of scale; shorter for a variable near a bound.
        order: of the error in the step, 2 or 6.

    Source: Abramowitz & Stegun 1964, table 25.2.
    """
    return value_and_jacobian(function, y, scale, low, high, step=step, order=order)[1]


def value_and_jacobian(
    function: Callable[[Any], Any],
    y: Any,
    scale: Any,
    low: Any = None,
    high: Any = None,
    *,
    step: float = STEP,
    order: int = 6,
) -> tuple[Any, Any]:
    """f(y), shape (rows,), and its Jacobian, from one call with `order` * n + 1 lanes; arguments as `jacobian`."""
    y = np.asarray(y, float)
    distance, side = _steps(y, np.asarray(scale, float) * step, np.asarray(scale, float), low, high)
    points = disturbed(y, distance, side, order)
    with np.errstate(all="ignore"):
        values = np.asarray(function(np.concatenate([y[:, None], points], axis=1)), float)
        value = values[:, 0]
        matrix = combined(value, values[:, 1:], distance, side, order)
        for _ in range(_TRIES):
            bad = np.flatnonzero(~np.isfinite(matrix).all(axis=0))
            if bad.size == 0 or not np.isfinite(value).all():
                break
            distance = np.where(np.isfinite(matrix).all(axis=0), distance, distance * _SHRINK)
            lanes = (bad[:, None] * order + np.arange(order)).ravel()
            again = np.asarray(function(disturbed(y, distance, side, order)[:, lanes]), float)
            matrix[:, bad] = combined(value, again, distance[bad], side[bad], order)
    return value, matrix


def _steps(y: Any, wanted: Any, scale: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """The difference of each variable, a power of two so that adding it is exact, and its side (0 is both)."""
    below = np.full(y.shape, np.inf) if low is None else y - np.asarray(low, float)
    above = np.full(y.shape, np.inf) if high is None else np.asarray(high, float) - y
    near = np.minimum(below, above)
    one_sided = near < _NEAR * scale
    side = np.where(one_sided, np.where(below <= above, 1, -1), 0)
    # a one-sided stencil reaches six steps away from its bound, and must not meet the other one
    room = np.where(one_sided, np.maximum(below, above) / 8.0, near * _ROOM)
    distance = np.maximum(np.minimum(wanted, room), np.finfo(float).tiny)
    return 2.0 ** np.floor(np.log2(distance)), side


def disturbed(y: Any, distance: Any, side: Any, order: int) -> Any:
    """The points of the differences, shape (n, n * order), variable after variable."""
    n = len(y)
    central, forward = np.array(_CENTRAL[order][0], float), np.array(_FORWARD[order][0], float)
    offsets = np.where(side[:, None] == 0, central, side[:, None] * forward) * distance[:, None]
    points = np.repeat(y[:, None], n * order, axis=1)
    points[np.repeat(np.arange(n), order), np.arange(n * order)] += offsets.ravel()
    return points


def combined(value: Any, values: Any, distance: Any, side: Any, order: int) -> Any:
    """The differences of f from its values at the points of `disturbed`: shape (rows, n)."""
    table = values.reshape(len(values), len(distance), order)
    # differences from the middle value, so that a large constant part of f costs no digits
    table = table - value[:, None, None]
    central, forward = np.array(_CENTRAL[order][1]), np.array(_FORWARD[order][1])
    weights = np.where(side[:, None] == 0, central, side[:, None] * forward)
    return np.sum(table * weights / distance[:, None], axis=2)
