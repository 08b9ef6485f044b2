"""Düsterwald et al. 2018, figs. 1 and 5: chloride against the pump's rate, and against the charge of the impermeants.

The pump is what chloride lives on: without it, everything runs to the Donnan state. But the driving force on chloride
hardly depends on how charged the impermeant anions are: V and E_Cl move together. KCC2 alone sets them apart.

Düsterwald K. M., Currin C. B., Burman R. J., Akerman C. J., Kay A. R., Raimondo J. V. (2018). Biophysical models reveal
the relative importance of transporter proteins and impermeant anions in chloride homeostasis. eLife 7, e39575.
doi:10.7554/eLife.39575
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

USUAL = 1.0364269656262176e-4  # mol/m2/s: the paper's 0.1 C/(dm2 s)
PUMP = np.arange(-4.0, 2.01, 0.25)  # log10 of the pump constant [C/(dm2 s)]
CHARGE = np.arange(-1.2, -0.54, 0.05)


def main(out: str | None = None) -> dict[str, float]:
    """Potentials, E_Cl [mV] and chloride [mM] at the paper's points; draws into `out`."""
    model = poise.load("chloride_homeostasis")
    usual = poise.steady(model, throw=True)
    pump = [usual] * len(PUMP)
    last = usual
    for k in sorted(range(len(PUMP)), key=lambda k: -PUMP[k]):  # down from the strongest pump, each from the one before
        last = poise.steady(model.set("membrane.pump.P", USUAL * 10 ** (PUMP[k] + 1)), start=last, throw=True)
        pump[k] = last
    charge = [poise.steady(charged(model, z), throw=True) for z in CHARGE]
    if out:
        draw(numbers(pump), numbers(charge), out)
    found = {"usual": usual, **{f"log10 P = {one}": pump[int((one + 4) * 4)] for one in (-4, -3, -2, 0, 1, 2)}}
    found |= {f"z = {z}": charge[round((z + 1.2) / 0.05)] for z in (-1.2, -0.9, -0.7, -0.55)}
    return {
        f"{name}: {what}": value
        for name, state in found.items()
        for what, (value,) in zip(("V (mV)", "E_Cl (mV)", "Cl- (mM)"), numbers([state]), strict=True)
    }


def charged(model: poise.Model, z: float) -> poise.Model:
    """The same cell with impermeant anions of another mean charge: so much K+ more or less inside."""
    total = model.get("cytosol.X2-") + model.get("cytosol.X0")
    double = -0.5 * z * total
    potassium = model.get("cytosol.K+") + 2 * (double - model.get("cytosol.X2-"))
    return model.set({"cytosol.X2-": double, "cytosol.X0": total - double, "cytosol.K+": potassium})


def numbers(states: list[poise.Result]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """V [mV], E_Cl [mV] and Cl- inside [mM] of steady states."""
    v = [1e3 * state.of("potential", "membrane") for state in states]
    e = [1e3 * state.of("equilibrium", "Cl_leak") for state in states]
    return np.array(v), np.array(e), np.array([state.of("content", "cytosol.Cl-") for state in states])


def draw(pump: tuple[np.ndarray, ...], charge: tuple[np.ndarray, ...], out: str) -> None:
    """V and E_Cl above, chloride below; pump on the left, charge on the right."""
    figure, axes = plt.subplots(2, 2, figsize=(8.4, 6.2), sharex="col", sharey="row", layout="constrained")
    labels = ("log$_{10}$ pump constant (C/(dm² s))", "mean charge of the impermeant anions")
    for column, (x, (v, e, cl)) in enumerate(((PUMP, pump), (CHARGE, charge))):
        axes[0, column].plot(x, v, "o-", color="black", label="V")
        axes[0, column].plot(x, e, "s-", color="tab:green", label="$E_{Cl}$")
        axes[1, column].plot(x, cl, "o-", color="tab:green")
        axes[1, column].set_xlabel(labels[column])
        for axis in axes[:, column]:
            axis.axvline((-1, -0.85)[column], color="0.7", linestyle="--", zorder=0)
    axes[0, 0].text(-0.9, -52, "usual", color="0.4")
    axes[0, 0].set_ylabel("potential (mV)")
    axes[1, 0].set(ylabel="chloride inside (mM)", ylim=(0, None))
    axes[0, 0].legend(frameon=False, loc="lower left")
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/duesterwald_2018.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.3f}")
