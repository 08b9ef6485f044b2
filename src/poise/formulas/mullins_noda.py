"""Rest with a pump in steady state: Mullins and Noda's equation, in permeabilities and in conductances."""

from typing import Any

from .namespace import namespace
from .special import log_ratio
from .thermal import thermal_voltage

SODIUM_POTASSIUM_RATIO = 1.5  # 3 Na+ out for 2 K+ in (Post & Jolly 1957, post_jolly_1957)


def mullins_noda_voltage(
    relative_permeability: Any,
    potassium_outside: Any,
    potassium_inside: Any,
    sodium_outside: Any,
    sodium_inside: Any,
    temperature: Any,
    ratio: Any = SODIUM_POTASSIUM_RATIO,
) -> Any:
    """Resting potential of a constant-field membrane whose pump balances both cation leaks.

    V = (R T / F) ln((r K_out + b Na_out) / (r K_in + b Na_in))

    Args:
        relative_permeability: b = P_Na / P_K, any shape; >= 0.
        potassium_outside, potassium_inside: K+ [mol/m3], any shape; >= 0.
        sodium_outside, sodium_inside: Na+ [mol/m3], any shape; >= 0.
        temperature: T [K].
        ratio: r, Na+ out per K+ in; 1 gives the Goldman-Hodgkin-Katz voltage.

    Returns: V [V].

    Source: Mullins & Noda 1963 (mullins_noda_1963).
    Valid: net Na+ and K+ fluxes both 0 with the pump; other ions passive and at equilibrium.
    """
    up = ratio * potassium_outside + relative_permeability * sodium_outside
    down = ratio * potassium_inside + relative_permeability * sodium_inside
    return thermal_voltage(temperature) * log_ratio(up, down)


def mullins_noda_chord(
    potassium_conductance: Any,
    potassium_equilibrium: Any,
    sodium_conductance: Any,
    sodium_equilibrium: Any,
    ratio: Any = SODIUM_POTASSIUM_RATIO,
) -> Any:
    """Resting potential of ohmic leaks whose pump balances both cations (i_Na / i_K = -r).

    V = (r g_K E_K + g_Na E_Na) / (r g_K + g_Na)

    Args:
        potassium_conductance, sodium_conductance: g, relative or [S/m2], any shape; >= 0.
        potassium_equilibrium, sodium_equilibrium: E [V], any shape.
        ratio: r, Na+ out per K+ in; 1 gives the chord-conductance potential.

    Returns: V [V].

    Source: Mullins & Noda 1963 (mullins_noda_1963), leaks linear.
    Valid: net Na+ and K+ fluxes both 0 with the pump; other ions passive and at equilibrium.
    """
    weight = ratio * potassium_conductance
    return (weight * potassium_equilibrium + sodium_conductance * sodium_equilibrium) / (weight + sodium_conductance)


def pump_contribution_bound(temperature: Any, ratio: Any = SODIUM_POTASSIUM_RATIO) -> Any:
    """The most that a pump in steady state can add to the resting potential of a constant-field membrane.

    |V(r) - V(1)| < (R T / F) ln r

    Args:
        temperature: T [K], any shape.
        ratio: r, Na+ out per K+ in; >= 1.

    Returns: the bound [V]; 10.8 mV for 3:2 at 37 degC.

    Source: Thomas 1972 (thomas_1972).
    """
    return thermal_voltage(temperature) * namespace(ratio, temperature).log(ratio)
