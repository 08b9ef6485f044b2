"""Ohmic ions side by side: chord-conductance potential, the pump's shift of it, Thevenin equivalent."""

from typing import Any

from .ions import ion_rows, total


def thevenin(conductance: Any, equilibrium: Any) -> tuple[Any, Any]:
    """The one battery and conductance that stand for all the ions' batteries and conductances in parallel.

    emf = sum g_k E_k / sum g_k,  g = sum g_k

    Args:
        conductance: g by ion (first axis), relative or [S/m2]; >= 0, not all 0.
        equilibrium: E by ion [V].

    Returns: (emf [V], g in the unit given).

    Raises:
        InputError: columns of different lengths.

    Source: Hodgkin & Horowicz 1959 (hodgkin_horowicz_1959).
    """
    _, rows = ion_rows(("conductance", "equilibrium"), conductance, equilibrium)
    whole = total([g for g, _ in rows])
    return total([g * e for g, e in rows]) / whole, whole


def chord_potential(conductance: Any, equilibrium: Any) -> Any:
    """Chord-conductance potential: where the ohmic currents of any number of ions add up to nothing.

    V = sum g_k E_k / sum g_k

    Args:
        conductance: g by ion (first axis), relative or [S/m2]; >= 0, not all 0.
        equilibrium: E by ion [V].

    Returns: V [V].

    Raises:
        InputError: columns of different lengths.

    Source: Hodgkin & Horowicz 1959 (hodgkin_horowicz_1959).
    Valid: currents linear in V over the range in question.
    """
    return thevenin(conductance, equilibrium)[0]


def pump_shift(pump_current: Any, conductance: Any) -> Any:
    """How far an electrogenic pump of constant current moves the potential of ohmic ions.

    dV = -I_pump / g

    Args:
        pump_current: I_pump, outward positive [A/m2], any shape.
        conductance: g, all ions together [S/m2], any shape; > 0.

    Returns: dV [V]; negative (hyperpolarising) for the Na,K-ATPase.

    Source: Hodgkin & Horowicz 1959 with a current source in parallel (hodgkin_horowicz_1959).
    """
    return -pump_current / conductance
