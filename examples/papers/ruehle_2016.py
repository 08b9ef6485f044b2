"""Shockley & Queisser 1961, in Rühle's tables of 2016: what a solar cell of one gap can deliver under AM1.5G.

A wide gap lets most photons through, a narrow one throws most of their energy away as heat. What is left between has
its maximum at 33.7 per cent and 1.34 eV, with the wiggles of the air's absorption.

Shockley W., Queisser H. J. (1961). J. Appl. Phys. 32, 510-519. doi:10.1063/1.1736034
Rühle S. (2016). Tabulated values of the Shockley-Queisser limit for single junction solar cells. Sol. Energy 130,
139-147. doi:10.1016/j.solener.2016.02.015 (its maximum as many quote it; the table that is compared with is that of
github.com/marcus-cmc/Shockley-Queisser-limit, 300 K).
"""

import argparse
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

import poise
from poise.constants import ELEMENTARY_CHARGE

GAPS = (0.53, 0.76, 0.95, 1.12, 1.25, 1.33, 1.34, 1.42, 1.61, 1.83, 2.0, 2.31, 2.54, 3.0)  # eV
MATERIALS = {"Ge": 0.67, "Si": 1.12, "GaAs": 1.424, "CdSe": 1.74, "GaP": 2.26}  # eV, at 300 K, rounded


def main(out: str | None = None) -> dict[str, float]:
    """The best cell, and the limit at several gaps; draws into `out`."""
    scan = poise.solar_scan("0.4 eV", "3.1 eV", 541)
    found = {"best efficiency (%)": 100 * scan.best.efficiency, "its gap (eV)": scan.best.gap / ELEMENTARY_CHARGE}
    for gap in GAPS:
        cell = poise.solar_cell(f"{gap} eV")
        found |= {
            f"{gap} eV: efficiency (%)": 100 * cell.efficiency,
            f"{gap} eV: V_oc (V)": cell.open_circuit,
            f"{gap} eV: J_sc (mA/cm2)": cell.generated / 10,
            f"{gap} eV: fill factor (%)": 100 * cell.fill_factor,
        }
    if out:
        draw(scan, out)
    return found


def draw(scan: Any, out: str) -> None:
    """Where the light's power goes against the gap, and what the cell gives."""
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(7.2, 8.2), sharex=True, layout="constrained", height_ratios=(3, 2)
    )
    gaps = scan.gap / ELEMENTARY_CHARGE
    cells = [poise.solar_cell(one) for one in scan.gap[::4]]
    shares = np.array([[100 * one.efficiency, *(100 * v / one.power_in for v in one.losses.values())] for one in cells])
    names = ("delivered", *cells[0].losses)
    order = (0, 4, 3, 2, 1)
    colours = ("tab:green", "0.55", "0.7", "tab:orange", "tab:blue")
    stack = [shares[:, k] for k in order]
    above.stackplot(gaps[::4], stack, labels=[names[k] for k in order], colors=colours, alpha=0.6)
    above.plot(gaps, 100 * scan.efficiency, color="black")
    above.plot(scan.best.gap / ELEMENTARY_CHARGE, 100 * scan.best.efficiency, "o", color="black")
    above.annotate(
        f"{100 * scan.best.efficiency:.1f} % at {scan.best.gap / ELEMENTARY_CHARGE:.2f} eV",
        (scan.best.gap / ELEMENTARY_CHARGE, 100 * scan.best.efficiency),
        (0, -26),
        textcoords="offset points",
        ha="center",
        fontweight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2},
    )
    for name, gap in MATERIALS.items():
        at = float(np.interp(gap, gaps, 100 * scan.efficiency))
        above.vlines(gap, 0, at, color="0.3", linewidth=0.8)
        above.text(gap + 0.02, 1.5, name, fontsize=9)
    above.set(ylabel="share of the light's power (%)", ylim=(0, 100), title="Limit of detailed balance, AM1.5G, 300 K")
    handles, labels = above.get_legend_handles_labels()
    above.legend(handles[::-1], labels[::-1], loc="upper right", fontsize=9)
    below.plot(gaps, scan.open_circuit, color="tab:red", label="V$_{oc}$ (V)")
    below.plot(gaps, scan.fill_factor, color="tab:purple", label="fill factor")
    below.plot(gaps, gaps, ":", color="0.5", label="gap (V)")
    below.set(xlabel="gap (eV)", ylabel="V, or fill factor", xlim=(gaps[0], gaps[-1]), ylim=(0, None))
    twin = below.twinx()
    twin.plot(gaps, scan.generated / 10, color="tab:blue")
    twin.set_ylabel("J$_{sc}$ (mA/cm²)", color="tab:blue")
    twin.set_ylim(0, None)
    below.legend(frameon=False, loc="upper center", fontsize=9)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/ruehle_2016.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.3f}")
