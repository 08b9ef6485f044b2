"""A p-n junction: current against voltage, what light gets out of it, its bands and its entropy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..constants import FARADAY, GAS
from .cited import Checked
from .table_numbers import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PER_CM3, _PER_CM2 = 1e-6, 1e-4


@dataclass(frozen=True)
class Bands:
    """Energies along a junction, in V per charge above the Fermi level of the p contact, and carriers.

    Attributes:
        applied: voltage, p above n [V].
        x: (M,) from the junction, the p side negative [m].
        conduction, valence: (M,) edges of the bands [V].
        fermi_electrons, fermi_holes: (M,) quasi-Fermi levels [V].
        electrons, holes: (M,) [1/m3].
    """

    applied: float
    x: Any
    conduction: Any
    valence: Any
    fermi_electrons: Any
    fermi_holes: Any
    electrons: Any
    holes: Any


@dataclass(frozen=True)
class Working:
    """What light gets out of a junction.

    Attributes:
        open_circuit: V_oc [V]; short_circuit: J_sc [A/m2].
        voltage, current: at the largest power [V], [A/m2].
        splitting: of the quasi-Fermi levels at the junction at open circuit [V].
    """

    open_circuit: float
    short_circuit: float
    voltage: float
    current: float
    splitting: float

    @property
    def power(self) -> float:
        """The largest power [W/m2]."""
        return self.voltage * self.current

    @property
    def fill_factor(self) -> float:
        """Largest power over V_oc J_sc."""
        return self.power / (self.open_circuit * self.short_circuit)


@dataclass(frozen=True)
class PnJunction(Checked):
    """A p-n junction. Current is positive from p to n, forward; under light the junction delivers where it is negative.

    Attributes:
        material, temperature [K], acceptors, donors [1/m3], p_width, n_width [m]: what it is.
        built_in: potential of n above p at equilibrium [V].
        saturation: Shockley's saturation current of these sides [A/m2], a closed form to compare with.
        generated: current of all pairs that light makes [A/m2].
        voltage: (P,) p above n [V]; current: (P,) [A/m2].
        entropy_transport, entropy_recombination: (P,) entropy production [W/(K m2)].
        light_power: (P,) free energy of the pairs that light makes [W/m2].
        working: what light gets out; None in the dark.
        bands: at one voltage.
        status: "ok", or the status of the worst point.
    """

    material: str
    temperature: float
    acceptors: float
    donors: float
    p_width: float
    n_width: float
    built_in: float
    saturation: float
    generated: float
    voltage: Any
    current: Any
    entropy_transport: Any
    entropy_recombination: Any
    light_power: Any
    working: Working | None
    bands: Bands
    status: str = "ok"
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def thermal_voltage(self) -> float:
        """RT/F [V]."""
        return GAS * self.temperature / FARADAY

    @property
    def ideal(self) -> Any:
        """(P,) Shockley's ideal diode with the light's current taken off, J_s (exp(F V/RT) - 1) - J_light [A/m2]."""
        return self.saturation * np.expm1(self.voltage / self.thermal_voltage) - self.generated

    @property
    def ideality(self) -> Any:
        """(P,) ideality factor (F/RT) dV/dln J in the dark, by differences; nan where the current is not forward.

        1 for an ideal diode well above RT/F, 2 where recombination in the depleted zone carries the current.
        """
        if self.generated:
            return np.full_like(self.voltage, np.nan)
        with np.errstate(all="ignore"):
            return 1.0 / (self.thermal_voltage * np.gradient(np.log(self.current), self.voltage))

    @property
    def entropy(self) -> Any:
        """(P,) entropy production of carriers on their way and of their recombination [W/(K m2)]."""
        return self.entropy_transport + self.entropy_recombination

    @property
    def balance(self) -> Any:
        """(P,) first law: power put in (electrical and by light's pairs) less T times the entropy production [W/m2]."""
        return self.current * self.voltage + self.light_power - self.temperature * self.entropy

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        working = self.working
        return {
            "verb": "pn",
            "status": self.status,
            "material": self.material,
            "temperature_K": self.temperature,
            "doping_p_per_cm3": self.acceptors * _PER_CM3,
            "doping_n_per_cm3": self.donors * _PER_CM3,
            "width_p_um": 1e6 * self.p_width,
            "width_n_um": 1e6 * self.n_width,
            "built_in_mV": 1e3 * self.built_in,
            "saturation_A_per_m2": self.saturation,
            "generated_A_per_m2": self.generated,
            "voltage_mV": (1e3 * self.voltage).tolist(),
            "current_A_per_m2": self.current.tolist(),
            "entropy_production_W_per_m2_K": self.entropy.tolist(),
            "light": None
            if working is None
            else {
                "open_circuit_mV": 1e3 * working.open_circuit,
                "short_circuit_A_per_m2": working.short_circuit,
                "fill_factor": working.fill_factor,
                "quasi_fermi_splitting_mV": 1e3 * working.splitting,
                "maximum": {
                    "voltage_mV": 1e3 * working.voltage,
                    "current_A_per_m2": working.current,
                    "power_W_per_m2": working.power,
                },
            },
            "bands": {
                "applied_mV": 1e3 * self.bands.applied,
                "x_um": (1e6 * self.bands.x).tolist(),
                "conduction_eV": self.bands.conduction.tolist(),
                "valence_eV": self.bands.valence.tolist(),
                "fermi_electrons_eV": self.bands.fermi_electrons.tolist(),
                "fermi_holes_eV": self.bands.fermi_holes.tolist(),
            },
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    def plot(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Bands with quasi-Fermi levels, and current against voltage; `path` also saves the figure (PNG, SVG, PDF)."""
        from .plot_pn import pn

        return pn(self, path)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            f"p-n junction, {self.material}, {self.temperature:.6g} K: p {number(self.acceptors * _PER_CM3)} 1/cm3,"
            f" {1e6 * self.p_width:.6g} um; n {number(self.donors * _PER_CM3)} 1/cm3, {1e6 * self.n_width:.6g} um"
        )
        yield ""
        yield f"  built-in potential  {1e3 * self.built_in:.2f} mV (n above p, no voltage applied)"
        yield f"  saturation          {number(0.1 * self.saturation)} mA/cm2 (Shockley's ideal diode, for comparison)"
        if self.working is not None:
            yield from self._under_light(self.working)
        yield ""
        dark = not self.generated
        head = ("voltage (mV)", "current (mA/cm2)", "ideal diode", *(("ideality",) if dark else ()), "entropy (W/K/m2)")
        widths = [len(one) for one in head]
        yield "  " + "  ".join(head)
        yield "  " + "-" * (sum(widths) + 2 * (len(head) - 1))
        ideality = self.ideality
        for k in np.unique(np.linspace(0, len(self.voltage) - 1, 11).round().astype(int)):
            shown = f"{ideality[k]:.3f}" if self.voltage[k] > 5 * self.thermal_voltage else "-"
            cells = (
                f"{1e3 * self.voltage[k]:.1f}", number(0.1 * self.current[k]), number(0.1 * self.ideal[k]),
                *((shown,) if dark else ()), number(self.entropy[k], 3),
            )  # fmt: skip
            yield "  " + "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        for text in self.notes:
            yield f"  {text}"
        if not self.ok:
            yield f"  status {self.status}"

    def _under_light(self, working: Working) -> Iterator[str]:
        yield f"  light makes         {number(0.1 * self.generated)} mA/cm2 of pairs"
        yield (
            f"  open circuit        {1e3 * working.open_circuit:.2f} mV"
            f" (quasi-Fermi levels at the junction {1e3 * working.splitting:.2f} meV apart)"
        )
        yield f"  short circuit       {number(0.1 * working.short_circuit)} mA/cm2"
        yield (
            f"  largest power       {number(working.power)} W/m2 at {1e3 * working.voltage:.2f} mV,"
            f" {number(0.1 * working.current)} mA/cm2"
        )
        yield f"  fill factor         {100 * working.fill_factor:.2f} %"
