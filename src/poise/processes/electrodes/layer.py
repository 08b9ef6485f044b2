"""The diffusion layer before an electrode: what limits a reaction, and how much."""

from typing import Any

import numpy as np

from ...chemistry.gases import diffusion_in_water, known_diffusion, solubility
from ...chemistry.species import Species
from ...constants import STANDARD_CONCENTRATION
from ...formulas.electrode import limiting_current
from ..base import Local

Terms = tuple[tuple[Species, int], ...]


def head(terms: Terms) -> tuple[Species, int]:
    """What the couple's name says on one side, with its coefficient: O2 of O2 + 2 H2O + 4 e-."""
    return terms[0]


def require_diffusion(terms: Terms, layer: Any) -> None:
    """Refuse a layer before what has no known diffusion coefficient.

    Raises:
        InputError: it has none in Poise's tables.
    """
    one, _ = head(terms)
    if isinstance(layer, float) and layer > 0.0 and not one.implicit:
        diffusion_in_water(one)


def per_limit(terms: Terms, electrons: int, layer: Any, local: Local) -> Any:
    """Inverse of the limiting current [m2/A] in the outside solution; 0 without a layer, and for solids and water."""
    one, count = head(terms)
    diffusion = known_diffusion(one)
    if one.implicit or diffusion is None:
        return 0.0  # (a layer before what has no known diffusion coefficient was refused)
    full = solubility(one, local.temperature) if one.phase == "gas" else STANDARD_CONCENTRATION
    there = full * local.activity("outside", one)
    return layer / limiting_current(electrons, diffusion, there, 1.0, count)


def limit_at(terms: Terms, electrons: int, layer: Any, local: Local) -> Any:
    """The limiting current density [A/m2] in the outside solution, infinite without a layer."""
    slow = np.asarray(per_limit(terms, electrons, layer, local), dtype=float)
    with np.errstate(divide="ignore"):
        return 1.0 / slow
