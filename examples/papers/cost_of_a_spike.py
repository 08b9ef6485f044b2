"""Attwell & Laughlin 2001, Hodgkin & Huxley 1952: what one impulse of the squid axon costs in Na+ and ATP.

To move the membrane's charge by dV takes C dV / F of Na+. The axon takes four times that at 18.5 degC, the factor that
Attwell & Laughlin carry over to the brain, since its K+ channels open while Na+ still flows. In the cold the impulse is
longer and costs more.

Hodgkin A. L., Huxley A. F. (1952). J. Physiol. 117, 500-544. doi:10.1113/jphysiol.1952.sp004764
Attwell D., Laughlin S. B. (2001). An energy budget for signaling in the grey matter of the brain. J. Cereb. Blood Flow
Metab. 21, 1133-1145. doi:10.1097/00004647-200110000-00001
"""

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import poise
from poise.constants import FARADAY

TIMES = np.linspace(0.0, 100e-3, 4001)
DEGREES = (6.3, 18.5)
PMOL = 1e8  # pmol/cm2 from mol/m2


def main(out: str | None = None) -> dict[str, float]:
    """Na+ and ATP of one impulse, and the least that the charge asks for [pmol/cm2]; draws into `out`."""
    model = poise.load("squid_axon_conserving")
    found, runs = {}, {}
    for degrees in DEGREES:
        warm = model.set("temperature", f"{degrees} degC")
        run = runs[degrees] = poise.simulate(warm, "spike", times=TIMES, rtol=1e-9, throw=True)
        v = run.of("potential", "membrane")
        gained = run.of("amount", "cytosol.Na+") / model.get("membrane.area")
        sodium, least = PMOL * (gained[-1] - gained[0]), PMOL * 1e-2 * (v.max() - v[0]) / FARADAY
        found |= {
            f"{degrees} degC: Na+ gained (pmol/cm2)": float(sodium),
            f"{degrees} degC: C dV / F (pmol/cm2)": float(least),
            f"{degrees} degC: times the least": float(sodium / least),
            f"{degrees} degC: ATP to undo it (pmol/cm2)": float(sodium / 3),
        }
    if out:
        draw(model, runs, found, out)
    return found


def draw(model: poise.Model, runs: dict[float, poise.Result], found: dict[str, float], out: str) -> None:
    """Potential, the two currents, and Na+ gained, at both temperatures."""
    figure, axes = plt.subplots(3, 2, figsize=(8.4, 8), sharex="col", sharey="row", layout="constrained")
    t = 1e3 * TIMES
    for column, (degrees, run) in enumerate(runs.items()):
        top, middle, below = axes[:, column]
        top.plot(t, 1e3 * run.of("potential", "membrane"), color="black")
        top.set_title(f"{degrees} °C")
        sodium, potassium = (0.1 * run.of("current", one) for one in ("membrane.Na", "membrane.K"))
        middle.plot(t, sodium, color="tab:red", label="$I_{Na}$")
        middle.plot(t, potassium, color="tab:blue", label="$I_K$")
        both = np.minimum(-sodium, potassium)
        middle.fill_between(t, -both, both, color="0.85", label="they cancel")
        amount = run.of("amount", "cytosol.Na+") / model.get("membrane.area")
        below.plot(t, PMOL * (amount - amount[0]), color="tab:red", label="Na$^+$ gained")
        least = found[f"{degrees} degC: C dV / F (pmol/cm2)"]
        below.axhline(least, color="0.5", linestyle="--", label="C dV / F")
        below.set(xlabel="time (ms)", xlim=(0, 12))
    axes[0, 0].set_ylabel("potential (mV)")
    axes[1, 0].set_ylabel("current (mA/cm²)")
    axes[2, 0].set_ylabel("amount (pmol/cm²)")
    axes[1, 0].legend(frameon=False)
    axes[2, 0].legend(frameon=False)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=150)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/papers/cost_of_a_spike.png", help="the figure")
    for name, value in main(parser.parse_args().out).items():
        print(f"{name}: {value:.4f}")
