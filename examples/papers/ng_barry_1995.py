"""Ng & Barry 1995, table 2, and the JPCalcW manual: junction potentials of nine pairs of salt solutions.

The published numbers are Henderson's at 20 degC with the paper's mobilities, to the last digit printed. The stationary
Nernst-Planck equations say nearly the same, for Henderson's straight lines do no harm where concentrations are alike.
What is left, up to 0.4 mV, is mostly temperature: the paper takes ratios of mobilities at 25 degC, Poise those at 20.

Ng B., Barry P. H. (1995). The measurement of ionic conductivities and mobilities of certain less common organic ions
needed for junction potential corrections in electrophysiology. J. Neurosci. Methods 56, 37-41. Its values, and those of
the JPCalcW manual (Barry 1994), as quoted in the tests of LJPcalc (github.com/swharden/LJPcalc, LjpCalculationTest.cs);
its mobilities as listed at compneuro.org/catacomb.
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

PAIRS = {
    "NaCl 50 | KCl 50": ({"Na+": 50, "Cl-": 50}, {"K+": 50, "Cl-": 50}, -4.3),
    "NaCl 150 | KCl 150": ({"Na+": 150, "Cl-": 150}, {"K+": 150, "Cl-": 150}, -4.3),
    "NaCl 50 | CsCl 50": ({"Na+": 50, "Cl-": 50}, {"Cs+": 50, "Cl-": 50}, -4.9),
    "NaCl 100 | MgCl2 100": ({"Na+": 100, "Cl-": 100}, {"Mg2+": 100, "Cl-": 200}, 10.0),
    "CaCl2 100 | MgCl2 100": ({"Ca2+": 100, "Cl-": 200}, {"Mg2+": 100, "Cl-": 200}, 0.6),
    "KCl 100, CaCl2 2 | LiCl 100, CaCl2 2": (
        {"K+": 100, "Ca2+": 2, "Cl-": 104},
        {"Li+": 100, "Ca2+": 2, "Cl-": 104},
        6.4,
    ),
    "CaCl2 50, MgCl2 50 | LiCl 100": ({"Ca2+": 50, "Mg2+": 50, "Cl-": 200}, {"Li+": 100, "Cl-": 100}, -8.2),
    "CsF 135, NaCl 10 | NaCl 145": (
        {"Cs+": 135, "F-": 135, "Na+": 10, "Cl-": 10},
        {"Na+": 145, "Cl-": 145},
        8.74,
    ),
    "CsF 125, CsCl 20 | NaCl 145": ({"Cs+": 145, "F-": 125, "Cl-": 20}, {"Na+": 145, "Cl-": 145}, 8.71),
}
"""Pipette and bath [mM], and the published bath minus pipette [mV]; the last two from the JPCalcW manual."""
RELATIVE = {"Cs+": 1.05, "K+": 1.0, "Li+": 0.525, "Na+": 0.682, "Ca2+": 0.405, "Mg2+": 0.361, "Cl-": 1.039, "F-": 0.753}
"""Mobilities as in the paper, that of K+ being 1."""
POTASSIUM = 73.5e-4  # S m2/mol


def main(out: str | None = None) -> dict[str, float]:
    """Junction potentials [mV] by Henderson with the paper's mobilities and by Nernst-Planck; draws into `out`."""
    charge = {name: poise.species(name).charge for name in RELATIVE}
    own = {name: value * POTASSIUM * charge[name] ** 2 for name, value in RELATIVE.items()}
    found = {}
    for name, (pipette, bath, _) in PAIRS.items():
        henderson = poise.junction(
            pipette, bath, method="henderson", temperature="20 degC", mobilities=own, temperature_of_mobility="walden"
        )
        planck = poise.junction(pipette, bath, temperature="20 degC")
        found[f"{name}: Henderson, their mobilities (mV)"] = 1e3 * henderson.potential
        found[f"{name}: Nernst-Planck, Poise's mobilities (mV)"] = 1e3 * planck.potential
    if out:
        draw(found, out)
    return found


def draw(found: dict[str, float], out: str) -> None:
    """The three numbers of each pair, and what the calculated ones differ by."""
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9.6, 4.8), sharey=True, layout="constrained", width_ratios=(2, 1)
    )
    rows = np.arange(len(PAIRS))
    published = np.array([one[2] for one in PAIRS.values()])
    left.barh(rows, published, color="0.85", label="published")
    for how, mark, colour in (("Henderson, their", "o", "tab:blue"), ("Nernst-Planck, Poise's", "D", "tab:red")):
        values = np.array([found[f"{name}: {how} mobilities (mV)"] for name in PAIRS])
        left.plot(values, rows, mark, color=colour, label=f"{how} mobilities", markersize=6, fillstyle="none")
        right.plot(values - published, rows, mark, color=colour, markersize=6, fillstyle="none")
    left.axvline(0, color="0.4", linewidth=0.8)
    right.axvline(0, color="0.4", linewidth=0.8)
    right.axvspan(-0.05, 0.05, color="0.9")
    left.set_yticks(rows, [name.replace("Cl2", "Cl$_2$") for name in PAIRS])
    left.invert_yaxis()
    left.set(xlabel="bath minus pipette (mV)")
    right.set(xlabel="less published (mV)", xlim=(-0.55, 0.55))
    right.set_title("grey: rounding", fontsize=9, color="0.4")
    left.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.4, 1.16), ncols=3)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/ng_barry_1995.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.3f}")
