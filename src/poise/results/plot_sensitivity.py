"""Pictures of sensitivities: bars, the longest on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .plot_style import INK, QUIET, SMALL, colour, dress, finish, new_figure, unit_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .sensitivity_result import Sensitivity
    from .sobol_result import SobolIndices

_MOST = 20  # bars of a panel
_PANELS = 6
_BAR, _ROOM = 0.34, 1.3  # inches: of a bar, and of a panel's axes and title


@dataclass(frozen=True)
class SensitivityPlots:
    """The figures of a sensitivity."""

    found: "Sensitivity"

    def bars(self, path: str | PathLike[str] | None = None) -> "Figure":
        """What +1 % of each parameter (+1 K of a temperature) does to each result, or its elasticities; largest on top.

        Raises:
            InputError: the model has several lanes, or there are too many results for one figure.
        """
        found = self.found
        if found.sizes:
            raise InputError(f"bars show one state; this sensitivity runs over {', '.join(found.sizes)}")
        _few(len(found.results))
        names = [one.name for one in found.parameters]
        panels = []
        for row, one in enumerate(found.results):
            unit, scale = one.shown
            values = found.elasticity[row] if found.relative else found.change[row] / scale
            step = "+1 % (temperatures: +1 K)" if any(p.unit == "K" for p in found.parameters) else "+1 %"
            what = "elasticity" if found.relative else f"change with {step} ({unit_text(unit)})"
            panels.append((one.name, what.removesuffix(" (1)"), [(values, None, colour(0), "")]))
        return _drawn(names, panels, path)


@dataclass(frozen=True)
class SobolPlots:
    """The figures of Sobol indices."""

    found: "SobolIndices"

    def bars(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Shares of the variance alone and in total, with their intervals, the largest on top.

        Raises:
            InputError: there are too many results for one figure.
        """
        found = self.found
        _few(len(found.results))
        names = [one.name for one in found.parameters]
        panels = []
        for row, one in enumerate(found.results):
            series = [
                (100.0 * found.total[row], 100.0 * found.total_confidence[row], colour(1), "with others"),
                (100.0 * found.first[row], 100.0 * found.first_confidence[row], colour(0), "alone"),
            ]
            panels.append((one.name, "share of the variance (%)", series))
        return _drawn(names, panels, path)


def _few(results: int) -> None:
    if results > _PANELS:
        raise InputError(f"{results} results; a figure has room for {_PANELS}")


def _drawn(names: Sequence[str], panels: Sequence[Any], path: str | PathLike[str] | None) -> "Figure":
    rows = min(len(names), _MOST)
    figure, axes = new_figure(9.0, len(panels) * (_ROOM + _BAR * max(rows, 3)), len(panels))
    for ax, (title, what, series) in zip(axes, panels, strict=True):
        dress(ax, what, "", title)
        leading = np.nan_to_num(np.abs(np.asarray(series[0][0], float)))
        order = np.argsort(-leading, kind="stable")[:_MOST][::-1]
        thick = 0.8 / len(series)
        for k, (values, spread, tone, label) in enumerate(series):
            places = np.arange(len(order)) + (k - 0.5 * (len(series) - 1)) * -thick
            errors = None if spread is None else np.asarray(spread)[order]
            ax.barh(places, np.nan_to_num(np.asarray(values)[order]), thick, color=tone, label=label or None,
                    xerr=errors, error_kw={"ecolor": INK, "lw": 1.2, "capsize": 2.5})  # fmt: skip
        ax.set_yticks(np.arange(len(order)), [names[int(one)] for one in order], fontsize=SMALL, parse_math=False)
        ax.axvline(0.0, color=QUIET, lw=0.8)
        if len(series) > 1:
            ax.legend(fontsize=SMALL, frameon=False, loc="lower right")
    return finish(figure, path)
