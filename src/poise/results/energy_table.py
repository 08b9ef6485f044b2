"""What a state costs: ATP, watts, where they go, and the share of a stated budget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..constants import AVOGADRO
from .cited import Checked
from .table_numbers import number

_ROUNDING = 1e-13  # of all terms before they cancel: a smaller sum is shown as 0

_STILL = 1e-9  # of the power in: less than this is not said to be stored or lost


@dataclass(frozen=True)
class ProcessEnergy:
    """One process's part.

    Attributes:
        name: "membrane.pump".
        atp: it uses [mol/s].
        power: free energy of that ATP [W].
        dissipation: [W]; `None` where its energy is declared unaccounted.
        supplied: power that comes from outside of the model where it is declared so [W], 0 otherwise.
        reason: why it is declared so.
        area: of its interface [m2], `None` where the model gives none or it runs within a compartment.
    """

    name: str
    atp: float
    power: float
    dissipation: float | None
    supplied: float = 0.0
    reason: str = ""
    area: float | None = None

    @property
    def declared(self) -> bool:
        """Whether the model says that its energy is not accounted for."""
        return bool(self.reason)


@dataclass(frozen=True)
class Budget:
    """A stated budget and what the pumps take of it.

    Attributes:
        text: as stated.
        power: [W], `None` where it was stated in ATP.
        atp: [mol/s], `None` where it was stated as power.
        share: of it that goes into the model's ATP.
    """

    text: str
    power: float | None
    atp: float | None
    share: float

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {"text": self.text, "power_W": self.power, "atp_mol_per_s": self.atp, "share": self.share}


@dataclass(frozen=True)
class EnergyTable(Checked):
    """Where the free energy of a state comes from and where it goes.

    power in (ATP, electrodes, what is declared) = dissipated + stored.

    All numbers are of the whole model, or per m2 of its one interface where `area` is `None`.

    Attributes:
        title: the model's name.
        at: the state: "rest", "steady" or the verb of a result.
        status: of the state.
        processes: each one's part, reactions within compartments too.
        electrodes: power put in by each interface's injected current [W].
        stored: by what grows (gradients, charge on capacitances); negative where they run down [W].
        free_energy: of ATP's hydrolysis at the state [J/mol], negative; `None` where none is used.
        area: of all interfaces [m2]; `None` where the model gives none.
        gross: every move's free energy on each side, before they cancel [W]: the measure of rounding.
        budget: as stated, `None` where none was.
        notes: what the reader should know.
    """

    title: str
    at: str
    status: str
    processes: tuple[ProcessEnergy, ...]
    electrodes: Mapping[str, float]
    stored: float
    free_energy: float | None
    area: float | None
    gross: float = 0.0
    budget: Budget | None = None
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def atp(self) -> float:
        """ATP used [mol/s]."""
        return sum(one.atp for one in self.processes)

    @property
    def atp_power(self) -> float:
        """Free energy of the ATP used [W]."""
        return sum(one.power for one in self.processes)

    @property
    def supplied(self) -> float:
        """Power that what is declared brings in from outside of the model [W]."""
        return sum(one.supplied for one in self.processes)

    @property
    def power_in(self) -> float:
        """All power that comes in [W]."""
        return self.atp_power + self.supplied + sum(self.electrodes.values())

    @property
    def dissipated(self) -> float:
        """All that becomes heat [W], of processes whose energy is accounted for."""
        return sum(one.dissipation or 0.0 for one in self.processes)

    @property
    def balance_error(self) -> float:
        """What is missing between power in, dissipation and storing, over all that flows."""
        parts = [part for one in self.processes for part in (one.power, one.supplied, one.dissipation or 0.0)]
        whole = self.gross + sum(abs(part) for part in (*parts, *self.electrodes.values(), self.stored))
        return abs(self.power_in - self.dissipated - self.stored) / whole if whole else 0.0

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`; watts of the whole, `None` where the model gives no area."""
        return {
            "verb": "energy",
            "model": self.title,
            "at": self.at,
            "status": self.status,
            **self._amount("atp", "mol_per_s", "mol_per_m2_s", self.atp),
            "atp_per_s": None if self.area is None else AVOGADRO * self.atp,
            "atp_free_energy_J_per_mol": self.free_energy,
            **self._amount("power_in", "W", "W_per_m2", self.power_in),
            "sources": {
                **self._amount("atp", "W", "W_per_m2", self.atp_power),
                **self._amount("electrodes", "W", "W_per_m2", sum(self.electrodes.values())),
                **self._amount("declared", "W", "W_per_m2", self.supplied),
            },
            **self._amount("dissipated", "W", "W_per_m2", self.dissipated),
            **self._amount("stored", "W", "W_per_m2", self.stored),
            "balance_relative": self.balance_error,
            "processes": [self._row(one) for one in self.processes],
            "area_m2": self.area,
            "budget": None if self.budget is None else self.budget.to_dict(),
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    def _amount(self, name: str, unit: str, per_area: str, value: float) -> dict[str, float | None]:
        """A number of the whole, and per area of all interfaces together."""
        if self.area is None:
            return {f"{name}_{unit}": None, f"{name}_{per_area}": value}
        return {f"{name}_{unit}": value, f"{name}_{per_area}": value / self.area}

    def _row(self, one: ProcessEnergy) -> dict[str, Any]:
        def both(name: str, unit: str, per_area: str, value: float | None) -> dict[str, float | None]:
            if self.area is None:
                return {f"{name}_{unit}": None, f"{name}_{per_area}": value}
            per = None if value is None or one.area is None else value / one.area
            return {f"{name}_{unit}": value, f"{name}_{per_area}": per}

        return {
            "name": one.name,
            **both("atp", "mol_per_s", "mol_per_m2_s", one.atp),
            **both("power_in", "W", "W_per_m2", one.power + one.supplied),
            **both("dissipated", "W", "W_per_m2", one.dissipation),
            "share": self._share(one),
            "declared": one.reason or None,
        }

    def _share(self, one: ProcessEnergy) -> float | None:
        """Of what is dissipated."""
        return None if one.dissipation is None or not self.dissipated else one.dissipation / self.dissipated

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"energy of {self.title} at {self.at}" + ("" if self.ok else f": {self.status}")
        yield ""
        scale, unit = _unit([self.power_in, self.dissipated, self.stored], per_area=self.area is None)

        def watts(value: float | None) -> str:
            if value is None:
                return "-"
            return number(0.0 if abs(value) < _ROUNDING * self.gross else value / scale)

        def watts_signed(value: float) -> str:
            return f"{'-' if value < 0 else '+'} {watts(abs(value))}"

        rows = [("process", "ATP (1/s)", f"power in ({unit})", f"dissipated ({unit})", "share (%)")]
        if self.area is None:
            rows[0] = ("process", "ATP (pmol/cm2/s)", *rows[0][2:])
        for one in self.processes:
            share = self._share(one)
            rows.append((
                one.name, self._atp_text(one.atp), watts(one.power + one.supplied), watts(one.dissipation),
                "declared" if one.declared else "-" if share is None else f"{100 * share:.1f}",
            ))  # fmt: skip
        rows += [(f"{name} (electrode)", "-", watts(value), "-", "-") for name, value in self.electrodes.items()]
        rows.append(("sum", self._atp_text(self.atp), watts(self.power_in), watts(self.dissipated), ""))
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        rule = "  " + "-" * (sum(widths) + 2 * (len(widths) - 1))
        for n, row in enumerate(rows):
            if n in (1, len(rows) - 1):
                yield rule
            cells = [cell.ljust(width) if k == 0 else cell.rjust(width) for k, (cell, width) in
                     enumerate(zip(row, widths, strict=True))]  # fmt: skip
            yield ("  " + "  ".join(cells)).rstrip()
        yield ""
        left, right = watts(self.power_in), f"{watts(self.dissipated)} dissipated {watts_signed(self._stored())} stored"
        yield f"  {left} {unit} in = {right} (to {self.balance_error:.0e} of what flows)"
        if self._stored() < -_STILL * abs(self.power_in):
            yield "  what is stored falls: the gradients of this state run down"
        if self.free_energy is not None:
            yield f"  hydrolysis of ATP gives {number(-self.free_energy / 1e3)} kJ/mol here"
        if self.area is not None:
            per = f"{number(self.power_in / self.area / 1e-2)} uW/cm2 over {number(self.area / 1e-12)} um2"
            yield f"  per area: {number(self.atp / self.area / 1e-8)} pmol/cm2/s of ATP, {per}"
        if self.budget is not None:
            yield f"  of a budget of {self.budget.text}: {100 * self.budget.share:.3g} %"
        for text in self.notes:
            yield f"  {text}"

    def _stored(self) -> float:
        """Stored power, 0 where it is rounding."""
        return 0.0 if abs(self.stored) < _ROUNDING * self.gross else self.stored

    def _atp_text(self, moles: float) -> str:
        if moles == 0.0:
            return "0"
        return number(moles / 1e-8 if self.area is None else AVOGADRO * moles)


def _unit(values: list[float], *, per_area: bool) -> tuple[float, str]:
    """The unit of power, per area or not, that suits the largest, and its size in SI."""
    largest = max((abs(one) for one in values), default=0.0)
    units = [(1000.0**-k, f"{prefix}W") for k, prefix in enumerate(("", "m", "u", "n", "p", "f"))]
    if per_area:
        units = [(1e4 * scale, f"{unit}/cm2") for scale, unit in units[1:4]]
    return next(((scale, unit) for scale, unit in units if largest >= scale), units[-1] if largest else units[0])
