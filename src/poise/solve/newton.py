"""Newton's method for small systems, many lanes at once, with a limited step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .slope import slope
from .status import Status

_FLAT = 1e-8  # a slope smaller than the steepest seen by this factor counts as none


def newton(
    function: Callable[[Any], Any], start: Any, difference: float, largest: float, iterations: int = 200
) -> tuple[Any, Any]:
    """A root of f(x) = 0 near the start, for each lane.

    Each step is Newton's, shortened to `largest` in its largest component, and halved while the scaled residual does
    not fall.

    Args:
        function: x of shape (lanes, n) to residuals of the same shape.
        start: (lanes, n).
        difference: step for the Jacobian's differences.
        largest: largest change of a component in one step.

    Returns: (x, status), shapes (lanes, n) and (lanes,).
    """
    x = np.array(start, float)
    lanes, n = x.shape
    f = function(x)
    active = np.ones(lanes, bool)
    steepest = np.full(lanes, 1e-200)
    for _ in range(iterations):
        jacobian = np.empty((lanes, n, n))
        for k in range(n):
            axis = np.zeros(n)
            axis[k] = 1.0
            jacobian[:, :, k] = slope(lambda h, axis=axis, x=x: function(x + h * axis), 0.0, difference)
        steepest = np.maximum(steepest, np.nan_to_num(np.abs(jacobian)).max(axis=(1, 2)))
        # rows are scaled by their slopes, but not by slopes that have all but vanished
        weight = np.maximum(np.nan_to_num(np.abs(jacobian)).max(axis=2), _FLAT * steepest[:, None])
        usable = np.isfinite(jacobian).all(axis=(1, 2)) & np.isfinite(f).all(axis=1)
        safe = np.where(usable[:, None, None], jacobian / weight[:, :, None], np.eye(n))
        safe = safe + 1e-14 * np.eye(n)
        move = -np.linalg.solve(safe, np.where(usable[:, None], f / weight, 0.0)[:, :, None])[:, :, 0]
        move *= np.minimum(1.0, largest / np.maximum(np.abs(move).max(axis=1), 1e-300))[:, None]
        move[~active] = 0.0
        size = np.abs(f / weight).max(axis=1)
        factor = np.ones(lanes)
        for _ in range(30):
            trial = x + factor[:, None] * move
            with np.errstate(all="ignore"):
                f_trial = function(trial)
            worse = ~(np.abs(f_trial / weight).max(axis=1) < size) & active
            if not worse.any():
                break
            factor[worse] *= 0.5
        else:
            active &= ~worse
            factor[worse] = 0.0
            trial = x + factor[:, None] * move
            f_trial = function(trial)
        x, f = trial, f_trial
        active &= np.abs(factor[:, None] * move).max(axis=1) > 4 * np.finfo(float).eps * np.abs(x).max(axis=1)
        if not active.any():
            break
    settled = np.isfinite(f).all(axis=1)
    small = np.abs(f / weight).max(axis=1) <= 1e-9 * np.maximum(1e-3, np.abs(x).max(axis=1))
    status = np.where(~settled, Status.not_finite, np.where(small, Status.ok, Status.not_converged))
    return x, status
