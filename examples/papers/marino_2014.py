"""Marino, Misuri & Brogioli 2014, the example of their program JLJP: zinc chloride 9 mol/L against potassium chloride.

The stationary Nernst-Planck equations, which Henderson's formula replaces by straight lines of concentration. With ions
of two valences and such steep ends the lines bend, and Henderson is wrong by one millivolt in twenty.

Marino M., Misuri L., Brogioli D. (2014). A new open source software for the calculation of the liquid junction
potential between two solutions according to the stationary Nernst-Planck equation. arXiv:1403.3640. The value is the
one their program shows (github.com/swharden/JLJP, CalculationTest.java); its successor LJPcalc gives -20.796.
"""

import argparse
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

import poise

ZINC = {"Zn2+": "9 M", "K+": "0 M", "Cl-": "18 M"}
POTASSIUM = {"Zn2+": "0.0284 M", "K+": "3 M", "Cl-": "3.0568 M"}
MOBILITIES = {"Zn2+": 2 * 52.8e-4, "K+": 73.5e-4, "Cl-": 76.31e-4}  # their table, molar [S m2/mol]
SHOWN = {"Zn2+": ("Zn$^{2+}$", "tab:blue"), "K+": ("K$^+$", "tab:red"), "Cl-": ("Cl$^-$", "tab:green")}


def main(out: str | None = None) -> dict[str, float]:
    """Potential of the potassium chloride minus that of the zinc chloride [mV]; draws into `out`."""
    settings: dict[str, Any] = {"mobilities": MOBILITIES, "temperature": "25 degC", "names": ("ZnCl2", "KCl")}
    found = {name: poise.junction(ZINC, POTASSIUM, method=name, **settings) for name in ("nernst-planck", "henderson")}
    back = poise.junction(POTASSIUM, ZINC, **settings)
    if out:
        draw(found, out)
    return {
        **{f"{name} (mV)": 1e3 * one.potential for name, one in found.items()},
        "the other way round (mV)": 1e3 * back.potential,
    }


def draw(found: dict[str, Any], out: str) -> None:
    """Concentrations and potential across the junction, Henderson's dashed."""
    figure, (above, below) = plt.subplots(2, 1, figsize=(6.8, 7.6), sharex=True, layout="constrained")
    for name, title, style in (("nernst-planck", "Nernst-Planck", "-"), ("henderson", "Henderson", "--")):
        one = found[name]
        for ion, values in zip(one.ions, one.profile.concentrations, strict=True):
            label, colour = SHOWN[ion.name]
            shown = label if style == "-" else None
            above.plot(one.profile.place, 1e-3 * values, style, color=colour, label=shown, linewidth=2)
        label = f"{title}: {1e3 * one.potential:.2f} mV".replace(" -", " \N{MINUS SIGN}")
        below.plot(one.profile.place, 1e3 * one.profile.potential, style, color="black", label=label, linewidth=2)
    above.plot([], [], "--", color="0.4", label="Henderson")
    above.set(ylabel="concentration (mol/L)", title="ZnCl$_2$ 9 mol/L | KCl 3 mol/L", ylim=(0, None))
    below.set(xlabel="place in the junction (share of its thickness)", ylabel="potential (mV)", xlim=(0, 1))
    above.legend(frameon=False)
    below.legend(frameon=False)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/marino_2014.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
