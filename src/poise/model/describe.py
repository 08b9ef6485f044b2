"""A model as plain text: the layout of a model file, from which `io.yaml_model` writes and reads."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from ..chemistry.activity import ACTIVITY_MODELS
from ..errors import InputError
from ..processes.base import Process
from ..processes.expressions import spell
from ..processes.fields import QuantityKind, SpeciesMapKind, TextKind, kinds
from ..processes.gates.base import NUMBERS, START_KIND, Gate
from ..units import DIMENSIONS, exact
from .along import Along
from .compartment import VOLUME_KIND, content_kind
from .interface import INTERFACE_KINDS
from .protocol import (
    CLAMP_KIND,
    DURATION_KIND,
    FACTOR_KIND,
    SERIES_KIND,
    TIME_KIND,
    Action,
    Clamp,
    Crossing,
    Protocol,
    Ramp,
    Scale,
    Wash,
)
from .values import as_value

Writer = Callable[[QuantityKind, Any], Any]
"""How a number is written."""


def describe(model: Any, write: Writer | None = None) -> dict[str, Any]:
    """The model in the layout of a model file; arrays are written as lists, or as `write` has it.

    Numbers that shape what moves (coupling numbers, powers of gates) are always written as they are.
    """
    from .model import TEMPERATURE_KIND

    write = _keeping_fixed(write or _write)
    found: dict[str, Any] = {"name": model.name}
    if model.description:
        found["description"] = model.description
    if model.references:
        found["references"] = list(model.references)
    found["temperature"] = write(TEMPERATURE_KIND, model.temperature)
    found["activity"] = activity_name(model.activity)
    if model.species:
        found["species"] = {one.name: _species(one) for one in model.species}
    found["compartments"] = {name: _compartment(one, write) for name, one in model.compartments.items()}
    found["interfaces"] = {name: _interface(one, write) for name, one in model.interfaces.items()}
    if model.protocols:
        paths = model.paths()
        found["protocols"] = {name: _protocol(model, paths, one, write) for name, one in model.protocols.items()}
    if model.sources:
        found["sources"] = dict(model.sources)
    return found


def activity_name(chosen: Any) -> str:
    """The name of an activity model with its default settings; its repr where it has others."""
    return next((name for name, one in ACTIVITY_MODELS.items() if one == chosen), repr(chosen))


def _keeping_fixed(write: Writer) -> Writer:
    return lambda kind, value: kind.write(value) if kind.fixed else write(kind, value)


def _species(one: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"charge": exact(float(one.charge), DIMENSIONS["number"])}
    if one.formula:
        entry["formula"] = one.formula
    return entry


def _compartment(place: Any, write: Writer) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": place.description} if place.description else {}
    if place.ground:
        entry["ground"] = True
    if place.volume is not None:
        entry["volume"] = write(VOLUME_KIND, place.volume)
    if place.held:
        entry["held"] = [one.name for one in place.held]
    entry["contents"] = {one.name: write(content_kind(one), value) for one, value in place.contents.items()}
    if place.processes:
        entry["processes"] = {label: _process(process, write) for label, process in place.processes.items()}
    return entry


def _interface(face: Any, write: Writer) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": face.description} if face.description else {}
    entry |= {"inside": face.inside, "outside": face.outside}
    for key, kind in INTERFACE_KINDS.items():
        value = getattr(face, key)
        if value is not None and not (key == "injected" and isinstance(value, float) and value == 0.0):
            entry[key] = write(kind, value)
    if face.carrier.phase != "charge":
        entry["carrier"] = face.carrier.name
    entry["processes"] = {label: _process(process, write) for label, process in face.processes.items()}
    return entry


def _process(process: Process, write: Writer) -> dict[str, Any]:
    entry: dict[str, Any] = {"law": process.law}
    fields = kinds(type(process)).items()
    for name, kind in sorted(fields, key=lambda one: isinstance(one[1], TextKind)):  # remarks last
        value = getattr(process, name)
        if isinstance(kind, QuantityKind):
            entry[name] = write(kind, value)
        elif isinstance(kind, SpeciesMapKind):
            entry[name] = {one.name: write(kind.entry, number) for one, number in value.items()}
        elif not (isinstance(kind, TextKind) and not value):
            entry[name] = kind.write(value)
    parameters = process.parameters
    if parameters:
        entry["parameters"] = {name: write(parameters.kind(name), one) for name, one in parameters.values.items()}
    if process.gates:
        entry["gates"] = {name: _gate(gate, write) for name, gate in process.gates.items()}
    return entry


def _gate(gate: Gate, write: Writer) -> dict[str, Any]:
    """A gate's entry: texts as they are, numbers written; weights and occupancies of a scheme are never arrays."""
    entry: dict[str, Any] = {}
    for key, value in gate.write().items():
        if isinstance(value, Mapping):
            entry[key] = {
                name: one if isinstance(one, str) else START_KIND.write(float(one)) for name, one in value.items()
            }
        else:
            entry[key] = value if isinstance(value, str) else write(NUMBERS[key], value)
    return entry


