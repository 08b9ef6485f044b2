"""The picture of a load curve: current and power against voltage, efficiency and entropy production below."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_style import INK, NORMAL, QUIET, SMALL, colour, dress, finish, new_figure
from .table_numbers import millivolts, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .load_curve import LoadCurve


def load_curve(curve: "LoadCurve", path: Any) -> "Figure":
    """See `LoadCurve.plot`."""
    figure, (top, bottom) = new_figure(9.0, 8.5, 2)
    v = 1e3 * curve.voltage
    _two(top, v, curve.current, "current (A/m²)", curve.power, "power (W/m²)", f"load curve of {curve.title}")
    _two(bottom, v, 100.0 * curve.efficiency, "efficiency (%)", curve.entropy_production, "entropy made (W/K/m²)", "")
    best = curve.maximum
    if best is not None:
        twin = figure.axes[2]
        twin.plot([1e3 * best.voltage], [best.power], "o", color=colour(1), ms=9)
        text = f"{number(best.power)} W/m² at {millivolts(best.voltage)} mV"
        twin.annotate(
            text, (1e3 * best.voltage, best.power), (-10, 10), textcoords="offset points", ha="right", fontsize=SMALL,
            color=INK, parse_math=False,
        )  # fmt: skip
    bottom.set_xlabel("voltage over the load (mV)", fontsize=NORMAL)
    top.set_xlabel("")
    return finish(figure, path)


def _two(ax: Any, x: Any, left: Any, left_name: str, right: Any, right_name: str, title: str) -> None:
    """Two curves over one axis, each with a scale of its own from 0."""
    dress(ax, "voltage over the load (mV)", left_name, title)
    twin = ax.twinx()
    for one, y, name, k in ((ax, left, left_name, 0), (twin, right, right_name, 1)):
        one.plot(x, y, color=colour(k), lw=2.5)
        one.set_ylabel(name, fontsize=NORMAL, color=colour(k), parse_math=False)
        one.tick_params(labelsize=SMALL, colors=colour(k), axis="y")
        values = np.asarray(y)[np.isfinite(y)]
        low, high = min(float(values.min(initial=0.0)), 0.0), max(float(values.max(initial=0.0)), 0.0)
        if high > low:
            room = 0.15 * (high - low)
            one.set_ylim(low - (room if low < 0 else 0.0), high + room)
    twin.spines["top"].set_visible(False)
    ax.axhline(0.0, color=QUIET, lw=0.8)
    if len(x) and float(np.ptp(x)) > 0:
        ax.set_xlim(float(np.min(x)), float(np.max(x)))
