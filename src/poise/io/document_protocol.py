"""What may stand in a protocol, its actions and its events, as pydantic models: one model for each verb."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema, create_model

from ..model.protocol import CLAMP_KIND, DURATION_KIND, FACTOR_KIND, SERIES_KIND, TIME_KIND, TIMES_KIND
from .layout import ACTIONS, EVENTS
from .shapes import Line, Part, name_of, quantity_text, shape, text

_VALUE = {"type": ["string", "number"], "examples": ["20 uA/cm2"]}


def _any_quantity(example: str) -> Any:
    schema = WithJsonSchema({**_VALUE, "examples": [example]})
    return Annotated[str, text(f"a quantity such as '{example}'"), schema]


def _path(what: str, example: str) -> Any:
    return Annotated[str, text(f"{what} such as '{example}'")]


_KEYS: dict[str, tuple[Any, str, str]] = {
    "at": (quantity_text(TIME_KIND), "when it begins; at the start unless given", "1 ms"),
    "for": (quantity_text(DURATION_KIND), "how long it lasts; to the end unless given", "0.5 ms"),
    "every": (quantity_text(DURATION_KIND), "period of repetitions, with `times`", "10 ms"),
    "times": (quantity_text(TIMES_KIND), "how often, with `every`", "20"),
    "to": (_any_quantity("20 uA/cm2"), "the value that it takes", "20 uA/cm2"),
    "from": (_any_quantity("0 uA/cm2"), "where a ramp begins; where it is unless given", "0 uA/cm2"),
    "by": (quantity_text(FACTOR_KIND), "factor on the process's rate", "0.5"),
    "time_constant": (quantity_text(DURATION_KIND), "time constant of the exchange", "2 s"),
    "series_resistance": (
        quantity_text(SERIES_KIND),
        "series resistance times area; a perfect clamp without it",
        "10 ohm cm2",
    ),
    "set": (_path("the path of a quantity", "membrane.injected"), "what takes a value", "membrane.injected"),
    "ramp": (_path("the path of a quantity", "temperature"), "what moves along a straight line", "temperature"),
    "wash": (_path("the path of a quantity", "bath.K+"), "what nears a value exponentially", "bath.K+"),
    "scale": (_path("the path of a process", "membrane.pump"), "the process whose rate is scaled", "membrane.pump"),
    "block": (_path("the path of a process", "membrane.pump"), "the process that is stopped", "membrane.pump"),
    "clamp": (_path("an interface", "membrane"), "the interface whose potential is held", "membrane"),
    "of": (_path("the path of a quantity", "membrane.potential"), "the quantity watched", "membrane.potential"),
    "rises_through": (_any_quantity("0 mV"), "the level that it passes from below", "0 mV"),
    "falls_through": (_any_quantity("0 mV"), "the level that it passes from above", "0 mV"),
}
_CLAMP = {
    "to": (quantity_text(CLAMP_KIND), "command potential", "-20 mV"),
    "from": (quantity_text(CLAMP_KIND), "command at the beginning of a ramp", "-80 mV"),
}
_TITLES = {
    "set": "a quantity takes a value, and goes back after `for`",
    "ramp": "a quantity moves along a straight line and stays where it ends",
    "wash": "a quantity nears a value exponentially, as a bath that is washed",
    "scale": "a process runs at a multiple of its rate",
    "block": "a process stops",
    "clamp": "an amplifier holds an interface's potential",
    "rises_through": "a quantity rises through a level",
    "falls_through": "a quantity falls through a level",
}


@cache
def verb_document(verb: str) -> type[BaseModel]:
    """The pydantic model of an action or event with that verb."""
    part = ACTIONS.get(verb) or EVENTS[verb]
    fields: dict[str, Any] = {}
    for key in (*part.required, *part.optional):
        kind, said, example = (_CLAMP if verb == "clamp" else _KEYS).get(key) or _KEYS[key]
        known: Any = {"description": said, "examples": [example]}
        # `from` and `for` are words of Python, so that fields go by another name and are known by their alias
        fields[f"key_{key}"] = kind, Field(... if key in part.required else "", alias=key, **known)
    return create_model(f"Verb_{verb}", __base__=Part, __doc__=_TITLES[verb], **fields)


def keys_of(document: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model by what they are called in a file."""
    return {one.alias or key: one for key, one in document.model_fields.items()}


class ProtocolPart(Part):
    """What is done to a model in time, and which moments are recorded."""

    description: Line = Field(default="", description="one line on what it is")
    until: quantity_text(DURATION_KIND) = Field(description="how long a run is", examples=["20 ms"])  # type: ignore[valid-type]
    actions: Annotated[
        list[Annotated[Any, shape(dict, "an action, such as {at: 1 ms, set: membrane.injected, to: 20 uA/cm2},")]],
        shape(list, "a list of actions"),
    ] = Field(default_factory=list, description="in order; where two act on one quantity at once, the later one does")
    events: Annotated[
        dict[
            name_of("an event"),  # type: ignore[misc]
            Annotated[Any, shape(dict, "an event, such as {of: membrane.potential, rises_through: 0 mV},")],
        ],
        shape(dict, "events by name"),
    ] = Field(default_factory=dict, description="moments to record, by name")
