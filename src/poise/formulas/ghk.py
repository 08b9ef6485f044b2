"""Goldman, Hodgkin and Katz: flux, current and zero-current voltage of ions in a constant field."""

from typing import Any

from ..constants import FARADAY
from .ions import ion_rows, require_monovalent, total
from .special import bernoulli_pair, log_ratio, positive_quadratic_root
from .thermal import thermal_voltage

_COLUMNS = ("permeability", "charge", "outside", "inside")
_MULTIVALENT = "use divalent_monovalent_voltage"


def ghk_flux(permeability: Any, charge: Any, outside: Any, inside: Any, potential: Any, temperature: Any) -> Any:
    """Flux of one ion out of the cell through a constant field, smooth through V = 0 and c = 0.

    J = P (c_in B(-u) - c_out B(u)),  u = z F V / R T,  B(u) = u / (exp(u) - 1)

    which is P u (c_in - c_out exp(-u)) / (1 - exp(-u)).

    Args:
        permeability: P [m/s], any shape.
        charge: z, any shape; 0 gives P (c_in - c_out).
        outside, inside: c [mol/m3], any shape; >= 0.
        potential: V, inside minus outside [V], any shape.
        temperature: T [K].

    Returns: J, outward [mol/(m2 s)].

    Source: Goldman 1943 (goldman_1943); Hodgkin & Katz 1949, appendix (hodgkin_katz_1949).
    Valid: independent ions, field constant across the membrane.
    """
    u = charge * potential / thermal_voltage(temperature)
    inward, outward = bernoulli_pair(u)
    return permeability * (inside * outward - outside * inward)


def ghk_current(permeability: Any, charge: Any, outside: Any, inside: Any, potential: Any, temperature: Any) -> Any:
    """Electric current of one ion through a constant field, outward positive, smooth through V = 0 and c = 0.

    I = z F J, with J of `ghk_flux`

    Args:
        permeability: P [m/s], any shape.
        charge: z, any shape.
        outside, inside: c [mol/m3], any shape; >= 0.
        potential: V, inside minus outside [V], any shape.
        temperature: T [K].

    Returns: I, outward [A/m2].

    Source: Hodgkin & Katz 1949, appendix (hodgkin_katz_1949); Hille 2001, ch. 14 (hille_2001).
    Valid: independent ions, field constant across the membrane.
    """
    return charge * FARADAY * ghk_flux(permeability, charge, outside, inside, potential, temperature)


def ghk_sums(permeability: Any, charge: Any, outside: Any, inside: Any) -> tuple[Any, Any]:
    """Numerator and denominator of the Goldman-Hodgkin-Katz voltage equation.

    N = sum_cations P c_out + sum_anions P c_in,  D = sum_cations P c_in + sum_anions P c_out

    Args:
        permeability: P by ion (first axis), relative or [m/s]; >= 0.
        charge: z by ion, +1 or -1.
        outside, inside: c by ion [mol/m3]; >= 0.

    Returns: (N, D), in the unit of P c.

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Hodgkin & Katz 1949, appendix (hodgkin_katz_1949).
    """
    require_monovalent(charge, _MULTIVALENT)
    xp, rows = ion_rows(_COLUMNS, permeability, charge, outside, inside)
    numerator = total([p * xp.where(z > 0, out, into) for p, z, out, into in rows])
    denominator = total([p * xp.where(z > 0, into, out) for p, z, out, into in rows])
    return numerator, denominator


def ghk_voltage(permeability: Any, charge: Any, outside: Any, inside: Any, temperature: Any) -> Any:
    """Potential at which the constant-field currents of monovalent ions add up to nothing.

    V = (R T / F) ln(N / D), with N and D of `ghk_sums`

    Args:
        permeability: P by ion (first axis), relative or [m/s]; >= 0, not all 0.
        charge: z by ion, +1 or -1.
        outside, inside: c by ion [mol/m3]; >= 0.
        temperature: T [K].

    Returns: V, inside minus outside [V].

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Goldman 1943 (goldman_1943); Hodgkin & Katz 1949, appendix (hodgkin_katz_1949).
    Valid: monovalent ions, no electrogenic pump; with one ion it is Nernst's equation.
    """
    numerator, denominator = ghk_sums(permeability, charge, outside, inside)
    return thermal_voltage(temperature) * log_ratio(numerator, denominator)


def ghk_shares(permeability: Any, charge: Any, outside: Any, inside: Any) -> tuple[Any, ...]:
    """Each ion's part in the Goldman-Hodgkin-Katz voltage: its share of numerator and denominator together.

    s_k = P_k (c_out,k + c_in,k) / (N + D),  sum_k s_k = 1

    Args:
        permeability: P by ion (first axis), relative or [m/s]; >= 0, not all 0.
        charge: z by ion, +1 or -1.
        outside, inside: c by ion [mol/m3]; >= 0.

    Returns: s, ion by ion, dimensionless.

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: the weights of Hodgkin & Katz 1949, appendix (hodgkin_katz_1949).
    """
    require_monovalent(charge, _MULTIVALENT)
    _, rows = ion_rows(_COLUMNS, permeability, charge, outside, inside)
    weights = [p * (out + into) for p, _, out, into in rows]
    whole = total(weights)
    return tuple(weight / whole for weight in weights)


def divalent_monovalent_voltage(permeability: Any, charge: Any, outside: Any, inside: Any, temperature: Any) -> Any:
    """Potential at which constant-field currents of monovalent ions and divalent cations add up to nothing.

    With y = exp(F V / R T), S the sums of `ghk_sums` over monovalent ions, D = sum P c over divalent cations:

    (S_in + 4 D_in) y^2 + (S_in - S_out) y - (S_out + 4 D_out) = 0,  V = (R T / F) ln y

    S_in counts cations inside and anions outside, S_out the reverse. K+ inside and Ca2+ outside alone give
    Fatt and Ginsborg's y (y + 1) = 4 P' [Ca]_out / [K]_in with P' = P_Ca/P_K.

    Args:
        permeability: P by ion (first axis), relative or [m/s], each on its own current equation; >= 0.
        charge: z by ion: +1, -1 or +2.
        outside, inside: c by ion [mol/m3]; >= 0, with something on either side.
        temperature: T [K].

    Returns: V, inside minus outside [V].

    Raises:
        InputError: columns of different lengths.

    Source: Spangler 1972 (spangler_1972); Fatt & Ginsborg 1958 (fatt_ginsborg_1958).
    Valid: ions of charge +1, -1 and +2; without divalent ions it is `ghk_voltage`.
    """
    xp, rows = ion_rows(_COLUMNS, permeability, charge, outside, inside)
    four = [xp.where(z == 2, 4.0, 0.0) * p for p, z, _, _ in rows]
    one = [xp.where(z == 2, 0.0, 1.0) * p for p, z, _, _ in rows]
    mono_in = total([p * xp.where(z > 0, i, o) for p, (_, z, o, i) in zip(one, rows, strict=True)])
    mono_out = total([p * xp.where(z > 0, o, i) for p, (_, z, o, i) in zip(one, rows, strict=True)])
    double_in = total([p * i for p, (_, _, _, i) in zip(four, rows, strict=True)])
    double_out = total([p * o for p, (_, _, o, _) in zip(four, rows, strict=True)])
    y = positive_quadratic_root(mono_in + double_in, mono_in - mono_out, mono_out + double_out)
    return thermal_voltage(temperature) * xp.log(y)
