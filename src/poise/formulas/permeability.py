"""Permeability ratios: from a bi-ionic reversal potential, and from a difference of barrier heights."""

from typing import Any

from ..constants import GAS
from .namespace import namespace
from .thermal import thermal_voltage


def permeability_ratio(reversal: Any, charge: Any, outside: Any, inside: Any, temperature: Any) -> Any:
    """Permeability of the ion outside relative to the ion inside, from the reversal potential between them.

    P_out / P_in = (c_in / c_out) exp(z F E_rev / R T)

    Args:
        reversal: E_rev, inside minus outside [V], any shape.
        charge: z of both ions, any shape.
        outside: concentration of the one ion, present outside only [mol/m3]; > 0.
        inside: concentration of the other ion, present inside only [mol/m3]; > 0.
        temperature: T [K].

    Returns: P_out / P_in, dimensionless.

    Source: Hille 2001, ch. 14 (hille_2001).
    Valid: two ions of the same charge, one on either side, and no other that permeates.
    """
    exponent = charge * reversal / thermal_voltage(temperature)
    return inside / outside * namespace(exponent).exp(exponent)


def barrier_permeability_ratio(difference: Any, temperature: Any) -> Any:
    """Permeability ratio of two ions that cross one barrier with different free energies.

    P_1 / P_2 = exp((G_2 - G_1) / R T)

    Args:
        difference: G_2 - G_1, by how much the second ion's barrier is higher [J/mol], any shape.
        temperature: T [K].

    Returns: P_1 / P_2, dimensionless.

    Source: Eyring's rate theory; Hille 2001, ch. 15 (hille_2001).
    Valid: one dominant barrier, equal prefactors.
    """
    exponent = difference / (GAS * temperature)
    return namespace(exponent).exp(exponent)
