"""A membrane that is a resistor and a capacitor, for the tests of several questions."""

LEAKY = """
poise: 1
name: leaky
temperature: 20 degC
compartments:
  cytosol: {contents: {K+: 140 mM, Cl-: 140 mM}}
  bath: {ground: true, contents: {K+: 140 mM, Cl-: 140 mM}}
interfaces:
  membrane:
    inside: cytosol
    outside: bath
    capacitance: 1 uF/cm2
    injected: 0.2 uA/cm2
    processes:
      leak: {law: leak, conductance: 0.1 mS/cm2, reversal: -65 mV}
"""
