"""Roots in brackets, many lanes at once: Chandrupatla's method."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .shapes import Lanes

_EPS = np.finfo(float).eps


def bracketed(
    function: Callable[[Any, Any], Any],
    low: Lanes,
    high: Lanes,
    f_low: Lanes,
    f_high: Lanes,
    iterations: int = 120,
) -> Lanes:
    """The root in each bracket, to rounding.

    Args:
        function: f(x, which) for lanes `which` (indices into the brackets), both of shape (m,).
        low, high: ends of the brackets.
        f_low, f_high: values there, of opposite sign or zero.
        iterations: upper limit; bisection alone would need 60.

    Source: Chandrupatla 1997, Adv. Eng. Softw. 28:145; the form of Scherer 2013, Computational Physics, sec. 6.1.7.3.
    """
    a, b = np.array(high, float), np.array(low, float)
    fa, fb = np.array(f_high, float), np.array(f_low, float)
    c, fc = a.copy(), fa.copy()
    best = np.where(np.abs(fa) < np.abs(fb), a, b)
    t = np.full(a.shape, 0.5)
    lanes = np.flatnonzero((fa != 0) & (fb != 0))
    best = np.where(fa == 0, high, np.where(fb == 0, low, best))
    for _ in range(iterations):
        if lanes.size == 0:
            break
        aa, bb, step = a[lanes], b[lanes], t[lanes]
        x = aa + step * (bb - aa)
        fx = np.asarray(function(x, lanes), float)
        same = np.sign(fx) == np.sign(fa[lanes])
        c[lanes] = np.where(same, aa, bb)
        fc[lanes] = np.where(same, fa[lanes], fb[lanes])
        b[lanes] = np.where(same, bb, aa)
        fb[lanes] = np.where(same, fb[lanes], fa[lanes])
        a[lanes], fa[lanes] = x, fx
        nearer = np.abs(fa[lanes]) < np.abs(fb[lanes])
        best[lanes] = np.where(nearer, a[lanes], b[lanes])
        width = np.abs(b[lanes] - c[lanes])
        limit = 2.0 * _EPS * np.abs(best[lanes]) + 1e-300
        # the bracket is now between a and whichever of b, c has the other sign
        span = np.abs(b[lanes] - a[lanes])
        done = (fa[lanes] == 0) | (span <= 2.0 * limit) | (width == 0)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            xi = (a[lanes] - b[lanes]) / (c[lanes] - b[lanes])
            phi = (fa[lanes] - fb[lanes]) / (fc[lanes] - fb[lanes])
            inverse = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
            guess = fa[lanes] / (fb[lanes] - fa[lanes]) * fc[lanes] / (fb[lanes] - fc[lanes]) + (
                c[lanes] - a[lanes]
            ) / (b[lanes] - a[lanes]) * fa[lanes] / (fc[lanes] - fa[lanes]) * fb[lanes] / (fc[lanes] - fb[lanes])
            least = limit / np.maximum(span, 1e-300)
        step = np.where(inverse & np.isfinite(guess), guess, 0.5)
        t[lanes] = np.clip(step, np.minimum(least, 0.5), 1.0 - np.minimum(least, 0.5))
        lanes = lanes[~done]
    return best
