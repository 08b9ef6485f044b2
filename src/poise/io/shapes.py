"""The types of what may stand in a model file, for pydantic: texts, mappings, lists, each with what it asks for."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..processes.fields import QuantityKind
from .layout import MAX_EXPRESSION, MAX_LINE, MAX_TEXT, NAME
from .patterns import expression_schema, quantity_schema


def refusal(message: str, hint: str = "") -> PydanticCustomError:
    # pydantic fills in {name}s of the template from the context, so that users' braces do no harm
    return PydanticCustomError("poise", "{said}", {"said": message, "hint": hint})


def found(value: Any) -> str:
    if value == "":
        return "nothing"
    names = {dict: "a mapping", list: "a list", str: f"'{str(value)[:60]}'"}
    return names.get(type(value), "something else")


def text(expected: str, longest: int = MAX_LINE) -> BeforeValidator:
    """Accepts text alone; `expected` says in a message what should stand there."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            raise refusal(f"{found(value)} where {expected} should stand", f"write {expected}")
        if len(value) > longest:
            raise refusal(f"a text of {len(value):,} characters where {expected} should stand")
        return value

    return BeforeValidator(check)


def shape(kind: type, expected: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, kind):
            raise refusal(f"{found(value)} where {expected} should stand", f"write {expected.rstrip(',')}")
        return value

    return BeforeValidator(check)


def matching(pattern: Any, what: str, rule: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise refusal(f"'{value[:60]}' cannot be the name of {what}", rule)
        return value

    return AfterValidator(check)


def one_of(values: tuple[str, ...], hint: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise refusal(f"'{value[:60]}' is not understood here", hint)
        return value

    return AfterValidator(check)


def flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise refusal(f"{found(value)} where true or false should stand", "write true or false")


def quantity_text(kind: QuantityKind) -> Any:
    """The type of a field that holds a written quantity."""
    expected = f"a quantity such as '{kind.dimension.example}'"
    return Annotated[str, text(expected), WithJsonSchema(quantity_schema(kind))]


def name_of(what: str) -> Any:
    rule = "such names have letters, digits and '_', 64 at most, and start with a letter"
    return Annotated[str, text(f"the name of {what}"), matching(NAME, what, rule)]


Line = Annotated[str, text("a text", MAX_TEXT)]
"""A text for readers."""
Rate = Annotated[
    str, text("an expression such as '0.1/ms * exp(V/(20 mV))'", MAX_EXPRESSION), WithJsonSchema(expression_schema())
]
"""A rate written as an expression."""
Process = Annotated[Any, shape(dict, "a process, such as {law: leak, ...},")]
"""What is looked at law by law."""


def text_or_texts(expected: str, longest: int = MAX_LINE) -> BeforeValidator:
    """Accepts a text, or texts by name."""

    def check(value: Any) -> Any:
        parts = list(value.values()) if isinstance(value, dict) else [value]
        for one in parts:
            if not isinstance(one, str) or len(one) > longest:
                raise refusal(f"{found(one)} where {expected} should stand", f"write {expected}")
        return value

    return BeforeValidator(check)


class Part(BaseModel):
    """A mapping that has the entries named here and no others."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
