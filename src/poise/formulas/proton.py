"""Protons across a membrane: the slope per pH, the proton-motive force, what an antiporter makes of it."""

from typing import Any

from ..constants import LN10
from .thermal import thermal_voltage


def nernst_slope(temperature: Any) -> Any:
    """Potential of a monovalent ion per tenfold ratio, or per unit of pH.

    s = (R T / F) ln 10

    Args:
        temperature: T [K], any shape.

    Returns: s [V]; 59.16 mV at 25 degC.

    Source: Bard & Faulkner 2001, sec. 2.1 (bard_faulkner_2001).
    """
    return LN10 * thermal_voltage(temperature)


def proton_motive_force(potential: Any, ph_inside: Any, ph_outside: Any, temperature: Any) -> Any:
    """Proton-motive force: electrochemical potential of H+ inside minus outside, as a voltage.

    dp = V - (R T ln 10 / F) (pH_in - pH_out)

    Negative: protons are driven in (as in a mitochondrion or across a plant's plasma membrane).

    Args:
        potential: V, inside minus outside [V], any shape.
        ph_inside, ph_outside: pH, any shape.
        temperature: T [K].

    Returns: dp [V].

    Source: Mitchell 1966 (mitchell_1966).
    """
    return potential - nernst_slope(temperature) * (ph_inside - ph_outside)


def nhx_equilibrium(sodium: Any, ph: Any, ph_other: Any, protons: Any = 1) -> Any:
    """Na+ concentration at which a Na+/H+ antiporter that moves no net charge stops.

    Na_other = Na 10^(n (pH - pH_other)), with n = 1 H+ per Na+ electroneutral and independent of V

    Args:
        sodium: Na, on the one side (cytosol) [mol/m3], any shape.
        ph: pH there.
        ph_other: pH on the other side (vacuole).
        protons: n, H+ per Na+; only 1 is electroneutral (add the potential's part otherwise).

    Returns: Na_other, in the unit of Na.

    Source: Blumwald & Poole 1985 (blumwald_poole_1985).
    """
    return sodium * 10.0 ** (protons * (ph - ph_other))
