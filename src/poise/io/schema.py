"""The JSON Schema of model files, with which editors complete and check them as they are written."""

from typing import Any

from ..chemistry.couples import couples
from ..processes.fields import CoupleKind, Kind, QuantityKind, SpeciesMapKind, kinds
from ..processes.register import laws
from .document import CompartmentPart, InterfacePart, ModelDocument, OwnSpecies, law_document
from .layout import NAME, SPECIES_NAME


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a model file: titles, explanations, examples, units, one branch for each law."""
    schema = ModelDocument.model_json_schema()
    found = schema.pop("$defs")
    parts = {
        "Compartment": found[CompartmentPart.__name__],
        "Interface": found[InterfacePart.__name__],
        "Species": found[OwnSpecies.__name__],
        "Process": _process(),
    }
    top = schema["properties"]
    _named(top["compartments"], "Compartment", NAME.pattern)
    _named(top["interfaces"], "Interface", NAME.pattern)
    _named(top["species"], "Species", SPECIES_NAME.pattern)
    _named(parts["Interface"]["properties"]["processes"], "Process", NAME.pattern)
    parts["Compartment"]["properties"]["contents"] |= {
        "properties": {"pH": {"type": ["number", "string"], "description": "pH, in place of H+", "examples": [7.2]}},
        "additionalProperties": {"type": "string", "pattern": r"\d", "examples": ["140 mM"]},
    }
    for name in laws():
        parts[_title(name)] = _law(name)
    for part in (schema, *parts.values()):
        _tidy(part)
    schema["title"] = "Poise model"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": parts}


def _title(law: str) -> str:
    return f"law_{law}"


def _named(field: dict[str, Any], part: str, pattern: str) -> None:
    """Make a mapping one from names to parts."""
    field.pop("patternProperties", None)
    # names without look-ahead: every dialect of regular expressions reads them
    names = pattern.removesuffix(r"(?!\n)")
    field |= {"propertyNames": {"pattern": names}, "additionalProperties": {"$ref": f"#/$defs/{part}"}}


def _process() -> dict[str, Any]:
    """An entry of `processes`: the law decides what else it has."""
    return {
        "title": "Process",
        "description": "what crosses the interface, and by which law",
        "type": "object",
        "required": ["law"],
        "properties": {"law": {"enum": list(laws()), "description": "how fast it goes: the name of a law"}},
        "allOf": [
            {
                "if": {"properties": {"law": {"const": name}}, "required": ["law"]},
                "then": {"$ref": f"#/$defs/{_title(name)}"},
            }
            for name in laws()
        ],
    }


def _law(name: str) -> dict[str, Any]:
    schema = law_document(name).model_json_schema()
    for key, kind in kinds(laws()[name]).items():
        field = schema["properties"][key]
        unit = _unit(kind)
        if unit:
            field["description"] += f" [{unit}]"
        if isinstance(kind, CoupleKind):
            field["examples"] = list(couples())
    return schema


def _unit(kind: Kind) -> str:
    """The unit that people write a field in; empty for what has none."""
    if isinstance(kind, SpeciesMapKind):
        kind = kind.entry
    return kind.dimension.shown if isinstance(kind, QuantityKind) and kind.dimension.si != "1" else ""


def _tidy(part: dict[str, Any]) -> None:
    """Take out what pydantic adds and no reader needs: titles that repeat the key, empty defaults."""
    for field in part.get("properties", {}).values():
        field.pop("title", None)
        if field.get("default") in ("", {}, []):
            field.pop("default")
        if "pattern" in field:
            field["pattern"] = field["pattern"].removesuffix(r"(?!\n)")
