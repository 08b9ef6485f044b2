"""Small models built in tests, and what all tests of systems share."""

import numpy as np

from poise.analysis.rest import rest
from poise.constants import FARADAY
from poise.formulas import thermal_voltage
from poise.io import parse_model

MV = 1e-3

_CELL = """
poise: 1
name: made_for_a_test
temperature: {temperature}
compartments:
  cytosol: {{contents: {{K+: {k_in} mM, Na+: {na_in} mM, Cl-: {cl_in} mM}}}}
  bath: {{ground: true, contents: {{K+: {k_out} mM, Na+: {na_out} mM, Cl-: {cl_out} mM}}}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    processes:
{processes}
"""

PUMP = "pump: {law: prescribed_flux, reaction: 3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in), rate: 1 pmol/cm2/s}"


def cell(*processes, k=(5, 140), na=(145, 15), cl=(110, 10), temperature="37 degC"):
    """A cell from one line of YAML for each process; concentrations (outside, inside) in mM."""
    return parse_model(
        _CELL.format(
            temperature=temperature,
            k_out=k[0], k_in=k[1], na_out=na[0], na_in=na[1], cl_out=cl[0], cl_in=cl[1],
            processes="\n".join(f"      {line}" for line in processes),
        )
    )  # fmt: skip


def ghk(name, ion, permeability):
    return f"{name}: {{law: ghk_channel, ion: {ion}, permeability: {permeability} cm/s}}"


def ohmic(name, ion, conductance):
    return f"{name}: {{law: ohmic_channel, ion: {ion}, conductance: {conductance} mS/cm2}}"


def resting(model, interface="membrane"):
    """Potential of an interface at rest [mV]."""
    return rest(model, throw=True).of("potential", interface) / MV


def charge_lost(model, answer):
    """Net current into each compartment but the ground, over the currents that meet there and the thermal ones.

    In a loop the current of one interface is another's; at equilibrium nothing flows, so that the scale is what the
    membrane's conductance carries at R T / F.
    """
    worst = 0.0
    faces = model.interfaces
    for name, compartment in model.compartments.items():
        if compartment.ground:
            continue
        net = gross = 0.0
        for face, one in faces.items():
            if name not in (one.inside, one.outside):
                continue
            area = (one.area or 1.0) * (1.0 if name == one.inside else -1.0)
            net += area * answer.of("net_current", face)
            owned = [answer.of("current", path) for path in model.processes if path.partition(".")[0] == face]
            thermal = answer.of("slope_conductance", face) * thermal_voltage(model.temperature)
            gross += abs(area) * (sum(map(abs, owned)) + abs(thermal))
        worst = max(worst, abs(net) / gross)
    return worst


def flux(answer, ion, compartment="membrane.cytosol"):
    """Net flux of an ion into a compartment [mol/(m2 s)]."""
    return answer.of("net_flux", f"{compartment}.{ion}")


def ionic_currents(answer, ions):
    """Outward current of each ion by all processes together [A/m2], from its flux out of the cytosol."""
    return {ion: -charge * FARADAY * flux(answer, ion) for ion, charge in ions.items()}


def close(found, expected, tolerance=0.0, relative=0.0):
    np.testing.assert_allclose(found, expected, rtol=relative, atol=tolerance)
