"""What is out of place in a model file: missing, unknown and misplaced entries, in words, with the nearest names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import UnknownNameError, did_you_mean
from ..processes.register import laws
from .document import (
    CompartmentPart,
    InterfacePart,
    ModelDocument,
    OwnSpecies,
    example_of,
    law_document,
)

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
    interfaces = document.get("interfaces") if isinstance(document, dict) else None
    for name, face in (interfaces if isinstance(interfaces, dict) else {}).items():
        processes = face.get("processes") if isinstance(face, dict) else None
        for label, process in (processes if isinstance(processes, dict) else {}).items():
            if isinstance(process, dict):
                yield from _process_faults(process, ("interfaces", name, "processes", label))


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
    yield from _faults(document, process, path)


def _faults(document: type[BaseModel], given: Any, path: Path) -> Iterator[Fault]:
    try:
        document.model_validate(given)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield _fault(document, one, path)


_PARTS = {"compartments": CompartmentPart, "interfaces": InterfacePart, "species": OwnSpecies}


def _part(document: type[BaseModel], where: Path) -> type[BaseModel]:
    """The model that the mapping at a place of a document follows."""
    return _PARTS[str(where[0])] if document is ModelDocument and len(where) == 2 else document


def _fault(document: type[BaseModel], error: Any, path: Path) -> Fault:
    where: Path = error["loc"]
    at_key = bool(where) and where[-1] == "[key]"
    if at_key:
        where = where[:-1]
    full = (*path, *where)
    kind, last = error["type"], str(where[-1]) if where else ""
    part = _part(document, where[:-1])
    owner = f" of '{full[-2]}'" if len(full) > 1 else ""
    if kind == "missing":
        return Fault(full[:-1], f"'{last}'{owner} is missing", f"write `{last}: {example_of(part, last)}`")
    if kind == "extra_forbidden":
        near = did_you_mean(last[:60], part.model_fields)
        return Fault(full, f"unknown entry '{last[:60]}'{owner}", near, at_key=True)
    context = error.get("ctx", {})
    return Fault(full, context.get("said", error["msg"]), context.get("hint", ""), at_key)
