"""Wagner & Traud 1938, on the textbook's case: zinc in acid, Callister & Rethwisch, figure 16.10 and example 16.2.

Neither reaction is at its equilibrium. The metal sits at the potential at which zinc dissolves as fast as hydrogen is
given off, and both lines, drawn to it, say how fast that is.

Wagner C., Traud W. (1938). Z. Elektrochem. 44, 391-402.
Callister W. D., Rethwisch D. G. (2008). Fundamentals of Materials Science and Engineering, 3rd ed., sect. 16.4 (the
page read online at issuhub.com; the answers also at princeton.edu/~maelabs/mae324/12/corro_24.htm).
"""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

import poise

ZINC, HYDROGEN = -0.763, 0.0  # V; the textbook's
PER_CM2 = 1e-4  # A/cm2 from A/m2


def model() -> poise.Model:
    """Zinc in 1 mol/L acid with 1 mol/L of its ions and hydrogen at 1 bar: activities of 1."""
    zinc = dataclasses.replace(poise.couple("Zn2+/Zn"), potential=ZINC)
    hydrogen = dataclasses.replace(poise.couple("H+/H2"), potential=HYDROGEN)
    anodic: Any = poise.law("anodic_tafel")
    cathodic: Any = poise.law("cathodic_tafel")
    reactions = {
        "zinc": anodic(zinc, "1e-7 A/cm2", "90 mV"),
        "hydrogen": cathodic(hydrogen, "1e-10 A/cm2", "80 mV"),
    }
    solution = {"H+": "1 M", "Zn2+": "1 M", "Cl-": "3 M", "H2": "1 bar"}
    return poise.Model(
        "zinc_in_acid",
        {"metal": poise.Compartment({}), "solution": poise.Compartment(solution, ground=True)},
        {"surface": poise.Interface("metal", "solution", reactions)},
        temperature="25 degC",
    )


def main(out: str | None = None) -> dict[str, float]:
    """Corrosion potential [V], current density [A/cm2] and rate; draws into `out`."""
    zinc = model()
    answer = poise.rest(zinc)
    (metal,) = poise.corrosion(zinc, answer).metals
    found = {
        "corrosion potential (V)": float(answer.of("potential", "surface")),
        "log10 of i_corr in A/cm2": float(np.log10(PER_CM2 * metal.current)),
        "i_corr (A/cm2)": float(PER_CM2 * metal.current),
        "penetration (mm/year)": float(1e3 * metal.penetration * 365.25 * 86400.0),
    }
    if out:
        draw(zinc, found, out)
    return found


def draw(zinc: poise.Model, found: dict[str, float], out: str) -> None:
    """Potential against the logarithm of the current density, as in the textbook."""
    curve = poise.iv(zinc, low=-1.0, high=0.4, points=561)
    figure, panel = plt.subplots(figsize=(7.4, 5.8), layout="constrained")
    for name, label, colour in (("zinc", "Zn$^{2+}$/Zn", "tab:blue"), ("hydrogen", "H$^+$/H$_2$", "tab:red")):
        i = PER_CM2 * curve.of("current", f"surface.{name}")
        for sign, style in ((1, "-"), (-1, "--")):
            flow = np.where(sign * i > 1e-13, sign * i, np.nan)
            panel.semilogx(flow, curve["voltage"], style, color=colour, linewidth=2)
        panel.plot([], [], color=colour, label=label)
    for i0, e in ((1e-10, HYDROGEN), (1e-7, ZINC)):
        panel.plot(i0, e, "o", color="0.4")
        panel.annotate("exchange current", (i0, e), (0, 14), textcoords="offset points", ha="right", color="0.3")
    e, i = found["corrosion potential (V)"], found["i_corr (A/cm2)"]
    panel.plot(i, e, "o", color="black", markersize=9)
    panel.annotate(
        f"{e:.3f} V\n{1e6 * i:.0f} µA/cm²".replace("-", "\N{MINUS SIGN}"),
        (i, e),
        (26, 4),
        textcoords="offset points",
        va="center",
        fontweight="bold",
    )
    panel.plot([], [], color="0.3", label="oxidation")
    panel.plot([], [], "--", color="0.3", label="reduction")
    panel.set(xlim=(1e-13, 1e0), ylim=(-1.0, 0.4), xlabel="current density (A/cm²)", ylabel="potential (V, hydrogen)")
    panel.set_title("Zinc in acid")
    panel.legend(frameon=False, loc="upper right")
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/zinc_in_acid.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4g}")
