"""The detailed-balance limit of a solar cell with one band gap (Shockley and Queisser)."""

from typing import Any

from ..constants import BOLTZMANN, ELEMENTARY_CHARGE, PLANCK, SPEED_OF_LIGHT
from .namespace import namespace
from .scalar import pi
from .thermal import thermal_voltage

_TERMS = 40  # of the series: what is left out is exp(-40 gap / kT) of the first
_STEPS = 8  # of Newton's method, from a start within 40 %: the error is squared each time


def radiative_saturation_current(gap: Any, temperature: Any) -> Any:
    """Dark saturation current of a cell that recombines by emitting light through one side only.

    J0 = q (2 pi / (h^3 c^2)) integral of E^2 / (exp(E / kT) - 1) from E_g,
       = q (2 pi (kT)^3 / (h^3 c^2)) sum over n of exp(-n x) (x^2 / n + 2 x / n^2 + 2 / n^3),  x = E_g / kT

    Args:
        gap: E_g [J], any shape.
        temperature: T of the cell [K].

    Returns: J0 [A/m2]. A cell that also shines out of its back, into air, has twice as much.

    Source: Shockley & Queisser 1961, eqs. 2.10 and 3.9 (shockley_queisser_1961); Rühle 2016 (ruehle_2016).
    Valid: a gap of more than kT (40 terms of the series are taken).
    """
    xp = namespace(gap, temperature)
    energy = BOLTZMANN * temperature
    x = gap / energy
    total: Any = 0.0
    for n in range(1, _TERMS + 1):
        total = total + xp.exp(-n * x) * (x * x / n + 2.0 * x / n**2 + 2.0 / n**3)
    flux = 2.0 * pi * energy * (energy / PLANCK) ** 2 / (PLANCK * SPEED_OF_LIGHT**2) * total
    return ELEMENTARY_CHARGE * flux


def diode_current(voltage: Any, generated: Any, saturation: Any, temperature: Any) -> Any:
    """Current that an ideal illuminated junction delivers at a voltage.

    J = J_sc - J0 (exp(q V / kT) - 1)

    Args:
        voltage: V [V], p side minus n side, any shape.
        generated: J_sc [A/m2]: what light generates.
        saturation: J0 [A/m2], > 0.
        temperature: T of the cell [K].

    Returns: J [A/m2], positive where power is delivered.

    Source: Shockley & Queisser 1961, eq. 3.13 (shockley_queisser_1961).
    Valid: no resistances, every carrier pair is collected or recombines radiatively.
    """
    v = voltage / thermal_voltage(temperature)
    return generated - saturation * namespace(v).expm1(v)


def open_circuit_voltage(generated: Any, saturation: Any, temperature: Any) -> Any:
    """Voltage at which an illuminated junction delivers no current: light generates what recombines.

    V_oc = (kT / q) ln(J_sc / J0 + 1)

    Args:
        generated: J_sc [A/m2], >= 0, any shape.
        saturation: J0 [A/m2], > 0.
        temperature: T of the cell [K].

    Returns: V_oc [V]; times q it is the splitting of the quasi-Fermi levels.

    Source: Shockley & Queisser 1961, eq. 3.19 (shockley_queisser_1961).
    """
    ratio = generated / saturation
    return thermal_voltage(temperature) * namespace(ratio).log1p(ratio)


def quasi_fermi_splitting(generated: Any, saturation: Any, temperature: Any) -> Any:
    """Free energy of an electron and a hole together at open circuit.

    E_Fn - E_Fp = q V_oc = kT ln(J_sc / J0 + 1)

    Args:
        generated, saturation: J_sc >= 0 and J0 > 0 [A/m2], any shape.
        temperature: T of the cell [K].

    Returns: [J].

    Source: Würfel 1982, eq. 30 (wuerfel_1982): the chemical potential of the light that the cell emits.
    """
    return ELEMENTARY_CHARGE * open_circuit_voltage(generated, saturation, temperature)


def maximum_power_voltage(open_circuit: Any, temperature: Any) -> Any:
    """Voltage at which an ideal illuminated junction delivers most power.

    v + ln(1 + v) = v_oc,  v = q V / kT;  in closed form v = W(exp(1 + v_oc)) - 1 with Lambert's W

    Args:
        open_circuit: V_oc [V], >= 0, any shape.
        temperature: T of the cell [K].

    Returns: V_mp [V].

    Source: Shockley & Queisser 1961, eq. 5.6 (shockley_queisser_1961). The root is found by Newton's method for
    w + ln w = 1 + v_oc, w = 1 + v, which cannot overflow.
    """
    thermal = thermal_voltage(temperature)
    whole = 1.0 + open_circuit / thermal
    xp = namespace(whole)
    w = whole - xp.log(whole)
    for _ in range(_STEPS):
        w = w * (1.0 + whole - xp.log(w)) / (1.0 + w)
    return thermal * (w - 1.0)


def fill_factor(open_circuit: Any, temperature: Any) -> Any:
    """Share of V_oc J_sc that an ideal illuminated junction can deliver.

    FF = V_mp J_mp / (V_oc J_sc) = v^2 / ((1 + v) (1 - exp(-v_oc)) v_oc),  v = q V_mp / kT

    Args:
        open_circuit: V_oc [V], > 0, any shape.
        temperature: T of the cell [K].

    Returns: FF, from 1/4 (V_oc far below kT/q) towards 1.

    Source: Shockley & Queisser 1961, eq. 5.5 (shockley_queisser_1961), where it is the impedance matching factor m.
    """
    thermal = thermal_voltage(temperature)
    v = maximum_power_voltage(open_circuit, temperature) / thermal
    whole = open_circuit / thermal
    return v * v / ((1.0 + v) * -namespace(whole).expm1(-whole) * whole)
