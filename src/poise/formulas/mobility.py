"""How fast ions move: diffusion from conductivity, relative mobility, conductivity of a salt, viscosity of water."""

from typing import Any

from ..constants import FARADAY, GAS, ZERO_CELSIUS
from .ions import ion_rows, total
from .namespace import namespace


def equivalent_to_molar(conductivity: Any, charge: Any) -> Any:
    """Molar conductivity of an ion from its equivalent conductivity (per mole of charge).

    lambda = |z| lambda_eq

    Args:
        conductivity: lambda_eq [S m2/mol of charge], any shape.
        charge: z, any shape.

    Returns: lambda [S m2/mol].

    Source: Robinson & Stokes 2002, ch. 2 (robinson_stokes_2002).
    """
    return namespace(charge, conductivity).abs(charge) * conductivity


def nernst_einstein(conductivity: Any, charge: Any, temperature: Any) -> Any:
    """Diffusion coefficient of an ion from its molar conductivity at infinite dilution.

    D = R T lambda / (z^2 F^2)

    Args:
        conductivity: lambda, molar [S m2/mol], any shape (see `equivalent_to_molar`).
        charge: z, any shape; not 0.
        temperature: T [K].

    Returns: D [m2/s].

    Source: Robinson & Stokes 2002, ch. 11 (robinson_stokes_2002).
    Valid: infinite dilution.
    """
    return GAS * temperature * conductivity / (charge * charge * FARADAY * FARADAY)


def relative_mobility(conductivity: Any, charge: Any, reference: Any) -> Any:
    """Generalised mobility of an ion relative to a monovalent reference (K+), as junction potentials use it.

    u / u_ref = lambda_eq / (|z| lambda_ref)

    Args:
        conductivity: lambda_eq, equivalent (per mole of charge) [S m2/mol], any shape.
        charge: z, any shape; not 0.
        reference: lambda of the reference, same unit.

    Returns: u / u_ref, dimensionless.

    Source: Barry & Lynch 1991 (barry_lynch_1991); Ng & Barry 1995 (ng_barry_1995).
    """
    return conductivity / (namespace(charge, conductivity).abs(charge) * reference)


def salt_conductivity(conductivity: Any, count: Any) -> Any:
    """Limiting molar conductivity of a salt from those of its ions (independent migration).

    Lambda = sum_k nu_k lambda_k

    Args:
        conductivity: lambda, molar, by ion (first axis) [S m2/mol].
        count: nu by ion, in one formula unit.

    Returns: Lambda [S m2/mol].

    Raises:
        InputError: columns of different lengths.

    Source: Kohlrausch 1876 (kohlrausch_1876).
    Valid: infinite dilution.
    """
    _, rows = ion_rows(("conductivity", "count"), conductivity, count)
    return total([n * one for one, n in rows])


def water_viscosity(temperature: Any) -> Any:
    """Viscosity of water at atmospheric pressure.

    log10(eta / eta_20) = (20 - t) / (t + 96) [1.2364 - 1.37e-3 (20 - t) + 5.7e-6 (20 - t)^2],  t in degC

    Args:
        temperature: T [K], any shape.

    Returns: eta [Pa s]; 1.002e-3 at 20 degC, 0.890e-3 at 25 degC.

    Source: Kestin, Sokolov & Wakeham 1978 (kestin_1978); coefficients from memory, values checked at five temperatures.
    Valid: -8 to 150 degC.
    """
    below = 20.0 - (temperature - ZERO_CELSIUS)
    power = below / (116.0 - below) * (1.2364 - 1.37e-3 * below + 5.7e-6 * below * below)
    return 1.002e-3 * 10.0**power


def walden(conductivity: Any, temperature: Any, reference: Any, power: Any = 1.0) -> Any:
    """Limiting conductivity at another temperature, from the viscosity of water.

    lambda(T) = lambda(T_0) (eta(T_0) / eta(T))^m

    Args:
        conductivity: lambda at the reference temperature [S m2/mol], any shape.
        temperature: T [K].
        reference: T_0 [K].
        power: m, 1 for Walden's rule; smaller for small ions, which the water's structure hinders less.

    Returns: lambda(T), in the unit of lambda; exactly lambda at T_0.

    Source: Walden 1906 (walden_1906); with a power Robinson & Stokes 2002, ch. 6 (robinson_stokes_2002).
    Valid: 0 to 50 degC; with m = 1 best for large organic ions.
    """
    return conductivity * (water_viscosity(reference) / water_viscosity(temperature)) ** power
