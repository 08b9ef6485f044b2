"""What quantities and the fields of laws look like, as JSON Schema, for editors."""

from typing import Any

from ..processes.fields import (
    CoupleKind,
    ExpressionKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesKind,
    SpeciesMapKind,
    TextKind,
)
from ..units import CONCENTRATION
from .layout import MAX_EXPRESSION

_UNIT = r"(\s+1\s*/|\s*[^\s0-9.]).*"
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
    pattern = rf"^\s*{_NUMBER}{_UNIT}$"
    if dimension is CONCENTRATION:
        pattern = rf"({pattern})|(^\s*pH\s*=?\s*[+-]?[0-9]{{1,2}}(\.[0-9]*)?\s*$)"
    return {"type": "string", "pattern": pattern, "examples": [dimension.example]}


def expression_schema() -> dict[str, Any]:
    """JSON Schema of a rate written as an expression."""
    return {
        "type": ["string", "number"],
        "minLength": 1,
        "maxLength": MAX_EXPRESSION,
        "examples": ["0.1/ms * linoid((V + 40 mV)/(10 mV))"],
    }


def parameter_schema() -> dict[str, Any]:
    """JSON Schema of a parameter: a number with any unit, or with none."""
    return {"type": ["string", "number"], "pattern": rf"^\s*{_NUMBER}({_UNIT})?\s*$", "examples": ["-40 mV", 0.3]}


def kind_schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of a law's field, with an example in it."""
    if isinstance(kind, QuantityKind):
        return quantity_schema(kind)
    if isinstance(kind, SpeciesMapKind):
        entry = quantity_schema(kind.entry)
        example = {"K+": 1, "Na+": 0.04}
        return {"type": "object", "minProperties": 1, "additionalProperties": entry, "examples": [example]}
    if isinstance(kind, ExpressionKind):
        return expression_schema() | {"examples": ["P * ([Na+]in/[Na+]out)^3"]}
    examples = {
        TextKind: "the paper names no fuel",
        SpeciesKind: "K+",
        ReactionKind: "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)",
        CoupleKind: "Fe3+/Fe2+",
    }
    return {"type": "string", "minLength": 1, "examples": [examples.get(type(kind), "...")]}
