"""Exponentially fitted fluxes through the faces of a line, and their slopes."""

from typing import Any, NamedTuple

from ...formulas.special import bernoulli_pair, bernoulli_slope


class Fluxes(NamedTuple):
    """Fluxes to the right through every face and their slopes, each (N, M + 1).

    Attributes:
        flux: J.
        by_left, by_right: dJ/dc of the concentrations on either side, the drift held.
        by_drift: dJ/du.
    """

    flux: Any
    by_left: Any
    by_right: Any
    by_drift: Any


def fitted(conductance: Any, drift: Any, left: Any, right: Any) -> Any:
    """Flux of a carrier between two points under a drift that is constant between them.

    J = (D/h) [B(u) c_left - B(-u) c_right],  u = z F dphi/(R T) + d ln gamma,  B(u) = u/(exp(u) - 1)

    which is 0 exactly where ln(c gamma) + z F phi/(R T) is the same on both sides, central for small u and upwind for
    large u.

    Args:
        conductance: D/h [m/s].
        drift: u.
        left, right: concentrations.

    Source: Scharfetter & Gummel 1969, eq. 24 (scharfetter_gummel_1969), from memory; with activities as a part of u.
    """
    onward, back = bernoulli_pair(drift)
    return conductance * (onward * left - back * right)


def fitted_with_slopes(conductance: Any, drift: Any, left: Any, right: Any) -> Fluxes:
    """`fitted`, and its slopes."""
    onward, back = bernoulli_pair(drift)
    bend = bernoulli_slope(drift)
    by_left, by_right = conductance * onward, -conductance * back
    return Fluxes(
        by_left * left + by_right * right, by_left, by_right, conductance * (bend * left - (1.0 + bend) * right)
    )
