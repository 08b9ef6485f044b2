"""Hübel & Ullah 2016, fig. 3: a neuron's pump stops; within seconds it depolarises, then it swells to the Donnan state.

Both the water and the end need chloride: without a conductance for it the cell depolarises, sooner even and further,
but does not swell, for no salt can enter.

Hübel N., Ullah G. (2016). Anions govern cell volume: a case study of relative astrocytic and neuronal swelling in
spreading depolarization. PLoS ONE 11, e0147060. doi:10.1371/journal.pone.0147060
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

OFF = 50.0  # s: when the pump stops
TIMES = np.concatenate([np.arange(0, OFF, 0.5), OFF + np.arange(0, 20, 2e-3), OFF + np.geomspace(20, 20000, 800)])
ENDLESS = poise.Protocol(
    OFF + 20000.0,
    [poise.Scale("membrane.pump", 0.0, at=OFF)],
    events={"depolarised": poise.Rises("membrane.potential", "-40 mV")},
)


def main(out: str | None = None) -> dict[str, float]:
    """When it depolarises [s], potential [mV] and volume [um3] then and at the end; draws into `out`."""
    model = poise.load("run_down_cell")
    cases = {"with Cl-": model, "without Cl-": model.set("membrane.Cl_leak.conductance", 0.0)}
    runs = {name: poise.simulate(one, ENDLESS, times=TIMES, accounts=False, throw=True) for name, one in cases.items()}
    if out:
        draw(runs, out)
    found = {}
    for name, run in runs.items():
        v, volume = 1e3 * run.of("potential", "membrane"), 1e18 * run.of("volume", "cytosol")
        found[f"{name}: depolarised after (s)"] = run.facts["events"]["depolarised"][0] - OFF
        found[f"{name}: volume after 950 s (um3)"] = float(np.interp(OFF + 950, TIMES, volume))
        found[f"{name}: V at the end (mV)"] = float(v[-1])
        found[f"{name}: volume at the end (um3)"] = float(volume[-1])
    final = runs["with Cl-"].final
    return found | {f"end, {one} (mM)": final.of("content", one) for one in ("cytosol.K+", "cytosol.Cl-", "bath.Na+")}


def draw(runs: dict[str, poise.Result], out: str) -> None:
    """Potential and volume: seconds on the left, hours on the right."""
    figure, axes = plt.subplots(2, 2, figsize=(8.4, 6.2), sharex="col", sharey="row", layout="constrained")
    for (name, run), colour in zip(runs.items(), ("tab:blue", "tab:orange"), strict=True):
        v, volume = 1e3 * run.of("potential", "membrane"), 1e18 * run.of("volume", "cytosol")
        for column in (0, 1):
            axes[0, column].plot(TIMES - OFF, v, color=colour, linewidth=0.8 if column == 0 else 1.2, label=name)
            axes[1, column].plot(TIMES - OFF, volume, color=colour)
    axes[0, 1].axhline(-16.2538, color="0.5", linestyle="--", linewidth=1)
    axes[1, 1].axhline(2631.396, color="0.5", linestyle="--", linewidth=1, label="Donnan state")
    axes[0, 0].set(ylabel="potential (mV)", xlim=(-2, 20), title="the first seconds")
    axes[0, 1].set(xlim=(20, 20000), xscale="log", title="the rest")
    axes[1, 0].set(xlabel="time after the pump stops (s)", ylabel="volume (µm³)")
    axes[1, 1].set(xlabel="time after the pump stops (s)")
    axes[0, 0].legend(frameon=False, loc="lower right")
    axes[1, 1].legend(frameon=False, loc="center right")
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/huebel_ullah_2016.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
