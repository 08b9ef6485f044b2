"""What is out of place in a model file: missing, unknown and misplaced entries, in words, with the nearest names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import UnknownNameError, did_you_mean, nearest
from ..processes.register import laws
from .document import (
    CompartmentPart,
    InterfacePart,
    ModelDocument,
    OwnSpecies,
    example_of,
    law_document,
)
from .document_gate import GatePart
from .document_protocol import ProtocolPart, keys_of, verb_document
from .layout import ACTIONS, EVENTS, Part, verb_of

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """Something out of place: the path of keys to it, and whether the key itself is at fault."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False


def faults(document: Any) -> Iterator[Fault]:
    """Everything out of place in a model file given as dicts, lists and strings."""
    yield from _faults(ModelDocument, document, ())
    for part in ("compartments", "interfaces"):
        for name, one in _mapping(document, part).items():
            for label, process in _mapping(one, "processes").items():
                if isinstance(process, dict):
                    yield from _process_faults(process, (part, name, "processes", label))
    for name, protocol in _mapping(document, "protocols").items():
        actions = protocol.get("actions") if isinstance(protocol, dict) else None
        for number, action in enumerate(actions if isinstance(actions, list) else ()):
            if isinstance(action, dict):
                yield from _verb_faults(action, ACTIONS, "action", ("protocols", name, "actions", number))
        for label, event in _mapping(protocol, "events").items():
            if isinstance(event, dict):
                yield from _verb_faults(event, EVENTS, "event", ("protocols", name, "events", label))


def _mapping(document: Any, key: str) -> dict[str, Any]:
    """The mapping at a key of a mapping; an empty one where there is something else."""
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _verb_faults(given: dict[str, Any], known: Mapping[str, Part], what: str, path: Path) -> Iterator[Fault]:
    """What is out of place in an action or event: it has one verb, which decides what else it has."""
    verb = verb_of(known, set(given))
    choices = f"write one of {', '.join(known)}"
    if verb is not None:
        yield from _faults(verb_document(verb), given, path)
        return
    found = [one for one in known if one in given]
    if found:
        yield Fault((*path, found[1]), f"one {what} does one thing, but this has {' and '.join(found)}", choices, True)
        return
    every = {key for part in known.values() for key in (*part.required, *part.optional)}
    strange = next((key for key in given if key not in every), None)
    near = nearest(strange[:60], known, 1) if strange else []
    if strange and near:
        yield Fault((*path, strange), f"unknown entry '{strange[:60]}'", f"did you mean '{near[0]}'?", at_key=True)
    else:
        yield Fault(path, f"the {what} does not say what happens", choices)


def _process_faults(process: dict[str, Any], path: Path) -> Iterator[Fault]:
    law = process.get("law")
    if law is None:
        yield Fault(path, f"'{path[-1]}' names no law", "write `law: ...`; known: " + ", ".join(laws()))
        return
    try:
        document = law_document(law if isinstance(law, str) else "")
    except UnknownNameError:
        shown = f"'{law[:60]}'" if isinstance(law, str) and law else "this"
        near = did_you_mean(law[:60], laws()) if isinstance(law, str) and law else ""
        yield Fault((*path, "law"), f"{shown} is not a law", near or "known: " + ", ".join(laws()))
        return
    for fault in _faults(document, process, path):
        yield _with_kinetics(fault, process)


_KINETICS = ("'exchange_current'", "'rate_constant'")


def _with_kinetics(fault: Fault, process: Any) -> Fault:
    """A fault that a rate is missing, with what is known of its couple."""
    name = process.get("couple") if isinstance(process, Mapping) else None
    if not (isinstance(name, str) and fault.message.startswith(_KINETICS) and fault.message.endswith("is missing")):
        return fault
    from ..chemistry.couples import couple
    from ..chemistry.kinetics import known_elsewhere

    try:
        known = known_elsewhere(couple(name))
    except UnknownNameError:
        return fault
    return replace(fault, hint=f"{fault.hint}; the table of kinetics: {known}")


def _faults(document: type[BaseModel], given: Any, path: Path) -> Iterator[Fault]:
    try:
        document.model_validate(given)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield _fault(document, one, path)


_PARTS = {
    "compartments": CompartmentPart,
    "interfaces": InterfacePart,
    "species": OwnSpecies,
    "protocols": ProtocolPart,
    "gates": GatePart,
}


def _part(document: type[BaseModel], where: Path) -> type[BaseModel]:
    """The model that the mapping at a place of a document follows."""
    inner = len(where) == 2 and (document is ModelDocument or where[0] == "gates")
    return _PARTS[str(where[0])] if inner else document


def _fault(document: type[BaseModel], error: Any, path: Path) -> Fault:
    where: Path = error["loc"]
    at_key = bool(where) and where[-1] == "[key]"
    if at_key:
        where = where[:-1]
    full = (*path, *where)
    kind, last = error["type"], str(where[-1]) if where else ""
    part = _part(document, where[:-1])
    owner = f" of '{full[-2]}'" if len(full) > 1 else ""
    if len(full) > 1 and isinstance(full[-2], int):
        owner = f" of action {full[-2] + 1}"
    if kind == "missing":
        return Fault(full[:-1], f"'{last}'{owner} is missing", f"write `{last}: {example_of(part, last)}`")
    if kind == "extra_forbidden":
        near = did_you_mean(last[:60], keys_of(part))
        return Fault(full, f"unknown entry '{last[:60]}'{owner}", near, at_key=True)
    context = error.get("ctx", {})
    return Fault(full, context.get("said", error["msg"]), context.get("hint", ""), at_key)
