"""Pourbaix diagrams: which species has the least free energy, by pH and potential, as exact polygons."""

from collections.abc import Sequence
from typing import Any

from .proton import nernst_slope

_NOTHING = 1e-12  # of an edge: shorter ones are rounding


def species_plane(
    formation: Any, hydrogen: Any, electrons: Any, log_activity: Any, atoms: Any, temperature: Any
) -> tuple[Any, Any, Any]:
    """Free energy of a species per atom of the metal, over F, as a plane in pH and potential.

    a M + b H2O = species + h H+ + n e-,  g / F = (dG/F + (R T/F) ln 10 log a_s - h (R T/F) ln 10 pH - n E) / a

    Args:
        formation: dG/F of that reaction [V], any shape, n e- as n/2 H2 (the hydrogen electrode's scale).
        hydrogen, electrons: h and n, any shape.
        log_activity: log10 of the species' activity, 0 for a solid.
        atoms: a, atoms of the metal in it.
        temperature: T [K].

    Returns: (value at pH 0 and 0 V [V], slope with pH [V], slope with E [1]).

    Source: Pourbaix 1974, ch. III (pourbaix_1974).
    """
    decade = nernst_slope(temperature)
    return (formation + decade * log_activity) / atoms, -hydrogen * decade / atoms, -electrons / atoms


def least_regions(
    planes: Sequence[tuple[float, float, float]], low: tuple[float, float], high: tuple[float, float]
) -> list[list[tuple[float, float]]]:
    """Where each of several planes is the lowest, within a rectangle: convex polygons, counter-clockwise.

    region k = {(x, y): c_k + p_k x + q_k y <= c_j + p_j x + q_j y for every j}

    Args:
        planes: (c, p, q) of each.
        low, high: corners (x, y) of the rectangle.

    Returns: the corners of each region, an empty list where a plane is nowhere the lowest.

    Source: the lower envelope of planes; each half-plane cuts the polygon (Sutherland & Hodgman 1974).
    """
    found = []
    for k, own in enumerate(planes):
        corners = [low, (high[0], low[1]), high, (low[0], high[1])]
        for j, other in enumerate(planes):
            if j != k and corners:
                corners = _cut(corners, tuple(a - b for a, b in zip(own, other, strict=True)), j < k)
        found.append(corners)
    return found


def _cut(corners: list[tuple[float, float]], plane: tuple[float, ...], strict: bool) -> list[tuple[float, float]]:
    """The part of a convex polygon where c + p x + q y <= 0; nothing where the plane is 0 all over and `strict`."""
    c, p, q = plane
    if not any(plane):
        return [] if strict else corners
    heights = [c + p * x + q * y for x, y in corners]
    kept: list[tuple[float, float]] = []
    for k, (x, y) in enumerate(corners):
        (x2, y2), here, there = corners[(k + 1) % len(corners)], heights[k], heights[(k + 1) % len(corners)]
        if here <= 0:
            kept.append((x, y))
        if (here < 0 < there) or (there < 0 < here):
            share = here / (here - there)
            kept.append((x + share * (x2 - x), y + share * (y2 - y)))
    return kept if _area(kept) > _NOTHING else []


def _area(corners: list[tuple[float, float]]) -> float:
    """Area of a polygon, positive counter-clockwise."""
    turned = zip(corners, corners[1:] + corners[:1], strict=True) if corners else ()
    return 0.5 * sum(x * y2 - x2 * y for (x, y), (x2, y2) in turned)
