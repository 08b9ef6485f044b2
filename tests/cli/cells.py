"""A cell that swells, for the tests of several commands."""

CELL = """
poise: 1
name: cell
temperature: 37 degC
species: {A-: {charge: -1}}
compartments:
  cytosol: {volume: 1000 um3, contents: {K+: 140 mM, Na+: 10 mM, Cl-: 10 mM, A-: 140 mM}}
  bath: {ground: true, contents: {K+: 5 mM, Na+: 145 mM, Cl-: 150 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    area: 600 um2
    capacitance: 1 uF/cm2
    potential: -70 mV
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 1e-6 cm/s}
      Na_leak: {law: ghk_channel, ion: Na+, permeability: 1e-7 cm/s}
      Cl_leak: {law: ghk_channel, ion: Cl-, permeability: 1e-7 cm/s}
      water: {law: osmosis, permeability: 0.001 cm/s}
"""
