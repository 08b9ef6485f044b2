"""What may stand in a gate's entry, as a pydantic model."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from ..processes.gates.base import NUMBERS
from .layout import MAX_EXPRESSION
from .patterns import expression_schema, quantity_schema
from .shapes import Part, Rate, quantity_text, shape, text, text_or_texts

_NUMBER = quantity_schema(NUMBERS["start"])
_WEIGHTS = {"type": "object", "minProperties": 1, "additionalProperties": _NUMBER}


class GatePart(Part):
    """A gate: alpha and beta, steady and time, steady alone (no state), or open and rates (a Markov scheme)."""

    power: quantity_text(NUMBERS["power"]) = Field(  # type: ignore[valid-type]
        default="1", description="power of the gate in the open fraction", examples=["3"]
    )
    alpha: Rate = Field(default="", description="rate of opening", examples=["0.1/ms * linoid((V + 40 mV)/(10 mV))"])
    beta: Rate = Field(default="", description="rate of closing", examples=["4/ms * exp(-(V + 65 mV)/(18 mV))"])
    steady: Rate = Field(default="", description="steady value", examples=["logistic((V + 40 mV)/(7 mV))"])
    time: Rate = Field(
        default="", description="time constant; without it the gate is always at its steady value", examples=["2 ms"]
    )
    open: Annotated[
        Any,
        text_or_texts("the name of a state, or weights by state such as {O1: 1, O2: 0.5},"),
        WithJsonSchema({"oneOf": [{"type": "string", "minLength": 1}, _WEIGHTS], "examples": ["O"]}),
    ] = Field(default="", description="which state of the scheme is open, or how open each state is")
    rates: Annotated[
        dict[str, Annotated[str, text("an expression such as '2/ms'", MAX_EXPRESSION)]],
        shape(dict, "rates by hop, such as {C -> O: 2/ms, O -> C: 1/ms},"),
        WithJsonSchema(
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": "^\\s*[A-Za-z][A-Za-z0-9_]*\\s*(->|→)\\s*[A-Za-z][A-Za-z0-9_]*\\s*$"},
                "additionalProperties": expression_schema(),
                "examples": [{"C -> O": "2/ms*exp(V/(20 mV))", "O -> C": "1/ms"}],
            }
        ),
    ] = Field(default_factory=dict, description="rate of each hop between two states of the scheme")
    q10: quantity_text(NUMBERS["q10"]) = Field(  # type: ignore[valid-type]
        default="1", description="factor on its rates for 10 K; needs `at`", examples=["3"]
    )
    at: quantity_text(NUMBERS["at"]) = Field(  # type: ignore[valid-type]
        default="", description="temperature at which its rates are given", examples=["6.3 degC"]
    )
    start: Annotated[
        Any,
        text_or_texts("a number from 0 to 1, or occupancies by state such as {C: 1},"),
        WithJsonSchema({"oneOf": [_NUMBER, _WEIGHTS], "examples": [0.6]}),
    ] = Field(default="", description="value at the start; the steady value unless given")
