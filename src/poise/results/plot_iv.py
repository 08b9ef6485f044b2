"""Current against potential: each process thin, the total thick, the zero crossings marked."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_style import (
    INK,
    NORMAL,
    SMALL,
    colour,
    dash,
    dress,
    end_labels,
    figure_of,
    finish,
    minus,
    needs,
    new_figure,
    spread,
    unit_text,
)
from .result import Result
from .table_numbers import fixed, in_reach, readable
from .table_rows import own_name, sides

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def iv(result: Result, path: Any, ax: Any) -> "Figure":
    """See `Plots.iv`."""
    needs(result, "voltage", "I-V curve", "iv")
    figure, panel = (figure_of(ax), ax) if ax is not None else _fresh()
    x = readable(result.data["voltage"])
    if len(result.sizes) > 1:
        raise InputError(f"this figure shows one dimension; the result runs over {', '.join(result.sizes)}")
    if result.sizes:
        unit = _family(result, panel, x)
    else:
        unit = _curves(result, panel, x)
    inside, outside = sides(result, result.labels["interface"][0])
    dress(panel, f"potential, {inside} minus {outside} (mV)", f"outward current ({unit_text(unit)})", _title(result))
    return finish(figure, path)


def _fresh() -> "tuple[Figure, Axes]":
    figure, axes = new_figure(10.0, 6.5)
    return figure, axes[0]


def _title(result: Result) -> str:
    return f"{result.labels['interface'][0]}: current against potential"


def _axes(ax: "Axes", x: Any) -> None:
    ax.axhline(0.0, color=INK, lw=1.2, zorder=1)
    if x[0] < 0 < x[-1]:
        ax.axvline(0.0, color=INK, lw=0.8, zorder=1)
    ax.set_xlim(float(x[0]), float(x[-1]))
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)


def _curves(result: Result, ax: "Axes", x: Any) -> str:
    alone = bool(result.provenance.get("process"))
    curves = [*readable(result.data["current"]), *([] if alone else [readable(result.data["total"])[0]])]
    scaled, unit = in_reach(curves, "uA/cm2")
    names = [own_name(full) for full in result.labels["process"]]
    ends: list[tuple[float, str, str]] = []
    for k, name in enumerate(names):
        ax.plot(x, scaled[k], color=colour(k), ls=dash(k), lw=3.5 if alone else 1.8, zorder=2)
        ends.append((float(scaled[k][-1]), name, colour(k)))
    if not alone:
        (line,) = ax.plot(x, scaled[-1], color=INK, lw=4.0, zorder=3)
        line.set_gid("total")
        ends.append((float(scaled[-1][-1]), "total", INK))
    _axes(ax, x)
    ax.set_ylim(*_heights(scaled))
    _zeros(result, ax)
    end_labels(ax, [one for one in ends if np.isfinite(one[0])])
    return unit


def _heights(scaled: Any) -> tuple[float, float]:
    """Limits that hold every curve, with a little room."""
    known = scaled[np.isfinite(scaled)]
    low, high = min(float(known.min(initial=0.0)), 0.0), max(float(known.max(initial=0.0)), 0.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _zeros(result: Result, ax: "Axes") -> None:
    """A filled mark for a stable zero, an open one for an unstable one, each with its value, kept apart."""
    pairs = zip(1e3 * result["zero"][0], result["zero_stable"][0], strict=True)
    marks = [(float(v), bool(s)) for v, s in pairs if np.isfinite(v)]
    low, high = ax.get_xlim()
    figure = figure_of(ax)
    gap = (high - low) * 6.2 * SMALL / (figure.get_figwidth() * 72 * 0.75)
    half = 0.5 * gap
    places = spread([v for v, _ in marks], gap, low + half, high - half)
    for (volts, stable), place in zip(marks, places, strict=True):
        (mark,) = ax.plot(
            [volts], [0.0], "o", ms=13, mfc=INK if stable else "white", mec=INK, mew=2.5, zorder=6, ls="none"
        )
        mark.set_gid("stable zero" if stable else "unstable zero")
        ax.annotate(
            f"{minus(fixed(volts, 1))} mV", (volts, 0.0), (place, 0.985), textcoords=("data", "axes fraction"),
            fontsize=SMALL, ha="center", va="top", color=INK, zorder=7,
            bbox={"boxstyle": "round,pad=0.2", "fc": "white", "ec": "none", "alpha": 0.9},
            arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.9, "ls": ":", "shrinkB": 7},
        )  # fmt: skip


def _family(result: Result, ax: "Axes", x: Any) -> str:
    """Totals of all lanes, coloured by the quantity that varies."""
    import matplotlib
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    path, coordinate = next(iter(result.coordinates.items()))
    values = readable(coordinate)
    alone = bool(result.provenance.get("process"))
    scaled, unit = in_reach(readable(result.data["current" if alone else "total"])[0], "uA/cm2")
    paint = ScalarMappable(Normalize(float(np.min(values)), float(np.max(values))), matplotlib.colormaps["viridis"])
    for k, value in enumerate(values):
        ax.plot(x, scaled[:, k], color=paint.to_rgba(value), lw=2.0)
    for zero, stable in zip(1e3 * result["zero"][0], result["zero_stable"][0], strict=True):
        for volts, holds in zip(zero[np.isfinite(zero)], stable[np.isfinite(zero)], strict=True):
            ax.plot([volts], [0.0], "o", ms=9, mfc=INK if holds else "white", mec=INK, mew=2, zorder=6)
    _axes(ax, x)
    ax.set_ylim(*_heights(scaled))
    scale = figure_of(ax).colorbar(paint, ax=ax)
    shown = coordinate.shown[0]
    scale.set_label(path if shown == "1" else f"{path} ({unit_text(shown)})", fontsize=NORMAL, parse_math=False)
    scale.ax.tick_params(labelsize=SMALL)
    return unit
