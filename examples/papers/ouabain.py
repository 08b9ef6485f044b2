"""Tosteson & Hoffman 1960: what ouabain does to a cell, from the first second to the Donnan state days later.

The pump is electrogenic: as it stops V jumps by some mV. Then the gradients run down over hours, V with them. Na+ and
Cl- enter, K+ leaves, water follows, and the cell swells. What stops it is the sucrose outside.

Tosteson D. C., Hoffman J. F. (1960). Regulation of cell volume by active cation transport in high and low potassium
sheep red cells. J. Gen. Physiol. 44, 169-194. doi:10.1085/jgp.44.1.169
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise
from poise.formulas import thermal_voltage

POISONED = 60.0  # s
AFTER = {"1 s": 1.0, "10 min": 600.0, "1 h": 3600.0, "2 h": 7200.0, "10 h": 36000.0}
LATER = np.union1d(np.geomspace(1e-3, 700 * 3600, 1500), list(AFTER.values()))
TIMES = np.concatenate([np.linspace(0, 59.9, 50), POISONED + LATER])
IONS = {"K+": "tab:blue", "Na+": "tab:red", "Cl-": "tab:green"}


def main(out: str | None = None) -> dict[str, float]:
    """Jump [mV], potential and volume on the way and at the end; draws into `out`."""
    model = poise.load("pump_leak_cell")
    run = poise.simulate(model, "ouabain", until=POISONED + 700 * 3600, times=TIMES, rtol=1e-8, throw=True)
    v, volume = 1e3 * run.of("potential", "membrane"), 1e18 * run.of("volume", "cytosol")
    if out:
        draw(run, out)
    final = run.final
    ratio = [final.of("content", f"bath.{one}") / final.of("content", f"cytosol.{one}") for one in IONS]
    thermal = 1e3 * thermal_voltage(model.temperature)
    ends = dict(zip(IONS, thermal * np.log(ratio) * (1, 1, -1), strict=True))
    return {
        "before (mV)": float(v[0]),
        **{f"V after {name} (mV)": float(np.interp(POISONED + t, TIMES, v)) for name, t in AFTER.items()},
        "jump (mV)": float(np.interp(POISONED + 1, TIMES, v) - v[0]),
        "volume after 1 h (um3)": float(np.interp(POISONED + 3600, TIMES, volume)),
        "V at the end (mV)": float(v[-1]),
        "volume at the end (um3)": float(volume[-1]),
        **{f"E of {one} at the end (mV)": float(value) for one, value in ends.items()},
    }


def draw(run: poise.Result, out: str) -> None:
    """Potentials, concentrations and volume over the logarithm of time."""
    figure, (top, middle, below) = plt.subplots(3, 1, figsize=(6.6, 8.4), sharex=True, layout="constrained")
    late = TIMES > POISONED
    t = TIMES[late] - POISONED
    for one, colour in IONS.items():
        name = one.rstrip("+-")
        e = 1e3 * run.of("equilibrium", f"{name}_leak")[late]
        top.plot(t, e, color=colour, linestyle="--", label=f"$E_{{{name}}}$")
        middle.plot(t, run.of("concentration", f"cytosol.{one}")[late], color=colour, label=one)
    top.plot(t, 1e3 * run.of("potential", "membrane")[late], color="black", label="V")
    top.axhline(1e3 * run.of("potential", "membrane")[0], color="0.6", linewidth=1)
    top.text(1.2e-3, 1e3 * run.of("potential", "membrane")[0] - 9, "V before", color="0.4")
    below.plot(t, 1e18 * run.of("volume", "cytosol")[late], color="black")
    top.set(ylabel="potential (mV)", title="Ouabain: the pump stops")
    middle.set_ylabel("inside (mM)")
    below.set(xlabel="time after ouabain", ylabel="volume (µm³)", xscale="log", xlim=(1e-3, t[-1]), ylim=(0, None))
    below.set_xticks([1e-3, 1, 60, 3600, 86400, 864000], ["1 ms", "1 s", "1 min", "1 h", "1 d", "10 d"])
    below.minorticks_off()
    top.legend(frameon=False, ncols=4)
    middle.legend(frameon=False)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/ouabain.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
