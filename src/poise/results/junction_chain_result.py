"""Several junctions in series between two electrodes, and what a change of the bath leaves uncorrected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..constants import ZERO_CELSIUS
from ..errors import InputError
from .cited import Cited
from .junction_correction import volts
from .junction_result import Junction
from .junction_table import table, wrapped
from .table_numbers import fixed, millivolts, number


@dataclass(frozen=True)
class ElectrodeEnd:
    """An electrode in the first or the last solution.

    Attributes:
        name: of the electrode. solution: where it is.
        activity: of the chloride that sets its potential (1 mol/L is 1).
        potential: phi(metal) - phi(solution) [V], on the scale of the standard hydrogen electrode.
    """

    name: str
    solution: str
    activity: float
    potential: float

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "name": self.name,
            "solution": self.solution,
            "chloride_activity": self.activity,
            "potential_mV": 1e3 * self.potential,
        }


@dataclass(frozen=True)
class JunctionChain(Cited):
    """Solutions in series, from the first to the last, with an electrode at each end or none.

    Attributes:
        names: the solutions.
        junctions: between neighbours, in order.
        electrodes: at the first and at the last solution; `None` without.
        temperature: [K].
        remarks: on the temperature.
    """

    names: tuple[str, ...]
    junctions: tuple[Junction, ...]
    electrodes: tuple[ElectrodeEnd, ElectrodeEnd] | None
    temperature: float
    remarks: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ok(self) -> bool:
        """Whether every junction was found."""
        return all(one.ok for one in self.junctions)

    @property
    def status(self) -> str:
        """ "ok", or that of the first junction that is not."""
        return next((one.status for one in self.junctions if not one.ok), "ok")

    @property
    def solutions(self) -> float:
        """phi(last solution) - phi(first solution) [V]: the sum of the junctions."""
        return sum(one.potential for one in self.junctions)

    @property
    def potential(self) -> float:
        """What a voltmeter reads, last minus first [V]: with the electrodes' potentials, where there are some."""
        if self.electrodes is None:
            return self.solutions
        return self.solutions + self.electrodes[1].potential - self.electrodes[0].potential

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        return {
            "verb": "junction",
            "status": self.status,
            "potential_mV": 1e3 * self.potential,
            "method": self.junctions[0].method,
            "profile": None,
            "solutions_mV": 1e3 * self.solutions,
            "temperature_K": self.temperature,
            "junctions": [one.to_dict() for one in self.junctions],
            "electrodes": None if self.electrodes is None else [one.to_dict() for one in self.electrodes],
            "warnings": list(self._said("warnings")),
            "notes": [*self.remarks, *self._said("notes")],
            "references": list(self.references),
            "provenance": dict(self.provenance),
        }

    def _said(self, what: str) -> Iterator[str]:
        yield from dict.fromkeys(text for one in self.junctions for text in getattr(one, what))

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"chain of {len(self.names)} solutions, {self.temperature - ZERO_CELSIUS:.4g} degC"
        yield ""
        rows = [("from", "to", "mV")]
        if self.electrodes is not None:
            first = self.electrodes[0]
            rows.append((first.name, first.solution, fixed(-1e3 * first.potential, 2, sign=True)))
        rows += [(one.a.name, one.b.name, millivolts(one.potential, sign=True)) for one in self.junctions]
        if self.electrodes is not None:
            last = self.electrodes[1]
            rows.append((last.solution, last.name, fixed(1e3 * last.potential, 2, sign=True)))
        rows.append(("sum, last minus first", "", millivolts(self.potential, sign=True)))
        yield from table(rows, names=2)
        one = self.junctions[0]
        yield f"  each is the second minus the first, {one.method}, activities {one.activity}"
        if self.electrodes is not None:
            listed = ", ".join(f"{number(one.activity)} in {one.solution}" for one in self.electrodes)
            yield from wrapped(f"electrodes: E0 - (RT/F) ln a(Cl-) against the hydrogen electrode; a(Cl-) {listed}")
        for text in (*self.remarks, *self._said("notes")):
            yield from wrapped(text)
        for text in self._said("warnings"):
            yield from wrapped(f"warning: {text}")


@dataclass(frozen=True)
class BathChange:
    """A recording whose amplifier was zeroed in one bath, after the bath has been changed.

    V_m = V_reading - V_junction(first bath) + S,  S = [phi(ground wire) - phi(bath)] afterwards less before

    Attributes:
        before, after: the chain from pipette to ground wire, with the first and the second bath.
        pipette: phi(first bath) - phi(pipette) [V], which zeroing has put into every reading.
        shift: S [V], which the amplifier does not see and zeroing cannot have corrected.
    """

    before: JunctionChain
    after: JunctionChain
    pipette: float
    shift: float

    @property
    def ok(self) -> bool:
        """Whether every junction was found."""
        return self.before.ok and self.after.ok

    def membrane(self, reading: float | str) -> float:
        """The membrane's potential in the second bath, whole-cell or outside-out [V].

        Args:
            reading: of the amplifier [V], or text such as "-65 mV".

        Raises:
            InputError: the reading is no potential.
        """
        value = volts(reading, "reading")
        if value != value:
            raise InputError("reading: it is not a number")
        return value - self.pipette + self.shift

    def sentence(self, reading: float | str) -> str:
        """The same in words."""
        value = volts(reading, "reading")
        return (
            f"in {self.after.names[1]} the cell is at {fixed(1e3 * self.membrane(value), 1)} mV when the amplifier,"
            f" zeroed in {self.before.names[1]}, reads {fixed(1e3 * value, 1)} mV"
            f" (junction {fixed(1e3 * self.pipette, 1, sign=True)} mV,"
            f" ground {fixed(1e3 * self.shift, 1, sign=True)} mV)"
        )

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "pipette_mV": 1e3 * self.pipette,
            "shift_mV": 1e3 * self.shift,
        }

    def __str__(self) -> str:
        parts = wrapped(
            f"zeroed in {self.before.names[1]}, then changed to {self.after.names[1]}: the ground shifts by"
            f" {fixed(1e3 * self.shift, 2, sign=True)} mV, which the amplifier does not see;"
            f" V_m = V_reading {fixed(1e3 * (self.shift - self.pipette), 2, sign=True)} mV",
            "",
        )
        return "\n".join([*parts, "", "before", str(self.before), "", "after", str(self.after)])
