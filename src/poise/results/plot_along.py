"""Rest and equilibrium potentials along the one dimension of a vectorised result."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_style import (
    INK,
    colour,
    dash,
    dress,
    end_labels,
    figure_of,
    finish,
    new_figure,
    picked,
    plain_log,
    unit_text,
)
from .result import Result
from .table_numbers import readable
from .table_rows import own_name, rows_of, sides

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def along(result: Result, path: Any, ax: Any, interface: str | None) -> "Figure":
    """The rest as a thick line, every process's equilibrium as a thin one, over the quantity that varies."""
    if len(result.sizes) != 1:
        raise InputError(
            f"this figure shows one dimension; the result runs over {', '.join(result.sizes)};"
            " give all but one of them a single value"
        )
    which = picked(result, ax, interface)
    if ax is None:
        figure, axes = new_figure(10.0, 6.0 * len(which), len(which))
    else:
        figure, axes = figure_of(ax), [ax]
    for k, panel in zip(which, axes, strict=True):
        _panel(result, k, panel)
    return finish(figure, path)


def _panel(result: Result, k: int, ax: "Axes") -> None:
    name = result.labels["interface"][k]
    inside, outside = sides(result, name)
    path, coordinate = next(iter(result.coordinates.items()))
    x = readable(coordinate)
    if _is_log(x):
        ax.set_xscale("log")
        plain_log(ax.xaxis)
    volts = 1e3 * result["potential"][k]
    ends: list[tuple[float, str, str]] = []
    for p in rows_of(result, name):
        y = 1e3 * result["equilibrium"][p]
        if not np.isfinite(y).any():
            continue
        ax.plot(x, np.where(np.isfinite(y), y, np.nan), color=colour(p), ls=dash(p), lw=1.8)
        ends.append((_last(x, y), own_name(result.labels["process"][p]), colour(p)))
    others = False
    for root, stable in zip(1e3 * result["root"][k], result["root_stable"][k], strict=True):
        other = np.isfinite(root) & (root != volts)
        others |= bool(other.any())
        ax.plot(x[other & stable], root[other & stable], "o", ms=5, color=INK)
        ax.plot(x[other & ~stable], root[other & ~stable], "o", ms=5, mfc="white", mec=INK)
    (line,) = ax.plot(*_broken(x, volts, np.isfinite(result["root"][k]).sum(axis=0)), color=INK, lw=4.5)
    line.set_gid("rest")
    if np.isfinite(volts).any():
        ends.append((_last(x, volts), "rest", INK))
    ax.set_xlim(float(np.min(x)), float(np.max(x)))
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)
    unit = coordinate.shown[0]
    below = path if unit == "1" else f"{path} ({unit_text(unit)})"
    below += "\ndots: other zero-current potentials, open where unstable" if others else ""
    dress(ax, below, f"{inside} minus {outside} (mV)", f"{name}: rest and equilibrium potentials")
    ax.set_ylim(*ax.get_ylim())
    end_labels(ax, ends)


def _broken(x: Any, y: Any, roots: Any) -> tuple[Any, Any]:
    """The curve with a gap where it jumps from one branch to another: there the number of roots changes too."""
    jumps = np.flatnonzero((np.diff(roots) != 0) & (np.abs(np.diff(y)) > 10.0)) + 1
    return np.insert(np.asarray(x, float), jumps, np.nan), np.insert(y, jumps, np.nan)


def _last(x: Any, y: Any) -> float:
    """Height at the right end: the last finite value."""
    order = np.argsort(x)
    known = y[order][np.isfinite(y[order])]
    return float(known[-1])


def _is_log(x: Any) -> bool:
    """Whether the values grow by a factor rather than by a step."""
    if len(x) < 3 or np.min(x) <= 0 or np.max(x) / np.min(x) < 20:
        return False
    steps, factors = np.diff(x), np.diff(np.log(x))
    return bool(np.ptp(factors) / abs(np.mean(factors)) < np.ptp(steps) / abs(np.mean(steps)))
