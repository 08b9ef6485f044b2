"""What quantities and the fields of laws look like, as JSON Schema, for editors."""

from typing import Any

from ..processes.fields import CoupleKind, Kind, QuantityKind, ReactionKind, SpeciesKind, SpeciesMapKind
from ..units import CONCENTRATION

_NUMBER = r"[+-]?(?!0[0-9])([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"


def quantity_schema(kind: QuantityKind) -> dict[str, Any]:
    """JSON Schema of a written quantity: text with a unit, or a number where the quantity is a pure number."""
    dimension = kind.dimension
    if dimension.si == "1":
        schema: dict[str, Any] = {"type": ["number", "string"]}
        if kind.low > float("-inf"):
            schema["exclusiveMinimum" if kind.open_low else "minimum"] = kind.low
        if kind.high < float("inf"):
            schema["maximum"] = kind.high
        return schema | {"pattern": rf"^\s*{_NUMBER}\s*%?\s*$", "examples": [float(dimension.example)]}
    pattern = rf"^\s*{_NUMBER}\s*[^\s0-9.].*$"
    if dimension is CONCENTRATION:
        pattern = rf"({pattern})|(^\s*pH\s*=?\s*[+-]?[0-9]{{1,2}}(\.[0-9]*)?\s*$)"
    return {"type": "string", "pattern": pattern, "examples": [dimension.example]}


def kind_schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of a law's field, with an example in it."""
    if isinstance(kind, QuantityKind):
        return quantity_schema(kind)
    if isinstance(kind, SpeciesMapKind):
        entry = quantity_schema(kind.entry)
        example = {"K+": 1, "Na+": 0.04}
        return {"type": "object", "minProperties": 1, "additionalProperties": entry, "examples": [example]}
    examples = {
        SpeciesKind: "K+",
        ReactionKind: "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)",
        CoupleKind: "Fe3+/Fe2+",
    }
    return {"type": "string", "minLength": 1, "examples": [examples.get(type(kind), "...")]}
