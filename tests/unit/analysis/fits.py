"""What the tests of fits share: small models whose answers are closed forms, and the closed forms."""

import numpy as np

from poise.constants import BOLTZMANN, ELEMENTARY_CHARGE
from poise.io import parse_model

TWO_IONS = """
temperature: 20 degC
species: {A-: {charge: -1}}
compartments:
  cytosol: {contents: {K+: 139 mM, Na+: 10 mM, A-: 149 mM}}
  bath: {ground: true, contents: {K+: 2.5 mM, Na+: 120 mM, Cl-: 122.5 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    capacitance: 1 uF/cm2
"""
"""A membrane between K+ and Na+, up to what its interface goes on with."""

FIBRE = (
    "name: fibre"
    + TWO_IONS
    + """\
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 2e-6 cm/s}
      Na_leak: {law: ghk_channel, ion: Na+, permeability: 1e-7 cm/s}
"""
)

OHMIC = (
    "name: ohmic"
    + TWO_IONS
    + """\
    area: 1000 um2
    processes:
      K_leak: {law: ohmic_channel, ion: K+, conductance: 0.3 mS/cm2}
      Na_leak: {law: ohmic_channel, ion: Na+, conductance: 0.02 mS/cm2}
protocols:
  pulse:
    until: 30 ms
    actions:
      - {at: 5 ms, for: 15 ms, set: membrane.injected, to: 2 uA/cm2}
"""
)


def fibre():
    """Constant-field K+ and Na+: rests are Goldman's."""
    return parse_model(FIBRE, "fibre.yaml")


def ohmic():
    """Two batteries and a capacitor: currents are straight lines, steps exponentials."""
    return parse_model(OHMIC, "ohmic.yaml")


VOLT = BOLTZMANN * 293.15 / ELEMENTARY_CHARGE
"""kT/e [V] at 20 degC."""
E_K, E_NA = VOLT * np.log(2.5 / 139), VOLT * np.log(120 / 10)


def goldman(potassium, ratio, inside=139.0):
    """The rest [V] of the fibre; `ratio` is P_Na/P_K."""
    return VOLT * np.log((np.asarray(potassium) + ratio * 120) / (inside + ratio * 10))


def straight(volts, g_k, g_na):
    """The current [A/m2] of the ohmic membrane; conductances in S/m2."""
    return g_k * (volts - E_K) + g_na * (volts - E_NA)
