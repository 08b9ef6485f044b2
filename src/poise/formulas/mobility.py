"""How fast ions move: diffusion from conductivity, relative mobility, the conductivity of a salt."""

from typing import Any

from ..constants import FARADAY, GAS
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
