"""The membrane as a capacitor: how few ions make a potential, against how many the cell holds."""

from typing import Any

from ..constants import FARADAY
from .namespace import namespace


def charge_moved(capacitance: Any, potential: Any) -> Any:
    """Charge per area that changes the potential of a membrane.

    q = C V

    Args:
        capacitance: C [F/m2], any shape.
        potential: V, the change [V], any shape.

    Returns: q [C/m2].

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return capacitance * potential


def ions_moved(capacitance: Any, potential: Any, charge: Any = 1) -> Any:
    """Amount of an ion per area that changes the potential of a membrane.

    n = C V / (z F)

    Args:
        capacitance: C [F/m2], any shape.
        potential: V, the change [V], any shape.
        charge: z, any shape.

    Returns: n [mol/m2].

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return capacitance * potential / (charge * FARADAY)


def axon_ions_moved(diameter: Any, length: Any, capacitance: Any, potential: Any, charge: Any = 1) -> Any:
    """Amount of an ion that crosses the membrane of a cylinder to change its potential.

    n = pi d L C V / (z F)

    Args:
        diameter: d [m], any shape.
        length: L [m], any shape.
        capacitance: C [F/m2], any shape.
        potential: V, the change [V], any shape.
        charge: z, any shape.

    Returns: n [mol].

    Source: Hodgkin 1951 (hodgkin_1951).
    """
    pi = namespace(diameter, length).pi
    return pi * diameter * length * ions_moved(capacitance, potential, charge)


def axon_content(diameter: Any, length: Any, concentration: Any) -> Any:
    """Amount of an ion inside a length of cylinder.

    n = pi d^2 L c / 4

    Args:
        diameter: d [m], any shape.
        length: L [m], any shape.
        concentration: c [mol/m3], any shape.

    Returns: n [mol].

    Source: Hodgkin 1951 (hodgkin_1951).
    """
    pi = namespace(diameter, length, concentration).pi
    return 0.25 * pi * diameter * diameter * length * concentration


def share_of_sphere(radius: Any, concentration: Any, capacitance: Any, potential: Any, charge: Any = 1) -> Any:
    """The part of a spherical cell's ions that must cross to change its potential.

    s = 3 C V / (z F r c)

    Args:
        radius: r [m], any shape.
        concentration: c of the ion inside [mol/m3], any shape.
        capacitance: C [F/m2], any shape.
        potential: V, the change [V], any shape.
        charge: z, any shape.

    Returns: s, dimensionless.

    Source: area over volume of a sphere, 3/r; Hille 2001, ch. 1 (hille_2001).
    """
    return 3.0 / radius * ions_moved(capacitance, potential, charge) / concentration


def share_of_cylinder(radius: Any, concentration: Any, capacitance: Any, potential: Any, charge: Any = 1) -> Any:
    """The part of a long cylinder's ions that must cross to change its potential.

    s = 2 C V / (z F r c)

    Args:
        radius: r [m], any shape.
        concentration: c of the ion inside [mol/m3], any shape.
        capacitance: C [F/m2], any shape.
        potential: V, the change [V], any shape.
        charge: z, any shape.

    Returns: s, dimensionless.

    Source: area over volume of a cylinder, 2/r; Hodgkin 1951 (hodgkin_1951).
    """
    return 2.0 / radius * ions_moved(capacitance, potential, charge) / concentration
