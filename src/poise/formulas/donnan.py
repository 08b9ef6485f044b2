"""Donnan equilibrium: impermeant charge against a bath, and shared out between two closed compartments."""

from typing import Any, NamedTuple

from .ions import ion_rows, require_monovalent, total
from .namespace import namespace
from .special import log_ratio, monotone_root, positive_quadratic_root
from .thermal import thermal_voltage

_MONOVALENT = "Donnan equilibrium between closed volumes is written for monovalent ions"


class DonnanState(NamedTuple):
    """Donnan equilibrium of two closed compartments.

    Attributes:
        potential: inside minus outside [V].
        volume_inside, volume_outside: [m3].
        inside, outside: amount of each permeant ion on either side [mol], ion by ion.
    """

    potential: Any
    volume_inside: Any
    volume_outside: Any
    inside: tuple[Any, ...]
    outside: tuple[Any, ...]


def donnan_ratio(fixed_charge: Any, bath: Any) -> Any:
    """Ratio, inside over bath, in which fixed charge holds a monovalent cation; an anion's is its inverse.

    c_in / c_bath = sqrt(1 + (X / 2c)^2) - X / 2c = exp(-asinh(X / 2c))

    Args:
        fixed_charge: X, signed concentration of fixed charge inside [mol/m3], any shape (proteins: < 0).
        bath: c, concentration of the 1:1 salt outside [mol/m3], any shape; > 0.

    Returns: the ratio, dimensionless.

    Source: Donnan 1911 (donnan_1911).
    Valid: infinite bath of a 1:1 salt, ideal solutions.
    """
    xp = namespace(fixed_charge, bath)
    return xp.exp(-xp.asinh(fixed_charge / (2.0 * bath)))


def donnan_potential(fixed_charge: Any, bath: Any, temperature: Any) -> Any:
    """Potential of a phase with fixed charge against an infinite bath of a 1:1 salt.

    V = (R T / F) asinh(X / 2c)

    Args:
        fixed_charge: X, signed concentration of fixed charge inside [mol/m3], any shape (proteins: < 0).
        bath: c, concentration of the salt outside [mol/m3], any shape; > 0.
        temperature: T [K].

    Returns: V, inside minus outside [V]; has the sign of X.

    Source: Donnan 1911 (donnan_1911); Teorell 1953 (teorell_1953).
    Valid: infinite bath of a 1:1 salt, ideal solutions.
    """
    xp = namespace(fixed_charge, bath, temperature)
    return thermal_voltage(temperature) * xp.asinh(fixed_charge / (2.0 * bath))


def donnan_potential_any(fixed_charge: Any, charge: Any, bath: Any, temperature: Any) -> Any:
    """Potential of a phase with fixed charge against an infinite bath of ions of any charge.

    X + sum_k z_k c_k exp(-z_k F V / R T) = 0, monotone in V

    Args:
        fixed_charge: X, signed concentration of fixed charge inside [mol/m3].
        charge: z by ion (first axis), of both signs.
        bath: c by ion outside [mol/m3]; > 0, electroneutral.
        temperature: T [K].

    Returns: V, inside minus outside [V].

    Raises:
        InputError: columns of different lengths.

    Source: Teorell 1953 (teorell_1953).
    Valid: infinite electroneutral bath, ideal solutions, |z| <= 4, |X| < 1e6 times the bath's cation charge.
    """
    xp, rows = ion_rows(("charge", "bath"), charge, bath, others=(fixed_charge, temperature))
    positive = total([xp.where(z > 0, z * c, 0.0 * c) for z, c in rows])

    def lack(v: Any) -> tuple[Any, Any]:
        terms = [(z, z * c * xp.exp(-z * v) / positive) for z, c in rows]
        return -fixed_charge / positive - total([term for _, term in terms]), total([z * term for z, term in terms])

    # cations alone, each at least as steep as a monovalent one, must outweigh X and all anions
    bound = xp.log1p(xp.abs(fixed_charge) / positive) + 1.0
    return thermal_voltage(temperature) * monotone_root(lack, -bound, bound, xp)


def donnan_salt_crossing(protein_charge: Any, salt: Any) -> Any:
    """How much salt crosses to the protein's side, protein salt and plain salt starting in equal volumes.

    x = b^2 / (a + 2 b), from (a + x) x = (b - x)^2

    Args:
        protein_charge: a, counter-ions of the protein on its side [mol/m3], any shape; >= 0.
        salt: b, 1:1 salt on the other side at the start, with the common counter-ion, same unit; > 0.

    Returns: x, in the unit of b.

    Source: Donnan 1911 (donnan_1911); Shaw 1992, ch. 2 (shaw_1992).
    Valid: equal volumes that do not change, ideal solutions.
    """
    return salt * salt / (protein_charge + 2.0 * salt)


