"""Electroneutral cation-chloride cotransport: the chloride inside at which it stops."""

from typing import Any

from .namespace import namespace


def kcc_chloride(chloride_outside: Any, potassium_outside: Any, potassium_inside: Any) -> Any:
    """Chloride inside at which K-Cl cotransport (1:1) is at equilibrium (its Nernst potential is K+'s).

    Cl_in = Cl_out K_out / K_in

    Args:
        chloride_outside: Cl_out [mol/m3], any shape.
        potassium_outside, potassium_inside: K [mol/m3], any shape; > 0.

    Returns: Cl_in, in the unit of Cl_out.

    Source: Payne 1997 (payne_1997).
    """
    return chloride_outside * potassium_outside / potassium_inside


def nkcc_chloride(
    chloride_outside: Any,
    sodium_outside: Any,
    sodium_inside: Any,
    potassium_outside: Any,
    potassium_inside: Any,
) -> Any:
    """Chloride inside at which Na-K-2Cl cotransport is at equilibrium.

    Cl_in = Cl_out sqrt(Na_out K_out / (Na_in K_in))

    Args:
        chloride_outside: Cl_out [mol/m3], any shape.
        sodium_outside, sodium_inside: Na [mol/m3], any shape; > 0.
        potassium_outside, potassium_inside: K [mol/m3], any shape; > 0.

    Returns: Cl_in, in the unit of Cl_out.

    Source: Russell 2000 (russell_2000).
    """
    xp = namespace(chloride_outside, sodium_outside, sodium_inside, potassium_outside, potassium_inside)
    ratio = sodium_outside * potassium_outside / (sodium_inside * potassium_inside)
    return chloride_outside * xp.sqrt(ratio)
