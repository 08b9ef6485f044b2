"""The verb `solar_cell`: the limit of detailed balance (Shockley and Queisser) for one gap, and against the gap."""

from typing import Any, Final

import numpy as np

from ..chemistry.sunlight import Spectrum, am15g
from ..constants import BOLTZMANN, ELEMENTARY_CHARGE
from ..errors import InputError
from ..formulas.shockley_queisser import (
    diode_current,
    fill_factor,
    maximum_power_voltage,
    open_circuit_voltage,
    radiative_saturation_current,
)
from ..processes.sources.light import SUN
from ..results.solar_result import SolarCell, SolarScan
from ..units import DIMENSIONS, parse, show
from ..version import __version__

_COLDEST, _HOTTEST = 200.0, 500.0  # K, as for a model
_JOULES: Final = 1e-15  # J: nobody means such a gap
_POINTS: Final = 201  # of the load curve
_FINE: Final = 1e-4 * ELEMENTARY_CHARGE  # J: steps in which the best gap is looked for
_PAPERS: Final = ("shockley_queisser_1961", "ruehle_2016", "astm_g173_2003", "pvlib_2023", "wuerfel_1982")


def solar_cell(gap: Any, temperature: Any = 300.0, concentration: float = 1.0) -> SolarCell:
    """What a solar cell with one gap can deliver at best: every photon above the gap, no recombination but light.

    J = X J_sc - J0 (exp(q V / kT) - 1),  J_sc = q (photons of AM1.5G above the gap),  J0 radiative, through one side

    Args:
        gap: band gap: "1.34 eV", or [J].
        temperature: of the cell: "300 K", or [K].
        concentration: X, suns, from more than 0 to 46,000 (the sun's disc all around).

    Raises:
        InputError: a gap outside of the tabulated spectrum, or a temperature or concentration out of range.

    Source: Shockley & Queisser 1961 (shockley_queisser_1961), with AM1.5G as in Rühle 2016 (ruehle_2016).
    """
    light = am15g()
    energy, kelvin, suns = _gap(gap, light), _temperature(temperature), _concentration(concentration)
    return _cell(light, energy, kelvin, suns)


def solar_scan(
    low: Any = 0.5 * ELEMENTARY_CHARGE,
    high: Any = 3.0 * ELEMENTARY_CHARGE,
    points: int = 251,
    *,
    temperature: Any = 300.0,
    concentration: float = 1.0,
) -> SolarScan:
    """The limit against the gap, and the best gap between two ends.

    Args:
        low, high: ends of the gap: "0.5 eV", or [J].
        points: how many gaps, 2 to 100,000.
        temperature, concentration: as for `solar_cell`.

    Raises:
        InputError: as for `solar_cell`, or an empty range.
    """
    light = am15g()
    bottom, top = _gap(low, light), _gap(high, light)
    kelvin, suns = _temperature(temperature), _concentration(concentration)
    if not bottom < top:
        raise InputError(f"the gaps from {_ev(bottom)} to {_ev(top)} are no range; write the smaller one first")
    if not isinstance(points, int) or isinstance(points, bool) or not 2 <= points <= 100_000:
        raise InputError(f"points: '{points}' is not a whole number from 2 to 100,000")
    gaps = np.linspace(bottom, top, points)
    j, v, fill, efficiency = _limits(light, gaps, kelvin, suns)
    fine = np.linspace(bottom, top, int(min(max((top - bottom) / _FINE, 2.0), 1e5)) + 1)
    best = float(fine[int(_limits(light, fine, kelvin, suns)[3].argmax())])
    return SolarScan(gaps, efficiency, v, j, fill, _cell(light, best, kelvin, suns))


def _limits(light: Spectrum, gaps: Any, kelvin: float, suns: float) -> tuple[Any, Any, Any, Any]:
    """J_sc, V_oc, fill factor and efficiency at each gap."""
    generated = suns * ELEMENTARY_CHARGE * light.photons_above(gaps)
    v = open_circuit_voltage(generated, radiative_saturation_current(gaps, kelvin), kelvin)
    fill = fill_factor(v, kelvin)
    return generated, v, fill, v * generated * fill / (suns * light.power)


def _cell(light: Spectrum, gap: float, kelvin: float, suns: float) -> SolarCell:
    flux = suns * float(light.photons_above(gap))
    generated = ELEMENTARY_CHARGE * flux
    saturation = radiative_saturation_current(gap, kelvin)
    v_open = open_circuit_voltage(generated, saturation, kelvin)
    v = maximum_power_voltage(v_open, kelvin)
    j = diode_current(v, generated, saturation, kelvin)
    power_in = suns * light.power
    below = power_in - suns * float(light.power_above(gap))
    volts = np.linspace(0.0, v_open, _POINTS)
    # free energy that a photon brings, cooled to the gap: from the sun's disc, wider as the light is concentrated
    cone = min(SUN * suns, 1.0)
    photon = BOLTZMANN * kelvin / ELEMENTARY_CHARGE * np.log1p(generated / (cone * saturation))
    return SolarCell(
        gap=gap,
        temperature=kelvin,
        concentration=suns,
        spectrum=light.name,
        power_in=power_in,
        generated=generated,
        saturation=saturation,
        open_circuit=v_open,
        voltage=v,
        current=j,
        fill_factor=fill_factor(v_open, kelvin),
        losses={
            "photons below the gap": below,
            "energy above the gap, as heat": power_in - below - flux * gap,
            "voltage below the gap": flux * gap - generated * v_open,
            "recombination at the largest power": generated * v_open - v * j,
        },
        entropy_production=float((generated * photon - v * j) / kelvin),
        curve=(volts, diode_current(volts, generated, saturation, kelvin)),
        notes=(),
        references=_PAPERS,
        provenance={"version": __version__, "verb": "solar", "spectrum": light.name},
    )


def _gap(given: Any, light: Spectrum) -> float:
    dimension = DIMENSIONS["energy"]
    if isinstance(given, str):
        value = parse(given, dimension)
    elif isinstance(given, bool) or not isinstance(given, (int, float, np.floating)):
        raise InputError(f"gap: '{given!r:.60}' is not an energy; write one such as '1.34 eV'")
    else:
        value = float(given)
    smallest, largest = light.gaps
    if not smallest <= value < largest:
        raise InputError(
            f"gap: {_ev(value)} is outside of the spectrum {light.name}, which is tabulated for"
            f" {_ev(smallest)} to {_ev(largest)}" + ("; a number without a unit is in J" if value > _JOULES else "")
        )
    return value


def _temperature(given: Any) -> float:
    dimension = DIMENSIONS["temperature"]
    value = parse(given, dimension) if isinstance(given, str) else float(given)
    if not _COLDEST <= value <= _HOTTEST:
        raise InputError(f"temperature: {value:g} K is out of range; a cell may have {_COLDEST:g} to {_HOTTEST:g} K")
    return value


def _concentration(given: Any) -> float:
    value = float(given)
    if not 0.0 < value <= 1.0 / SUN:
        raise InputError(f"concentration: {value:g} suns; it must be more than 0 and at most {1.0 / SUN:.0f}")
    return value


def _ev(energy: float) -> str:
    return show(energy, DIMENSIONS["energy"], 4)
