"""Published numbers for the laws of converters: light, recombination, loads, electrodes at two temperatures."""

from contracts.example import local_at, one_rate
from poise.constants import ELEMENTARY_CHARGE, FARADAY
from poise.processes.channels.conductor import Conductor
from poise.processes.derived import current, entropies, equilibrium_potentials
from poise.processes.electrodes.thermal_electrode import ThermalElectrode
from poise.processes.sources.light import Light
from poise.processes.sources.radiative_recombination import RadiativeRecombination

FERRICYANIDE = {"Fe(CN)63-": 400, "Fe(CN)64-": 400}
GAP = 1.34 * ELEMENTARY_CHARGE


def silver_by_ohm() -> float:
    """Milligrams of silver that 1 V over 1 S/m2 deposits on 1 m2 in 1 s."""
    return one_rate(Conductor(1.0), {}, {}, 1.0) * 107.8682e3


def open_circuit(generated: float, gap: float) -> float:
    """Voltage [V] at 300 K of a cell that all light comes back to (cone 1): generated in mA/cm2, gap in eV."""
    light = Light(10.0 * generated / FARADAY, gap * ELEMENTARY_CHARGE, 1.0)
    return equilibrium_potentials(light, local_at({}, {}, 0.0, 300.0))[0]


def saturation() -> float:
    """Reverse current [mA/cm2] at 300 K of a junction of 1.34 eV that emits but for a billionth."""
    law = RadiativeRecombination(GAP, 1e-9)
    return -current(law, local_at({}, {}, -0.5, 300.0)) / 10.0


def reaction_entropy() -> float:
    """Entropy of the oxidation [J/(mol K)] at an electrode of -1.4 mV/K and equal concentrations."""
    law = ThermalElectrode("Fe(CN)63-/Fe(CN)64-", "-1.4 mV/K", 1.0)
    return entropies(law, local_at({}, FERRICYANIDE, 0.3, 298.15))[0]


def cell_voltage() -> float:
    """Open-circuit voltage [mV] of the same couple between 293.15 and 333.15 K, cold minus hot."""
    law = ThermalElectrode("Fe(CN)63-/Fe(CN)64-", "-1.4 mV/K", 1.0)
    cold, hot = (equilibrium_potentials(law, local_at({}, FERRICYANIDE, 0.3, kelvin))[0] for kelvin in (293.15, 333.15))
    return 1e3 * (cold - hot)
