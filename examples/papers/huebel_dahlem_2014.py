"""Hübel, Schöll & Dahlem 2014, fig. 2: the fixed points of a neuron in its small space, over the strength of its pump.

The same neuron with the same pump has two stable states: that of life, and one without free energy, into which
spreading depression throws it. Life ends by itself only if the pump is weaker than 1.07 uA/cm2, and the pump alone
brings it back only from 28.7 uA/cm2 on. The walk along the branch starts at the Donnan state, where no pump runs.

Hübel N., Schöll E., Dahlem M. A. (2014). Bistable dynamics underlying excitability of ion homeostasis in neuron models.
PLoS Comput. Biol. 10, e1003551. doi:10.1371/journal.pcbi.1003551
Hübel N., Dahlem M. A. (2014). Dynamics from seconds to hours in Hodgkin-Huxley model with time-dependent ion
concentrations and buffer reservoirs. PLoS Comput. Biol. 10, e1003941. doi:10.1371/journal.pcbi.1003941 (the numbers)
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise
from poise.constants import FARADAY

PATH = "membrane.pump.P"
DENSITY = 100 * FARADAY  # the paper's pump current [uA/cm2] from the rate of the pump [mol/m2/s]
COLOURS = ("tab:red", "tab:purple", "0.5", "tab:green")
NAMES = ("without free energy", "between them", "life")


def main(out: str | None = None) -> dict[str, float]:
    """V [mV] and K+ outside [mM] of the fixed points; folds and Hopf points [uA/cm2]; draws into `out`."""
    model = poise.load("spreading_depression_cell")
    off = model.set(PATH, 0.0)
    donnan = poise.steady(off, follow=True, throw=True)  # to which the cell runs down, not the nearest one
    branch = poise.continue_(off, PATH, 0.0, 6e-5, start=donnan, throw=True)
    states = {"no pump (Donnan)": donnan, **fixed_points(model, branch)}
    if out:
        draw(branch, states, out)
    found = {}
    for name, state in states.items():
        found[f"{name}: V (mV)"] = 1e3 * state.of("potential", "membrane")
        found[f"{name}: K+ outside (mM)"] = state.of("content", "bath.K+")
        found[f"{name}: stable"] = float(state.facts["stable"])
    for kind in ("folds", "hopfs"):
        values = sorted(DENSITY * one["value"] for one in branch.facts[kind])
        found |= {f"{kind} {k + 1} (uA/cm2)": value for k, value in enumerate(values)}
    return found


def fixed_points(model: poise.Model, branch: poise.Result) -> dict[str, poise.Result]:
    """The steady states of the model's own pump: where the branch passes its strength, made exact."""
    beyond = branch["parameter"] > model.get(PATH)
    found = []
    for k in np.flatnonzero(beyond[:-1] != beyond[1:]):
        guess = {one: float(branch.of("concentration", one)[k]) for one in branch.labels["content"]}
        guess["membrane.potential"] = float(branch.of("potential", "membrane")[k])
        found.append(poise.steady(model, start=guess, throw=True))
    return dict(zip(NAMES, found, strict=True))


def draw(branch: poise.Result, states: dict[str, poise.Result], out: str) -> None:
    """V and K+ outside along the branch."""
    figure, (top, below) = plt.subplots(2, 1, figsize=(6.6, 7.6), sharex=True, layout="constrained")
    pump, stable = DENSITY * branch["parameter"], branch["stable"] > 0.5
    v, potassium = 1e3 * branch.of("potential", "membrane"), branch.of("concentration", "bath.K+")
    for axes, y in ((top, v), (below, potassium)):
        axes.plot(pump, np.where(stable, y, np.nan), color="black", label="stable")
        axes.plot(pump, np.where(stable, np.nan, y), "--", color="0.5", label="unstable")
        for kind, marker, colour, name in (("folds", "s", "tab:orange", "fold"), ("hopfs", "D", "tab:blue", "Hopf")):
            places = [one["after_point"] for one in branch.facts[kind]]
            axes.plot(pump[places], y[places], marker, color=colour, label=name)
    for (name, state), x, colour in zip(states.items(), (0, 6.8, 6.8, 6.8), COLOURS, strict=True):
        top.plot(x, 1e3 * state.of("potential", "membrane"), "o", color=colour, markersize=8, label=name)
        below.plot(x, state.of("content", "bath.K+"), "o", color=colour, markersize=8)
    top.set(ylabel="potential (mV)", ylim=(-80, -18), title="Fixed points over the strength of the pump")
    below.set(xlabel="greatest pump current (µA/cm²)", ylabel="K$^+$ outside (mM)", xlim=(-1, 48), ylim=(0, None))
    top.legend(frameon=False, fontsize=9, loc="center right", bbox_to_anchor=(1, 0.46))
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/huebel_dahlem_2014.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
