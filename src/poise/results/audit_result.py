"""What an audit finds: which processes break the second law or do not balance, and which are declared."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .cited import Cited
from .table_numbers import number

_WIDTH = 100


@dataclass(frozen=True)
class WorstState:
    """The state of the box at which a process does worst.

    Attributes:
        move: which elementary move, where there are several.
        potential: inside minus outside [V]; `None` within a compartment.
        temperature: [K].
        concentrations: of what it moves and depends on, by "compartment.species" [mol/m3] (fugacities of gases [Pa]).
        rate: events per area and time [mol/(m2 s)]; within a compartment per volume [mol/(m3 s)].
        affinity: [J/mol].
        within: whether it runs within a compartment.
    """

    move: str
    potential: float | None
    temperature: float
    concentrations: Mapping[str, float]
    rate: float
    affinity: float
    within: bool = False

    @property
    def dissipation(self) -> float:
        """Rate times affinity: negative where free energy comes from nowhere."""
        return self.rate * self.affinity

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        per = "m3" if self.within else "m2"
        return {
            "move": self.move,
            "potential_mV": None if self.potential is None else 1e3 * self.potential,
            "temperature_K": self.temperature,
            "concentrations_mM": dict(self.concentrations),
            f"rate_mol_per_{per}_s": self.rate,
            "affinity_J_per_mol": self.affinity,
            f"dissipation_W_per_{per}": self.dissipation,
        }

    def __str__(self) -> str:
        per = "m3" if self.within else "m2"
        where = "" if self.potential is None else f"V = {1e3 * self.potential:.4g} mV, "
        there = ", ".join(f"{name} {number(value)} mM" for name, value in self.concentrations.items())
        what = (
            f"rate {number(self.rate)} mol/{per}/s at affinity {number(self.affinity / 1e3)} kJ/mol "
            f"makes {number(-self.dissipation)} W/{per} of free energy from nothing"
        )
        return f"{what}; at {where}T = {self.temperature:.5g} K" + (f", {there}" if there else "")


@dataclass(frozen=True)
class GateFinding:
    """What is wrong with a gate over the box.

    Attributes:
        name: of the gate.
        problem: in words; empty where nothing is.
    """

    name: str
    problem: str = ""


@dataclass(frozen=True)
class ProcessFinding:
    """What the audit says of one process.

    Attributes:
        name: "membrane.pump", or "cytosol.buffer" within a compartment.
        law: its law.
        imbalance: what an event makes or destroys; empty where everything balances.
        second_law: whether rate times affinity is never negative; `None` where the energy is declared unaccounted.
        finite: whether rate and affinity are finite wherever everything is there.
        worst: the worst state, where the second law is broken.
        gates: of every gate.
        declared: whether the model says that its energy, or its ions, are not accounted for.
    """

    name: str
    law: str
    imbalance: str
    second_law: bool | None
    finite: bool
    worst: WorstState | None = None
    gates: tuple[GateFinding, ...] = ()
    declared: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.imbalance and self.second_law is not False and self.finite and not self.problems

    @property
    def problems(self) -> tuple[GateFinding, ...]:
        """The gates that are wrong."""
        return tuple(one for one in self.gates if one.problem)

    def to_dict(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {
            "name": self.name,
            "law": self.law,
            "ok": self.ok,
            "balanced": not self.imbalance,
            "imbalance": self.imbalance,
            "second_law": self.second_law,
            "finite": self.finite,
            "declared": self.declared,
            "worst_state": None if self.worst is None else self.worst.to_dict(),
            "gates": [{"name": one.name, "ok": not one.problem, "problem": one.problem} for one in self.gates],
        }


@dataclass(frozen=True)
class Audit(Cited):
    """What an audit of a model finds.

    Attributes:
        title: the model's name.
        processes: every process and reaction.
        declared: (name, reason) of what the model says is not accounted for.
        charges: excess charge of the ions listed in each compartment [mol/m3].
        states: how many states were tried.
        box: their ranges, in words, by quantity.
        references: keys of the papers that it rests on.
        provenance: model, hash, version, settings.
    """

    title: str
    processes: tuple[ProcessFinding, ...]
    declared: tuple[tuple[str, str], ...]
    charges: Mapping[str, float]
    states: int
    box: Mapping[str, str]
    references: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ok(self) -> bool:
        """Whether nothing breaks the second law or a balance but what is declared."""
        return all(one.ok for one in self.processes)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the command line's `--json`."""
        return {
            "verb": "audit",
            "model": self.title,
            "ok": self.ok,
            "declared": [{"name": name, "reason": reason} for name, reason in self.declared],
            "processes": [one.to_dict() for one in self.processes],
            "compartments": [{"name": name, "charge_mM": charge} for name, charge in self.charges.items()],
            "states": self.states,
            "box": dict(self.box),
            "provenance": dict(self.provenance),
            "references": list(self.references),
        }

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        bad = [one.name for one in self.processes if not one.ok]
        verdict = f"NOT ok: {', '.join(bad)}" if bad else "ok" + (", but for what is declared" if self.declared else "")
        yield f"audit of {self.title}: {verdict}"
        yield ""
        rows = [("process", "law", "balanced", "second law", "gates")]
        rows += [(one.name, one.law, _said(not one.imbalance), _law(one), _gates(one)) for one in self.processes]
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        for n, row in enumerate(rows):
            yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
            if n == 0:
                yield "  " + "-" * (sum(widths) + 2 * (len(widths) - 1))
        for one in self.processes:
            for text in _faults(one):
                yield ""
                yield from _wrapped(f"{one.name}: {text}")
        if self.declared:
            yield ""
            yield "declared by the model"
            for name, reason in self.declared:
                yield from _wrapped(f"{name}: {reason}", "  ")
        uneven = {name: value for name, value in self.charges.items() if abs(value) > 1e-6}
        if uneven:
            yield ""
            listed = ", ".join(f"{name} {value:+.4g} mM" for name, value in uneven.items())
            yield from _wrapped(f"charge of the ions listed: {listed} of elementary charges; some ions are not listed")
        yield ""
        yield f"box of {self.states} states"
        for key, text in self.box.items():
            yield f"  {key}: {text}"


def _said(good: bool) -> str:
    return "yes" if good else "NO"


def _law(one: ProcessFinding) -> str:
    if one.second_law is None:
        return "declared"
    if not one.finite:
        return "not finite"
    return "obeyed" if one.second_law else "BROKEN"


def _gates(one: ProcessFinding) -> str:
    if not one.gates:
        return ""
    return ", ".join(f"{gate.name} {'WRONG' if gate.problem else 'ok'}" for gate in one.gates)


def _faults(one: ProcessFinding) -> Iterator[str]:
    if one.imbalance:
        yield f"an event does not conserve {one.imbalance}."
    if one.second_law is False and one.worst is not None:
        yield (
            f"the second law is broken: {one.worst}. Let its rate turn with its affinity, name in its reaction what "
            "pays for it, or write `unaccounted:` with the reason."
        )
    if not one.finite:
        yield "its rate or its affinity is not finite everywhere in the box."
    for gate in one.problems:
        yield f"gate {gate.name}: {gate.problem}."


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
