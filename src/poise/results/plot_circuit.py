"""The equivalent circuit at rest: a resistor and a battery for each process, with its values, and the sum of them."""

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_style import (
    INK,
    LARGE,
    NORMAL,
    QUIET,
    SMALL,
    colour,
    figure_of,
    finish,
    minus,
    needs,
    new_figure,
    picked,
    scalar,
    unit_text,
)
from .result import Result
from .table_numbers import fixed, in_reach, number, readable, settled
from .table_rows import currents, own_name, rows_of, sides

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TOP, _BOTTOM = 10.0, 0.0  # heights of the rails: outside on top, inside below
_LONG = 10  # letters of a name on one line
_GAP = 1.9  # distance between branches, in the same units


@dataclass(frozen=True)
class Branch:
    """One way across: a battery and a resistor, a current source, or a capacitor.

    Attributes:
        name: written above it.
        kind: "conductance", "source" or "capacitor".
        tone: colour.
        conductance, battery, current: in the figure's units; nan where it has none.
    """

    name: str
    kind: str
    tone: str
    conductance: float = np.nan
    battery: float = np.nan
    current: float = np.nan


def circuit(result: Result, path: Any, ax: Any, interface: str | None) -> "Figure":
    """See `Plots.circuit`."""
    needs(result, "conductance", "circuit", "rest")
    scalar(result, "circuit")
    which = picked(result, ax, interface)
    plans = [_plan(result, k) for k in which]
    if ax is None:
        wide = max(len(branches) for branches, *_ in plans) + 2.6
        figure, axes = new_figure(max(7.0, 0.75 * _GAP * wide), 6.8 * len(which), len(which))
    else:
        figure, axes = figure_of(ax), [ax]
    for k, panel, plan in zip(which, axes, plans, strict=True):
        _panel(result, k, panel, *plan)
    return finish(figure, path)


def _plan(result: Result, k: int) -> tuple[list[Branch], list[str], Branch, str, str]:
    """The branches of an interface, the processes without, the sum, and the units of conductance and current."""
    name = result.labels["interface"][k]
    rows = rows_of(result, name)
    injected = float(readable(result.data["injected"])[k])
    g, g_unit = in_reach(readable(result.data["conductance"])[rows], "mS/cm2")
    i, i_unit = in_reach([*currents(result, rows), -injected], "uA/cm2")
    branches, left_out = [], []
    for n, p in enumerate(rows):
        own, end = own_name(result.labels["process"][p]), 1e3 * float(result["equilibrium"][p])
        if np.isfinite(end) and np.isfinite(g[n]):
            branches.append(Branch(own, "conductance", colour(p), float(g[n]), end, float(i[n])))
        elif i[n] and np.isfinite(i[n]):
            branches.append(Branch(own, "source", colour(p), current=float(i[n])))
        else:
            left_out.append(own)
    if injected:
        branches.append(Branch("injected", "source", QUIET, current=float(i[-1])))
    if "capacitance" in result.data:
        held = float(readable(result.data["capacitance"])[k])
        if np.isfinite(held):
            branches.append(Branch(f"{number(held, 3)} µF/cm²", "capacitor", INK))
    return branches, left_out, _whole(result, k, branches, i), g_unit, i_unit


def _whole(result: Result, k: int, branches: list[Branch], flows: Any) -> Branch:
    """The one branch that stands for all: I = g (V - E) holds for it too, also where a loop's current flows."""
    g = sum(one.conductance for one in branches if one.kind == "conductance")
    net = float(settled([np.sum(flows)], flows)[0])
    chords = result["conductance"][rows_of(result, result.labels["interface"][k])]
    per_area = float(np.nansum(chords)) or np.nan  # S/m2
    volts = float(result["potential"][k])
    if net:
        volts -= float(result["net_current"][k]) / per_area
    return Branch("Thévenin", "conductance", INK, float(g), 1e3 * volts, net)


def _panel(
    result: Result, k: int, ax: "Axes", branches: list[Branch], left_out: list[str], whole: Branch,
    g_unit: str, i_unit: str,
) -> None:  # fmt: skip
    name = result.labels["interface"][k]
    inside, outside = sides(result, name)
    last = _GAP * max(len(branches) - 1, 0)
    far = last + 2.1 * _GAP  # where the one branch that stands for all is drawn
    for height, place in ((_TOP, outside), (_BOTTOM, inside)):
        ax.plot([-0.9, last + 1.2], [height, height], color=INK, lw=3, solid_capstyle="round")
        if whole.conductance:
            ax.plot([far - 0.8, far + 0.8], [height, height], color=INK, lw=3, solid_capstyle="round")
        away = 0.35 if height == _TOP else -0.35
        ax.text(
            -0.9, height + away, place, fontsize=NORMAL, color=INK, weight="bold", parse_math=False,
            va="bottom" if away > 0 else "top",
        )  # fmt: skip
    for n, branch in enumerate(branches):
        _draw(ax, _GAP * n, branch)
    volts = 1e3 * float(result["potential"][k])
    if whole.conductance:
        ax.text(0.5 * (last + far), 0.5 * _TOP, "=", fontsize=2 * LARGE, ha="center", va="center", color=INK)
        _draw(ax, far, whole)
    said = f"g in {unit_text(g_unit)},  E in mV,  I in {unit_text(i_unit)} (arrow: its direction)"
    if left_out:
        said += f"\n{'without current' if np.isfinite(volts) else 'not known'}: {', '.join(left_out)}"
    ax.text(0.0, -0.02, said, transform=ax.transAxes, fontsize=NORMAL, va="top", color=INK, parse_math=False)
    told = f"{minus(fixed(volts, 2))} mV" if np.isfinite(volts) else "no rest"
    ax.set_title(f"{name}: {told}", fontsize=LARGE, loc="left", parse_math=False)
    ax.set_xlim(-1.1, far + 1.5)
    ax.set_ylim(_BOTTOM - 1.0, _TOP + 1.0)
    ax.set_axis_off()


