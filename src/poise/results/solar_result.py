"""What a solar cell of one gap can deliver, and what limits it; and the same against the gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..constants import ELEMENTARY_CHARGE, FARADAY, ZERO_CELSIUS
from .cited import Cited
from .table_numbers import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class SolarCell(Cited):
    """A solar cell in the limit of detailed balance. All is per area of the cell.

    Attributes:
        gap: band gap [J].
        temperature: of the cell [K].
        concentration: suns.
        spectrum: name of the light.
        power_in: all light [W/m2].
        generated: J_sc [A/m2]; saturation: J0 [A/m2].
        open_circuit: V_oc [V]; times the elementary charge it is the quasi-Fermi splitting.
        voltage, current: at the largest power [V], [A/m2].
        fill_factor: share of V_oc J_sc.
        losses: power [W/m2] by what it is lost to; with the power delivered they add up to `power_in`.
        entropy_production: at the largest power, of absorption and emission [W/(K m2)].
        curve: voltage [V] and current [A/m2] from 0 to V_oc.
    """

    gap: float
    temperature: float
    concentration: float
    spectrum: str
    power_in: float
    generated: float
    saturation: float
    open_circuit: float
    voltage: float
    current: float
    fill_factor: float
    losses: Mapping[str, float]
    entropy_production: float
    curve: tuple[Any, Any]
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def power(self) -> float:
        """The largest power [W/m2]."""
        return self.voltage * self.current

    @property
    def efficiency(self) -> float:
        """Largest power over all light."""
        return self.power / self.power_in

    @property
    def splitting(self) -> float:
        """Quasi-Fermi splitting at open circuit [J]."""
        return ELEMENTARY_CHARGE * self.open_circuit

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        return {
            "verb": "solar",
            "spectrum": self.spectrum,
            "gap_eV": self.gap / ELEMENTARY_CHARGE,
            "temperature_K": self.temperature,
            "concentration": self.concentration,
            "power_in_W_per_m2": self.power_in,
            "photon_flux_mol_per_m2_s": self.generated / FARADAY,
            "short_circuit_A_per_m2": self.generated,
            "saturation_A_per_m2": self.saturation,
            "open_circuit_mV": 1e3 * self.open_circuit,
            "quasi_fermi_splitting_eV": self.open_circuit,
            "maximum": {
                "voltage_mV": 1e3 * self.voltage,
                "current_A_per_m2": self.current,
                "power_W_per_m2": self.power,
            },
            "fill_factor": self.fill_factor,
            "efficiency": self.efficiency,
            "losses_W_per_m2": dict(self.losses),
            "entropy_production_W_per_m2_K": self.entropy_production,
            "voltage_mV": (1e3 * self.curve[0]).tolist(),
            "current_A_per_m2": self.curve[1].tolist(),
            "power_W_per_m2": (self.curve[0] * self.curve[1]).tolist(),
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    def plot(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Current and power against voltage; `path` also saves the figure, as PNG, SVG or PDF by its ending."""
        from .plot_solar import cell

        return cell(self, path)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        suns = "" if self.concentration == 1.0 else f", {number(self.concentration)} suns"
        celsius = self.temperature - ZERO_CELSIUS
        yield f"solar cell, gap {self.gap / ELEMENTARY_CHARGE:.6g} eV, {celsius:.6g} degC, {self.spectrum}{suns}"
        yield ""
        yield f"  open circuit     {1e3 * self.open_circuit:.2f} mV (quasi-Fermi splitting {self.open_circuit:.4f} eV)"
        yield f"  short circuit    {self.generated / 10.0:.3f} mA/cm2"
        yield f"  saturation       {number(self.saturation / 10.0)} mA/cm2 (radiative, J0)"
        yield (
            f"  largest power    {self.power:.2f} W/m2 at {1e3 * self.voltage:.2f} mV, {self.current / 10.0:.3f} mA/cm2"
        )
        yield f"  fill factor      {100.0 * self.fill_factor:.2f} %"
        yield f"  efficiency       {100.0 * self.efficiency:.2f} % of {self.power_in:.1f} W/m2"
        yield ""
        rows = [*self.losses.items(), ("delivered", self.power)]
        width = max(len(name) for name, _ in rows)
        yield "  where the light's power goes"
        for name, value in rows:
            yield f"    {name.ljust(width)}  {value:8.2f} W/m2  {100.0 * value / self.power_in:5.1f} %"
        yield f"  entropy made by absorption and emission: {number(self.entropy_production)} W/K/m2"
        for text in self.notes:
            yield f"  {text}"


@dataclass(frozen=True)
class SolarScan:
    """The same against the gap; arrays run along it.

    Attributes:
        gap: [J].
        efficiency, open_circuit [V], generated [A/m2], fill_factor: at each gap.
        best: the cell of the best gap between the ends.
    """

    gap: Any
    efficiency: Any
    open_circuit: Any
    generated: Any
    fill_factor: Any
    best: SolarCell

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        return {
            "verb": "solar",
            "gap_eV": (self.gap / ELEMENTARY_CHARGE).tolist(),
            "efficiency": self.efficiency.tolist(),
            "open_circuit_mV": (1e3 * self.open_circuit).tolist(),
            "short_circuit_A_per_m2": self.generated.tolist(),
            "fill_factor": self.fill_factor.tolist(),
            "best": self.best.to_dict(),
            "provenance": dict(self.best.provenance),
            "references": list(self.best.references),
        }

    def plot(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Efficiency against gap, the best marked; `path` also saves the figure, as PNG, SVG or PDF by its ending."""
        from .plot_solar import scan

        return scan(self, path)

    def cite(self) -> str:
        """BibTeX of the papers that it rests on."""
        return self.best.cite()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        first = str(self.best).partition("\n")[0].partition(", ")[2].partition(", ")[2]
        yield f"solar cells from {self._ev(0)} to {self._ev(-1)} eV, {first}"
        yield (
            f"  best: {100.0 * self.best.efficiency:.2f} % at {self.best.gap / ELEMENTARY_CHARGE:.3f} eV"
            f" (V_oc {1e3 * self.best.open_circuit:.1f} mV, J_sc {self.best.generated / 10.0:.2f} mA/cm2,"
            f" fill factor {100.0 * self.best.fill_factor:.2f} %)"
        )
        yield ""
        yield "  gap (eV)  efficiency (%)  V_oc (mV)  J_sc (mA/cm2)  fill factor (%)"
        yield "  --------------------------------------------------------------------"
        for k in np.unique(np.linspace(0, len(self.gap) - 1, 11).round().astype(int)):
            yield (
                f"  {self.gap[k] / ELEMENTARY_CHARGE:8.3f}  {100.0 * self.efficiency[k]:14.2f}"
                f"  {1e3 * self.open_circuit[k]:9.1f}  {self.generated[k] / 10.0:13.2f}"
                f"  {100.0 * self.fill_factor[k]:15.2f}"
            )

    def _ev(self, k: int) -> str:
        return f"{self.gap[k] / ELEMENTARY_CHARGE:.6g}"
