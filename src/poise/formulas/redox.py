"""Electrodes at equilibrium: a couple's potential, cells, equivalence points, the hydrogen electrode."""

from typing import Any

from ..constants import FARADAY
from .ions import ion_rows, total
from .proton import nernst_slope
from .special import log_ratio
from .thermal import thermal_voltage


def redox_potential(standard: Any, electrons: Any, oxidised: Any, reduced: Any, temperature: Any) -> Any:
    """Equilibrium potential of a redox couple, Ox + n e- = Red.

    E = E0 + (R T / n F) ln(a_ox / a_red)

    Args:
        standard: E0 against the reference of choice [V], any shape (a formal potential with concentrations).
        electrons: n, any shape; > 0.
        oxidised, reduced: activities, or products of activities [1], any shape; > 0 (1 for solids and water).
        temperature: T [K].

    Returns: E, against the reference of E0 [V].

    Source: Bard & Faulkner 2001, sec. 2.1 (bard_faulkner_2001).
    """
    return standard + thermal_voltage(temperature) / electrons * log_ratio(oxidised, reduced)


def standard_potential(reduced: Any, oxidised: Any, electrons: Any) -> Any:
    """Standard potential of a couple from Gibbs energies of formation, against the hydrogen electrode.

    E0 = -(dG_red - dG_ox) / (n F)

    Args:
        reduced, oxidised: dG of all on either side of Ox + n e- = Red, H+ and e- at 0 [J/mol], any shape.
        electrons: n, any shape; > 0.

    Returns: E0 [V].

    Source: Bard & Faulkner 2001, sec. 2.1 (bard_faulkner_2001).
    """
    return -(reduced - oxidised) / (electrons * FARADAY)


def cell_emf(cathode: Any, anode: Any) -> Any:
    """Electromotive force of a cell.

    emf = E_cathode - E_anode

    Args:
        cathode, anode: electrode potentials against one reference [V], any shape.

    Returns: emf [V]; positive: the cell works by itself.

    Source: Bard & Faulkner 2001, sec. 2.1 (bard_faulkner_2001).
    """
    return cathode - anode


def equivalence_potential(standard: Any, electrons: Any) -> Any:
    """Potential at the equivalence point of a titration of one couple with another.

    E = sum n_k E0_k / sum n_k

    Args:
        standard: E0 (or formal potential) by couple (first axis) [V].
        electrons: n by couple.

    Returns: E [V].

    Raises:
        InputError: columns of different lengths.

    Source: Harris 2010, ch. 15 (harris_2010).
    Valid: symmetric couples (one ion of each form per half reaction), no H+ in them.
    """
    _, rows = ion_rows(("standard", "electrons"), standard, electrons)
    return total([n * e for e, n in rows]) / total([n for _, n in rows])


def hydrogen_electrode(ph: Any, temperature: Any) -> Any:
    """Potential of a hydrogen electrode at 1 bar, or of an ideal pH electrode, against the standard one.

    E = -(R T ln 10 / F) pH

    Args:
        ph: any shape.
        temperature: T [K].

    Returns: E against the standard hydrogen electrode [V].

    Source: Bard & Faulkner 2001, sec. 2.1 (bard_faulkner_2001).
    """
    return -nernst_slope(temperature) * ph
