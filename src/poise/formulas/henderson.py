"""Henderson's junction potential: concentrations change linearly from one solution to the other."""

from typing import Any

from .ions import ion_rows, total
from .special import log_quotient
from .thermal import thermal_voltage

_COLUMNS = ("charge", "mobility", "left", "right")


def henderson_potential(charge: Any, mobility: Any, left: Any, right: Any, temperature: Any) -> Any:
    """Junction potential between two solutions that mix linearly, smooth where both conduct equally well.

    phi(right) - phi(left) = -(R T / F) [sum z u (c_R - c_L) / sum z^2 u (c_R - c_L)] ln(sum z^2 u c_R / sum z^2 u c_L)

    Args:
        charge: z by ion (first axis), any valence.
        mobility: u by ion, generalised (velocity per force on a mole): proportional to D and to lambda_eq / |z|
            (`relative_mobility`); any unit.
        left: c_L by ion [mol/m3], or activities; >= 0, not all 0.
        right: c_R by ion, likewise.
        temperature: T [K].

    Returns: phi(right) - phi(left) [V]; exactly 0 for equal solutions, exactly odd when the two are exchanged.

    Raises:
        InputError: columns of different lengths.

    Source: Henderson 1907 (henderson_1907); with generalised mobilities Barry & Lynch 1991, eq. 3 (barry_lynch_1991).
    Valid: each solution neutral; exact for one salt at two concentrations.
    """
    return total(henderson_parts(charge, mobility, left, right, temperature))


def henderson_parts(charge: Any, mobility: Any, left: Any, right: Any, temperature: Any) -> list[Any]:
    """What each ion's diffusion adds to Henderson's potential.

    phi_k = -(R T / F) z_k u_k (c_R,k - c_L,k) ln(S_R / S_L) / (S_R - S_L),  S = sum z^2 u c

    Args:
        charge, mobility, left, right, temperature: as `henderson_potential`.

    Returns: one potential for each ion [V]; they add up to `henderson_potential`.

    Raises:
        InputError: columns of different lengths.

    Source: the terms of Henderson 1907 (henderson_1907).
    """
    _, rows = ion_rows(_COLUMNS, charge, mobility, left, right, others=(temperature,))
    conducts_left = total([z * z * u * a for z, u, a, _ in rows])
    conducts_right = total([z * z * u * b for z, u, _, b in rows])
    front = -thermal_voltage(temperature) * log_quotient(conducts_right, conducts_left)
    return [front * (z * u * (b - a)) for z, u, a, b in rows]


def henderson_profile(
    charge: Any, mobility: Any, left: Any, right: Any, temperature: Any, place: Any
) -> tuple[list[Any], Any]:
    """Concentrations and potential at places within Henderson's junction.

    c_k(x) = c_L,k + (c_R,k - c_L,k) x,  phi(x) = `henderson_potential` from the left solution to that at x

    Args:
        charge, mobility, left, right, temperature: as `henderson_potential`.
        place: x, share of the thickness, 0 (left) to 1 (right), any shape.

    Returns: (c by ion [mol/m3], phi [V]), each in the shape of x; phi(0) = 0.

    Raises:
        InputError: columns of different lengths.

    Source: Henderson 1907 (henderson_1907).
    """
    _, rows = ion_rows(_COLUMNS, charge, mobility, left, right, others=(temperature, place))
    mixed = [a + (b - a) * place for _, _, a, b in rows]
    start = [a + 0.0 * place for _, _, a, _ in rows]
    return mixed, henderson_potential([z for z, *_ in rows], [u for _, u, *_ in rows], start, mixed, temperature)
