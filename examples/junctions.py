"""Hydrochloric acid at two concentrations, four ways; and what a junction does to a patch-clamp reading.

For one salt Henderson, Planck and the stationary layer agree, and followed in time the potential stands within
milliseconds, long before the concentrations are stationary. A potassium gluconate pipette in artificial cerebrospinal
fluid differs between them, and its reading needs a correction. Give the name of a file to see its inside.

After Barry P. H., Lynch J. W. (1991). Liquid junction potentials and small cell effects in patch-clamp analysis.
J. Membr. Biol. 121, 101-117. doi:10.1007/BF01870526
"""

import sys

from poise.analysis.junction import junction
from poise.analysis.junction_methods import NernstPlanckPoisson
from poise.io.yaml_recipe import read_recipe

STRONG, WEAK = {"H+": "100 mM", "Cl-": "100 mM"}, {"H+": "10 mM", "Cl-": "10 mM"}
METHODS = ("henderson", "planck", "nernst-planck", NernstPlanckPoisson(width=1e-4, cells=120, times=13))


def main() -> dict[str, float]:
    """phi(dilute) - phi(strong acid) by each method; the patch, and the cell when the amplifier reads -65 mV [mV]."""
    acid = [junction(STRONG, WEAK, method=how) for how in METHODS]
    patch = junction(read_recipe("k_gluconate"), read_recipe("acsf"))
    if len(sys.argv) > 1:
        patch.plot.profile(sys.argv[1])
    return {
        **{one.method: 1e3 * one.potential for one in acid},
        "pipette, bath minus pipette": 1e3 * patch.potential,
        "pipette, Henderson": 1e3 * patch.comparison["henderson"],
        "whole cell at -65 mV": 1e3 * patch.correction("whole-cell", "-65 mV").potential,
    }


if __name__ == "__main__":
    for name, value in main().items():
        print(f"{name}: {value:+.2f} mV")
