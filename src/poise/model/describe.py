"""A model as plain text: the layout of a model file, from which `io.yaml_model` writes and reads."""

import hashlib
from collections.abc import Callable
from typing import Any

from ..chemistry.activity import ACTIVITY_MODELS
from ..processes.base import Process
from ..processes.fields import QuantityKind, kinds
from ..units import DIMENSIONS, exact
from .along import Along
from .compartment import content_kind
from .interface import INTERFACE_KINDS


def describe(model: Any, write: Callable[[QuantityKind, Any], Any] | None = None) -> dict[str, Any]:
    """The model in the layout of a model file; arrays are written as lists, or as `write` has it."""
    from .model import TEMPERATURE_KIND

    write = write or _write
    found: dict[str, Any] = {"name": model.name}
    if model.description:
        found["description"] = model.description
    if model.references:
        found["references"] = list(model.references)
    found["temperature"] = write(TEMPERATURE_KIND, model.temperature)
    found["activity"] = activity_name(model.activity)
    if model.species:
        found["species"] = {one.name: _species(one) for one in model.species}
    found["compartments"] = {}
    for name, compartment in model.compartments.items():
        entry: dict[str, Any] = {"description": compartment.description} if compartment.description else {}
        if compartment.ground:
            entry["ground"] = True
        entry["contents"] = {one.name: write(content_kind(one), value) for one, value in compartment.contents.items()}
        found["compartments"][name] = entry
    found["interfaces"] = {}
    for name, face in model.interfaces.items():
        entry = {"description": face.description} if face.description else {}
        entry |= {"inside": face.inside, "outside": face.outside}
        for key, kind in INTERFACE_KINDS.items():
            value = getattr(face, key)
            if value is not None and not (key == "injected" and isinstance(value, float) and value == 0.0):
                entry[key] = write(kind, value)
        entry["processes"] = {label: _process(process, write) for label, process in face.processes.items()}
        found["interfaces"][name] = entry
    if model.sources:
        found["sources"] = dict(model.sources)
    return found


def activity_name(chosen: Any) -> str:
    """The name of an activity model with its default settings; its repr where it has others."""
    return next((name for name, one in ACTIVITY_MODELS.items() if one == chosen), repr(chosen))


def _species(one: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"charge": exact(float(one.charge), DIMENSIONS["number"])}
    if one.formula:
        entry["formula"] = one.formula
    return entry


def _process(process: Process, write: Callable[[QuantityKind, Any], Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"law": process.law}
    for name, kind in kinds(type(process)).items():
        value = getattr(process, name)
        if isinstance(kind, QuantityKind):
            entry[name] = write(kind, value)
        elif isinstance(value, dict) or hasattr(value, "items"):
            entry[name] = {one.name: write(kind.entry, number) for one, number in value.items()}  # type: ignore[attr-defined]
        else:
            entry[name] = kind.write(value)
    return entry


def _write(kind: QuantityKind, value: Any) -> Any:
    if isinstance(value, Along):
        return [f"{value.dimension}:"] + [kind.write(float(one)) for one in value.values]
    return kind.write(float(value))


def digest(kind: QuantityKind, value: Any) -> str:
    """Short text that stands for a quantity: as written, or a checksum of an array's numbers."""
    if isinstance(value, Along):
        return f"{value.dimension}: {hashlib.sha256(value.values.astype('<f8').tobytes()).hexdigest()}"
    return kind.write(float(value))
