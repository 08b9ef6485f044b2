"""The layout of a model file as pydantic models, one for each law, made from the register: what may stand where.

They check names and shapes only. What a quantity or a species means is for `build` to read, at its own place.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, create_model

from ..chemistry.activity import ACTIVITY_MODELS
from ..model.compartment import VOLUME_KIND
from ..model.interface import INTERFACE_KINDS
from ..model.model import TEMPERATURE_KIND
from ..processes.fields import ExpressionKind, Kind, QuantityKind, SpeciesMapKind, default_of, kinds
from ..processes.register import law as law_of
from .document_gate import GatePart
from .document_protocol import ProtocolPart, keys_of
from .layout import MAX_EXPRESSION, MAX_LINE, MODEL_NAME, SPECIES_NAME
from .patterns import kind_schema, parameter_schema
from .shapes import Line, Part, Process, flag, matching, name_of, one_of, quantity_text, shape, text

_AMOUNT = "an amount such as '140 mM'"
_RULE = "such names have letters, digits, '_', '(', ')', '+' and '-', 32 at most, a letter first; 'pH' is taken"


class OwnSpecies(Part):
    """A species that the shipped table lacks."""

    charge: Annotated[
        str, text("a charge number such as -1"), WithJsonSchema({"type": ["number", "string"], "examples": [-1]})
    ] = Field(description="signed charge number; may be fractional for a mixture", examples=["-1"])
    formula: Annotated[str, text("an elemental formula such as 'HCO3'")] = Field(
        default="", description="elemental formula without the charge; empty where the composition is not stated"
    )


class CompartmentPart(Part):
    """A well-mixed solution, or a metal, at one potential."""

    description: Line = Field(default="", description="one line on what it is")
    ground: Annotated[bool, BeforeValidator(flag)] = Field(
        default=False, description="whether its potential is the zero of all potentials; one compartment is"
    )
    contents: Annotated[
        dict[str, Annotated[str, text(_AMOUNT)]], shape(dict, "amounts by species, such as `K+: 140 mM`,")
    ] = Field(
        default_factory=dict,
        description="concentration of each species, or fugacity of a gas; H+ may be given as `pH: 7.2`",
        examples=[{"K+": "140 mM", "pH": "7.2"}],
    )
    volume: quantity_text(VOLUME_KIND) = Field(  # type: ignore[valid-type]
        default="", description="volume at the start: the compartment holds amounts that change; a reservoir without it"
    )
    held: Annotated[
        list[Annotated[str, text("the name of a species")]], shape(list, "a list of species, such as [ATP, ADP],")
    ] = Field(
        default_factory=list,
        description="species that keep their concentration although the compartment has a volume",
        examples=[["ATP", "ADP", "Pi", "H+"]],
    )
    processes: Annotated[dict[name_of("a process"), Process], shape(dict, "processes by name")] = Field(  # type: ignore[misc]
        default_factory=dict, description="reactions within the compartment, by name"
    )


class InterfacePart(Part):
    """What separates two compartments; its potential is phi(inside) - phi(outside)."""

    description: Line = Field(default="", description="one line on what it is")
    inside: name_of("a compartment") = Field(description="name of a compartment", examples=["cytosol"])  # type: ignore[valid-type]
    outside: name_of("a compartment") = Field(description="name of a compartment", examples=["bath"])  # type: ignore[valid-type]
    area: quantity_text(INTERFACE_KINDS["area"]) = Field(  # type: ignore[valid-type]
        default="", description="area; needed where several interfaces meet"
    )
    capacitance: quantity_text(INTERFACE_KINDS["capacitance"]) = Field(  # type: ignore[valid-type]
        default="", description="capacitance per area"
    )
    injected: quantity_text(INTERFACE_KINDS["injected"]) = Field(  # type: ignore[valid-type]
        default="", description="current per area that an electrode puts into the inside; positive depolarises"
    )
    potential: quantity_text(INTERFACE_KINDS["potential"]) = Field(  # type: ignore[valid-type]
        default="", description="potential at the start, inside minus outside; the rest unless given"
    )
    carrier: Annotated[str, text("the name of an ion")] = Field(
        default="charge", description="the ion that carries the injected current", examples=["K+"]
    )
    temperature: quantity_text(INTERFACE_KINDS["temperature"]) = Field(  # type: ignore[valid-type]
        default="", description="temperature of its processes; the model's unless given"
    )
    heat_conductance: quantity_text(INTERFACE_KINDS["heat_conductance"]) = Field(  # type: ignore[valid-type]
        default="", description="heat that passes between its sides, per area and kelvin"
    )
    processes: Annotated[dict[name_of("a process"), Process], shape(dict, "processes by name")] = Field(  # type: ignore[misc]
        default_factory=dict, description="what crosses the interface, by name"
    )


class ModelDocument(Part):
    """A Poise model: compartments, the interfaces between them, and the processes that cross these."""

    poise: Annotated[str, text("1"), one_of(("1",), "write `poise: 1`"), WithJsonSchema({"const": 1})] = Field(
        default="1", description="version of the layout"
    )
    name: Annotated[
        str,
        text("the model's name"),
        matching(MODEL_NAME, "a model", "such names have letters, digits, '_' and '-', 64 at most, a letter first"),
        WithJsonSchema({"type": "string", "pattern": MODEL_NAME.pattern}),
    ] = Field(description="short, as in a file name", examples=["textbook_neuron"])
    description: Line = Field(default="", description="what it is and where its numbers come from")
    references: Annotated[
        list[Annotated[str, text("a key of references.bib")]],
        shape(list, "a list of keys, such as [hodgkin_katz_1949],"),
    ] = Field(default_factory=list, description="keys of references.bib")
    temperature: quantity_text(TEMPERATURE_KIND) = Field(  # type: ignore[valid-type]
        description="temperature of everything", examples=["37 degC"]
    )
    activity: Annotated[
        str, text("an activity model such as 'ideal'"), WithJsonSchema({"enum": list(ACTIVITY_MODELS)})
    ] = Field(default="ideal", description="how concentrations become activities")
    species: Annotated[
        dict[
            Annotated[str, text("a species name"), matching(SPECIES_NAME, "a species", _RULE)],
            Annotated[OwnSpecies, shape(dict, "a species, such as {charge: -1},")],
        ],
        shape(dict, "species by name, such as `A-: {charge: -1}`,"),
    ] = Field(default_factory=dict, description="species that the shipped table lacks")
    compartments: Annotated[
        dict[
            name_of("a compartment"),  # type: ignore[misc]
            Annotated[CompartmentPart, shape(dict, "a compartment, such as {contents: {K+: 5 mM}},")],
        ],
        shape(dict, "compartments by name"),
    ] = Field(description="the solutions and metals", examples=["{cytosol: ..., bath: ...}"])
    interfaces: Annotated[
        dict[
            name_of("an interface"),  # type: ignore[misc]
            Annotated[InterfacePart, shape(dict, "an interface, such as {inside: cytosol, outside: bath},")],
        ],
        shape(dict, "interfaces by name"),
    ] = Field(description="what separates two compartments", examples=["{membrane: ...}"])
    sources: Annotated[dict[str, Line], shape(dict, "texts by path, such as `bath.K+: measured`,")] = Field(
        default_factory=dict, description="where a number comes from, by its path, such as bath.K+"
    )
    protocols: Annotated[
        dict[
            name_of("a protocol"),  # type: ignore[misc]
            Annotated[ProtocolPart, shape(dict, "a protocol, such as {until: 20 ms, actions: [...]},")],
        ],
        shape(dict, "protocols by name"),
    ] = Field(default_factory=dict, description="what the experimenter may do in time, by name")


_Parameters = Annotated[
    dict[str, Annotated[str, text("a quantity such as '-40 mV'"), WithJsonSchema(parameter_schema())]],
    shape(dict, "quantities by name, such as {half: -40 mV},"),
]
_PARAMETERS = Field(
    default_factory=dict,
    description="numbers with units, by name, for the expressions of this process",
    examples=[{"half": "-40 mV"}],
)
_Gates = Annotated[
    dict[name_of("a gate"), Annotated[GatePart, shape(dict, "a gate, such as {alpha: 1/ms, beta: 2/ms},")]],  # type: ignore[misc]
    shape(dict, "gates by name"),
]
_GATES = Field(default_factory=dict, description="what opens and closes it, by name; their open fractions multiply")


@cache
def law_document(law_name: str) -> type[BaseModel]:
    """The pydantic model of one law's entry in a file.

    Raises:
        UnknownNameError: no such law.
    """
    law = law_of(law_name)
    fields: dict[str, Any] = {
        "law": (Literal[law_name], Field(description=law.title)),
        **{key: _law_field(law, key, kind) for key, kind in kinds(law).items()},
        "parameters": (_Parameters, _PARAMETERS),
        "gates": (_Gates, _GATES),
    }
    return create_model(f"Law_{law_name}", __base__=Part, __doc__=f"{law.title[0].upper()}{law.title[1:]}.", **fields)


def _law_field(law: type, name: str, kind: Kind) -> tuple[Any, Any]:
    schema = kind_schema(kind)
    example = schema["examples"][0]
    if isinstance(kind, SpeciesMapKind):
        entry = Annotated[str, text("a number")]
        mapping = shape(dict, f"numbers by species, such as {_written(example)},")
        kind_type: Any = Annotated[dict[str, entry], mapping, WithJsonSchema(schema)]
    elif isinstance(kind, QuantityKind):
        kind_type = quantity_text(kind)
    else:
        longest = MAX_EXPRESSION if isinstance(kind, ExpressionKind) else MAX_LINE
        kind_type = Annotated[str, text(f"a text such as '{example}'", longest), WithJsonSchema(schema)]
    default: Any = default_of(law, name)
    known = {"description": kind.doc, "examples": [example]}
    writer: Any = kind
    written = writer.write(default) if isinstance(default, (int, float, str)) or hasattr(default, "name") else None
    return kind_type, Field(**known) if written is None else Field(default=written, **known)


def _written(example: Any) -> str:
    if isinstance(example, Mapping):
        return "{" + ", ".join(f"{key}: {value}" for key, value in example.items()) + "}"
    return str(example)


def example_of(document: type[BaseModel], field: str) -> str:
    """How a field would be written, for hints."""
    info = keys_of(document).get(field)
    return _written(info.examples[0]) if info is not None and info.examples else "..."
