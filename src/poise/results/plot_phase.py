"""The phase plane: one series of a run against another."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_panels import lanes_drawn, legend_of_lanes
from .plot_style import INK, dress, figure_of, finish, new_figure, unit_text
from .result import Result
from .series import Series, series_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def phase(result: Result, x: str, y: str, path: Any, ax: Any) -> "Figure":
    """See `Plots.phase`."""
    if result.verb != "run":
        raise InputError(f"the phase plane needs a result of 'run'; this one is of '{result.verb}'")
    across, up = series_of(result, x), series_of(result, y)
    if ax is None:
        figure, (panel,) = new_figure(8.5, 7.0)
    else:
        figure, panel = figure_of(ax), ax
    for index, tone in lanes_drawn(result):
        a, b = (one.values[(slice(None), *index)] if one.values.ndim > 1 else one.values for one in (across, up))
        (line,) = panel.plot(a, b, color=tone or INK, lw=2.0, zorder=2)
        line.set_gid("orbit")
        known = np.flatnonzero(np.isfinite(a) & np.isfinite(b))
        if known.size:
            first, last = known[0], known[-1]
            panel.plot([a[first]], [b[first]], "o", ms=10, mfc="white", mec=tone or INK, mew=2.2, zorder=4)
            panel.plot([a[last]], [b[last]], "o", ms=10, mfc=tone or INK, mec="white", mew=1.2, zorder=5)
    panel.grid(color="#e5e5e5", lw=0.8)
    panel.set_axisbelow(True)
    panel.margins(0.06)
    dress(panel, f"{_label(across)}\nopen circle: start; filled: end", _label(up), f"{result.title}: phase plane")
    if result.sizes:
        legend_of_lanes(result, panel, outside=ax is None)
    return finish(figure, path)


def _label(one: Series) -> str:
    return one.name if one.unit == "1" else f"{one.name} ({unit_text(one.unit)})"
