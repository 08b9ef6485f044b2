"""A semiconductor for drift and diffusion: what it is made of, its numbers and where they come from."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..constants import AVOGADRO
from ..errors import InputError
from ..formulas.thermal import thermal_voltage

_PER_CM3 = 1e6  # 1/m3


@dataclass(frozen=True)
class Semiconductor:
    """A semiconductor with traps in the middle of its gap; dilute (Boltzmann) carriers.

    Attributes:
        name: what it is called.
        permittivity: relative.
        states_electrons, states_holes: effective densities of states N_c, N_v [1/m3] at `measured`.
        intrinsic: n_i [1/m3] at `measured`.
        mobility_electrons, mobility_holes: [m2/(V s)].
        lifetime_electrons, lifetime_holes: through traps (Shockley, Read, Hall) [s]; inf is no traps.
        radiative: coefficient B of direct recombination [m3/s].
        measured: temperature of these numbers [K].
        source: where they come from.
        references: keys of papers.
    """

    name: str
    permittivity: float
    states_electrons: float
    states_holes: float
    intrinsic: float
    mobility_electrons: float
    mobility_holes: float
    lifetime_electrons: float
    lifetime_holes: float
    radiative: float
    measured: float
    source: str
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("permittivity", "states_electrons", "states_holes", "intrinsic", "mobility_electrons",
                     "mobility_holes", "lifetime_electrons", "lifetime_holes", "measured"):  # fmt: skip
            value = getattr(self, name)
            if not value > 0:
                raise InputError(f"{self.name}: {name} is {value:g}; it must be positive")
        if not 0 <= self.radiative < np.inf:
            raise InputError(f"{self.name}: radiative is {self.radiative:g}; it must be 0 or more")

    @property
    def gap(self) -> float:
        """The band gap that belongs to n_i, (RT/F) ln(N_c N_v / n_i^2) at `measured` [eV]."""
        voltage = float(thermal_voltage(self.measured))
        return voltage * float(np.log(self.states_electrons / self.intrinsic * self.states_holes / self.intrinsic))

    def at(self, temperature: float) -> "Semiconductor":
        """The same at another temperature: n_i by Boltzmann's factor of a constant gap and T^(3/2) of the states.

        Mobilities, lifetimes and the gap stay as they are: good for some tens of kelvin about `measured`.
        """
        from dataclasses import replace

        scale = (temperature / self.measured) ** 1.5
        volts = 1.0 / float(thermal_voltage(temperature)) - 1.0 / float(thermal_voltage(self.measured))
        return replace(
            self,
            states_electrons=self.states_electrons * scale,
            states_holes=self.states_holes * scale,
            intrinsic=self.intrinsic * scale * float(np.exp(-0.5 * self.gap * volts)),
            measured=temperature,
        )

    def diffusion(self) -> Any:
        """(2,) diffusion coefficients of electrons and holes [m2/s], by Einstein's relation."""
        return np.array([self.mobility_electrons, self.mobility_holes]) * float(thermal_voltage(self.measured))


SILICON: Final = Semiconductor(
    name="silicon",
    permittivity=11.9,
    states_electrons=2.8e19 * _PER_CM3,
    states_holes=2.65e19 * _PER_CM3,
    intrinsic=9.65e9 * _PER_CM3,
    mobility_electrons=1450e-4,
    mobility_holes=505e-4,
    lifetime_electrons=1e-5,
    lifetime_holes=1e-5,
    radiative=4.7e-15 / _PER_CM3,
    measured=300.0,
    source="Sze & Ng 2007, appendix G (300 K, lightly doped), n_i as there after Altermatt and others, radiative"
    " coefficient Trupke and others 2003: all from memory; lifetimes of 10 us are a choice",
    references=("sze_ng_2007", "trupke_2003"),
)
"""Silicon at 300 K. Its gap, from N_c, N_v and n_i, is 1.125 eV."""


def moles(number: Any) -> Any:
    """Number densities [1/m3] as concentrations [mol/m3]."""
    return np.asarray(number, float) / AVOGADRO
