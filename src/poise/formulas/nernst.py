"""One ion at equilibrium: Nernst's equation, its inverses, and the driving force away from it."""

from typing import Any

from .namespace import namespace
from .special import log_ratio
from .thermal import thermal_voltage


def nernst(charge: Any, outside: Any, inside: Any, temperature: Any) -> Any:
    """Nernst potential: the membrane potential (inside minus outside) at which the ion is at equilibrium.

    E = (R T / z F) ln(c_out / c_in)

    Exactly 0 at equal concentrations and exactly odd under exchange of the sides.

    Args:
        charge: z, not 0, any shape.
        outside: c_out, activity or concentration [mol/m3], any shape; > 0.
        inside: c_in, same unit; > 0.
        temperature: T [K].

    Returns: E [V].

    Source: Nernst 1889 (nernst_1889); Hille 2001, eq. 1.11a (hille_2001).
    Valid: ideal solutions, or any solution when activities are given.
    """
    return thermal_voltage(temperature) / charge * log_ratio(outside, inside)


def inside_for(potential: Any, charge: Any, outside: Any, temperature: Any) -> Any:
    """The concentration inside at which the ion is at equilibrium at a given potential.

    c_in = c_out exp(-z F E / R T)

    Args:
        potential: E, inside minus outside [V], any shape.
        charge: z, any shape.
        outside: c_out [mol/m3], any shape.
        temperature: T [K].

    Returns: c_in, in the unit of c_out.

    Source: Nernst 1889 solved for c_in (nernst_1889).
    """
    exponent = -charge * potential / thermal_voltage(temperature)
    return outside * namespace(exponent).exp(exponent)


def outside_for(potential: Any, charge: Any, inside: Any, temperature: Any) -> Any:
    """The concentration outside at which the ion is at equilibrium at a given potential.

    c_out = c_in exp(z F E / R T)

    Args:
        potential: E, inside minus outside [V], any shape.
        charge: z, any shape.
        inside: c_in [mol/m3], any shape.
        temperature: T [K].

    Returns: c_out, in the unit of c_in.

    Source: Nernst 1889 solved for c_out (nernst_1889).
    """
    return inside_for(-potential, charge, inside, temperature)


def driving_force(potential: Any, equilibrium: Any) -> Any:
    """Driving force on an ion: how far the potential is from the ion's equilibrium.

    V - E; the sign of the ion's outward electric current whatever its charge.

    Args:
        potential: V [V], any shape.
        equilibrium: E [V], any shape.

    Returns: V - E [V].

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return potential - equilibrium
