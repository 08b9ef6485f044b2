"""A muscle fibre as a potassium electrode: rest against the logarithm of outside K+.

At high K+ the fibre follows E_K, 58 mV for each tenfold step at 20 degC; at low K+ it falls behind, since Na+ leaks in.
K+ takes the place of Na+. Chloride is passive: once it has settled it carries no current, so that its leak is left out.
Give the name of a file (.png, .pdf, .svg) to see the curves.

After Hodgkin A. L., Horowicz P. (1959). The influence of potassium and chloride ions on the membrane potential of
single muscle fibres. J. Physiol. 148, 127-160. doi:10.1113/jphysiol.1959.sp006278
"""

import sys

import numpy as np

import poise
from poise import formulas

SUM = 122.5  # mM of K+ and Na+ together in the bath


def main() -> dict[str, float]:
    """Slopes of the rest and of E_K [mV per tenfold step], and how far the rest is from E_K at 1 mM [mV]."""
    model = poise.load("frog_muscle").without("membrane.Cl_leak")  # passive chloride, once settled, carries no current
    potassium = np.geomspace(1.0, 100.0, 41)
    answer = poise.rest(model.set({"bath.K+": potassium, "bath.Na+": SUM - potassium}, along="bath.K+"))
    rest, nernst = answer.of("potential", "membrane"), answer.of("equilibrium", "K_leak")
    if len(sys.argv) > 1:
        answer.plot.tug_of_war(sys.argv[1])
    return {
        "rest, 10 to 100 mM": 1e3 * float(np.interp(100.0, potassium, rest) - np.interp(10.0, potassium, rest)),
        "E_K, any tenfold step": 1e3 * float(formulas.nernst_slope(model.temperature)),
        "rest above E_K at 1 mM": 1e3 * float(rest[0] - nernst[0]),
    }


if __name__ == "__main__":
    for name, value in main().items():
        print(f"{name}: {value:.2f} mV")
