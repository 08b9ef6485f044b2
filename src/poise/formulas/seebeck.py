"""Heat to electricity: Seebeck coefficients, and what a linear converter between two temperatures delivers."""

from collections.abc import Sequence
from typing import Any

from ..constants import FARADAY
from .namespace import namespace


def seebeck_coefficient(entropy: Any, electrons: Any = 1) -> Any:
    """Seebeck coefficient of a redox couple: how its electrode potential changes with temperature.

    S = dS / (n F)

    Args:
        entropy: dS of the reduction, S_red - S_ox [J/(mol K)], any shape; partial molar entropies on an absolute scale
            give the coefficient of a thermogalvanic cell, conventional ones (S of H+ is 0) miss the hydrogen electrode.
        electrons: n taken up.

    Returns: S [V/K]; negative where the reduced form is the more ordered one.

    Source: Duan et al. 2018, eq. 1 (duan_2018); deBethune, Licht & Swendeman 1959 (bethune_1959).
    Valid: no Soret effect, wires of no Seebeck coefficient.
    """
    return entropy / (electrons * FARADAY)


def reaction_entropy(seebeck: Any, electrons: Any = 1) -> Any:
    """Entropy of the reduction that a Seebeck coefficient implies.

    dS = n F S

    Args:
        seebeck: S [V/K], any shape.
        electrons: n taken up.

    Returns: dS [J/(mol K)].

    Source: inverse of `seebeck_coefficient` (duan_2018).
    """
    return electrons * FARADAY * seebeck


def series_seebeck(coefficients: Sequence[Any]) -> Any:
    """Seebeck coefficient of cells in series, every second one turned round where its sign is the other.

    S = sum of |S_i|

    Args:
        coefficients: S_i of each cell [V/K].

    Returns: S [V/K].

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017). Valid: no losses at the joints; measured pairs give somewhat less.
    """
    xp = namespace(*coefficients)
    total: Any = 0.0
    for one in coefficients:
        total = total + xp.abs(one)
    return total


def matched_power(voltage: Any, resistance: Any) -> Any:
    """Most power that a source with an ohmic inside delivers: into a load equal to that.

    P = V_oc^2 / (4 R)

    Args:
        voltage: V_oc [V], any shape.
        resistance: inside, R [ohm m2] (or [ohm]).

    Returns: P [W/m2] (or [W]).

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017).
    """
    return voltage * voltage / (4.0 * resistance)


def figure_of_merit(seebeck: Any, conductance: Any, heat_conductance: Any, temperature: Any) -> Any:
    """Figure of merit of a converter between two temperatures.

    ZT = S^2 G T / K

    Args:
        seebeck: S [V/K], any shape.
        conductance: electric, G [S/m2] (or conductivity [S/m]).
        heat_conductance: K [W/(m2 K)] (or conductivity [W/(m K)]).
        temperature: mean, T [K].

    Returns: ZT.

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017).
    """
    return seebeck * seebeck * conductance * temperature / heat_conductance


def carnot_efficiency(hot: Any, cold: Any) -> Any:
    """Largest share of heat that can become work between two temperatures.

    eta_C = 1 - T_c / T_h

    Args:
        hot, cold: T_h, T_c [K], any shape.

    Returns: eta_C.

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017).
    """
    return 1.0 - cold / hot


def maximum_efficiency(hot: Any, cold: Any, merit: Any) -> Any:
    """Best efficiency of a linear converter with constant properties.

    eta = (1 - T_c / T_h) (sqrt(1 + ZT) - 1) / (sqrt(1 + ZT) + T_c / T_h)

    Args:
        hot, cold: T_h, T_c [K], any shape.
        merit: ZT at the mean temperature.

    Returns: eta, power over heat drawn from the hot side.

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017). Valid: S, G and K the same at all temperatures.
    """
    root = namespace(hot, cold, merit).sqrt(1.0 + merit)
    return carnot_efficiency(hot, cold) * (root - 1.0) / (root + cold / hot)


def matched_efficiency(hot: Any, cold: Any, merit: Any) -> Any:
    """Efficiency of a linear converter at its largest power.

    eta = (T_h - T_c) / (2 T_h + 4 T / ZT - (T_h - T_c) / 2),  T = (T_h + T_c) / 2

    Args:
        hot, cold: T_h, T_c [K], any shape.
        merit: ZT at the mean temperature, > 0.

    Returns: eta; at most about half of Carnot's.

    Source: Goldsmid 2017, ch. 1 (goldsmid_2017), with a load equal to the inner resistance.
    Valid: S, G and K the same at all temperatures, half of Joule's heat to each end.
    """
    step = hot - cold
    return step / (2.0 * hot + 2.0 * (hot + cold) / merit - step / 2.0)
