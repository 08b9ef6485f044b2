"""The Evans diagram of several electrodes on one metal: whole currents against potential."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_evans import meeting_current
from .plot_style import INK, LARGE, SMALL, colour, dash, dress, finish, minus, needs, new_figure, scalar
from .result import Result
from .table_numbers import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DECADES_BELOW, _DECADES_ABOVE = 3.0, 2.0
_SAME = 1e-4  # V: electrodes closer than this are at one potential


def galvanic(curves: Sequence[Result], areas: Sequence[float], at: Sequence[float], path: Any = None) -> "Figure":
    """Anodic and cathodic branches of every reaction on every electrode, as whole currents.

    Args:
        curves: one I-V result for each electrode.
        areas: of the electrodes [m2].
        at: the potential at which each rests [V].
        path: where to save it, if anywhere.
    """
    from matplotlib.lines import Line2D

    figure, (ax,) = new_figure(11.5, 6.8)
    handles: list[Any] = []
    largest = 0.0
    for curve, area, rest in zip(curves, areas, at, strict=True):
        needs(curve, "voltage", "Evans diagram", "iv")
        scalar(curve, "Evans diagram")
        x = 1e3 * curve["voltage"]
        flows = 1e3 * area * curve["current"]
        largest = max(largest, meeting_current(x, np.stack([np.maximum(f, 0) for f in flows]), 1e3 * rest))
        for k, full in enumerate(curve.labels["process"]):
            tone, line = colour(len(handles)), dash(len(handles))
            for sign, style in ((1, line), (-1, (0, (5, 2)))):
                branch = np.where(sign * flows[k] > 0, np.abs(flows[k]), np.nan)
                (drawn,) = ax.plot(x, branch, color=tone, ls=style, lw=3.0)
                drawn.set_gid(f"{'anodic' if sign > 0 else 'cathodic'} {full}")
            handles.append(Line2D([], [], color=tone, lw=3, label=f"\u200a{full}"))
    handles += [
        Line2D([], [], color=INK, lw=2, label="anodic (outward)"),
        Line2D([], [], color=INK, lw=2, ls=(0, (5, 2)), label="cathodic (inward)"),
    ]
    ax.set_yscale("log")
    if largest > 0:
        ax.set_ylim(largest * 10**-_DECADES_BELOW, largest * 10**_DECADES_ABOVE)
    ends = np.concatenate([1e3 * curve["voltage"][[0, -1]] for curve in curves])
    ax.set_xlim(float(ends.min()), float(ends.max()))
    names = [curve.labels["interface"][0] for curve in curves]
    _mark(ax, names, at, handles)
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)
    dress(ax, "potential of the metal against the solution at it (mV)", "|current| of the whole electrode (mA)")
    ax.set_title(f"{' and '.join(names)}: Evans diagram", fontsize=LARGE, loc="left", pad=10)
    legend = ax.legend(handles=handles, fontsize=SMALL, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)
    for one in legend.get_texts():
        one.set_parse_math(False)
    return finish(figure, path)


def _mark(ax: Any, names: Sequence[str], at: Sequence[float], handles: list[Any]) -> None:
    """Where each electrode rests: one line for all that are at one potential."""
    from matplotlib.lines import Line2D

    groups: list[tuple[float, list[str]]] = []
    for name, volts in sorted(zip(names, at, strict=True), key=lambda one: one[1]):
        if groups and abs(groups[-1][0] - volts) < _SAME:
            groups[-1][1].append(name)
        else:
            groups.append((volts, [name]))
    for k, (volts, those) in enumerate(groups):
        style = ("-", (0, (4, 2)), ":")[k % 3]
        ax.axvline(1e3 * volts, color=INK, lw=2.5, ls=style, zorder=3).set_gid(f"potential {' '.join(those)}")
        told = f"\u200a{' and '.join(those)}: {minus(number(1e3 * volts, 4))} mV"
        handles.append(Line2D([], [], color=INK, lw=2.5, ls=style, label=told))
