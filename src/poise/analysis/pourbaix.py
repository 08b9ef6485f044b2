"""The verb `pourbaix`: what a metal is in water, by pH and potential."""

from ..chemistry.pourbaix import forms, oxygen_potential
from ..constants import STANDARD_TEMPERATURE
from ..errors import InputError
from ..formulas.pourbaix import least_regions, species_plane
from ..formulas.proton import nernst_slope
from ..results.pourbaix_result import Pourbaix, Region, border


def pourbaix(
    element: str,
    *,
    activity: float = 1e-6,
    temperature: float = STANDARD_TEMPERATURE,
    solids: str = "oxides",
    ph: tuple[float, float] = (-2.0, 16.0),
    potential: tuple[float, float] = (-2.0, 2.0),
) -> Pourbaix:
    """The Pourbaix diagram of a metal: the form of least free energy at each pH and potential.

    g_k(pH, E) least, a plane for each form k; the regions are exact polygons, their borders straight lines.

    Args:
        element: "Fe" or "Zn".
        activity: of every dissolved form [1], above 0; 1e-6 is the usual border of corrosion.
        temperature: T [K]; free energies change by their standard entropies.
        solids: "oxides" (Fe3O4, Fe2O3; ZnO) or "hydroxides" (Fe(OH)2, Fe(OH)3; Zn(OH)2), which come first in time.
        ph: range of pH. potential: range of E against the hydrogen electrode at T [V].

    Raises:
        InputError: no diagram of that element, or a number that makes no sense.

    Source: Pourbaix 1974, ch. III and IV (pourbaix_1974). Valid: pure water, equilibrium; it says nothing of rates, and
    a passive film need not protect.
    """
    if not 0.0 < activity < 1e3:
        raise InputError(f"the activity of the ions is {activity:g}; it must be above 0, such as 1e-6")
    if not 250.0 <= temperature <= 400.0:
        raise InputError(
            f"{temperature:g} K is outside of what free energies at 25 degC can be carried to, 250 to 400 K"
        )
    if not (ph[0] < ph[1] and potential[0] < potential[1]):
        raise InputError("the range of pH or potential is empty")
    from math import log10

    every = forms(element, solids)
    planes = [
        species_plane(
            one.formation(temperature),
            one.protons,
            one.electrons,
            log10(activity) if one.dissolved else 0.0,
            one.metal,
            temperature,
        )
        for one in every
    ]
    polygons = least_regions(planes, (ph[0], potential[0]), (ph[1], potential[1]))
    regions = tuple(
        Region(one.name, one.kind, tuple(corners)) for one, corners in zip(every, polygons, strict=True) if corners
    )
    shown = [k for k, corners in enumerate(polygons) if corners]
    borders = tuple(
        line
        for place, k in enumerate(shown)
        for j in shown[place + 1 :]
        if (line := border(every[k].name, every[j].name, planes[k], planes[j], polygons[k])) is not None
    )
    return Pourbaix(
        next(one.name for one in every if one.kind == "immunity"),
        activity,
        temperature,
        solids,
        regions,
        borders,
        oxygen_potential(temperature),
        nernst_slope(temperature),
        ("pourbaix_1974", "dick_2019"),
        tuple((one.name, plane) for one, plane in zip(every, planes, strict=True)),
    )
