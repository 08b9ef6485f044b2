"""The keys of a model file, part by part: those that must and those that may stand there, and what names look like.

The reader goes by this table. `document` says the same with types, explanations and hints, and is loaded only where
something is out of place or where a schema is asked for; a test keeps the two alike.
"""

import re
from dataclasses import dataclass
from typing import Final

MAX_TEXT: Final = 10_000
"""Characters of a description or of a source."""
MAX_LINE: Final = 500
"""Characters of any other text: a quantity, a reaction."""

NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,63}$(?!\n)")
"""Names of compartments, interfaces and processes."""
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
    ("poise", "description", "references", "activity", "species", "sources"),
)
SPECIES: Final = Part(("charge",), ("formula",))
COMPARTMENT: Final = Part((), ("description", "ground", "contents"))
INTERFACE: Final = Part(("inside", "outside"), ("description", "area", "capacitance", "injected", "processes"))
