"""Hodgkin & Horowicz 1959, steps of solution: a frog's muscle fibre when chloride or potassium outside changes.

Chloride outside moves the potential for a while only: Cl- leaves until E_Cl meets the potential again, and when it
comes back the jump goes the other way. Potassium moves it for good: at once where [K+][Cl-] is kept, else slowly and
unevenly, as KCl enters.

Hodgkin A. L., Horowicz P. (1959). The influence of potassium and chloride ions on the membrane potential of single
muscle fibres. J. Physiol. 148, 127-160. doi:10.1113/jphysiol.1959.sp006278
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

TIMES = np.sort(np.concatenate([np.arange(0, 2460.1, 5), [59.9, 60.2, 61, 62, 63, 1259.9, 1260.2, 1261, 1262, 1263]]))
STEPS = {
    "chloride_step": "Cl$^-$ 121 to 30 mM",
    "potassium_step": "K$^+$ 2.5 to 10 mM, Cl$^-$ stays",
    "product_step": "K$^+$ 2.5 to 10 mM, [K$^+$][Cl$^-$] stays",
}


def main(out: str | None = None) -> dict[str, float]:
    """Potential [mV] just after each step, after 20 min of it, and just after the step back; draws into `out`."""
    model = poise.load("frog_muscle_steps")
    runs = {name: poise.simulate(model, name, times=TIMES, throw=True) for name in STEPS}
    if out:
        draw(runs, out)
    found = {}
    for name, run in runs.items():
        v = 1e3 * run.of("potential", "membrane")
        for when, t in (("before", 59.9), ("at once", 63.0), ("after 20 min", 1259.9), ("back, at once", 1263.0)):
            found[f"{name}, {when} (mV)"] = float(np.interp(t, TIMES, v))
    return found


def draw(runs: dict[str, poise.Result], out: str) -> None:
    """The three steps, one panel each: V between E_K and E_Cl."""
    figure, axes = plt.subplots(3, 1, figsize=(6.6, 8.4), sharex=True, sharey=True, layout="constrained")
    minutes = TIMES / 60
    for panel, (name, run) in zip(axes, runs.items(), strict=True):
        panel.axvspan(1, 21, color="0.92")
        panel.plot(minutes, 1e3 * run.of("equilibrium", "K_leak"), color="tab:blue", linestyle="--", label="$E_K$")
        panel.plot(minutes, 1e3 * run.of("equilibrium", "Cl_leak"), color="tab:green", linestyle="--", label="$E_{Cl}$")
        panel.plot(minutes, 1e3 * run.of("potential", "membrane"), color="black", label="V")
        panel.set_title(STEPS[name], loc="left")
        panel.set_ylabel("potential (mV)")
    axes[0].legend(frameon=False, ncols=3, loc="upper right")
    axes[-1].set(xlabel="time (min)", xlim=(0, 41))
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/hodgkin_horowicz_1959.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.2f}")
