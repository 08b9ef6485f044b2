"""Two or more reactions at one electrode: mixed (corrosion) potential and current."""

from typing import Any

from .ions import ion_rows, total
from .namespace import namespace
from .special import monotone_root
from .thermal import thermal_voltage


def corrosion_point(
    anode: Any,
    anode_exchange: Any,
    anode_slope: Any,
    cathode: Any,
    cathode_exchange: Any,
    cathode_slope: Any,
) -> tuple[Any, Any]:
    """Where an anodic and a cathodic Tafel line cross: corrosion potential and current.

    (E - E_a)/b_a + log10 i_a = (E - E_c)/b_c + log10 i_c

    Args:
        anode, cathode: equilibrium potentials E_a < E_c [V], any shape.
        anode_exchange, cathode_exchange: i_a, i_c, exchange currents [A/m2], any shape; > 0.
        anode_slope, cathode_slope: b_a > 0, b_c < 0 [V per decade].

    Returns: (E_corr [V], i_corr [A/m2]).

    Source: Wagner & Traud 1938 (wagner_traud_1938).
    Valid: both reactions on their Tafel lines (E_corr some 0.1 V from E_a and E_c), no transport limit.
    """
    xp = namespace(anode, anode_exchange, anode_slope, cathode, cathode_exchange, cathode_slope)
    difference = xp.log10(cathode_exchange / anode_exchange) + anode / anode_slope - cathode / cathode_slope
    potential = difference / (1.0 / anode_slope - 1.0 / cathode_slope)
    return potential, anode_exchange * 10.0 ** ((potential - anode) / anode_slope)


def limited_corrosion_point(anode: Any, anode_exchange: Any, anode_slope: Any, limit: Any) -> tuple[Any, Any]:
    """Corrosion under transport control: the current is the cathodic limit, whatever the anode's kinetics.

    i_corr = i_lim,  E_corr = E_a + b_a log10(i_lim / i_a)

    Args:
        anode: equilibrium potential E_a of the metal [V], any shape.
        anode_exchange: i_a [A/m2], any shape; > 0.
        anode_slope: b_a [V per decade], > 0.
        limit: i_lim, size of the cathodic limiting current [A/m2], any shape; > 0.

    Returns: (E_corr [V], i_corr [A/m2]).

    Source: Wagner & Traud 1938 with a vertical cathodic line (wagner_traud_1938).
    Valid: E_corr on the plateau of the limiting current.
    """
    xp = namespace(anode, anode_exchange, anode_slope, limit)
    potential = anode + anode_slope * xp.log10(limit / anode_exchange)
    return potential, anode_exchange * 10.0 ** ((potential - anode) / anode_slope)


def mixed_potential(equilibrium: Any, exchange: Any, temperature: Any, anodic: Any, cathodic: Any) -> Any:
    """Potential at which the Butler-Volmer currents of any number of couples add up to nothing.

    sum_k i0_k (exp(a_k F (E - E_k) / R T) - exp(-c_k F (E - E_k) / R T)) = 0, monotone in E

    Args:
        equilibrium: E_k by couple (first axis) [V].
        exchange: i0 by couple [A/m2]; > 0.
        temperature: T [K].
        anodic, cathodic: transfer coefficients a, c by couple.

    Returns: E, between the least and the greatest E_k [V].

    Raises:
        InputError: columns of different lengths.

    Source: Wagner & Traud 1938 (wagner_traud_1938).
    Valid: no transport limits; couples within 5 V of one another.
    """
    names = ("equilibrium", "exchange", "anodic", "cathodic")
    xp, rows = ion_rows(names, equilibrium, exchange, anodic, cathodic, others=(temperature,))
    unit = thermal_voltage(temperature)
    low = high = rows[0][0] / unit
    for row in rows[1:]:
        low, high = xp.minimum(low, row[0] / unit), xp.maximum(high, row[0] / unit)

    def current(v: Any) -> tuple[Any, Any]:
        terms = [(i * xp.exp(a * (v - e / unit)), i * xp.exp(-c * (v - e / unit)), a, c) for e, i, a, c in rows]
        return total([up - down for up, down, _, _ in terms]), total([a * up + c * down for up, down, a, c in terms])

    return unit * monotone_root(current, low, high, xp)
