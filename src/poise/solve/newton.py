"""Newton's method for small systems, many lanes at once, with a limited step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .shapes import LaneIndex, LaneMatrices, Lanes, LaneVectors
from .slope import jacobian
from .status import Status

_FLAT = 1e-8  # a slope smaller than the steepest seen by this factor counts as none
_HALVINGS = 30
_EPS = np.finfo(float).eps


def newton(
    function: Callable[[Any], Any], start: LaneVectors, difference: float, largest: float, iterations: int = 200
) -> tuple[LaneVectors, LaneIndex]:
    """A root of f(x) = 0 near the start, for each lane.

    Each step is Newton's, shortened to `largest` in its largest component, and halved while the scaled residual does
    not fall.

    Args:
        function: x of shape (lanes, n) to residuals of the same shape.
        start: (lanes, n).
        difference: step for the Jacobian's differences.
        largest: largest change of a component in one step.
        iterations: upper limit.

    Returns: (x, status), shapes (lanes, n) and (lanes,).
    """
    x = np.array(start, float)
    f = function(x)
    active = np.ones(len(x), bool)
    steepest = np.full(len(x), 1e-200)
    weight = np.ones_like(x)
    for _ in range(iterations):
        matrix = jacobian(function, x, difference)
        size = np.nan_to_num(np.abs(matrix))
        steepest = np.maximum(steepest, size.max(axis=(1, 2)))
        # rows are scaled by their slopes, but not by slopes that have all but vanished
        weight = np.maximum(size.max(axis=2), _FLAT * steepest[:, None])
        active &= np.isfinite(matrix).all(axis=(1, 2)) & np.isfinite(f).all(axis=1)
        move = _direction(matrix / weight[:, :, None], f / weight, active, largest)
        x, f, factor = _advance(function, x, f, move, weight)
        active &= np.abs(factor[:, None] * move).max(axis=1) > 4 * _EPS * np.abs(x).max(axis=1)
        if not active.any():
            break
    small = np.abs(f / weight).max(axis=1) <= 1e-9 * np.maximum(1e-3, np.abs(x).max(axis=1))
    settled = np.isfinite(f).all(axis=1)
    return x, np.where(~settled, Status.not_finite, np.where(small, Status.ok, Status.not_converged))


def _direction(matrix: LaneMatrices, f: LaneVectors, active: Any, largest: float) -> LaneVectors:
    """Newton's step for the active lanes, limited in size; 0 for the others."""
    identity = np.eye(f.shape[1])
    matrix = np.where(active[:, None, None], matrix, identity) + 1e-14 * identity
    move = -np.linalg.solve(matrix, np.where(active[:, None], f, 0.0)[:, :, None])[:, :, 0]
    size = np.maximum(np.abs(move).max(axis=1), 1e-300)
    return move * np.minimum(1.0, largest / size)[:, None]


def _advance(
    function: Callable[[Any], Any], x: LaneVectors, f: LaneVectors, move: LaneVectors, weight: LaneVectors
) -> tuple[LaneVectors, LaneVectors, Lanes]:
    """The step, halved in each lane until its scaled residual falls (one that never improves stays): (x, f, factor)."""
    before = np.abs(f / weight).max(axis=1)
    worse = np.zeros(len(x), bool)
    factor = np.where((move != 0).any(axis=1), 1.0, 0.0)
    for _ in range(_HALVINGS):
        with np.errstate(all="ignore"):
            trial = function(x + factor[:, None] * move)
            worse = ~(np.abs(trial / weight).max(axis=1) < before) & (factor > 0)
        if not worse.any():
            break
        factor[worse] *= 0.5
    else:
        factor[worse] = 0.0
    moved = x + factor[:, None] * move
    return moved, np.where(factor[:, None] > 0, function(moved), f), factor
