"""Gases over a solution: partial pressure in a wet mixture, and what dissolves of it."""

import math

from ..constants import STANDARD_PRESSURE
from ..errors import InputError
from ..units import DIMENSIONS
from .equilibria import equilibria

ATMOSPHERE = DIMENSIONS["pressure"].factors["atm"]  # Pa

_CRITICAL_TEMPERATURE, _CRITICAL_PRESSURE = 647.096, 22.064e6  # K, Pa: of water
_A = (-7.85951783, 1.84408259, -11.7866497, 22.6807411, -15.9618719, 1.80122502)
_POWERS = (1.0, 1.5, 3.0, 3.5, 4.0, 7.5)


def water_vapour_pressure(temperature: float) -> float:
    """Pressure of water's vapour over pure water [Pa].

    ln(p / p_c) = T_c / T sum_i a_i (1 - T / T_c)^(n_i)

    Args:
        temperature: T [K].

    Source: Wagner & Pruss 1993, eq. 1 (wagner_pruss_1993), its coefficients from memory, tested against published
    values of the pressure.
    Valid: 273.16 K to 647 K.
    """
    missing = 1.0 - temperature / _CRITICAL_TEMPERATURE
    series = math.fsum(a * missing**n for a, n in zip(_A, _POWERS, strict=True))
    return _CRITICAL_PRESSURE * math.exp(_CRITICAL_TEMPERATURE / temperature * series)


def partial_pressure(fraction: float, temperature: float, pressure: float = ATMOSPHERE) -> float:
    """Partial pressure [Pa] of a gas in a mixture bubbled through water.

    p = x (P - p_water(T))

    Args:
        fraction: x of the dry mixture, 0..1.
        temperature: T [K].
        pressure: P of the wet mixture [Pa].
    """
    return fraction * (pressure - water_vapour_pressure(temperature))


def dissolved_co2(pressure: float, temperature: float) -> float:
    """Activity of dissolved CO2 (1 is 1 mol/L) under a partial pressure.

    a = p / (1 bar) / K,  K of the equilibrium CO2(aq) -> CO2

    Args:
        pressure: p [Pa], CO2 taken as an ideal gas.
        temperature: T [K].

    Raises:
        InputError: the table of equilibria has no such row.
    """
    row = equilibria().get("CO2")
    if row is None:
        raise InputError("equilibria.csv has no row for CO2")
    return pressure / STANDARD_PRESSURE * 10.0 ** -row.thermodynamic(temperature)
