"""What is wrong with a model, or worth knowing about it: every problem at once, each with its path."""

from collections.abc import Iterator
from typing import Any

from ..chemistry.species import Species
from ..errors import InputError, ModelError, Problem, UnknownNameError, did_you_mean
from ..processes.base import Process
from ..references import bibliography
from .along import Along
from .interface import Interface
from .model import Model

_FEW = 20  # unknown names for which the nearest known ones are looked up
_NEUTRAL = 1e-6  # mol/m3: a smaller excess of charge is rounding of the numbers in the file


def validate(model: Model) -> tuple[Problem, ...]:
    """Every problem of a model, errors first."""
    found = [*_names(model), *_compartments(model), *_interfaces(model), *_circuit(model), *_loose_ends(model)]
    if not any(problem.severity == "error" for problem in found):
        found += [*_charge_balance(model), *_activity_range(model)]
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def require_valid(model: Model) -> None:
    """Raise ModelError with every error of the model, if there are any, or InputError where it is no model at all."""
    if not isinstance(model, Model):
        raise InputError(f"a model is needed here, not {model!r:.60}; poise.load reads one by name or from a file")
    errors = [problem for problem in validate(model) if problem.severity == "error"]
    if errors:
        raise ModelError(errors)


def smallest(value: Any) -> float:
    """The least of a number, array or `Along`; a traced value is taken on trust."""
    values = value.values if isinstance(value, Along) else value
    if type(values).__module__.startswith("jax"):
        return float("inf")
    return float(values.min()) if hasattr(values, "min") else float(values)


def _names(model: Model) -> Iterator[Problem]:
    for name in set(model.compartments) & set(model.interfaces):
        yield Problem(
            f"interfaces.{name}",
            f"'{name}' names both a compartment and an interface, so that paths such as '{name}.x' would be ambiguous",
            "rename one of them",
        )


def _compartments(model: Model) -> Iterator[Problem]:
    if not model.compartments:
        yield Problem("compartments", "the model has no compartments", "write at least two")
        return
    grounds = [name for name, one in model.compartments.items() if one.ground]
    if not grounds:
        yield Problem(
            "compartments",
            "no compartment is ground, so that potentials have no zero",
            "write `ground: true` in one compartment, usually the bath or the solution",
        )
    for name in grounds[1:]:
        yield Problem(
            f"compartments.{name}.ground", f"'{grounds[0]}' is ground already", "only one compartment can be ground"
        )


def _interfaces(model: Model) -> Iterator[Problem]:
    if not model.interfaces:
        yield Problem("interfaces", "the model has no interfaces", "write at least one, with `inside` and `outside`")
    for name, face in model.interfaces.items():
        missing = False
        for side in ("inside", "outside"):
            compartment = getattr(face, side)
            if compartment not in model.compartments:
                missing = True
                yield Problem(
                    f"interfaces.{name}.{side}",
                    f"interface '{name}' has compartment '{compartment}' {side}, which the model does not have",
                    did_you_mean(compartment, model.compartments),
                )
        if face.inside == face.outside:
            yield Problem(f"interfaces.{name}.outside", f"interface '{name}' has '{face.inside}' on both sides")
        elif not missing:
            if not face.processes:
                yield Problem(f"interfaces.{name}", f"nothing crosses interface '{name}': it has no processes")
            for label, process in face.processes.items():
                yield from _process(model, name, face, label, process)


def _process(model: Model, name: str, face: Interface, label: str, process: Process) -> Iterator[Problem]:
    path = f"interfaces.{name}.processes.{label}"
    moved = [key for move in process.moves() for key, _ in move.amounts]
    for side, one in dict.fromkeys((*moved, *process.modifiers())):
        compartment = getattr(face, side)
        contents = model.compartments[compartment].contents
        if one.implicit:
            continue
        if one not in contents:
            verb = "moves" if (side, one) in moved else "depends on"
            yield Problem(
                path,
                f"process '{label}' ({process.title}) {verb} {one}, which compartment '{compartment}' lacks",
                f"write its amount under compartments.{compartment}.contents, such as `{one}: {_example(one)}`",
            )
        elif (process.needs_positive or (side, one) not in moved) and smallest(contents[one]) <= 0.0:
            yield Problem(
                f"compartments.{compartment}.contents.{one.name}",
                f"{one} is 0 in '{compartment}', but process '{label}' ({process.title}) has no finite rate there",
                "give a small amount, or take out the process",
            )
    for move in process.moves():
        if move.imbalance():
            yield Problem(
                path, f"process '{label}' does not conserve {move.imbalance()} per event {move.name}".rstrip()
            )


