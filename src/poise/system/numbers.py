"""A system with other numbers: what a protocol varies in time, and what the compiled code is told."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from ..model.interface import INTERFACE_KINDS
from .system import System, activities_of


def with_numbers(system: System, numbers: Mapping[str, Any]) -> System:
    """The same system with other quantities, by path; "interface.process" alone is the scale of a process.

    Args:
        system: laid out.
        numbers: numbers or arrays of the lanes' shape, SI.
    """
    temperature = numbers.get("temperature", system.temperature)
    contents = {name: dict(there) for name, there in system.concentrations.items()}
    volumes, scales = dict(system.volumes), dict(system.scales)
    faces: dict[str, dict[str, Any]] = {}
    changes: dict[tuple[str, str], dict[str, Any]] = {}
    stale = set(contents) if "temperature" in numbers else set()
    for path, value in numbers.items():
        head, _, rest = path.partition(".")
        label, _, key = rest.partition(".")
        if path == "temperature":
            continue
        if head in system.interfaces and rest in INTERFACE_KINDS:
            faces.setdefault(head, {})[rest] = value
        elif head in system.interfaces and not key:
            scales[path] = value
        elif head in system.interfaces or (key and label in system.reactions.get(head, {})):
            changes.setdefault((head, label), {})[key] = value
        elif head in system.reactions and rest in system.reactions[head]:
            scales[path] = value
        elif rest == "volume":
            volumes[head] = value
        else:
            contents[head][system.model.book[rest]] = value
            stale.add(head)
    activities = {
        name: activities_of(system.model, there, temperature) if name in stale else system.activities[name]
        for name, there in contents.items()
    }
    interfaces = {}
    for name, face in system.interfaces.items():
        own = {key: value for key, value in faces.get(name, {}).items() if key != "potential"}
        processes = {
            label: one.with_values(changes[name, label]) if (name, label) in changes else one
            for label, one in face.processes.items()
        }
        interfaces[name] = dataclasses.replace(face, processes=processes, **own)
    reactions = {
        name: {
            label: one.with_values(changes[name, label]) if (name, label) in changes else one
            for label, one in processes.items()
        }
        for name, processes in system.reactions.items()
    }
    return dataclasses.replace(
        system,
        temperature=temperature,
        concentrations=contents,
        activities=activities,
        interfaces=interfaces,
        volumes=volumes,
        scales=scales,
        reactions=reactions,
    )
