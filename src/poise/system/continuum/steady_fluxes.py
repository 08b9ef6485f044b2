"""Fluxes of a stationary state without the rounding error of large opposite parts."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ...formulas.special import bernoulli_pair

if TYPE_CHECKING:
    from .equations import Equations


def steady_fluxes(equations: "Equations", y: Any) -> Any:
    """(N, M + 1) fluxes of a state in which nothing changes.

    A flux is the difference of two parts, and where a carrier is plentiful the parts are up to 1e20 times their
    difference. In a stationary state the flux at one face is that at any other less what the sources between them make,
    so that it is taken where the parts are smallest and carried from there.
    """
    c, phi = equations.columns(y)
    onward, back = bernoulli_pair(equations.drift(c, phi))
    one, other = equations.conductance * onward * c[:, :-1], equations.conductance * back * c[:, 1:]
    made = np.zeros_like(one)
    if equations.line.sources:
        made[:, 1:] = np.cumsum(equations.sources(c) * equations.h, axis=1)
    noise = one + other
    noise[(equations.conductance == 0.0)] = 0.0
    place = np.argmin(noise, axis=1)[:, None]
    flux, before = np.take_along_axis(one - other, place, 1), np.take_along_axis(made, place, 1)
    return flux + made - before
