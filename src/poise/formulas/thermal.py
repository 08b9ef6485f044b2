"""The thermal voltage RT/F, the natural unit of every potential here."""

from typing import Any

from ..constants import FARADAY, GAS


def thermal_voltage(temperature: Any) -> Any:
    """Thermal voltage: the potential at which one mole of unit charge has the energy RT.

    V_T = R T / F

    Args:
        temperature: T [K], any shape.

    Returns: V_T [V]; 26.727 mV at 37 degC.

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return GAS * temperature / FARADAY


def thermal_temperature(voltage: Any) -> Any:
    """The temperature that has a given thermal voltage: for sources that print RT/F and not T.

    T = V_T F / R

    Args:
        voltage: V_T [V], any shape.

    Returns: T [K].

    Source: inverse of `thermal_voltage` (hille_2001).
    """
    return voltage * FARADAY / GAS
