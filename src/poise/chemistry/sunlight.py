"""Sunlight as tabulated: the reference spectrum AM1.5G (ASTM G173-03), from pvlib's packaged table."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..constants import PLANCK, SPEED_OF_LIGHT


@dataclass(frozen=True, eq=False)
class Spectrum:
    """A tabulated spectrum.

    Attributes:
        name: what it is called.
        wavelength: [m], (n,), rising.
        irradiance: spectral irradiance [W/m3], (n,).
    """

    name: str
    wavelength: Any
    irradiance: Any

    @property
    def power(self) -> float:
        """All that it brings [W/m2]."""
        return float(_integrals(self.wavelength, self.irradiance)[-1])

    @property
    def gaps(self) -> tuple[float, float]:
        """Photon energies at its ends [J]: beyond them the table says nothing."""
        energies = PLANCK * SPEED_OF_LIGHT / self.wavelength
        return float(energies[-1]), float(energies[0])

    def photons_above(self, gap: Any) -> Any:
        """Photons that have at least the energy of a gap [1/(m2 s)].

        Phi = integral of E_lambda lambda / (h c) from 0 to h c / E_g, by the trapezoidal rule on the table's own points

        Args:
            gap: E_g [J], any shape.

        Source: Shockley & Queisser 1961, eq. 3.1 with a measured spectrum for the black body (shockley_queisser_1961).
        """
        return self._above(gap, self.irradiance * self.wavelength / (PLANCK * SPEED_OF_LIGHT))

    def power_above(self, gap: Any) -> Any:
        """Power of the photons that have at least the energy of a gap [W/m2].

        Args:
            gap: E_g [J], any shape.
        """
        return self._above(gap, self.irradiance)

    def _above(self, gap: Any, density: Any) -> Any:
        """Integral of a density over the wavelengths below that of the gap; the density is straight between points."""
        import numpy as np

        x = self.wavelength
        edge = np.clip(PLANCK * SPEED_OF_LIGHT / np.asarray(gap, float), x[0], x[-1])
        k = np.clip(np.searchsorted(x, edge, side="right") - 1, 0, len(x) - 2)
        beyond = edge - x[k]
        slope = (density[k + 1] - density[k]) / (x[k + 1] - x[k])
        return _integrals(x, density)[k] + beyond * (density[k] + slope * beyond / 2.0)


def _integrals(x: Any, y: Any) -> Any:
    """Integral from the first point to each, by the trapezoidal rule."""
    import numpy as np

    return np.concatenate(([0.0], np.cumsum((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2.0)))


@cache
def am15g() -> Spectrum:
    """The sunlight that solar cells are rated with: 1000 W/m2 on a plane tilted by 37 degrees to the sun.

    Source: ASTM G173-03 (astm_g173_2003), in the table that pvlib ships (pvlib_2023); the table is read without loading
    pvlib. 280 to 4000 nm.
    """
    import numpy as np

    found = find_spec("pvlib")
    folder = Path(found.origin).parent if found is not None and found.origin else Path()
    file = folder / "data" / "ASTMG173.csv"
    if file.exists():
        table = np.genfromtxt(file, delimiter=",", skip_header=2)
        wavelength, irradiance = table[:, 0], table[:, 2]
    else:  # another layout of pvlib: its own function knows
        from pvlib.spectrum import get_reference_spectra

        series = get_reference_spectra(standard="ASTM G173-03")["global"]
        wavelength, irradiance = series.index.to_numpy(float), series.to_numpy(float)
    return Spectrum("AM1.5G", wavelength * 1e-9, irradiance * 1e9)
