"""Electrodes with a current: Butler-Volmer with and without transport limits, and Tafel lines."""

from typing import Any

from ..constants import FARADAY
from .namespace import namespace
from .thermal import thermal_voltage


def butler_volmer(exchange: Any, overpotential: Any, temperature: Any, anodic: Any = 0.5, cathodic: Any = 0.5) -> Any:
    """Current of an electrode reaction against its overpotential, anodic (oxidation) positive.

    i = i0 (exp(a_a F eta / R T) - exp(-a_c F eta / R T))

    Args:
        exchange: i0 [A/m2], any shape; >= 0.
        overpotential: eta = E - E_equilibrium [V], any shape.
        temperature: T [K].
        anodic, cathodic: transfer coefficients a_a, a_c; they add up to the number of electrons.

    Returns: i [A/m2].

    Source: Bard & Faulkner 2001, eq. 3.4.11 (bard_faulkner_2001).
    Valid: surface concentrations as in the bulk (well stirred, small current).
    """
    u = overpotential / thermal_voltage(temperature)
    xp = namespace(u, anodic, cathodic)
    return exchange * (xp.expm1(anodic * u) - xp.expm1(-cathodic * u))


def limited_butler_volmer(
    exchange: Any,
    overpotential: Any,
    temperature: Any,
    anodic_limit: Any,
    cathodic_limit: Any,
    anodic: Any = 0.5,
    cathodic: Any = 0.5,
) -> Any:
    """Current of an electrode reaction whose reactants must also be brought up, anodic positive.

    i = i0 ((1 - i/i_la) exp(a_a F eta / R T) - (1 + i/i_lc) exp(-a_c F eta / R T)), solved for i

    Args:
        exchange: i0 [A/m2], any shape; > 0.
        overpotential: eta = E - E_equilibrium [V], any shape.
        temperature: T [K].
        anodic_limit, cathodic_limit: i_la, i_lc, sizes of the limiting currents [A/m2]; > 0, inf for none.
        anodic, cathodic: transfer coefficients.

    Returns: i [A/m2], between -i_lc and i_la.

    Source: Bard & Faulkner 2001, eq. 3.4.10 with the limits of sec. 1.4 (bard_faulkner_2001).
    Valid: steady diffusion layer, linear in the concentrations.
    """
    u = overpotential / thermal_voltage(temperature)
    xp = namespace(u, anodic, cathodic, exchange, anodic_limit, cathodic_limit)
    forward, backward = anodic * u, -cathodic * u
    scale = xp.maximum(xp.maximum(forward, backward), 0.0 * u)
    up, down, one = xp.exp(forward - scale), xp.exp(backward - scale), xp.exp(-scale)
    return exchange * (up - down) / (one + exchange * (up / anodic_limit + down / cathodic_limit))


def tafel_current(potential: Any, standard: Any, exchange: Any, slope: Any) -> Any:
    """Size of the current on one Tafel line.

    |i| = i0 10^((E - E_equilibrium) / beta)

    Args:
        potential: E [V], any shape.
        standard: equilibrium potential of the reaction, where the line starts [V], any shape.
        exchange: i0 [A/m2], any shape.
        slope: beta [V per decade], positive for an anodic line, negative for a cathodic one.

    Returns: |i| [A/m2].

    Source: Tafel 1905 (tafel_1905); Bard & Faulkner 2001, sec. 3.4.3 (bard_faulkner_2001).
    Valid: far from equilibrium (|E - E_equilibrium| above about 0.1 V).
    """
    return exchange * 10.0 ** ((potential - standard) / slope)


def tafel_potential(current: Any, standard: Any, exchange: Any, slope: Any) -> Any:
    """Potential at which a Tafel line carries a current.

    E = E_equilibrium + beta log10(|i| / i0)

    Args:
        current: |i| [A/m2], any shape; > 0.
        standard: equilibrium potential of the reaction [V], any shape.
        exchange: i0 [A/m2], any shape; > 0.
        slope: beta [V per decade], positive anodic, negative cathodic.

    Returns: E [V].

    Source: Tafel 1905 (tafel_1905).
    """
    return standard + slope * namespace(current, exchange).log10(current / exchange)


def corrosion_rate(current: Any, molar_mass: Any, electrons: Any) -> Any:
    """Mass that a corrosion current removes (Faraday's law).

    m' = i M / (n F)

    Args:
        current: i [A/m2], any shape.
        molar_mass: M [kg/mol], any shape.
        electrons: n given up per atom, any shape.

    Returns: m' [kg/(m2 s)]; over the density it is the depth lost per second.

    Source: Bard & Faulkner 2001, ch. 1 (bard_faulkner_2001).
    """
    return current * molar_mass / (electrons * FARADAY)
