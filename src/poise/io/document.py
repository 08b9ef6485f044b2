"""The layout of a model file as pydantic models, one for each law, made from the register: what may stand where.

They check names and shapes only. What a quantity or a species means is for `build` to read, at its own place.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from ..chemistry.activity import ACTIVITY_MODELS
from ..model.interface import INTERFACE_KINDS
from ..model.model import TEMPERATURE_KIND
from ..processes.fields import Kind, QuantityKind, SpeciesMapKind, default_of, kinds
from ..processes.register import law as law_of
from .layout import MAX_LINE, MAX_TEXT, MODEL_NAME, NAME, SPECIES_NAME
from .patterns import kind_schema, quantity_schema


def _refusal(message: str, hint: str = "") -> PydanticCustomError:
    # pydantic fills in {name}s of the template from the context, so that users' braces do no harm
    return PydanticCustomError("poise", "{said}", {"said": message, "hint": hint})


def _found(value: Any) -> str:
    if value == "":
        return "nothing"
    names = {dict: "a mapping", list: "a list", str: f"'{str(value)[:60]}'"}
    return names.get(type(value), "something else")


def text(expected: str, longest: int = MAX_LINE) -> BeforeValidator:
    """Accepts text alone; `expected` says in a message what should stand there."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            raise _refusal(f"{_found(value)} where {expected} should stand", f"write {expected}")
        if len(value) > longest:
            raise _refusal(f"a text of {len(value):,} characters where {expected} should stand")
        return value

    return BeforeValidator(check)


