"""The physical constants, in SI. No other file holds these digits.

The 2019 SI fixes e, k and N_A exactly (BIPM, The International System of Units, 9th ed., 2019); the gas constant and
the Faraday constant are their products.
"""

import math
from typing import Final

ELEMENTARY_CHARGE: Final = 1.602176634e-19  # C, exact
BOLTZMANN: Final = 1.380649e-23  # J/K, exact
AVOGADRO: Final = 6.02214076e23  # 1/mol, exact
SPEED_OF_LIGHT: Final = 299792458.0  # m/s, exact
PLANCK: Final = 6.62607015e-34  # J s, exact

GAS: Final = BOLTZMANN * AVOGADRO  # J/(mol K)
FARADAY: Final = ELEMENTARY_CHARGE * AVOGADRO  # C/mol

VACUUM_PERMITTIVITY: Final = 8.8541878188e-12  # F/m, measured: CODATA 2022

ZERO_CELSIUS: Final = 273.15  # K, exact
STANDARD_TEMPERATURE: Final = 298.15  # K, where standard potentials and mobilities are tabulated
STANDARD_CONCENTRATION: Final = 1000.0  # mol/m3, i.e. 1 mol/L: activity 1 of an ideal solute
STANDARD_PRESSURE: Final = 1.0e5  # Pa: fugacity for activity 1 of a gas (IUPAC 1982)
WATER_MOLAR_VOLUME: Final = 1.8069e-5  # m3/mol at 25 degC: 18.0153 g/mol over 0.99705 g/cm3 (CRC Handbook)
WATER_MOLAR_MASS: Final = 0.0180153  # kg/mol (CRC Handbook)

LN10: Final = math.log(10.0)  # decades to natural logarithms
