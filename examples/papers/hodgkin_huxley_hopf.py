"""Hodgkin & Huxley's axon held by a current: steady states, Hopf points and firing rate, after Rinzel & Miller 1980.

Between two Hopf points the steady state is unstable and the axon fires for ever. It fires below the first one too, if
something sets it off: rest and firing are both stable there. Above the second, it stays depolarised and silent.

Hodgkin A. L., Huxley A. F. (1952). J. Physiol. 117, 500-544. doi:10.1113/jphysiol.1952.sp004764
Rinzel J., Miller R. N. (1980). Numerical calculation of stable and unstable periodic solutions to the Hodgkin-Huxley
equations. Math. Biosci. 49, 27-59. doi:10.1016/0025-5564(80)90109-1
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

CURRENTS = np.array([6.5, 8, 9, 12, 16, 20, 30, 40, 50, 70, 90, 110, 130, 145])  # uA/cm2
TIMES = np.arange(500, 1000.01, 0.05) * 1e-3  # when a rhythm has settled


def main(out: str | None = None) -> dict[str, float]:
    """Currents [uA/cm2] and frequencies [Hz] of both Hopf points, and firing rates [Hz]; draws into `out`."""
    model = poise.load("squid_axon")
    branch = poise.continue_(model, "membrane.injected", "0 uA/cm2", "180 uA/cm2")
    run = poise.simulate(model.set("membrane.injected", CURRENTS * 1e-2), until="1 s", times=TIMES, rtol=1e-7)
    v = 1e3 * run.of("potential", "membrane").T  # a row for each current
    rates = np.array([rate(row) for row in v])
    if out:
        draw(branch, v, rates, out)
    low, high = sorted(branch.facts["hopfs"], key=lambda one: one["value"])
    found = {
        "lower Hopf point (uA/cm2)": 100 * low["value"],
        "frequency there (Hz)": low["frequency_Hz"],
        "upper Hopf point (uA/cm2)": 100 * high["value"],
        "frequency at the upper one (Hz)": high["frequency_Hz"],
    }
    return found | {f"firing rate at {i:g} uA/cm2 (Hz)": float(f) for i, f in zip(CURRENTS, rates, strict=True)}


def rate(v: np.ndarray) -> float:
    """Upward crossings per second of the middle of a rhythm."""
    middle = 0.5 * (v.min() + v.max())
    k = np.flatnonzero((v[:-1] < middle) & (v[1:] >= middle))
    crossings = TIMES[k] + (TIMES[k + 1] - TIMES[k]) * (middle - v[k]) / (v[k + 1] - v[k])
    return (len(crossings) - 1) / (crossings[-1] - crossings[0])


def draw(branch: poise.Result, v: np.ndarray, rates: np.ndarray, out: str) -> None:
    """Steady states and the reach of the rhythm above, its rate below."""
    figure, (top, below) = plt.subplots(2, 1, figsize=(6.4, 7), sharex=True, layout="constrained")
    current, steady = 100 * branch["parameter"], 1e3 * branch.of("potential", "membrane")
    stable = branch["stable"] > 0.5
    top.plot(current, np.where(stable, steady, np.nan), color="black", label="steady, stable")
    top.plot(current, np.where(stable, np.nan, steady), "k--", label="steady, unstable")
    top.vlines(CURRENTS, v.min(axis=1), v.max(axis=1), color="tab:red", alpha=0.35)
    top.plot(CURRENTS, v.max(axis=1), "o", color="tab:red", label="top and bottom of the rhythm")
    top.plot(CURRENTS, v.min(axis=1), "o", color="tab:red")
    for one in branch.facts["hopfs"]:
        top.plot(100 * one["value"], one["potential_mV"]["membrane"], "D", color="tab:blue", markersize=8)
        top.annotate(
            f"Hopf {100 * one['value']:.4g}",
            (100 * one["value"], one["potential_mV"]["membrane"]),
            xytext=(-20, 26),
            textcoords="offset points",
            color="tab:blue",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    top.set(ylabel="potential (mV)", ylim=(-82, 58), title="Squid axon, 6.3 °C, a current that stays")
    top.legend(frameon=False, loc="upper right")
    below.plot(CURRENTS, rates, "o-", color="tab:red")
    below.set(xlabel="injected current (µA/cm²)", ylabel="firing rate (1/s)", xlim=(0, 180), ylim=(0, None))
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/hodgkin_huxley_hopf.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
