"""Picture of a p-n junction: its bands with quasi-Fermi levels, and current against voltage."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .plot_style import INK, NORMAL, QUIET, SMALL, colour, dress, end_labels, finish, minus, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .pn_result import PnJunction

_BEYOND = 4.0  # of the width of the bent bands: how far the picture reaches on either side


def pn(found: "PnJunction", path: Any) -> "Figure":
    """See `PnJunction.plot`."""
    figure, (left, right) = new_figure(15.0, 6.2, panels=2, side="columns")
    _bands(found, left)
    if found.working is None:
        _dark(found, right)
    else:
        _light(found, right)
    return finish(figure, path)


def _bands(found: "PnJunction", ax: "Axes") -> None:
    """Energies along the junction, near it."""
    bands = found.bands
    bent = bands.x[
        np.abs(np.gradient(bands.conduction, bands.x)) > 1e-2 * np.abs(np.gradient(bands.conduction, bands.x)).max()
    ]
    reach = _BEYOND * max(bent[-1] - bent[0], 1e-9)
    low, high = max(bands.x[0], bent[0] - reach), min(bands.x[-1], bent[-1] + reach)
    inside = (bands.x >= low) & (bands.x <= high)
    x = 1e6 * bands.x[inside]
    rows = (
        ("conduction band", bands.conduction, INK, "-"),
        ("electrons' level", bands.fermi_electrons, colour(0), (0, (5, 2))),
        ("holes' level", bands.fermi_holes, colour(1), (0, (2, 1.5))),
        ("valence band", bands.valence, INK, "-"),
    )
    ends = []
    for name, energy, tone, style in rows:
        ax.plot(x, energy[inside], color=tone, ls=style, lw=2.5).pop().set_gid(name)
        ends.append((float(energy[inside][-1]), name, tone))
    ax.axvline(0.0, color=QUIET, lw=1.0, ls=":")
    ax.set_xlim(float(x[0]), float(x[-1]))
    title = f"{found.material}, {minus(f'{1e3 * bands.applied:.1f}')} mV applied"
    dress(ax, "place, p side left of the junction (µm)", "energy (eV)", title)
    end_labels(ax, ends)


def _dark(found: "PnJunction", ax: "Axes") -> None:
    """Size of the current, logarithmic, with Shockley's diode."""
    volts = 1e3 * found.voltage
    ax.plot(volts, 0.1 * np.abs(found.current), color=colour(0), lw=2.5, label="drift and diffusion")
    ax.plot(volts, 0.1 * np.abs(found.ideal), color=colour(1), lw=2.0, ls=(0, (5, 2)), label="Shockley's ideal diode")
    ax.set_yscale("log")
    dress(ax, "voltage, p above n (mV)", "|current| (mA/cm²)", "in the dark")
    ax.grid(color="#e5e5e5", lw=0.8)
    ax.set_axisbelow(True)
    ax.legend(fontsize=SMALL, frameon=False, loc="upper left")


def _light(found: "PnJunction", ax: "Axes") -> None:
    """Current and power delivered under light."""
    working = found.working
    if working is None:
        return
    volts, current = 1e3 * found.voltage, -0.1 * found.current
    ax.plot(volts, current, color=colour(0), lw=2.5)
    dress(ax, "voltage, p above n (mV)", "current delivered (mA/cm²)", "under light")
    ax.yaxis.label.set_color(colour(0))
    top = 1.2 * 0.1 * working.short_circuit
    ax.set_ylim(0.0, top)
    ax.set_xlim(max(0.0, float(volts[0])), 1.03e3 * working.open_circuit)
    twin = ax.twinx()
    twin.plot(volts, 10.0 * current * found.voltage, color=colour(1), lw=2.5)
    twin.plot([1e3 * working.voltage], [working.power], "o", color=colour(1), ms=9)
    twin.set_ylim(0.0, 1.2 * working.power)
    twin.set_ylabel("power (W/m²)", fontsize=NORMAL, color=colour(1), parse_math=False)
    twin.tick_params(labelsize=SMALL)
    twin.spines["top"].set_visible(False)
    told = (
        f"V_oc {1e3 * working.open_circuit:.1f} mV\nJ_sc {0.1 * working.short_circuit:.2f} mA/cm²\n"
        f"fill factor {100 * working.fill_factor:.1f} %\n{working.power:.1f} W/m²"
    )
    ax.text(0.04, 0.62, told, transform=ax.transAxes, fontsize=SMALL, color=INK, va="top", parse_math=False)
