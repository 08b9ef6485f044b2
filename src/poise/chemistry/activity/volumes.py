"""From concentrations to molalities: how much of a litre the solutes leave to the water."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from ...formulas.debye import water_density
from ...formulas.namespace import hold, namespace
from ..species import Species
from .protocol import is_dissolved

_LEAST = 0.1  # share of a litre; less is no aqueous solution, and the conversion stays finite


@cache
def partial_volumes() -> Mapping[str, float]:
    """Partial molar volumes at infinite dilution and 25 degC [m3/mol] by species, H+ being 0 by convention.

    Source: partial_volumes.csv beside species.csv: salts of May et al. 2011 (may_2011) split into ions.
    """
    chemistry = resources.files((__package__ or "").rpartition(".")[0])
    with chemistry.joinpath("partial_volumes.csv").open(encoding="utf-8") as lines:
        return MappingProxyType(
            {row["species"]: 1e-6 * float(row["volume_cm3_per_mol"]) for row in csv.DictReader(lines)}
        )


def molalities_of(species: Sequence[Species], concentrations: Sequence[Any], temperature: Any) -> tuple[list[Any], Any]:
    """Molalities, and the ratio of the molar to the molal activity coefficients.

    m = c / w,  w = rho_w (1 - sum_k c_k V_k);  y / gamma = m rho_w / c = rho_w / w

    Species that the table of volumes lacks take no room: V = 0.

    Args:
        species: the solution's species; what is not dissolved takes no room.
        concentrations: c of each [mol/m3].
        temperature: T [K].

    Returns: m of each [mol/kg], and the ratio, 1 at infinite dilution.

    Source: Robinson & Stokes 2002, ch. 2 (robinson_stokes_2002); water's density Kell 1975 (kell_1975).
    Valid: volumes of infinite dilution; for NaCl the water's mass errs by 0.3 % at 1 mol/L, by about 3 % at saturation.
    """
    known = partial_volumes()
    taken: Any = 0.0
    for one, value in zip(species, concentrations, strict=True):
        volume = known.get(one.name, 0.0)
        if volume and is_dissolved(one):
            taken = taken + volume * value
    left = namespace(taken).maximum(1.0 - taken, _LEAST)
    per_water = 1.0 / (water_density(temperature) * left)
    per_water, ratio = hold((per_water, 1.0 / left), namespace(per_water))
    return [one * per_water for one in concentrations], ratio
