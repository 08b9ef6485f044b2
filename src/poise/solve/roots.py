"""Every root of a function in a range, for many lanes: a scan, then brackets, then a look at each near miss."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bracketed import bracketed
from .native.scan import Places
from .shapes import LaneIndex, LaneRoots
from .status import Status

_BLOCK = 2_000_000  # evaluations at once, which bounds memory
_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)


@dataclass(frozen=True)
class Roots:
    """What was found.

    Attributes:
        x: roots in rising order, shape (lanes, most), nan where a lane has fewer.
        status: `Status` of each lane, shape (lanes,).
    """

    x: LaneRoots
    status: LaneIndex


Scan = Callable[[Any, Any, int], Places]
"""(low, high, points) to where a scan of all lanes found something."""


def all_roots(
    function: Callable[[Any, Any], Any],
    lanes: int,
    low: Any,
    high: Any,
    points: int = 2001,
    scan: Scan | None = None,
) -> Roots:
    """Every x in [low, high] where each lane's function vanishes.

    A sign change between neighbouring points of the scan brackets a root. Where the magnitude has a local minimum
    without a sign change, the minimum itself is sought: if the function crosses there, both roots are taken; if it
    touches zero to rounding, that one is. What is narrower than a step of the scan and does not show as a minimum of
    the magnitude at its points would be missed.

    Args:
        function: f(x, which): x of shape (..., m), `which` the lane of each of the m columns.
        lanes: number of lanes.
        low, high: range, numbers or arrays (lanes,).
        points: points of the scan.
        scan: does the scan of the same function otherwise, for very many lanes.
    """
    low, high = (np.broadcast_to(np.asarray(end, float), (lanes,)) for end in (low, high))
    found: list[tuple[Any, Any]] = []
    status = np.zeros(lanes, int)
    size = max(1, _BLOCK // points)
    left = np.arange(lanes)
    if scan is not None:
        found, left = _looked_up(function, low, high, points, scan(low, high, points))
    for start in range(0, len(left), size):
        which = left[start : start + size]
        found += _scan(function, which, low[which], high[which], points, status)
    return _pack(found, lanes, status)


def _scan(function: Any, which: Any, low: Any, high: Any, points: int, status: Any) -> list[tuple[Any, Any]]:
    """Roots of some lanes as (lane, x) arrays; their status is written into `status`."""
    x = low + (high - low) * np.linspace(0.0, 1.0, points)[:, None]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        f = np.broadcast_to(np.asarray(function(x, which), float), x.shape)
    finite = np.isfinite(f).all(axis=0)
    flat = (f == 0.0).all(axis=0)
    status[which[~finite]] = Status.not_finite
    status[which[flat]] = Status.flat
    use = finite & ~flat
    sign = np.sign(f)
    exact = _zeros(sign) & use
    crossing = (sign[:-1] * sign[1:] < 0) & use
    found = [_columns(exact, x, which)]
    i, j = np.nonzero(crossing)
    brackets = [(which[j], x[i, j], x[i + 1, j], f[i, j], f[i + 1, j])]
    touches, more = _near_misses(function, which, x, f, sign, use, np.abs(f).max(axis=0))
    found += touches
    brackets += more
    lane, a, b, fa, fb = (np.concatenate(parts) for parts in zip(*brackets, strict=True))
    if lane.size:
        found.append((lane, bracketed(lambda v, k: function(v, lane[k]), a, b, fa, fb)))
    return found


def _looked_up(function: Any, low: Any, high: Any, points: int, places: Places) -> tuple[list[Any], Any]:
    """Roots at the places that a scan found, as (lane, x) arrays, and the lanes to be scanned point by point."""
    share = np.linspace(0.0, 1.0, points)
    plain = ~places.spoilt[places.lane]

    def at(lane: Any, index: Any) -> Any:
        return low[lane] + (high[lane] - low[lane]) * share[index]

    def value(x: Any, lane: Any) -> Any:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return np.broadcast_to(np.asarray(function(x, lane), float), x.shape)

    lane, index = (one[plain & ~places.dips] for one in (places.lane, places.index))
    x = np.stack([at(lane, index - 1), at(lane, index)])
    f = value(x, lane)
    spoilt = places.spoilt.copy()
    spoilt[lane[~(f[0] * f[1] < 0)]] = True  # the other arithmetic sees no change of sign: point by point
    brackets = [(lane, x[0], x[1], f[0], f[1])]
    dip, middle = (one[plain & places.dips] for one in (places.lane, places.index))
    touches: list[Any] = []
    if dip.size:
        x = np.stack([at(dip, middle - 2), at(dip, middle - 1), at(dip, middle)])
        f = value(x, dip)
        use = np.ones(dip.shape, bool)
        touches, more = _near_misses(function, dip, x, f, np.sign(f), use, places.largest[dip])
        brackets += more
    lane, a, b, fa, fb = (np.concatenate(parts) for parts in zip(*brackets, strict=True))
    kept = ~spoilt[lane]
    lane, a, b, fa, fb = lane[kept], a[kept], b[kept], fa[kept], fb[kept]
    found = [(one[~spoilt[one]], x[~spoilt[one]]) for one, x in touches]
    if lane.size:
        found.append((lane, bracketed(lambda v, k: function(v, lane[k]), a, b, fa, fb)))
    return found, np.flatnonzero(spoilt)


def _zeros(sign: Any) -> Any:
    """Points that are zero to the last bit: lone ones, and the first of a run across which the sign changes.

    A run that keeps its sign is a function too small for its numbers, not a root.
    """
    zero = sign == 0
    if not zero.any():
        return zero
    edge = np.ones((1, zero.shape[1]), bool)
    opens = zero & np.concatenate([edge, ~zero[:-1]])
    closes = zero & np.concatenate([~zero[1:], edge])
    turns = _last_sign(sign) * _last_sign(sign[::-1])[::-1] < 0
    return opens & (closes | turns)


def _last_sign(sign: Any) -> Any:
    """At each point the last sign that was not zero, down each column."""
    index = np.where(sign != 0, np.arange(len(sign))[:, None], 0)
    return np.take_along_axis(sign, np.maximum.accumulate(index, axis=0), axis=0)


def _columns(mask: Any, x: Any, which: Any) -> tuple[Any, Any]:
    i, j = np.nonzero(mask)
    return which[j], x[i, j]


def _near_misses(
    function: Any, which: Any, x: Any, f: Any, sign: Any, use: Any, largest: Any
) -> tuple[list[Any], list[Any]]:
    """Where |f| dips between three points of one sign: touching roots, and brackets of pairs stepped over.

    `largest` is the largest |f| of each column's whole range.
    """
    size = np.abs(f)
    same = (sign[:-2] == sign[1:-1]) & (sign[1:-1] == sign[2:]) & (sign[1:-1] != 0) & use
    dip = (
        same
        & (size[1:-1] <= size[:-2])
        & (size[1:-1] <= size[2:])
        & ((size[1:-1] < size[:-2]) | (size[1:-1] < size[2:]))
    )
    i, j = np.nonzero(dip)
    if i.size == 0:
        return [], []
    lane, a, b, s = which[j], x[i, j], x[i + 2, j], sign[i + 1, j]
    scale = largest[j]
    bottom, at, f_at = _lowest(lambda v: s * np.asarray(function(v, lane), float), a, b)
    crosses = f_at < 0
    touch = ~crosses & (f_at <= 64 * np.finfo(float).eps * scale) & (bottom > a) & (bottom < b)
    left = (lane[crosses], a[crosses], at[crosses], f[i, j][crosses], (s * f_at)[crosses])
    right = (lane[crosses], at[crosses], b[crosses], (s * f_at)[crosses], f[i + 2, j][crosses])
    return [(lane[touch], at[touch])], [left, right]


def _lowest(function: Callable[[Any], Any], low: Any, high: Any, iterations: int = 80) -> tuple[Any, Any, Any]:
    """Golden-section minimum of each column, stopping early where the value is negative: (x, x, f(x))."""
    a, b = np.array(low), np.array(high)
    c, d = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
    fc, fd = function(c), function(d)
    for _ in range(iterations):
        left = fc < fd
        a, b = np.where(left, a, c), np.where(left, d, b)
        c_new, d_new = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
        probe = np.where(left, c_new, d_new)
        value = function(probe)
        c, fc, d, fd = (
            np.where(left, c_new, d),
            np.where(left, value, fd),
            np.where(left, c, d_new),
            np.where(left, fc, value),
        )
        if np.all((np.minimum(fc, fd) < 0) | (b - a <= 4 * np.finfo(float).eps * np.abs(a))):
            break
    x = np.where(fc < fd, c, d)
    return x, x, np.minimum(fc, fd)


def _pack(found: list[tuple[Any, Any]], lanes: int, status: Any) -> Roots:
    """Sort roots by lane and size, drop repeats, pad with nan."""
    lane = np.concatenate([one for one, _ in found]) if found else np.zeros(0, int)
    x = np.concatenate([one for _, one in found]) if found else np.zeros(0)
    order = np.lexsort((x, lane))
    lane, x = lane[order], x[order]
    if lane.size > 1:
        repeat = np.zeros(lane.size, bool)
        repeat[1:] = (lane[1:] == lane[:-1]) & (x[1:] - x[:-1] <= 8 * np.finfo(float).eps * np.abs(x[1:]))
        lane, x = lane[~repeat], x[~repeat]
    counts = np.bincount(lane, minlength=lanes)
    packed = np.full((lanes, max(1, int(counts.max(initial=0)))), np.nan)
    packed[lane, np.arange(lane.size) - np.repeat(np.cumsum(counts) - counts, counts)] = x
    status[(status == Status.ok) & (counts == 0)] = Status.no_root
    return Roots(packed, status)
