"""The keys of a model file, part by part: those that must and those that may stand there, and what names look like.

The reader goes by this table. `document` says the same with types, explanations and hints, and is loaded only where
something is out of place or where a schema is asked for; a test keeps the two alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

MAX_TEXT: Final = 10_000
"""Characters of a description or of a source."""
MAX_LINE: Final = 500
"""Characters of any other text: a quantity, a reaction."""
MAX_EXPRESSION: Final = 2_000
"""Characters of a rate written as an expression."""
MAX_GATES: Final = 100
"""Gates of one model."""
MAX_PROTOCOLS: Final = 50
"""Protocols of one model."""
MAX_ACTIONS: Final = 200
"""Actions of one protocol."""
MAX_EVENTS: Final = 50
"""Events of one protocol."""

NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,63}$(?!\n)")
"""Names of compartments, interfaces, processes, gates, protocols and events."""
MODEL_NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,63}$(?!\n)")
"""Names of models: also file names."""
SPECIES_NAME: Final = re.compile(r"^(?![pP][hH]$)[A-Za-z][A-Za-z0-9_()+-]{0,31}$(?!\n)")
"""Names of species that a model declares."""


@dataclass(frozen=True)
class Part:
    """The keys of one mapping."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    def fits(self, keys: "set[str]") -> bool:
        """Whether a mapping with these keys has all that it must and nothing that it may not have."""
        return keys.issuperset(self.required) and keys.issubset((*self.required, *self.optional))


MODEL: Final = Part(
    ("name", "temperature", "compartments", "interfaces"),
    ("poise", "description", "references", "activity", "species", "sources", "protocols"),
)
SPECIES: Final = Part(("charge",), ("formula",))
COMPARTMENT: Final = Part((), ("description", "ground", "contents", "volume", "held", "processes"))
INTERFACE: Final = Part(
    ("inside", "outside"),
    (
        "description",
        "area",
        "capacitance",
        "injected",
        "potential",
        "carrier",
        "temperature",
        "heat_conductance",
        "processes",
    ),
)
GATE: Final = Part((), ("power", "alpha", "beta", "steady", "time", "open", "rates", "q10", "at", "start"))
OF_EVERY_LAW: Final = ("parameters", "gates")
"""What the entry of any law may have beside the law's own fields."""
PROTOCOL: Final = Part(("until",), ("description", "actions", "events"))
_WHEN: Final = ("at", "for", "every", "times")
ACTIONS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "set": Part(("set", "to"), _WHEN),
        "ramp": Part(("ramp", "to", "for"), (*_WHEN, "from")),
        "wash": Part(("wash", "to", "time_constant"), _WHEN),
        "scale": Part(("scale", "by"), _WHEN),
        "block": Part(("block",), _WHEN),
        "clamp": Part(("clamp", "to"), (*_WHEN, "from", "series_resistance")),
    }
)
"""The keys of an action by its verb, of which it has one."""
EVENTS: Final[Mapping[str, Part]] = MappingProxyType(
    {verb: Part(("of", verb), ()) for verb in ("rises_through", "falls_through")}
)
"""The keys of an event by its verb, of which it has one."""


def verb_of(known: Mapping[str, Part], keys: "set[str]") -> str | None:
    """The one verb among the keys of an action or event; `None` where there is none or more than one."""
    found = [verb for verb in known if verb in keys]
    return found[0] if len(found) == 1 else None
