"""Planck's junction potential: the stationary state of monovalent ions, in closed form up to one root."""

from typing import Any

from .ions import ion_rows, require_monovalent, total
from .namespace import hold
from .special import bernoulli_pair, bernoulli_slope, exprel, log_quotient, log_ratio, monotone_root
from .thermal import thermal_voltage

_COLUMNS = ("charge", "mobility", "left", "right")
_INSTEAD = "for other valences take Henderson's equation or the stationary Nernst-Planck solver"


def planck_potential(charge: Any, mobility: Any, left: Any, right: Any, temperature: Any) -> Any:
    """Junction potential of a stationary layer between two mixtures of monovalent ions, any number of them.

    The root p = F (phi(right) - phi(left)) / R T of

    (U_R e^p - U_L) / exprel(l + p) = (V_R e^-p - V_L) / exprel(l - p),
    U = sum of u c over cations, V = the same over anions, l = ln(C_R / C_L), C = total concentration.

    It is Planck's equation without its removable singularity at C_R = C_L. The difference of the two sides rises
    with p, so there is one root, between ln(U_L / U_R) and ln(V_R / V_L).

    Args:
        charge: z by ion (first axis), +1 or -1.
        mobility: u by ion, proportional to D; any unit.
        left: c_L by ion [mol/m3]; >= 0, each solution neutral and not empty.
        right: c_R by ion, likewise.
        temperature: T [K].

    Returns: phi(right) - phi(left) [V].

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Planck 1890 (planck_1890); the classical form e.g. MacInnes 1939, ch. 13 (macinnes_1939).
    Valid: ideal solutions, electroneutrality (a layer much thicker than the Debye length).
    """
    return thermal_voltage(temperature) * _root(charge, mobility, left, right)[1]


def planck_profile(
    charge: Any, mobility: Any, left: Any, right: Any, temperature: Any, place: Any
) -> tuple[list[Any], Any]:
    """Concentrations and potential at places within Planck's junction.

    C(x) = C_L + (C_R - C_L) x,  phi(x) = phi(1) ln(C(x) / C_L) / ln(C_R / C_L),
    c_k(x) e^(z p(x)) = c_L,k + (c_R,k e^(z p(1)) - c_L,k) G(x) / G(1),  G(x) = integral of e^(z p) from 0 to x

    Args:
        charge, mobility, left, right, temperature: as `planck_potential`.
        place: x, share of the thickness, 0 (left) to 1 (right), any shape.

    Returns: (c by ion [mol/m3], phi [V]), each in the shape of x; phi(0) = 0.

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Planck 1890 (planck_1890).
    """
    rows, whole = _root(charge, mobility, left, right)
    xp, _ = ion_rows(_COLUMNS, charge, mobility, left, right, others=(temperature, place))
    sums = total([a for _, _, a, _ in rows]), total([b for _, _, _, b in rows])
    here = sums[0] + (sums[1] - sums[0]) * place
    share = place * log_quotient(here, sums[0] + 0.0 * place) / log_quotient(sums[1], sums[0])
    far, near = log_ratio(sums[1], sums[0]), log_ratio(here, sums[0] + 0.0 * place)
    p = whole * share
    concentrations = []
    for z, _, a, b in rows:
        filled = place * (exprel(near + z * p) / exprel(near)) / (exprel(far + z * whole) / exprel(far))
        concentrations.append(xp.exp(-z * p) * (a + (b * xp.exp(z * whole) - a) * filled))
    return concentrations, thermal_voltage(temperature) * p


def _root(charge: Any, mobility: Any, left: Any, right: Any) -> tuple[list[tuple[Any, ...]], Any]:
    """The ions as rows, and the dimensionless potential."""
    require_monovalent(charge, _INSTEAD)
    xp, rows = ion_rows(_COLUMNS, charge, mobility, left, right)
    u_left, v_left = _conducts(rows, 2, xp)
    u_right, v_right = _conducts(rows, 3, xp)
    length = log_ratio(total([row[3] for row in rows]), total([row[2] for row in rows]))
    u_left, v_left, u_right, v_right, length = hold((u_left, v_left, u_right, v_right, length), xp)
    shrink = xp.exp(0.5 * length)

    def part(left: Any, right: Any, x: Any) -> tuple[Any, Any]:
        """Current of the ions of one sign, with its slope in x; e^x B(x) = B(-x) keeps it from overflow."""
        here, there = left * shrink, right / shrink
        (falling, rising), slope = bernoulli_pair(x), bernoulli_slope(x)
        return there * rising - here * falling, there * (1.0 + slope) - here * slope

    def net(p: Any) -> tuple[Any, Any]:
        """Current of the cations less that of the anions, rising with p."""
        (cations, up), (anions, down) = part(u_left, u_right, length + p), part(v_left, v_right, length - p)
        return cations - anions, up + down

    one, other = hold((log_ratio(u_left, u_right), log_ratio(v_right, v_left)), xp)
    return rows, monotone_root(net, xp.minimum(one, other), xp.maximum(one, other), xp)


def _conducts(rows: list[tuple[Any, ...]], side: int, xp: Any) -> tuple[Any, Any]:
    """Sums of mobility times concentration over cations and over anions."""
    return (
        total([xp.where(row[0] > 0, row[1] * row[side], 0.0 * row[1] * row[side]) for row in rows]),
        total([xp.where(row[0] > 0, 0.0 * row[1] * row[side], row[1] * row[side]) for row in rows]),
    )
