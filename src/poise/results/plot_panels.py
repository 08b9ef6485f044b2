"""Stacked panels over time: curves with names at their ends, or one colour for each lane."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_style import INK, SMALL, dress, end_labels, figure_of, finish, minus, new_figure, plain_log, unit_text
from .result import Result
from .table_numbers import readable
from .table_units import time_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 12  # lanes that are drawn


@dataclass(frozen=True)
class Curve:
    """One line over time.

    Attributes:
        name: at its end.
        values: (time,), or with the user's dimensions behind.
        tone: its colour where there is one lane.
        dash: its line style.
        wide: whether it is the thick one.
    """

    name: str
    values: Any
    tone: str = INK
    dash: Any = "-"
    wide: bool = False


@dataclass(frozen=True)
class Panel:
    """Curves that share an axis.

    Attributes:
        title: over the panel.
        label: of the vertical axis, with its unit.
        curves: what is drawn.
        each: the title of a panel for one of the curves, its name in place of "{}".
        log: whether the axis is logarithmic.
        zero: whether a line marks 0.
        ticks: moments that are marked at its top, by event.
    """

    title: str
    label: str
    curves: tuple[Curve, ...]
    each: str = "{}"
    log: bool = False
    zero: bool = False
    ticks: tuple[tuple[str, Any], ...] = ()


def over_time(result: Result, panels: Sequence[Panel], path: Any, ax: Any = None) -> "Figure":
    """Draw panels one above the other, with one time axis and its unit.

    Raises:
        InputError: there is nothing to draw, or several panels for the axes given.
    """
    panels = [one for one in panels if one.curves]
    if result.sizes:
        panels = [part for one in panels for part in _one_each(one)]
    if not panels:
        raise InputError("there is nothing to draw: this run holds none of what the figure shows")
    if ax is None:
        height = (4.6 if len(panels) == 1 else 0.6 + 2.9 * len(panels)) + 0.4
        figure, axes = new_figure(11.0, height, len(panels))
        for one in axes[:-1]:
            one.sharex(axes[-1])
    elif len(panels) > 1:
        raise InputError(f"one panel cannot show {len(panels)}; leave ax out")
    else:
        figure, axes = figure_of(ax), [ax]
    times = np.asarray(result.coordinates["time"].values, float)
    unit, scale = time_unit(float(times[-1]))
    for k, (panel, one) in enumerate(zip(panels, axes, strict=True)):
        last = k == len(panels) - 1
        _draw(result, panel, one, times / scale, scale)
        dress(one, f"time ({unit_text(unit)})" if last else "", panel.label, panel.title)
        one.tick_params(labelbottom=last)
    figure.align_ylabels(axes)
    if result.sizes:
        legend_of_lanes(result, axes[0], outside=ax is None)
    return finish(figure, path)


def needs_run(result: Result) -> None:
    """Raise InputError where a result is not one over time."""
    if result.verb != "run":
        raise InputError(f"this figure needs a result of 'run'; this one is of '{result.verb}'")


def _one_each(panel: Panel) -> list[Panel]:
    """A panel for each curve: colours then tell lanes apart."""
    if len(panel.curves) == 1:
        return [panel]
    return [
        Panel(panel.each.format(one.name), panel.label, (one,), panel.each, zero=panel.zero) for one in panel.curves
    ]


def _draw(result: Result, panel: Panel, ax: "Axes", x: Any, scale: float) -> None:
    lanes = lanes_drawn(result)
    ends: list[tuple[float, str, str]] = []
    for one in panel.curves:
        for index, tone in lanes:
            y = np.asarray(one.values)[(slice(None), *index)] if index else np.asarray(one.values)
            shown = np.where(np.isfinite(y) & (~panel.log | (y > 0)), y, np.nan)
            width = 3.0 if one.wide and not index else 1.8
            (line,) = ax.plot(x, shown, color=tone or one.tone, ls=one.dash, lw=width, zorder=4 if one.wide else 3)
            line.set_gid(one.name)
            if not index and np.isfinite(shown).any():
                ends.append((float(shown[np.isfinite(shown)][-1]), one.name, one.tone))
    ax.set_xlim(float(x[0]), float(x[-1]) if x[-1] > x[0] else float(x[0]) + 1.0)
    if panel.log:
        ax.set_yscale("log")
        plain_log(ax.yaxis)
    if panel.zero:
        ax.axhline(0.0, color=INK, lw=1.0, zorder=1)
    ax.ticklabel_format(axis="x", style="plain", useOffset=False)
    if not panel.log:
        ax.ticklabel_format(axis="y", style="plain", useOffset=False)
        _steady_line(ax, panel)
    ax.margins(y=0.08)
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)
    ax.set_ylim(*ax.get_ylim())
    for name, times in panel.ticks:
        if not result.sizes and len(times):
            (marks,) = ax.plot(
                np.asarray(times) / scale, np.full(len(times), 0.985), "|", color="#D55E00", ms=12, mew=1.6,
                transform=ax.get_xaxis_transform(), zorder=5, clip_on=False,
            )  # fmt: skip
            marks.set_gid(f"event {name}")
    if len(ends) > 1 or (ends and panel.curves[0].name not in panel.title):
        end_labels(ax, ends)


def _steady_line(ax: "Axes", panel: Panel) -> None:
    """A curve that does not move is drawn in a range that does not blow up its rounding error."""
    low, high = ax.get_ylim()
    size = max((float(np.nanmax(np.abs(c.values))) for c in panel.curves if np.isfinite(c.values).any()), default=0.0)
    least = 1e-6 * size
    if high - low < least or size == 0:
        middle, half = 0.5 * (low + high), 0.05 * size or 1.0
        ax.set_ylim(middle - half, middle + half)


def lanes_drawn(result: Result) -> list[tuple[tuple[int, ...], str]]:
    """Indices of the lanes that are drawn, spread evenly over all, and their colours; one empty index if no lanes."""
    if not result.sizes:
        return [((), "")]
    import matplotlib
    from matplotlib.colors import to_hex

    shape = tuple(result.sizes.values())
    count = int(np.prod(shape))
    picked = np.unique(np.linspace(0, count - 1, min(count, MOST)).round().astype(int))
    paint = matplotlib.colormaps["viridis"](np.linspace(0.0, 0.9, len(picked)))
    return [
        (tuple(int(i) for i in np.unravel_index(lane, shape)), to_hex(tone))
        for lane, tone in zip(picked, paint, strict=True)
    ]


def legend_of_lanes(result: Result, ax: "Axes", *, outside: bool) -> None:
    """A legend beside the axes (or the whole figure): the values of the varied quantities, a colour each."""
    from matplotlib.lines import Line2D

    leading = {}
    for path, one in result.coordinates.items():
        if one.dims[0] in result.sizes:
            leading.setdefault(one.dims[0], (path, one))
    drawn = lanes_drawn(result)
    handles = [Line2D([], [], color=tone, lw=2.5) for _, tone in drawn]
    texts = []
    for index, _ in drawn:
        where = dict(zip(result.sizes, index, strict=True))
        texts.append(", ".join(f"{readable(one)[where[dim]]:.4g}" for dim, (_, one) in leading.items()))
    heads = [path if one.shown[0] == "1" else f"{path} ({unit_text(one.shown[0])})" for path, one in leading.values()]
    total = int(np.prod(tuple(result.sizes.values())))
    title = ",\n".join(heads) + (f"\n{len(drawn)} of {total} lanes" if total > len(drawn) else "")
    texts = [minus(one) for one in texts]
    if outside:
        found = figure_of(ax).legend(
            handles, texts, title=title, loc="outside right upper", frameon=False, fontsize=SMALL, title_fontsize=SMALL
        )
    else:
        found = ax.legend(
            handles, texts, title=title, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize=SMALL,
            title_fontsize=SMALL,
        )  # fmt: skip
    found.get_title().set_parse_math(False)
    found.set_gid("lanes")
