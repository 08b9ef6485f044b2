"""Pictures of solar cells: current and power against voltage, efficiency against gap."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..constants import ELEMENTARY_CHARGE
from .plot_style import INK, NORMAL, QUIET, SMALL, colour, dress, finish, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .solar_result import SolarCell, SolarScan


def cell(found: "SolarCell", path: Any) -> "Figure":
    """See `SolarCell.plot`."""
    figure, (ax,) = new_figure(9.0, 6.0)
    v, j = found.curve
    dress(ax, "voltage (mV)", "current (mA/cm²)", f"gap {found.gap / ELEMENTARY_CHARGE:.4g} eV, {found.spectrum}")
    ax.plot(1e3 * v, j / 10.0, color=colour(0), lw=2.5)
    ax.yaxis.label.set_color(colour(0))
    ax.fill_between([0.0, 1e3 * found.voltage], found.current / 10.0, color=colour(1), alpha=0.12, lw=0)
    ax.set_xlim(0.0, 1e3 * found.open_circuit * 1.02)
    ax.set_ylim(0.0, found.generated / 10.0 * 1.25)
    twin = ax.twinx()
    twin.plot(1e3 * v, v * j, color=colour(1), lw=2.5)
    twin.plot([1e3 * found.voltage], [found.power], "o", color=colour(1), ms=9)
    twin.set_ylim(0.0, max(found.power, 1e-300) * 1.25)
    twin.set_ylabel("power (W/m²)", fontsize=NORMAL, color=colour(1), parse_math=False)
    twin.tick_params(labelsize=SMALL)
    twin.spines["top"].set_visible(False)
    text = f"{found.power:.1f} W/m², {100 * found.efficiency:.2f} %\nfill factor {100 * found.fill_factor:.1f} %"
    twin.annotate(
        text, (1e3 * found.voltage, found.power), (0.03, 0.62), textcoords="axes fraction", ha="left", va="top",
        fontsize=SMALL, color=INK, parse_math=False,
    )  # fmt: skip
    return finish(figure, path)


def scan(found: "SolarScan", path: Any) -> "Figure":
    """See `SolarScan.plot`."""
    figure, (ax,) = new_figure(9.0, 6.0)
    best = found.best
    dress(ax, "band gap (eV)", "efficiency (%)", f"largest efficiency, {best.spectrum}")
    ax.plot(found.gap / ELEMENTARY_CHARGE, 100.0 * found.efficiency, color=colour(0), lw=2.5)
    at = best.gap / ELEMENTARY_CHARGE
    ax.plot([at], [100.0 * best.efficiency], "o", color=colour(1), ms=9)
    ax.annotate(
        f"{100 * best.efficiency:.2f} % at {at:.3f} eV", (at, 100.0 * best.efficiency), (10, 8),
        textcoords="offset points", fontsize=SMALL, color=INK, parse_math=False,
    )  # fmt: skip
    ax.set_ylim(0.0, 100.0 * float(np.max([best.efficiency, found.efficiency.max()])) * 1.15)
    ax.axhline(0.0, color=QUIET, lw=0.8)
    return finish(figure, path)