def _draw(ax: "Axes", x: float, branch: Branch) -> None:
    """One branch from rail to rail."""
    tone = branch.tone
    name = _folded(branch.name)
    ax.text(
        x + 0.12, 9.75, name, fontsize=SMALL if "\n" in name else NORMAL, color=tone, weight="bold", ha="left",
        va="top", linespacing=0.95, parse_math=False,
    ).set_gid("branch")  # fmt: skip
    if branch.kind == "conductance":
        _wire(ax, x, tone, (_TOP, 8.6), (6.6, 5.6), (5.1, _BOTTOM))
        _resistor(ax, x, 6.6, 8.6, tone)
        _battery(ax, x, 5.1, 5.6, tone, branch.battery)
        _value(ax, x + 0.36, 7.6, _brief(branch.conductance), tone)
        _value(ax, x + 0.52, 5.35, fixed(branch.battery, 1), tone)
    elif branch.kind == "source":
        _wire(ax, x, tone, (_TOP, _BOTTOM))
        ax.plot([x], [6.3], "o", ms=36, mfc="white", mec=tone, mew=2.5, zorder=3)
        way = 0.45 if branch.current > 0 else -0.45
        _arrow(ax, x, 6.3 - way, 6.3 + way, tone, zorder=4)
    else:
        _wire(ax, x, tone, (_TOP, 6.45), (6.05, _BOTTOM))
        for height in (6.45, 6.05):
            ax.plot([x - 0.42, x + 0.42], [height, height], color=tone, lw=3)
    if branch.kind != "capacitor" and np.isfinite(branch.current):
        if branch.current:
            middle, way = 2.4, 0.9 if branch.current > 0 else -0.9
            _arrow(ax, x, middle - way, middle + way, tone)
        _value(ax, x + 0.24, 2.4, _brief(branch.current, sign=True), tone)


def _folded(name: str) -> str:
    """A long name on up to three lines, broken after underscores where it has them."""
    if len(name) <= _LONG:
        return name
    lines = textwrap.wrap(name.replace("_", "_ "), _LONG)
    return "\n".join(line.replace("_ ", "_") for line in (lines if len(lines) < 4 else [*lines[:2], "..."]))


def _brief(value: float, *, sign: bool = False) -> str:
    """Three digits, or "9.8e-6" where that takes too many zeros."""
    return re.sub(r"e([+-])0", r"e\1", number(value, 3, sign=sign))


def _wire(ax: "Axes", x: float, tone: str, *parts: tuple[float, float]) -> None:
    for part in parts:
        ax.plot([x, x], part, color=tone, lw=2.2, zorder=1)


def _resistor(ax: "Axes", x: float, low: float, high: float, tone: str) -> None:
    heights = np.linspace(low, high, 14)
    aside = np.array([0.0, 0.0, *([0.26, -0.26] * 5), 0.0, 0.0])
    ax.plot(x + aside, heights, color=tone, lw=2.2, solid_joinstyle="miter", zorder=2)


def _battery(ax: "Axes", x: float, low: float, high: float, tone: str, volts: float) -> None:
    """Two plates; the long one is the positive pole. E is inside minus outside, inside below."""
    long, short = (low, high) if volts >= 0 else (high, low)
    ax.plot([x - 0.42, x + 0.42], [long, long], color=tone, lw=2.5)
    ax.plot([x - 0.21, x + 0.21], [short, short], color=tone, lw=5, solid_capstyle="butt")
    ax.text(x - 0.42, long + (0.08 if long > short else -0.08), "+", fontsize=NORMAL, color=tone, ha="center",
            va="bottom" if long > short else "top")  # fmt: skip


def _arrow(ax: "Axes", x: float, start: float, stop: float, tone: str, zorder: float = 4) -> None:
    ax.annotate(
        "", (x, stop), (x, start), zorder=zorder,
        arrowprops={"arrowstyle": "-|>,head_width=0.4,head_length=0.7", "color": tone, "lw": 3, "shrinkA": 0,
                    "shrinkB": 0},
    )  # fmt: skip


def _value(ax: "Axes", x: float, y: float, text: str, tone: str) -> None:
    ax.text(x, y, minus(text), fontsize=NORMAL, color=tone, ha="left", va="center").set_gid("value")