def _shape(kind: type, expected: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _refusal(f"{_found(value)} where {expected} should stand", f"write {expected.rstrip(',')}")
        return value

    return BeforeValidator(check)


def _matching(pattern: Any, what: str, rule: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise _refusal(f"'{value[:60]}' cannot be the name of {what}", rule)
        return value

    return AfterValidator(check)


def _one_of(values: tuple[str, ...], hint: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise _refusal(f"'{value[:60]}' is not understood here", hint)
        return value

    return AfterValidator(check)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise _refusal(f"{_found(value)} where true or false should stand", "write true or false")


def quantity_text(kind: QuantityKind) -> Any:
    """The type of a field that holds a written quantity."""
    expected = f"a quantity such as '{kind.dimension.example}'"
    return Annotated[str, text(expected), WithJsonSchema(quantity_schema(kind))]


def _name(what: str) -> Any:
    rule = "such names have letters, digits and '_', 64 at most, and start with a letter"
    return Annotated[str, text(f"the name of {what}"), _matching(NAME, what, rule)]


_Line = Annotated[str, text("a text", MAX_TEXT)]
_AMOUNT = "an amount such as '140 mM'"
_RULE = "such names have letters, digits, '_', '(', ')', '+' and '-', 32 at most, a letter first; 'pH' is taken"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class OwnSpecies(_Part):
    """A species that the shipped table lacks."""

    charge: Annotated[
        str, text("a charge number such as -1"), WithJsonSchema({"type": ["number", "string"], "examples": [-1]})
    ] = Field(description="signed charge number; may be fractional for a mixture", examples=["-1"])
    formula: Annotated[str, text("an elemental formula such as 'HCO3'")] = Field(
        default="", description="elemental formula without the charge; empty where the composition is not stated"
    )


class CompartmentPart(_Part):
    """A well-mixed solution, or a metal, at one potential."""

    description: _Line = Field(default="", description="one line on what it is")
    ground: Annotated[bool, BeforeValidator(_flag)] = Field(
        default=False, description="whether its potential is the zero of all potentials; one compartment is"
    )
    contents: Annotated[
        dict[str, Annotated[str, text(_AMOUNT)]], _shape(dict, "amounts by species, such as `K+: 140 mM`,")
    ] = Field(
        default_factory=dict,
        description="concentration of each species, or fugacity of a gas; H+ may be given as `pH: 7.2`",
        examples=[{"K+": "140 mM", "pH": "7.2"}],
    )


class InterfacePart(_Part):
    """What separates two compartments; its potential is phi(inside) - phi(outside)."""

    description: _Line = Field(default="", description="one line on what it is")
    inside: _name("a compartment") = Field(description="name of a compartment", examples=["cytosol"])  # type: ignore[valid-type]
    outside: _name("a compartment") = Field(description="name of a compartment", examples=["bath"])  # type: ignore[valid-type]
    area: quantity_text(INTERFACE_KINDS["area"]) = Field(  # type: ignore[valid-type]
        default="", description="area; needed where several interfaces meet"
    )
    capacitance: quantity_text(INTERFACE_KINDS["capacitance"]) = Field(  # type: ignore[valid-type]
        default="", description="capacitance per area"
    )
    injected: quantity_text(INTERFACE_KINDS["injected"]) = Field(  # type: ignore[valid-type]
        default="", description="current per area that an electrode puts into the inside; positive depolarises"
    )
    processes: Annotated[
        dict[_name("a process"), Annotated[Any, _shape(dict, "a process, such as {law: leak, ...},")]],  # type: ignore[misc]
        _shape(dict, "processes by name"),
    ] = Field(default_factory=dict, description="what crosses the interface, by name")


class ModelDocument(_Part):
    """A Poise model: compartments, the interfaces between them, and the processes that cross these."""

    poise: Annotated[str, text("1"), _one_of(("1",), "write `poise: 1`"), WithJsonSchema({"const": 1})] = Field(
        default="1", description="version of the layout"
    )
    name: Annotated[
        str,
        text("the model's name"),
        _matching(MODEL_NAME, "a model", "such names have letters, digits, '_' and '-', 64 at most, a letter first"),
        WithJsonSchema({"type": "string", "pattern": MODEL_NAME.pattern}),
    ] = Field(description="short, as in a file name", examples=["textbook_neuron"])
    description: _Line = Field(default="", description="what it is and where its numbers come from")
    references: Annotated[
        list[Annotated[str, text("a key of references.bib")]],
        _shape(list, "a list of keys, such as [hodgkin_katz_1949],"),
    ] = Field(default_factory=list, description="keys of references.bib")
    temperature: quantity_text(TEMPERATURE_KIND) = Field(  # type: ignore[valid-type]
        description="temperature of everything", examples=["37 degC"]
    )
    activity: Annotated[
        str, text("an activity model such as 'ideal'"), WithJsonSchema({"enum": list(ACTIVITY_MODELS)})
    ] = Field(default="ideal", description="how concentrations become activities")
    species: Annotated[
        dict[
            Annotated[str, text("a species name"), _matching(SPECIES_NAME, "a species", _RULE)],
            Annotated[OwnSpecies, _shape(dict, "a species, such as {charge: -1},")],
        ],
        _shape(dict, "species by name, such as `A-: {charge: -1}`,"),
    ] = Field(default_factory=dict, description="species that the shipped table lacks")
    compartments: Annotated[
        dict[
            _name("a compartment"),  # type: ignore[misc]
            Annotated[CompartmentPart, _shape(dict, "a compartment, such as {contents: {K+: 5 mM}},")],
        ],
        _shape(dict, "compartments by name"),
    ] = Field(description="the solutions and metals", examples=["{cytosol: ..., bath: ...}"])
    interfaces: Annotated[
        dict[
            _name("an interface"),  # type: ignore[misc]
            Annotated[InterfacePart, _shape(dict, "an interface, such as {inside: cytosol, outside: bath},")],
        ],
        _shape(dict, "interfaces by name"),
    ] = Field(description="what separates two compartments", examples=["{membrane: ...}"])
    sources: Annotated[dict[str, _Line], _shape(dict, "texts by path, such as `bath.K+: measured`,")] = Field(
        default_factory=dict, description="where a number comes from, by its path, such as bath.K+"
    )


@cache
def law_document(name: str) -> type[BaseModel]:
    """The pydantic model of one law's entry in a file.

    Raises:
        UnknownNameError: no such law.
    """
    law = law_of(name)
    fields: dict[str, Any] = {
        "law": (Literal[name], Field(description=law.title)),
        **{key: _law_field(law, key, kind) for key, kind in kinds(law).items()},
    }
    return create_model(f"Law_{name}", __base__=_Part, __doc__=f"{law.title[0].upper()}{law.title[1:]}.", **fields)


def _law_field(law: type, name: str, kind: Kind) -> tuple[Any, Any]:
    schema = kind_schema(kind)
    example = schema["examples"][0]
    if isinstance(kind, SpeciesMapKind):
        entry = Annotated[str, text("a number")]
        shape = _shape(dict, f"numbers by species, such as {_written(example)},")
        kind_type: Any = Annotated[dict[str, entry], shape, WithJsonSchema(schema)]
    elif isinstance(kind, QuantityKind):
        kind_type = quantity_text(kind)
    else:
        kind_type = Annotated[str, text(f"a text such as '{example}'"), WithJsonSchema(schema)]
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
    info = document.model_fields.get(field)
    return _written(info.examples[0]) if info is not None and info.examples else "..."