def _example(one: Species) -> str:
    if one.name == "H+":
        return "pH 7.2"
    return "1 bar" if one.phase == "gas" else "1 mM"


def _circuit(model: Model) -> Iterator[Problem]:
    ground = next((name for name, one in model.compartments.items() if one.ground), None)
    edges = [(face.inside, face.outside) for face in model.interfaces.values()]
    if ground is None or any(side not in model.compartments for edge in edges for side in edge):
        return
    reached, last = {ground}, 0
    while len(reached) != last:
        last = len(reached)
        reached |= {b for a, b in edges if a in reached} | {a for a, b in edges if b in reached}
    for name in model.compartments:
        if name not in reached:
            yield Problem(
                f"compartments.{name}",
                f"no interface links compartment '{name}' to the ground '{ground}', so that its potential is anything",
                "add an interface, or take the compartment out",
            )
    if len(edges) > 1:
        for name, face in model.interfaces.items():
            if face.area is None:
                yield Problem(
                    f"interfaces.{name}",
                    f"interface '{name}' needs an area: currents of several interfaces meet",
                    "write `area: 1000 um2`",
                )


def _loose_ends(model: Model) -> Iterator[Problem]:
    unknown = [key for key in model.references if key not in bibliography()]
    for number, key in enumerate(unknown):
        near = did_you_mean(key, bibliography()) if number < _FEW else ""  # each takes a millisecond
        yield Problem(f"references.{key}", f"no reference '{key}' in references.bib", near, "warning")
    yield from _sources(model)
    used = {one for compartment in model.compartments.values() for one in compartment.contents}
    for one in model.species:
        if one not in used:
            yield Problem(
                f"species.{one.name}",
                f"species '{one.name}' is declared but no compartment holds it",
                severity="warning",
            )


def _sources(model: Model) -> Iterator[Problem]:
    paths = model.paths()
    known = {*paths, *model.compartments, *model.interfaces, *model.processes}
    count = 0
    for path in model.sources:
        try:
            _ = path in known or model.resolve(path, paths)
        except UnknownNameError as error:
            count += 1
            if count > _FEW:
                yield Problem("sources", "more sources are of quantities that the model lacks", severity="warning")
                return
            yield Problem(f"sources.{path}", str(error), severity="warning")


def net_charge(model: Model, compartment: str) -> Any:
    """Excess charge of a compartment, sum(z c) [mol/m3] (a number, or array where one concentration is an array)."""
    total: Any = 0.0
    for one, value in model.compartments[compartment].contents.items():
        if one.phase == "aqueous":
            total = total + one.charge * (value.values if isinstance(value, Along) else value)
    return total


def _charge_balance(model: Model) -> Iterator[Problem]:
    for name, compartment in model.compartments.items():
        if any(isinstance(value, Along) for value in compartment.contents.values()):
            continue
        excess = float(net_charge(model, name))
        if abs(excess) > _NEUTRAL:
            yield Problem(
                f"compartments.{name}",
                f"the ions given for '{name}' do not balance: net charge {excess:+.4g} mM of elementary charges",
                "some ions are not listed; potentials at given concentrations are unaffected",
                "warning",
            )


def _activity_range(model: Model) -> Iterator[Problem]:
    from ..chemistry.activity import solution_strength

    for name, compartment in model.compartments.items():
        species = [one for one in compartment.contents if one.phase == "aqueous"]
        values = [compartment.contents[one] for one in species]
        if any(isinstance(value, Along) for value in values):
            continue
        remark = model.activity.valid(solution_strength(species, values))
        if remark:
            yield Problem(f"compartments.{name}", f"'{name}': {remark}", severity="warning")