def _protocol(model: Any, paths: Mapping[str, QuantityKind], protocol: Protocol, write: Writer) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": protocol.description} if protocol.description else {}
    entry["until"] = write(DURATION_KIND, protocol.until)
    if protocol.actions:
        entry["actions"] = [_action(model, paths, one, write) for one in protocol.actions]
    if protocol.events:
        entry["events"] = {name: _event(model, paths, one, write) for name, one in protocol.events.items()}
    return entry


def _action(model: Any, paths: Mapping[str, QuantityKind], one: Any, write: Writer) -> dict[str, Any]:
    entry = _when(one, write)
    if isinstance(one, Scale):
        return {**entry, "scale": one.process, "by": write(FACTOR_KIND, one.factor)}
    if isinstance(one, Clamp):
        entry |= {"clamp": one.interface, "to": write(CLAMP_KIND, one.potential)}
        if one.start is not None:
            entry["from"] = write(CLAMP_KIND, one.start)
        if one.series_resistance is not None:
            entry["series_resistance"] = write(SERIES_KIND, one.series_resistance)
        return entry
    path, put = _target(model, paths, one.path, write)
    verb = "ramp" if isinstance(one, Ramp) else "wash" if isinstance(one, Wash) else "set"
    entry |= {verb: path, "to": put(one.value)}
    if isinstance(one, Ramp) and one.start is not None:
        entry["from"] = put(one.start)
    if isinstance(one, Wash):
        entry["time_constant"] = write(DURATION_KIND, one.time_constant)
    return entry


def _when(one: Action, write: Writer) -> dict[str, Any]:
    entry: dict[str, Any] = {"at": write(TIME_KIND, one.at)}
    if one.duration is not None:
        entry["for"] = write(DURATION_KIND, one.duration)
    if one.every is not None:
        entry |= {"every": write(DURATION_KIND, one.every), "times": str(one.times)}
    return entry


def _event(model: Any, paths: Mapping[str, QuantityKind], one: Crossing, write: Writer) -> dict[str, Any]:
    path, put = _target(model, paths, one.of, write)
    return {"of": path, ("rises_through" if one.rises else "falls_through"): put(one.level)}


def _target(
    model: Any, paths: Mapping[str, QuantityKind], path: str, write: Writer
) -> tuple[str, Callable[[Any], Any]]:
    """The canonical path of a quantity and how its values are written; as given where the model lacks it."""
    try:
        full = model.resolve(path, paths)
    except InputError:
        return path, str

    def put(value: Any) -> Any:
        try:
            return write(paths[full], as_value(value, paths[full], full))
        except InputError:
            return str(value)

    return full, put


def _write(kind: QuantityKind, value: Any) -> Any:
    if isinstance(value, Along):
        return [f"{value.dimension}:"] + [kind.write(float(one)) for one in value.values]
    return kind.write(float(value))


def digest(kind: QuantityKind, value: Any) -> str:
    """Short text that stands for a quantity: as written, or a checksum of an array's numbers."""
    if isinstance(value, Along):
        return f"{value.dimension}: {hashlib.sha256(value.values.astype('<f8').tobytes()).hexdigest()}"
    return kind.write(float(value))


def structure(model: Any) -> str:
    """What of a model shapes its equations, as JSON: everything but texts for readers and numbers that can be varied.

    Two models of one structure differ in numbers alone, so that what was compiled for one serves the other.
    """
    plain = describe(model, lambda kind, value: "#")
    for key in ("name", "description", "references", "sources", "protocols"):
        plain.pop(key, None)
    plain["activity"] = repr(model.activity)
    for part, found in (("compartments", model.compartments), ("interfaces", model.interfaces)):
        for name, one in found.items():
            entry = plain[part][name]
            for key in ("description", "injected"):  # an injected current is always there
                entry.pop(key, None)
            for label, process in one.processes.items():
                own = entry["processes"][label]
                if "unaccounted" in own:
                    own["unaccounted"] = True
                if process.parameters:
                    own["parameters"] = {key: spell(kind) for key, kind in process.parameters.exponents.items()}
    for one in model.species:
        plain["species"][one.name]["phase"] = one.phase
    return json.dumps(plain, ensure_ascii=False)
