"""The tug of war: every process pulls the potential towards its own equilibrium, as hard as its share."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_style import (
    INK,
    LARGE,
    NORMAL,
    QUIET,
    SMALL,
    colour,
    dress,
    figure_of,
    finish,
    minus,
    needs,
    new_figure,
    picked,
    unit_text,
)
from .result import Result
from .table_numbers import in_reach, millivolts, number, percent, readable
from .table_rows import currents, own_name, rows_of, sides

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

THIN, THICK = 1.5, 18.0  # pt: width of a rope of no share, and what a share of 1 adds


def tug_of_war(result: Result, path: Any, ax: Any, interface: str | None) -> "Figure":
    """See `Plots.tug_of_war`."""
    needs(result, "equilibrium", "tug of war", "rest")
    if result.sizes:
        from .plot_along import along

        return along(result, path, ax, interface)
    which = picked(result, ax, interface)
    if ax is None:
        lines = sum(len(rows_of(result, result.labels["interface"][k])) + 3 for k in which)
        figure, axes = new_figure(11.0, 1.2 + 0.5 * lines, len(which))
        ratios = [len(rows_of(result, result.labels["interface"][k])) + 3 for k in which]
        axes[0].get_gridspec().set_height_ratios(ratios)  # type: ignore[union-attr]
    else:
        figure, axes = figure_of(ax), [ax]
    for k, panel in zip(which, axes, strict=True):
        _panel(result, k, panel)
    return finish(figure, path)


def _panel(result: Result, k: int, ax: "Axes") -> None:
    """One interface: a row for each process, the strongest on top."""
    name = result.labels["interface"][k]
    inside, outside = sides(result, name)
    volts = 1e3 * float(result["potential"][k])
    rows = rows_of(result, name)
    weight = [float(np.nan_to_num(result["share"][p], nan=-1.0)) for p in rows]
    rows = [p for _, p in sorted(zip(weight, rows, strict=True), key=lambda pair: -pair[0])]
    ends = 1e3 * result["equilibrium"][rows]
    low, high = _limits(ends, volts, 1e3 * result["root"][k])
    names, told = [], []
    flows = currents(result, rows)
    for place, (p, end) in enumerate(zip(rows, ends, strict=True)):
        names.append(own_name(result.labels["process"][p]))
        told.append(_rope(result, p, float(flows[place]), ax, place, float(end), volts, low, high))
    if result["injected"][k]:
        names.append("injected")
        told.append(_push(ax, len(names) - 1, volts, low, high, -float(readable(result.data["injected"])[k]), QUIET))
    count = len(names)
    ax.set_xlim(low, high)
    ax.set_ylim(count - 0.4, -0.6)
    _ticks(ax, names, told)
    _rest_lines(result, k, ax, volts)
    dress(ax, f"potential, {inside} minus {outside} (mV)", "")
    ax.set_title(
        f"{name}: the tug of war (width: share of the conductance)",
        fontsize=LARGE,
        loc="left",
        pad=42 if _several(result, k) else 30,
    )
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0, labelsize=NORMAL)


def _several(result: Result, k: int) -> bool:
    return int(np.isfinite(result["root"][k]).sum()) > 1


def _limits(ends: Any, volts: float, roots: Any) -> tuple[float, float]:
    """Axis from the lowest to the highest; an equilibrium far beyond all others is left off, its rope cut."""
    known = ends[np.isfinite(ends)]
    centre = volts if np.isfinite(volts) else (float(np.median(known)) if known.size else 0.0)
    distance = np.abs(known - centre)
    reach = max(350.0, 4.0 * float(np.median(distance))) if distance.size else 100.0
    every = np.array([centre, *known[distance <= reach], *roots[np.isfinite(roots)]])
    room = max(0.06 * float(np.ptp(every)), 20.0 - 0.5 * float(np.ptp(every)), 2.0)
    return float(every.min()) - room, float(every.max()) + room


def _rope(
    result: Result, p: int, flow: float, ax: "Axes", place: int, end: float, volts: float, low: float, high: float
) -> str:  # fmt: skip
    """Draw one process's pull; what to say of it."""
    tone, share = colour(p), float(result["share"][p])
    if np.isnan(end) or np.isnan(volts):
        if not np.isnan(end):
            ax.plot([np.clip(end, low, high)], [place], "o", ms=11, color=tone)
            return f"E = {minus(millivolts(end / 1e3))} mV"
        if flow and np.isfinite(flow):
            return _push(ax, place, volts, low, high, flow, tone)
        return "carries no current" if flow == 0 else ""
    inset = 0.015 * (high - low)
    stop = float(np.clip(end, low + inset, high - inset))
    wide = THIN + THICK * min(abs(np.nan_to_num(share)), 1.0)
    away = share < 0  # a negative conductance pushes
    (rope,) = ax.plot([volts, stop], [place, place], lw=wide, color=tone, solid_capstyle="butt", zorder=2)
    rope.set_gid(f"rope {result.labels['process'][p]}")
    if away:
        rope.set_linestyle((0, (1.2, 0.8)))
    if stop == end:
        ax.plot([end], [place], "o", ms=max(11.0, wide + 3), color=tone, mec="white", mew=1.5, zorder=3)
    else:
        ax.plot([stop], [place], "<" if end < stop else ">", ms=14, color=tone, zorder=3, clip_on=False)
    pulls = f"{percent(share)} %" if not np.isnan(share) else "no share"
    return f"E = {minus(millivolts(end / 1e3))} mV,  {minus(pulls)}"