def donnan_closed_volumes(
    amount: Any,
    charge: Any,
    impermeant_charge: Any,
    volume_inside: Any,
    volume_outside: Any,
    temperature: Any,
) -> DonnanState:
    """Donnan equilibrium of two closed compartments of fixed volume and any number of monovalent ions.

    With r = exp(-F V / R T) the cation ratio in/out, M all cations, A all anions, Q the charge held inside:

    M r v_i / (r v_i + v_o) - A v_i / (v_i + r v_o) + Q = 0, a quadratic in r

    Args:
        amount: n by ion (first axis), both sides together [mol]; > 0.
        charge: z by ion, +1 or -1.
        impermeant_charge: Q, signed charge that cannot leave the inside [mol], any shape; -M < Q < A.
        volume_inside, volume_outside: v_i, v_o [m3], any shape; > 0.
        temperature: T [K].

    Returns: `DonnanState`.

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Donnan 1911 (donnan_1911).
    Valid: electroneutral as a whole (the outside's impermeant charge is then -Q - M + A); ideal solutions.
    """
    require_monovalent(charge, _MONOVALENT)
    others = (impermeant_charge, volume_inside, volume_outside, temperature)
    xp, rows = ion_rows(("amount", "charge"), amount, charge, others=others)
    cations, anions = _sums(xp, rows)
    vi, vo = volume_inside, volume_outside
    ratio = positive_quadratic_root(
        vi * vo * (cations + impermeant_charge),
        (cations - anions) * vi * vi + impermeant_charge * (vi * vi + vo * vo),
        vi * vo * (anions - impermeant_charge),
    )
    return _state(xp, rows, ratio, vi, vo, temperature)


def donnan_closed_osmotic(
    amount: Any,
    charge: Any,
    impermeant_inside: Any,
    impermeant_outside: Any,
    charge_inside: Any,
    charge_outside: Any,
    volume: Any,
    temperature: Any,
) -> DonnanState:
    """Donnan equilibrium of two closed compartments that also exchange water within a fixed total volume.

    Osmolarity C = (M + A + n_i + n_o) / volume is the same on both sides; ion products agree where (u = 1/v)

    (C - n_i u_i)^2 - (Q_i u_i)^2 = (C - n_o u_o)^2 - (Q_o u_o)^2, monotone in v_i

    Args:
        amount: n by permeant ion (first axis), both sides together [mol]; > 0.
        charge: z by ion, +1 or -1; cations M, anions A.
        impermeant_inside, impermeant_outside: n_i, n_o, osmoles that stay on their side [mol]; >= 0.
        charge_inside, charge_outside: Q_i, Q_o, signed charge that stays there [mol]; M - A + Q_i + Q_o = 0.
        volume: both together [m3]; > 0.
        temperature: T [K].

    Returns: `DonnanState`; not finite where nothing is impermeant (water then has no equilibrium of its own).

    Raises:
        InputError: an ion that is not monovalent, or columns of different lengths.

    Source: Donnan 1911 (donnan_1911); Huebel & Ullah 2016 (huebel_ullah_2016).
    Valid: ideal solutions, no pressure, impermeant osmoles or charge on both sides.
    """
    require_monovalent(charge, _MONOVALENT)
    others = (impermeant_inside, impermeant_outside, charge_inside, charge_outside, volume, temperature)
    xp, rows = ion_rows(("amount", "charge"), amount, charge, others=others)
    cations, anions = _sums(xp, rows)
    osmoles = cations + anions + impermeant_inside + impermeant_outside
    ni, no, qi, qo = (one / osmoles for one in (impermeant_inside, impermeant_outside, charge_inside, charge_outside))

    def excess(x: Any) -> tuple[Any, Any]:
        u, w = 1.0 / x, 1.0 / (1.0 - x)
        value = (1 - ni * u) ** 2 - (qi * u) ** 2 - (1 - no * w) ** 2 + (qo * w) ** 2
        slope_in = 2 * u * u * (ni * (1 - ni * u) + qi * qi * u)
        return value, slope_in + 2 * w * w * (no * (1 - no * w) + qo * qo * w)

    # between the ends both sides have room for their impermeant osmoles and the counter-ions of their charge
    x = monotone_root(excess, ni + xp.abs(qi), 1.0 - no - xp.abs(qo), xp)
    cations_in = 0.5 * (x - ni - qi) * osmoles
    ratio = cations_in * (1.0 - x) / ((cations - cations_in) * x)
    return _state(xp, rows, ratio, volume * x, volume * (1.0 - x), temperature)


def _sums(xp: Any, rows: Any) -> tuple[Any, Any]:
    """All cations and all anions [mol]."""
    cations = total([xp.where(z > 0, n, 0.0 * n) for n, z in rows])
    return cations, total([xp.where(z > 0, 0.0 * n, n) for n, z in rows])


def _state(xp: Any, rows: Any, ratio: Any, vi: Any, vo: Any, temperature: Any) -> DonnanState:
    """Share the ions out by the cation ratio."""
    own = [xp.where(z > 0, ratio * vi, vi) / xp.where(z > 0, ratio * vi + vo, vi + ratio * vo) for _, z in rows]
    inside = tuple(n * part for (n, _), part in zip(rows, own, strict=True))
    outside = tuple(n * (1.0 - part) for (n, _), part in zip(rows, own, strict=True))
    return DonnanState(-thermal_voltage(temperature) * log_ratio(ratio, 0.0 * ratio + 1.0), vi, vo, inside, outside)
