"""The JSON Schema of model files, with which editors complete and check them as they are written."""

from collections.abc import Mapping
from typing import Any

from ..chemistry.couples import couples
from ..processes.fields import CoupleKind, Kind, QuantityKind, SpeciesMapKind, kinds
from ..processes.register import laws
from .document import CompartmentPart, InterfacePart, ModelDocument, OwnSpecies, law_document
from .document_gate import GatePart
from .document_protocol import ProtocolPart, verb_document
from .layout import ACTIONS, EVENTS, MAX_ACTIONS, NAME, SPECIES_NAME, Part


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a model file: titles, explanations, examples, units, one branch for each law."""
    schema = ModelDocument.model_json_schema()
    found = schema.pop("$defs")
    parts = {
        "Compartment": found[CompartmentPart.__name__],
        "Interface": found[InterfacePart.__name__],
        "Species": found[OwnSpecies.__name__],
        "Process": _process(),
        "Gate": GatePart.model_json_schema(),
        "Protocol": found[ProtocolPart.__name__],
        "Action": _verbs("Action", "one thing that is done; its verb decides what else it has", ACTIONS),
        "Event": _verbs("Event", "a moment to record", EVENTS),
    }
    top = schema["properties"]
    _named(top["compartments"], "Compartment", NAME.pattern)
    _named(top["interfaces"], "Interface", NAME.pattern)
    _named(top["species"], "Species", SPECIES_NAME.pattern)
    _named(top["protocols"], "Protocol", NAME.pattern)
    for part in ("Compartment", "Interface"):
        _named(parts[part]["properties"]["processes"], "Process", NAME.pattern)
    _named(parts["Protocol"]["properties"]["events"], "Event", NAME.pattern)
    parts["Protocol"]["properties"]["actions"] |= {"items": {"$ref": "#/$defs/Action"}, "maxItems": MAX_ACTIONS}
    parts["Gate"]["anyOf"] = [{"required": keys} for keys in (["alpha", "beta"], ["steady"], ["open", "rates"])]
    for verb in (*ACTIONS, *EVENTS):
        parts[_verb_title(verb)] = verb_document(verb).model_json_schema()
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


def _verb_title(verb: str) -> str:
    return f"verb_{verb}"


def _verbs(title: str, said: str, known: Mapping[str, Part]) -> dict[str, Any]:
    """An action or an event: exactly one verb, which decides what else it has."""
    return {
        "title": title,
        "description": said,
        "type": "object",
        "oneOf": [{"required": [verb]} for verb in known],
        "allOf": [{"if": {"required": [verb]}, "then": {"$ref": f"#/$defs/{_verb_title(verb)}"}} for verb in known],
    }


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
        "description": "what crosses an interface or runs within a compartment, and by which law",
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
    schema.pop("$defs", None)
    _named(schema["properties"]["gates"], "Gate", NAME.pattern)
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
