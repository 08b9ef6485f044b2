"""Figures of a sweep: one column as a line over one quantity, as a map over two, else how its values are spread."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from .plot_style import INK, NORMAL, QUIET, SMALL, colour, dress, figure_of, finish, new_figure, plain_log, unit_text
from .sweep_result import SweepResult
from .table_numbers import readable
from .variable import Variable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DOTS: Final = 50_000  # of a cloud; of more samples every n-th is drawn
_MAP: Final = "viridis"


def plot(result: SweepResult, column: str | None, path: Any, ax: "Axes | None") -> "Figure":
    """See `SweepResult.plot`."""
    name = _chosen(result, column)
    data = result.to_xarray()
    values = _shown(result.fields[name].variable(np.asarray(data[name].values)))
    if values.ndim > 1:
        raise InputError(f"'{name}' has several numbers for each sample; draw it from `to_xarray`")
    settings = {key: one.variable(np.asarray(data[one.name].values)) for key, one in result.settings.items()}
    good = np.isfinite(values) & (np.asarray(data["status"].values) == 0)
    if not good.any():
        raise InputError(f"no sample has a value of '{name}': nothing to draw")
    figure, (ax,) = new_figure(10.0, 6.4) if ax is None else (figure_of(ax), [ax])
    title = f"{result.title}: {name}" + ("" if good.all() else f" ({np.sum(~good):,} of {result.total:,} not ok)")
    label = _label(name, result.fields[name].variable(None))
    if len(settings) == 1:
        _line(result, settings, values, good, ax, label, title)
    elif len(settings) == 2:
        _plane(result, settings, values, good, ax, label, title)
    else:
        _spread(values[good], ax, label, title)
    return finish(figure, path)


def _chosen(result: SweepResult, column: str | None) -> str:
    """The column that is drawn."""
    known = [name for name, one in result.fields.items() if name != "status" and not one.axes]
    if column is None:
        return next((name for name in known if result.fields[name].dtype.startswith("<f")), known[0])
    if column not in result.fields or column == "status":
        near = did_you_mean(column, known)
        raise UnknownNameError(f"no column '{column}' in this sweep" + (f"; {near}" if near else ""))
    return column


def _shown(one: Variable) -> Any:
    """Values in the unit that people read."""
    return np.asarray(readable(one), float)


def _label(name: str, one: Variable) -> str:
    return name if one.shown[0] == "1" else f"{name} ({unit_text(one.shown[0])})"


def _line(result: SweepResult, settings: Any, values: Any, good: Any, ax: "Axes", label: str, title: str) -> None:
    ((path, one),) = settings.items()
    x = _shown(one)
    if path in result.sizes or "row" in result.sizes:
        order = np.argsort(x, kind="stable")
        ax.plot(x[order], np.where(good, values, np.nan)[order], color=colour(0), lw=2.5)
    else:
        step = max(1, int(np.sum(good)) // _DOTS)
        ax.plot(x[good][::step], values[good][::step], "o", color=colour(0), ms=4.0, alpha=0.5, mew=0)
    for place in x[~good][:200]:
        ax.axvline(place, ymax=0.02, color=colour(1), lw=1.0)
    dress(ax, _label(path, one), label, title)
    ax.margins(x=0.0 if path in result.sizes else 0.02)
    if _geometric(x):
        ax.set_xscale("log")
        plain_log(ax.xaxis)


def _plane(result: SweepResult, settings: Any, values: Any, good: Any, ax: "Axes", label: str, title: str) -> None:
    (first, one), (second, other) = settings.items()
    x, y = _shown(one), _shown(other)
    if len(result.sizes) == 2 and first in result.sizes and second in result.sizes:
        rows, columns = result.sizes[first], result.sizes[second]
        where = np.where(good, values, np.nan).reshape(rows, columns).T
        x, y = x.reshape(rows, columns)[:, 0], y.reshape(rows, columns)[0]
        ax.set_facecolor("#d9d9d9")  # samples that are not ok
        drawn: Any = ax.pcolormesh(x, y, where, cmap=_MAP, shading="nearest", rasterized=True)
    else:
        step = max(1, int(np.sum(good)) // _DOTS)
        drawn = ax.scatter(x[good][::step], y[good][::step], c=values[good][::step], cmap=_MAP, s=16.0, lw=0)
        ax.plot(x[~good][:1000], y[~good][:1000], "x", color=QUIET, ms=4.0)
    dress(ax, _label(first, one), _label(second, other), title)
    for scale, axis, at in ((ax.set_xscale, ax.xaxis, x), (ax.set_yscale, ax.yaxis, y)):
        if _geometric(at):
            scale("log")
            plain_log(axis)
    bar = figure_of(ax).colorbar(drawn, ax=ax)
    bar.set_label(label, fontsize=NORMAL, color=INK, parse_math=False)
    bar.ax.tick_params(labelsize=SMALL)
    bar.outline.set_visible(False)  # type: ignore[operator]


def _spread(values: Any, ax: "Axes", label: str, title: str) -> None:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    bins = min(100, max(10, int(np.sqrt(len(values)))))
    ax.hist(values, bins=bins if values.max() > values.min() else 1, color=colour(0), alpha=0.85)
    for place, style in ((low, ":"), (middle, "-"), (high, ":")):
        ax.axvline(place, color=INK, lw=1.5, ls=style)
    dress(ax, f"{label}; lines: 5, 50, 95 % of samples", "samples", title)


def _geometric(values: Any) -> bool:
    """Whether the values are spaced by even factors."""
    one = np.unique(values)
    if len(one) < 3 or one[0] <= 0.0:
        return False
    steps = np.diff(np.log(one))
    return bool(np.ptp(steps) < 1e-6 * steps.max() and one[-1] > 2.0 * one[0])
