"""Figures of a fit: data and curves, residuals, profiles; those of a posterior stand in `plot_posterior`."""

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import InputError
from .fit_parts import FitParameter, FittedData, shown, shown_difference
from .fit_result import Fit
from .plot_style import INK, NORMAL, QUIET, SMALL, colour, dress, finish, minus, new_figure, plain_log, unit_text
from .table_numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DECADE: Final = 10.0  # from the least place to the largest: from there on the axis is logarithmic
_MANY: Final = 60  # data from which marks are small and error bars left out
_NAMED: Final = 8  # curves at most that are told apart by name


@dataclass(frozen=True)
class FitPlots:
    """What can be drawn of a fit; `path` also saves it, as PNG, SVG or PDF by its ending."""

    fit: Fit

    def data(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Each measured quantity with its errors, the fitted curve with its 95 % band, and the residuals below."""
        return _data(self.fit, path)

    def residuals(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Residuals in standard errors against the fitted value, and their order against that of a normal sample."""
        return _residuals(self.fit, path)

    def profiles(self, path: str | PathLike[str] | None = None) -> "Figure":
        """How the fit worsens as each parameter is held elsewhere, the others fitted anew.

        Raises:
            InputError: the intervals come from the curvature, so that there are none.
        """
        return _profiles(self.fit, path)

    def posterior(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Draws of each parameter, and of each pair.

        Raises:
            InputError: no posterior was sampled.
        """
        from .plot_posterior import corner

        return corner(self.fit, path)


def _data(fit: Fit, path: Any) -> "Figure":
    from matplotlib.figure import Figure

    count = len(fit.data)
    figure = Figure(figsize=(9.0, 5.6 * count), layout="constrained")
    grid = figure.add_gridspec(2 * count, 1, height_ratios=[3, 1] * count)
    for k, one in enumerate(fit.data):
        upper = figure.add_subplot(grid[2 * k])
        lower = figure.add_subplot(grid[2 * k + 1], sharex=upper)
        x, label, log = _axis(one)
        _measured(one, upper, x)
        _strip(one, lower, x)
        if log:
            upper.set_xscale("log")
            plain_log(upper.xaxis)
        title = f"{one.name}: {one.quantity}" if count > 1 else f"{fit.title}: {one.quantity}"
        dress(upper, "", _with_unit(one.quantity, one.dimension.shown), title)
        dress(lower, label, "residual\n(errors)")
        upper.tick_params(labelbottom=False)
    return finish(figure, path)


def _axis(one: FittedData) -> tuple[Any, str, bool]:
    """Places as shown, what they are, and whether on a logarithmic axis."""
    if one.axis_dimension is None:
        return one.place, "row", False
    x = shown(one.place, one.axis_dimension)
    log = bool((x > 0).all() and x.max() > _DECADE * x.min()) and one.kind != "run"
    return x, _with_unit(one.axis, one.axis_dimension.shown), log


def _with_unit(name: str, unit: str) -> str:
    return name if unit == "1" else f"{name} ({unit_text(unit)})"


def _measured(one: FittedData, ax: "Axes", x: Any) -> None:
    """Points with errors, curves with bands."""
    y, sigma = shown(one.values, one.dimension), shown_difference(one.sigma, one.dimension)
    several = int(one.series.max()) > 0
    for k in range(int(one.series.max()) + 1):
        rows, tone = one.series == k, colour(k) if several else INK
        bars = sigma[rows] if len(y) < _MANY else None
        name = one.labels[k] if several and k < _NAMED else None
        ax.errorbar(
            x[rows], y[rows], bars, fmt="o", ms=6 if bars is not None else 3, color=tone, ecolor=QUIET, elinewidth=1.2,
            label=name, zorder=3,
        )  # fmt: skip
        if k < len(one.curves) and one.axis_dimension is not None:
            curve = one.curves[k]
            at, line = shown(curve.place, one.axis_dimension), shown(curve.values, one.dimension)
            band = 1.96 * shown_difference(curve.error, one.dimension)
            ax.plot(at, line, color=colour(k), lw=2.2, zorder=2 if len(y) < _MANY else 4)
            if np.isfinite(band).all():
                ax.fill_between(at, line - band, line + band, color=colour(k), alpha=0.2, lw=0, zorder=1)
        else:
            ax.plot(x[rows], shown(one.fitted[rows], one.dimension), "_", ms=16, mew=2.2, color=colour(k), zorder=4)
    ax.grid(color="#e5e5e5", lw=0.8)
    if several:
        ax.legend(fontsize=SMALL, frameon=False)


def _strip(one: FittedData, ax: "Axes", x: Any) -> None:
    """Residuals in standard errors, with lines at -+2."""
    several = int(one.series.max()) > 0
    ax.axhline(0.0, color=INK, lw=1.0, zorder=1)
    for level in (-2.0, 2.0):
        ax.axhline(level, color=QUIET, lw=1.0, ls=(0, (4, 3)), zorder=1)
    for k in range(int(one.series.max()) + 1):
        rows = one.series == k
        ax.plot(x[rows], one.residuals[rows], "o", ms=4, color=colour(k) if several else INK, zorder=2)
    reach = max(3.0, 1.1 * float(np.abs(one.residuals).max()))
    ax.set_ylim(-reach, reach)


def _residuals(fit: Fit, path: Any) -> "Figure":
    from statistics import NormalDist

    figure, (left, right) = new_figure(11.0, 5.0, panels=2, side="columns")
    for k, one in enumerate(fit.data):
        x = shown(one.fitted, one.dimension)
        name = f"{one.name}: {_with_unit(one.quantity, one.dimension.shown)}"
        left.plot(x, one.residuals, "o", ms=6, color=colour(k), label=name)
    left.axhline(0.0, color=INK, lw=1.0)
    if len(fit.data) > 1:
        left.legend(fontsize=SMALL, frameon=False)
    names = [_with_unit(one.quantity, one.dimension.shown) for one in fit.data]
    fitted = f"fitted {names[0]}" if len(set(names)) == 1 else "fitted"
    dress(left, fitted, "measured less fitted (errors)", "Residuals")
    ordered = np.sort(fit.residuals)
    count = len(ordered)
    wanted = [NormalDist().inv_cdf((k + 0.5) / count) for k in range(count)]
    reach = 1.1 * max(float(np.abs(ordered).max()), abs(wanted[0]))
    right.plot([-reach, reach], [-reach, reach], color=QUIET, lw=1.2)
    right.plot(wanted, ordered, "o", ms=6, color=INK)
    dress(right, "expected of a normal sample", "residual (errors)", "In order of size")
    return finish(figure, path)


def _profiles(fit: Fit, path: Any) -> "Figure":
    there = [one for one in fit.parameters if one.profile is not None]
    if not there:
        raise InputError("there are no profiles: these intervals come from the curvature; fit with ProfileLikelihood()")
    columns = min(len(there), 3)
    rows = -(-len(there) // columns)
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.4 * columns, 3.8 * rows), layout="constrained")
    for k, one in enumerate(there):
        _profile(one, fit.level, figure.add_subplot(rows, columns, k + 1))
    return finish(figure, path)


def _profile(one: FitParameter, level: float, ax: "Axes") -> None:
    """The rise in deviance along one parameter, the level of the interval, its ends, and the parabola of its error."""
    profile = one.profile
    if profile is None:
        return
    size, prefix = in_powers(one.shown(one.value))
    x = shown(profile.values, one.dimension) / size
    line = np.linspace(profile.values.min(), profile.values.max(), 201)
    smooth = _smooth(profile.values, profile.distance, line)
    ax.plot(shown(line, one.dimension) / size, smooth**2, color=colour(0), lw=2.0, zorder=3)
    ax.plot(x, profile.distance**2, "o", color=colour(0), ms=4.5, zorder=4)
    if np.isfinite(one.error):
        away = np.log(line / one.value) * one.value if one.log else line - one.value
        ax.plot(
            shown(line, one.dimension) / size, (away / one.error) ** 2, color=QUIET, lw=1.2, ls=(0, (4, 3)), zorder=2
        )
    top = profile.limit**2
    ax.axhline(top, color=INK, lw=1.0)
    ax.annotate(
        f"{100 * level:g} %", (0.5, top), (0, 3), xycoords=("axes fraction", "data"), textcoords="offset points",
        ha="center", fontsize=SMALL, color=INK,
    )  # fmt: skip
    for end in (one.low, one.high):
        if np.isfinite(end):
            ax.axvline(one.shown(end) / size, color=colour(1), lw=1.4, zorder=1)
    ax.set_ylim(0.0, max(1.3 * top, 1e-9))
    if one.log and x.min() > 0 and x.max() > 5.0 * x.min():
        ax.set_xscale("log")
    unit = f"{prefix}{unit_text(one.unit)}" if one.unit != "1" else prefix.strip()
    dress(ax, f"{one.path} ({unit})" if unit else one.path, "rise in deviance")
    ax.xaxis.label.set_fontsize(SMALL)
    ends = [minus(number(one.shown(end))) if np.isfinite(end) else "open" for end in (one.low, one.high)]
    ax.set_title(f"{minus(number(one.shown(one.value)))}  ({ends[0]} to {ends[1]})", fontsize=NORMAL, loc="left")


def _smooth(x: Any, y: Any, at: Any) -> Any:
    """A curve through points that rises where they rise."""
    from scipy.interpolate import PchipInterpolator

    kept = np.concatenate([[True], np.diff(x) > 0])
    return PchipInterpolator(x[kept], y[kept])(at) if kept.sum() > 1 else np.full_like(at, y[0])


def in_powers(value: float) -> tuple[float, str]:
    """A power of ten to divide by, and how to write it before a unit, where a number is very small or very large."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return 1.0, ""
    power = int(np.floor(np.log10(abs(value))))
    return 10.0**power, f"1e{power} "
