"""Draws of a posterior: a histogram of each parameter, clouds of each pair."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .fit_parts import shown
from .fit_result import Fit
from .plot_fit import in_powers
from .plot_style import INK, SMALL, colour, dress, finish, minus, unit_text
from .table_numbers import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 4000  # draws of a cloud
_BINS = 40


def corner(fit: Fit, path: Any) -> "Figure":
    """See `FitPlots.posterior`."""
    found = fit.posterior
    if found is None:
        raise InputError("no posterior was sampled; fit with sampler=AffineInvariant() or another")
    from matplotlib.figure import Figure

    count = len(found.paths)
    sizes = [in_powers(one.shown(one.value)) for one in fit.parameters]
    values = np.stack([shown(found.flat[:, k], one) / sizes[k][0] for k, one in enumerate(found.dimensions)], axis=1)
    few = values[:: max(1, len(values) // _MOST)]
    limits = np.quantile(values, (0.001, 0.999), axis=0).T
    figure = Figure(figsize=(max(3.2 * count, 4.5), max(3.0 * count, 4.0)), layout="constrained")
    low, high = found.interval
    for row in range(count):
        for column in range(row + 1):
            ax = figure.add_subplot(count, count, row * count + column + 1)
            if row == column:
                ax.hist(values[:, row], bins=_BINS, range=tuple(limits[row]), color=colour(0), alpha=0.7)
                for end in (low[row], high[row]):
                    at = float(shown(end, found.dimensions[row])) / sizes[row][0]
                    ax.axvline(at, color=INK, lw=1.2, ls=(0, (4, 3)))
                ax.axvline(_best(fit, row) / sizes[row][0], color=colour(1), lw=2.0)
                ax.set_yticks([])
                middle = float(shown(found.means[row], found.dimensions[row]))
                ax.set_title(minus(number(middle)), fontsize=SMALL)
            else:
                ax.plot(few[:, column], few[:, row], ".", ms=2, color=colour(0), alpha=0.25, rasterized=True)
                best = [_best(fit, k) / sizes[k][0] for k in (column, row)]
                ax.plot(*best, "+", ms=14, mew=2.5, color=colour(1))
                ax.set_ylim(*limits[row])
            ax.set_xlim(*limits[column])
            bottom, left = row == count - 1, column == 0 and row > 0
            names = [_named(fit, k, sizes[k][1]) for k in (column, row)]
            dress(ax, names[0] if bottom else "", names[1] if left else "")
            ax.xaxis.label.set_fontsize(SMALL)
            ax.yaxis.label.set_fontsize(SMALL)
            ax.tick_params(labelsize=9, labelbottom=bottom, labelleft=left, axis="both")
            ax.locator_params(axis="x", nbins=4)
    return finish(figure, path)


def _best(fit: Fit, k: int) -> float:
    return fit.parameters[k].shown(fit.parameters[k].value)


def _named(fit: Fit, k: int, prefix: str) -> str:
    """A parameter's path, short, and its unit."""
    one = fit.parameters[k]
    name = one.path.partition(".")[2] or one.path
    unit = f"{prefix}{unit_text(one.unit)}" if one.unit != "1" else prefix.strip()
    return f"{name}\n({unit})" if unit else name
