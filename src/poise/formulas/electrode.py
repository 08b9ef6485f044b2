"""Electrodes with a current: Butler-Volmer with and without transport limits, Tafel lines, corrosion rates."""

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


def limiting_current(electrons: Any, diffusion: Any, concentration: Any, layer: Any, coefficient: Any = 1.0) -> Any:
    """Largest current that diffusion through a stagnant layer can feed.

    i_lim = n F D c / (nu delta)

    Args:
        electrons: n that the reaction takes or gives, any shape.
        diffusion: D of what is used up [m2/s], any shape.
        concentration: c in the bulk [mol/m3], any shape.
        layer: thickness delta of the diffusion layer [m], any shape; > 0.
        coefficient: nu, how many of it react with n electrons.

    Returns: i_lim [A/m2].

    Source: Bard & Faulkner 2001, sec. 1.4 (bard_faulkner_2001).
    Valid: steady diffusion of a minor species (no migration); unstirred water 0.1 to 0.5 mm, by convection.
    """
    return electrons * FARADAY * diffusion * concentration / (coefficient * layer)


def tafel_with_return(forward: Any, affinity: Any, temperature: Any, feed: Any = 0.0, removal: Any = 0.0) -> Any:
    """Net rate of a reaction with a Tafel line, its return by its affinity, and diffusion before and after it.

    i = i_f (1 - r) / (1 + i_f / i_feed + r i_f / i_removal),  r = exp(-A / R T)

    The return r makes the rate vanish at equilibrium, whatever the Tafel slope; far from it i = i_f. The reactant comes
    up at i_feed at most, the product, where the reaction runs backwards, at i_removal.

    Args:
        forward: i_f, on the Tafel line, at the composition of the bulk [A/m2], any shape; >= 0.
        affinity: A / F, driving force of the reaction as written, n times the overpotential [V], any shape.
        temperature: T [K].
        feed, removal: i_f / i_feed and i_f / i_removal [1]; 0 where nothing limits.

    Returns: i [A/m2] in the direction of the reaction, with the sign of A.

    Source: De Donder's relation between rate and affinity, with a stoichiometric number of 1 (beard_qian_2007); Bard &
    Faulkner 2001, eq. 3.4.10, for the layer (bard_faulkner_2001).
    """
    half = 0.5 * affinity / thermal_voltage(temperature)
    xp = namespace(half, forward, feed, removal)
    return 2.0 * forward * xp.sinh(half) / (xp.exp(half) * (1.0 + feed) + xp.exp(-half) * removal)


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


def penetration_rate(current: Any, molar_mass: Any, electrons: Any, density: Any) -> Any:
    """Depth that a corrosion current removes per time.

    v = i M / (n F rho)

    Args:
        current: i [A/m2], any shape.
        molar_mass: M [kg/mol], any shape.
        electrons: n given up per atom, any shape.
        density: rho [kg/m3], any shape.

    Returns: v [m/s]; times 3.156e10 it is mm/year (1 uA/cm2 of iron: 0.0116 mm/year).

    Source: Jones 1996, sect. 3.1 (jones_1996).
    """
    return corrosion_rate(current, molar_mass, electrons) / density
