"""A first rest: three leaks and a pump on one membrane, and who pulls where.

Prints the resting potential of the shipped textbook neuron and each process's share in it. With the pump taken away the
rest is that of Goldman, Hodgkin and Katz, which the closed form gives too.

Hodgkin A. L., Katz B. (1949). J. Physiol. 108, 37-77. doi:10.1113/jphysiol.1949.sp004310
"""

import poise
from poise import formulas

IONS = ("K+", "Na+", "Cl-")


def main() -> dict[str, float]:
    """The rest with and without the pump, and the closed form of the latter [mV]."""
    model = poise.load("textbook_neuron")
    answer = poise.rest(model)
    for name in answer.labels["process"]:
        print(f"{name:18s} E = {1e3 * answer.of('equilibrium', name):8.2f} mV   share {answer.of('share', name):6.1%}")

    permeability = [model.get(f"membrane.{ion.rstrip('+-')}_leak.permeability") for ion in IONS]
    outside = [model.get(f"bath.{ion}") for ion in IONS]
    inside = [model.get(f"cytosol.{ion}") for ion in IONS]
    found = {
        "rest": answer.of("potential", "membrane"),
        "without the pump": poise.rest(model.without("membrane.pump")).of("potential", "membrane"),
        "GHK equation": formulas.ghk_voltage(permeability, (1, 1, -1), outside, inside, model.temperature),
    }
    return {name: 1e3 * float(value) for name, value in found.items()}


if __name__ == "__main__":
    for name, value in main().items():
        print(f"{name}: {value:.2f} mV")
