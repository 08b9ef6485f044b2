"""What a converter delivers into a load: voltage, current, power, and where the rest of the energy goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from .cited import Checked
from .table_numbers import millivolts, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHOWN = 11  # rows of the table


@dataclass(frozen=True)
class Maximum:
    """The point of largest power: voltage [V], current [A/m2], power [W/m2], and the load's conductance [S/m2]."""

    voltage: float
    current: float
    power: float
    conductance: float


@dataclass(frozen=True)
class LoadCurve(Checked):
    """A load curve from open to short circuit; arrays run along it. All is per area of the load's interface.

    Attributes:
        title, process: the model, and the load in it.
        conductance: of the load [S/m2].
        voltage, current, power: of the load [V], [A/m2], [W/m2].
        power_in: free energy that is supplied [W/m2], or the heat drawn from the hottest side where there are several
            temperatures.
        entropy_production: of everything but the load [W/(K m2)].
        open_circuit: voltage without current [V].
        short_circuit: current without voltage [A/m2].
        maximum: where the power is largest; `None` where nothing drives a current.
        resistance: -dV/dI at open circuit [ohm m2].
        temperatures: of the hottest and of the coldest side [K]; `None` where there is one temperature.
        energy_error: what is missing between heat in, heat out and power, over what comes in; 0 at one temperature.
    """

    title: str
    process: str
    conductance: Any
    voltage: Any
    current: Any
    power: Any
    power_in: Any
    entropy_production: Any
    open_circuit: float
    short_circuit: float
    maximum: Maximum | None
    resistance: float
    temperatures: tuple[float, float] | None = None
    energy_error: float = 0.0
    status: str = "ok"
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def fill_factor(self) -> float:
        """Largest power over open-circuit voltage times short-circuit current; nan where nothing drives a current."""
        return float("nan") if self.maximum is None else self.maximum.power / (self.open_circuit * self.short_circuit)

    @property
    def efficiency(self) -> Any:
        """Power over what is supplied, along the curve; 0 where nothing is supplied."""
        return np.where(self.power_in > 0, self.power / np.where(self.power_in > 0, self.power_in, 1.0), 0.0)

    @property
    def carnot(self) -> float | None:
        """Carnot's efficiency between the hottest and the coldest side; `None` at one temperature."""
        return None if self.temperatures is None else 1.0 - self.temperatures[1] / self.temperatures[0]

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        best = self.maximum
        return {
            "verb": "load",
            "model": self.title,
            "load": self.process,
            "status": self.status,
            "open_circuit_mV": 1e3 * self.open_circuit,
            "short_circuit_A_per_m2": self.short_circuit,
            "maximum": None
            if best is None
            else {
                "voltage_mV": 1e3 * best.voltage,
                "current_A_per_m2": best.current,
                "power_W_per_m2": best.power,
                "conductance_S_per_m2": best.conductance,
                "efficiency": float(self.efficiency[self._best]),
            },
            "fill_factor": self.fill_factor,
            "resistance_ohm_m2": self.resistance,
            "temperatures_K": None if self.temperatures is None else list(self.temperatures),
            "carnot_efficiency": self.carnot,
            "energy_error": self.energy_error,
            "conductance_S_per_m2": self.conductance.tolist(),
            "voltage_mV": (1e3 * self.voltage).tolist(),
            "current_A_per_m2": self.current.tolist(),
            "power_W_per_m2": self.power.tolist(),
            "power_in_W_per_m2": self.power_in.tolist(),
            "efficiency": self.efficiency.tolist(),
            "entropy_production_W_per_m2_K": self.entropy_production.tolist(),
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    @property
    def _best(self) -> int:
        return int(np.nanargmax(self.power))

    def plot(self, path: str | PathLike[str] | None = None) -> "Figure":
        """Current and power against voltage, the largest power marked; below, efficiency and entropy production.

        Returns the Matplotlib Figure; `path` also saves it, as PNG, SVG or PDF by its ending.
        """
        from .plot_load import load_curve

        return load_curve(self, path)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"load curve of {self.title}, load {self.process}" + ("" if self.ok else f": {self.status}")
        yield ""
        yield f"  open circuit      {millivolts(self.open_circuit)} mV"
        yield f"  short circuit     {number(self.short_circuit)} A/m2"
        best = self.maximum
        if best is not None:
            at = f"{millivolts(best.voltage)} mV, {number(best.current)} A/m2, load {number(best.conductance)} S/m2"
            yield f"  largest power     {number(best.power)} W/m2 at {at}"
            yield f"  fill factor       {number(self.fill_factor)}"
        yield f"  inner resistance  {number(1e4 * self.resistance)} ohm cm2 (at open circuit)"
        if self.temperatures is not None and self.carnot is not None:
            hot, cold = self.temperatures
            share = self.efficiency[self._best]
            yield f"  temperatures      {number(hot, 5)} and {number(cold, 5)} K: Carnot's efficiency {self.carnot:.4g}"
            if best is not None:
                part = share / self.carnot
                yield f"  efficiency        {share:.4g} of the heat at the largest power, {part:.3g} of Carnot's"
                most = float(self.efficiency.max())
                yield f"  highest           {most:.4g}, {most / self.carnot:.3g} of Carnot's"
        elif best is not None:
            yield f"  efficiency        {self.efficiency[self._best]:.4g} of the free energy at the largest power"
        yield ""
        source = "heat in" if self.temperatures is not None else "power in"
        heads = ("V (mV)", "I (A/m2)", "P (W/m2)", f"{source} (W/m2)", "efficiency", "entropy (W/K/m2)")
        rows: list[tuple[str, ...]] = [heads]
        for k in np.unique(np.linspace(0, len(self.voltage) - 1, _SHOWN).round().astype(int)):
            rows.append((
                millivolts(self.voltage[k]), number(self.current[k]), number(self.power[k]), number(self.power_in[k]),
                number(self.efficiency[k]), number(self.entropy_production[k]),
            ))  # fmt: skip
        widths = [max(len(row[k]) for row in rows) for k in range(len(heads))]
        for n, row in enumerate(rows):
            if n == 1:
                yield "  " + "-" * (sum(widths) + 2 * (len(widths) - 1))
            yield "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for text in self.notes:
            yield f"  {text}"
