"""Work and energy: moving an ion, charging a membrane, what ATP pays, where a pump stalls."""

from typing import Any

from ..constants import FARADAY, GAS, STANDARD_CONCENTRATION
from .ions import ion_rows, total
from .namespace import namespace
from .special import log_ratio

_COLUMNS = ("count", "charge", "outside", "inside")


def free_energy_of_transport(charge: Any, start: Any, end: Any, potential: Any, temperature: Any) -> Any:
    """Free energy of moving one mole of an ion from one solution to another.

    dG = R T ln(c_end / c_start) + z F dV

    Args:
        charge: z, any shape.
        start, end: activity or concentration where the ion leaves and arrives [mol/m3], any shape; > 0.
        potential: dV, potential where it arrives minus where it leaves [V], any shape.
        temperature: T [K].

    Returns: dG [J/mol]; positive: work must be done.

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return GAS * temperature * log_ratio(end, start) + charge * FARADAY * potential


def stored_energy(capacitance: Any, potential: Any) -> Any:
    """Electrical energy of a charged membrane.

    W = C V^2 / 2

    Args:
        capacitance: C [F/m2], any shape.
        potential: V [V], any shape.

    Returns: W [J/m2].

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    return 0.5 * capacitance * potential * potential


def atp_affinity(standard: Any, atp: Any, adp: Any, phosphate: Any, temperature: Any) -> Any:
    """Affinity of ATP hydrolysis: the free energy that one mole of ATP can pay.

    A = -dG0' - R T ln(ADP Pi / (ATP c0)),  c0 = 1 mol/L

    Args:
        standard: dG0' of hydrolysis at the solution's pH and Mg2+ [J/mol], any shape; about -30e3.
        atp, adp, phosphate: total concentrations [mol/m3], any shape; > 0.
        temperature: T [K].

    Returns: A [J/mol], about 50e3 to 60e3 in a living cell.

    Source: Alberty 2003 (alberty_2003).
    """
    xp = namespace(standard, atp, adp, phosphate, temperature)
    return -standard - GAS * temperature * xp.log(adp * phosphate / (atp * STANDARD_CONCENTRATION))


def proton_work(count: Any, proton_motive_force: Any) -> Any:
    """Work of pumping protons against a proton-motive force, per mole of ATP.

    W = n F dp

    Args:
        count: n, protons per ATP, any shape.
        proton_motive_force: dp, where they arrive minus where they leave [V], any shape.

    Returns: W [J/mol]; the pump can run while W is below the affinity of ATP.

    Source: Mitchell 1966 (mitchell_1966).
    """
    return count * FARADAY * proton_motive_force


def pump_least_work(count: Any, charge: Any, outside: Any, inside: Any, potential: Any, temperature: Any) -> Any:
    """Least work of one mole of pump cycles that moves given numbers of ions out of the cell.

    W = sum_k n_k (R T ln(c_out / c_in) - z F V)

    Args:
        count: n by ion (first axis), moved outward per cycle; negative for ions moved in (Na+ 3, K+ -2).
        charge: z by ion.
        outside, inside: c by ion [mol/m3]; > 0.
        potential: V, inside minus outside [V].
        temperature: T [K].

    Returns: W [J/mol].

    Raises:
        InputError: columns of different lengths.

    Source: Hille 2001, ch. 1 (hille_2001).
    """
    _, rows = ion_rows(_COLUMNS, count, charge, outside, inside, others=(potential, temperature))
    return total([n * free_energy_of_transport(z, i, o, -potential, temperature) for n, z, o, i in rows])


def pump_stall_potential(count: Any, charge: Any, outside: Any, inside: Any, affinity: Any, temperature: Any) -> Any:
    """The membrane potential at which a pump's work takes all that its fuel gives: its equilibrium potential.

    V = (sum_k n_k R T ln(c_out / c_in) - A) / (F sum_k n_k z_k)

    Args:
        count: n by ion (first axis), moved outward per cycle; negative for ions moved in (Na+ 3, K+ -2).
        charge: z by ion; the cycle must move charge (sum n z not 0).
        outside, inside: c by ion [mol/m3]; > 0.
        affinity: A, of the fuel per cycle [J/mol].
        temperature: T [K].

    Returns: V, inside minus outside [V]; the Na,K-ATPase runs forward above it.

    Raises:
        InputError: columns of different lengths.

    Source: Chapman & Johnson 1978 (chapman_johnson_1978).
    """
    _, rows = ion_rows(_COLUMNS, count, charge, outside, inside, others=(affinity, temperature))
    carried = total([n * z for n, z, _, _ in rows])
    chemical = total([n * GAS * temperature * log_ratio(o, i) for n, _, o, i in rows])
    return (chemical - affinity) / (FARADAY * carried)
