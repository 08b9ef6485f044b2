"""Hodgkin & Huxley 1952, figs. 12 and 17: the action potential of the squid axon and its two conductances.

A brief pulse of current opens Na+ channels, which open more of themselves; they inactivate, K+ channels open late and
close late, and leave the axon more negative than it was.

Hodgkin A. L., Huxley A. F. (1952). A quantitative description of membrane current and its application to conduction
and excitation in nerve. J. Physiol. 117, 500-544. doi:10.1113/jphysiol.1952.sp004764
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise

PULSES = (20, 30)  # uA/cm2, for half a millisecond
TIMES = np.linspace(0.0, 20e-3, 2001)


def main(out: str | None = None) -> dict[str, float]:
    """Rest, peak, undershoot [mV]; greatest conductances [mS/cm2]; draws the figure into `out`."""
    model = poise.load("squid_axon")
    runs = {}
    for current in PULSES:
        pulse = poise.Step("membrane.injected", f"{current} uA/cm2", at="2 ms", duration="0.5 ms")
        runs[current] = poise.simulate(model, poise.Protocol("20 ms", [pulse]), times=TIMES, rtol=1e-8)
    v = {current: 1e3 * run.of("potential", "membrane") for current, run in runs.items()}
    g = {ion: 0.1 * runs[20].of("conductance", ion) for ion in ("Na", "K")}  # mS/cm2 from S/m2
    if out:
        draw(v[20], g, out)
    return {
        "rest (mV)": float(v[20][0]),
        "peak after 20 uA/cm2 for 0.5 ms (mV)": float(v[20].max()),
        "undershoot after 30 uA/cm2 for 0.5 ms (mV)": float(v[30].min()),
        "greatest conductance of Na+ (mS/cm2)": float(g["Na"].max()),
        "greatest conductance of K+ (mS/cm2)": float(g["K"].max()),
    }


def draw(v: np.ndarray, g: dict[str, np.ndarray], out: str) -> None:
    """Potential above, conductances below, over time."""
    figure, (top, below) = plt.subplots(2, 1, figsize=(6.4, 6.4), sharex=True, layout="constrained")
    t = 1e3 * TIMES
    top.plot(t, v, color="black")
    top.axvspan(2, 2.5, color="0.85")
    for level, name in ((50, "$E_{Na}$"), (-77, "$E_K$")):
        top.axhline(level, color="0.6", linestyle="--", linewidth=1)
        top.text(19.9, level + 2, name, ha="right")
    top.set(ylabel="potential (mV)", ylim=(-85, 62), title="Squid axon, 6.3 °C, 20 µA/cm² for 0.5 ms")
    below.plot(t, g["Na"], color="tab:red", label="$g_{Na}$")
    below.plot(t, g["K"], color="tab:blue", label="$g_K$")
    below.set(xlabel="time (ms)", ylabel="conductance (mS/cm²)", xlim=(0, 20), ylim=(0, None))
    below.legend(frameon=False)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/hodgkin_huxley_1952.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.3f}")