def _push(
    ax: "Axes", place: int, volts: float, low: float, high: float, flow: float, tone: str
) -> str:  # fmt: skip
    """An imposed current has no equilibrium: an arrow in the direction in which it pushes the potential."""
    value, unit = in_reach([abs(flow)], "uA/cm2")
    if np.isfinite(volts):
        step = 0.12 * (high - low) * (-1 if flow > 0 else 1)
        ax.annotate(
            "", (volts + step, place), (volts, place), zorder=3,
            arrowprops={"arrowstyle": "-|>,head_width=0.5,head_length=0.8", "color": tone, "lw": 3, "ls": "-",
                        "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
    return f"{minus(number(value[0], 3))} {unit_text(unit)} {'outward' if flow > 0 else 'inward'}"


def _ticks(ax: "Axes", names: list[str], told: list[str]) -> None:
    """Names at the left, equilibrium and share at the right, a row each."""
    ax.set_yticks(range(len(names)), names)
    right = ax.secondary_yaxis("right")
    right.set_yticks(range(len(told)), told)
    right.tick_params(length=0, labelsize=SMALL)
    right.spines["right"].set_visible(False)
    for label in [*ax.get_yticklabels(), *right.get_yticklabels()]:
        label.set_parse_math(False)
    ax.set_axisbelow(True)
    ax.grid(axis="x", color="#dddddd", lw=0.8)


def _rest_lines(result: Result, k: int, ax: "Axes", volts: float) -> None:
    """The compromise as a strong line with its value; other zero-current potentials thin, dashed where unstable."""
    for root, stable in zip(1e3 * result["root"][k], result["root_stable"][k], strict=True):
        if not np.isfinite(root) or root == volts:
            continue
        ax.axvline(root, color=INK, lw=1.8, ls="-" if stable else (0, (4, 3)), zorder=1).set_gid("other root")
        _above(ax, root, f"{minus(millivolts(root / 1e3))} ({'stable' if stable else 'unstable'})", 20, SMALL)
    if np.isfinite(volts):
        ax.axvline(volts, color=INK, lw=4, zorder=4).set_gid("rest")
        _above(ax, volts, f"V = {minus(millivolts(volts / 1e3))} mV", 4, NORMAL, weight="bold")
    else:
        ax.text(0.5, 1.02, f"no rest: {result.status}", transform=ax.transAxes, fontsize=NORMAL, ha="center")


def _above(ax: "Axes", x: float, text: str, lift: float, size: float, **style: Any) -> None:
    """A value above the axes at x, kept within them."""
    low, high = ax.get_xlim()
    share = (x - low) / (high - low)
    side = "left" if share < 0.12 else "right" if share > 0.88 else "center"
    ax.annotate(
        text, (x, 1.0), (0, lift), xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=size,
        ha=side, va="bottom", color=INK, annotation_clip=False, **style,
    )  # fmt: skip
