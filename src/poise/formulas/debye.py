"""Debye and Hueckel's parameters: ionic strength, screening length, A and B, and water's properties."""

import math
from typing import Any

from ..constants import AVOGADRO, FARADAY, GAS, LN10, VACUUM_PERMITTIVITY, ZERO_CELSIUS
from .ions import ion_rows, total
from .namespace import namespace

_BAR = 1.0e5
# Bradley & Pitzer 1979: U1 ... U9, pressure in bar
_U = (3.4279e2, -5.0866e-3, 9.4690e-7, -2.0525, 3.1159e3, -1.8289e2, -8.0325e3, 4.2142e6, 2.1417)
# Kell 1975, eq. 16: numerator in powers of degC, kg/m3
_KELL = (999.83952, 16.945176, -7.9870401e-3, -46.170461e-6, 105.56302e-9, -280.54253e-12)
_KELL_BELOW = 16.879850e-3


def ionic_strength(concentration: Any, charge: Any) -> Any:
    """Ionic strength of a solution.

    I = sum_k c_k z_k^2 / 2

    Args:
        concentration: c by ion (first axis), molality [mol/kg] or concentration [mol/m3].
        charge: z by ion.

    Returns: I, in the unit of c.

    Raises:
        InputError: columns of different lengths.

    Source: Lewis & Randall 1921 (lewis_randall_1921).
    """
    _, rows = ion_rows(("concentration", "charge"), concentration, charge)
    return 0.5 * total([c * z * z for c, z in rows])


def debye_length(strength: Any, permittivity: Any, temperature: Any) -> Any:
    """Screening length of an electrolyte.

    1/kappa = sqrt(eps eps0 R T / (2 F^2 I))

    Args:
        strength: I, ionic strength by volume [mol/m3], any shape; > 0.
        permittivity: eps, relative, any shape.
        temperature: T [K].

    Returns: the length [m].

    Source: Debye & Hueckel 1923 (debye_huckel_1923); Robinson & Stokes 2002, ch. 4 (robinson_stokes_2002).
    Valid: dilute solutions.
    """
    xp = namespace(strength, permittivity, temperature)
    return xp.sqrt(permittivity * VACUUM_PERMITTIVITY * GAS * temperature / (2.0 * FARADAY**2 * strength))


def water_permittivity(temperature: Any, pressure: Any = _BAR) -> Any:
    """Relative permittivity of water.

    eps = U1 exp(U2 T + U3 T^2) + C ln((B + p)/(B + 1000 bar)),  C = U4 + U5/(U6 + T),  B = U7 + U8/T + U9 T

    Args:
        temperature: T [K], any shape.
        pressure: p [Pa], any shape.

    Returns: eps, dimensionless; 78.38 at 25 degC.

    Source: Bradley & Pitzer 1979, its correlation U1 ... U9 (bradley_pitzer_1979).
    Valid: 0 to 350 degC, up to 1 kbar.
    """
    xp = namespace(temperature, pressure)
    u1, u2, u3, u4, u5, u6, u7, u8, u9 = _U
    at_kilobar = u1 * xp.exp(u2 * temperature + u3 * temperature * temperature)
    b = u7 + u8 / temperature + u9 * temperature
    c = u4 + u5 / (u6 + temperature)
    return at_kilobar + c * xp.log((b + pressure / _BAR) / (b + 1000.0))


def water_density(temperature: Any) -> Any:
    """Density of air-free water at atmospheric pressure.

    rho = sum_k a_k t^k / (1 + b t), t in degC

    Args:
        temperature: T [K], any shape.

    Returns: rho [kg/m3]; 997.05 at 25 degC.

    Source: Kell 1975, eq. 16 (kell_1975).
    Valid: 0 to 150 degC (at saturation pressure above 100 degC).
    """
    t = temperature - ZERO_CELSIUS
    value = 0.0 * t
    for coefficient in reversed(_KELL):
        value = value * t + coefficient
    return value / (1.0 + _KELL_BELOW * t)


def debye_hueckel_a(temperature: Any, permittivity: Any, density: Any) -> Any:
    """Slope of the Debye-Hueckel limiting law for log10 gamma.

    A = F^3 / (4 pi N_A ln 10) sqrt(rho / (2 (eps eps0 R T)^3))

    Args:
        temperature: T [K], any shape.
        permittivity: eps of the solvent, relative.
        density: rho of the solvent [kg/m3].

    Returns: A [(kg/mol)^1/2]; 0.51 for water at 25 degC.

    Source: Robinson & Stokes 2002, ch. 9 (robinson_stokes_2002).
    """
    xp = namespace(temperature, permittivity, density)
    energy = permittivity * VACUUM_PERMITTIVITY * GAS * temperature  # F J/(m mol)
    front = FARADAY**3 / (4.0 * math.pi * AVOGADRO * LN10)
    return front * xp.sqrt(density / (2.0 * energy * energy * energy))


def debye_hueckel_b(temperature: Any, permittivity: Any, density: Any) -> Any:
    """Inverse screening length per root of molal ionic strength.

    B = sqrt(2 F^2 rho / (eps eps0 R T))

    Args:
        temperature: T [K], any shape.
        permittivity: eps of the solvent, relative.
        density: rho of the solvent [kg/m3].

    Returns: B [(kg/mol)^1/2 / m]; 3.29e9 for water at 25 degC.

    Source: Robinson & Stokes 2002, ch. 9 (robinson_stokes_2002).
    """
    xp = namespace(temperature, permittivity, density)
    return xp.sqrt(2.0 * FARADAY**2 * density / (permittivity * VACUUM_PERMITTIVITY * GAS * temperature))


def pitzer_a_phi(temperature: Any, permittivity: Any, density: Any) -> Any:
    """Debye-Hueckel slope for the osmotic coefficient, natural logarithms, as Pitzer's equations want it.

    A_phi = A ln(10) / 3

    Args:
        temperature: T [K], any shape.
        permittivity: eps of the solvent, relative.
        density: rho of the solvent [kg/m3].

    Returns: A_phi [(kg/mol)^1/2]; 0.391 for water at 25 degC.

    Source: Pitzer 1973 (pitzer_1973).
    """
    return LN10 / 3.0 * debye_hueckel_a(temperature, permittivity, density)
