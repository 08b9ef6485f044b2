"""The Evans diagram: sizes of anodic and cathodic currents against potential, and where they meet."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_style import (
    INK,
    LARGE,
    NORMAL,
    SMALL,
    colour,
    dress,
    figure_of,
    finish,
    minus,
    needs,
    new_figure,
    scalar,
    unit_text,
)
from .result import Result
from .table_numbers import in_reach, millivolts, number, readable
from .table_rows import own_name, sides

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BELOW, _ABOVE = 1e-3, 1e4  # how far below and above the currents that meet the picture reaches


def evans(result: Result, path: Any, ax: Any) -> "Figure":
    """See `Plots.evans`."""
    from matplotlib.lines import Line2D

    needs(result, "voltage", "Evans diagram", "iv")
    scalar(result, "Evans diagram")
    if ax is None:
        figure, axes = new_figure(11.0, 6.5)
        ax = axes[0]
    else:
        figure = figure_of(ax)
    x = readable(result.data["voltage"])
    flows = readable(result.data["current"])
    meets = [(1e3 * float(v), meeting_current(x, flows, 1e3 * float(v))) for v in result["zero"][0] if np.isfinite(v)]
    largest = [flow for _, flow in meets if flow > 0]
    anchor = [max(largest)] if largest else [float(np.nanmax(np.abs(flows), initial=0.0))]
    factor, unit = in_reach(anchor, "uA/cm2")
    flows = flows * (factor[0] / anchor[0] if anchor[0] else 1.0)
    handles = []
    for k, full in enumerate(result.labels["process"]):
        for sign, style in ((1, "-"), (-1, (0, (5, 2)))):
            branch = np.where(sign * flows[k] > 0, np.abs(flows[k]), np.nan)
            (line,) = ax.plot(x, branch, color=colour(k), ls=style, lw=3.0)
            line.set_gid(f"{'anodic' if sign > 0 else 'cathodic'} {full}")
        handles.append(Line2D([], [], color=colour(k), lw=3, label=f"\u200a{own_name(full)}"))
    handles += [
        Line2D([], [], color=INK, lw=2, label="anodic (outward)"),
        Line2D([], [], color=INK, lw=2, ls=(0, (5, 2)), label="cathodic (inward)"),
    ]
    ax.set_yscale("log")
    ax.set_xlim(float(x[0]), float(x[-1]))
    scaled = [(v, i * (factor[0] / anchor[0] if anchor[0] else 1.0)) for v, i in meets]
    _limits(ax, flows, [i for _, i in scaled])
    for volts, flow in scaled:
        _mark(ax, volts, flow, unit)
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)
    name = result.labels["interface"][0]
    inside, outside = sides(result, name)
    dress(ax, f"potential, {inside} minus {outside} (mV)", f"|current| ({unit_text(unit)})")
    ax.set_title(f"{name}: Evans diagram", fontsize=LARGE, loc="left", pad=34 if scaled else 10)
    legend = ax.legend(handles=handles, fontsize=SMALL, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)
    for one in legend.get_texts():
        one.set_parse_math(False)
    return finish(figure, path)


def meeting_current(x: Any, flows: Any, at: float) -> float:
    """Sum of the outward currents at a potential, equal there to the inward ones: corrosion or exchange current.

    Between the points of the curves by the cubic through the four nearest.
    """
    first = int(np.clip(np.searchsorted(x, at) - 2, 0, max(len(x) - 4, 0)))
    near = slice(first, first + 4)
    here = x[near]
    weights = [np.prod([(at - other) / (one - other) for other in here if other != one]) for one in here]
    there = flows[:, near] @ np.array(weights)
    return float(np.sum(there[there > 0]))


def _limits(ax: Any, flows: Any, meets: list[float]) -> None:
    sizes = np.abs(flows[np.isfinite(flows) & (flows != 0)])
    if not sizes.size:
        return
    known = [one for one in meets if one > 0]
    top = 3.0 * float(sizes.max())
    top = min(top, max(known) * _ABOVE) if known else top
    bottom = min(known) * _BELOW if known else top * 1e-8
    ax.set_ylim(max(bottom, top * 1e-14), top)


def _mark(ax: Any, volts: float, flow: float, unit: str) -> None:
    """The mixed potential and the current that flows there."""
    ax.axvline(volts, color=INK, lw=2.5, zorder=3).set_gid("mixed potential")
    told = f"E = {minus(millivolts(volts / 1e3))} mV"
    if flow > 0:
        ax.plot([volts], [flow], "o", ms=13, color=INK, zorder=5)
        ax.axhline(flow, color=INK, lw=1.5, ls=":", zorder=3).set_gid("meeting current")
        told += f",  i = {minus(number(flow, 3))} {unit_text(unit)}"
    low, high = ax.get_xlim()
    share = (volts - low) / (high - low)
    ax.annotate(
        told, (volts, 1.0), (0, 5), xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=NORMAL,
        ha="left" if share < 0.25 else "right" if share > 0.75 else "center", va="bottom", weight="bold", color=INK,
    )  # fmt: skip
