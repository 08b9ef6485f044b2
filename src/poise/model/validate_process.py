"""What is wrong with the processes of a model: where they stand, what they move and what they depend on."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..chemistry.species import Species
from ..errors import Problem
from ..processes.base import Process
from ..processes.fields import kinds
from ..processes.moves import Side
from ..processes.rate_text import RateText
from .along import Along
from .model import Model
from .validate_circuit import has_sides


def processes(model: Model) -> Iterator[Problem]:
    """Every problem of every process."""
    for name, face in model.interfaces.items():
        if not has_sides(model, name):
            continue
        where: dict[Side, str] = {"inside": face.inside, "outside": face.outside}
        for label, process in face.processes.items():
            path = f"interfaces.{name}.processes.{label}"
            if process.place == "compartment":
                yield _within_only(path, label, process)
                continue
            yield from _sides_named(path, label, process)
            yield from _species(model, where, path, label, process)
            yield from _balance(path, label, process)
    for name, place in model.compartments.items():
        for label, process in place.processes.items():
            path = f"compartments.{name}.processes.{label}"
            if process.place != "compartment":
                yield _across_only(path, label, name, process)
                continue
            yield from _one_place(path, label, process)
            yield from _species(model, {"inside": name}, path, label, process)
            yield from _balance(path, label, process)


def _within_only(path: str, label: str, process: Process) -> Problem:
    hint = "write it under `processes` of a compartment"
    if process.law == "custom":
        hint += ", or give every species of its reaction a side, (in) or (out)"
    what = f"process '{label}' ({process.title}) runs within one compartment, but stands under an interface"
    return Problem(path, what, hint)


def _across_only(path: str, label: str, compartment: str, process: Process) -> Problem:
    hint = "write it under `processes` of an interface"
    if process.law == "custom":
        hint += ", or leave (in) and (out) out of its reaction"
    what = f"process '{label}' ({process.title}) crosses an interface, but stands within compartment '{compartment}'"
    return Problem(path, what, hint)


def _texts(process: Process) -> dict[str, RateText]:
    """Every expression of a process, by its place in the process."""
    found = {f"gates.{name}#{k}": text for name, gate in process.gates.items() for k, text in enumerate(gate.texts())}
    for name in kinds(type(process)):
        value = getattr(process, name)
        if isinstance(value, RateText):
            found[name] = value
    return found


def _sides_named(path: str, label: str, process: Process) -> Iterator[Problem]:
    """Across an interface a concentration has a side."""
    for place, text in _texts(process).items():
        bare = [(name, one) for name, one in text.species if name.endswith("]") and not name.startswith("E[")]
        for name, one in bare:
            yield Problem(
                f"{path}.{place.partition('#')[0]}",
                f"process '{label}' names {name} without a side",
                f"write [{one}]in or [{one}]out",
            )


def _one_place(path: str, label: str, process: Process) -> Iterator[Problem]:
    """Within a compartment there are no gates, no second side and no potential."""
    if process.gates:
        yield Problem(
            f"{path}.gates",
            f"process '{label}' ({process.title}) runs within a compartment, where gates are not supported",
            "write what opens it into the rate of a `custom` process",
        )
    for place, text in _texts(process).items():
        if place.startswith("gates."):
            continue
        for name, one in text.species:
            if name.startswith("E[") or name.endswith("out"):
                yield Problem(
                    f"{path}.{place}",
                    f"process '{label}' names {name}, but within a compartment there is one side only",
                    f"write [{one}]",
                )
        if "V" in text.expression.names:
            yield Problem(
                f"{path}.{place}",
                f"process '{label}' depends on the potential V, but within a compartment there is none",
                "write it under an interface, with sides",
            )


def _species(model: Model, where: Mapping[Side, str], path: str, label: str, process: Process) -> Iterator[Problem]:
    """What it moves and depends on must be there, and not 0 where its rate would have no limit."""
    moved = [key for move in process.moves() for key, _ in move.amounts]
    infinite = _infinite_at_zero(process, moved)
    for side, one in dict.fromkeys((*moved, *process.seen())):
        if one.implicit or side not in where:
            continue
        compartment = where[side]
        contents = model.compartments[compartment].contents
        if one not in contents:
            verb = "moves" if (side, one) in moved else "depends on"
            yield Problem(
                path,
                f"process '{label}' ({process.title}) {verb} {one}, which compartment '{compartment}' lacks",
                f"write its amount under compartments.{compartment}.contents, such as `{one}: {_example(one)}`",
            )
        elif (side, one) in infinite and smallest(contents[one]) <= 0.0:
            yield Problem(
                f"compartments.{compartment}.contents.{one.name}",
                f"{one} is 0 in '{compartment}', but process '{label}' ({process.title}) has no finite rate there",
                "give a small amount, or take out the process",
            )


def _infinite_at_zero(process: Process, moved: list[tuple[Side, Species]]) -> set[tuple[Side, Species]]:
    """The concentrations without which its rate is not finite; what an expression makes of 0 is its own affair."""
    texts = _texts(process).values()
    written = {key for text in texts for key in text.seen()}
    found = set(process.modifiers()) - written - set(moved)
    for text in texts:
        for name, one in text.species:
            if name.startswith("E["):
                found |= {("inside", one), ("outside", one)}
    return found | (set(moved) if process.needs_positive else set())


def _balance(path: str, label: str, process: Process) -> Iterator[Problem]:
    for move in process.moves():
        if move.imbalance():
            yield Problem(
                path, f"process '{label}' does not conserve {move.imbalance()} per event {move.name}".rstrip()
            )


def smallest(value: Any) -> float:
    """The least of a number, array or `Along`; a traced value is taken on trust."""
    values = value.values if isinstance(value, Along) else value
    if type(values).__module__.startswith("jax"):
        return float("inf")
    return float(values.min()) if hasattr(values, "min") else float(values)


def _example(one: Species) -> str:
    if one.name == "H+":
        return "pH 7.2"
    return "1 bar" if one.phase == "gas" else "1 mM"
