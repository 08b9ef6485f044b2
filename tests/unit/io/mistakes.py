"""A mistake in a model file, and what should be said of it."""

from typing import NamedTuple

import pytest

from poise.errors import ModelFileError, Problem
from poise.io import parse_model
from poise.io.source import Source
from poise.io.structure import faults
from poise.io.yaml_model import _read
from poise.io.yaml_tree import plain, read_tree


class Mistake(NamedTuple):
    """An edit of a file, `§` where the caret should be; what the message and the hint should say."""

    old: str
    new: str
    message: str
    hint: str = ""


def problems_of(text: str) -> tuple[Problem, ...]:
    """Everything that is said of a text."""
    try:
        return _read(Source(text, "file.yaml"))[1]
    except ModelFileError as error:
        return error.problems


def check_mistake(base: str, mistake: Mistake) -> None:
    """One problem, with the right words at the right place; pydantic's models agree with the reader on what is odd."""
    assert mistake.old in base
    text = base.replace(mistake.old, mistake.new, 1)
    expected = None
    if "§" in text:
        before = text[: text.index("§")]
        expected = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        text = text.replace("§", "")
    problems = problems_of(text)
    said = [one for one in problems if any(part in one.message for part in mistake.message.split("|"))]
    assert said, [str(one) for one in problems]
    assert len(problems) == 1, [str(one) for one in problems]
    (one,) = said
    assert mistake.hint in one.hint or mistake.hint in one.message, str(one)
    if expected:
        assert (one.line, one.column) == expected, str(one)
    assert one.excerpt
    with pytest.raises(ModelFileError, match=r"file\.yaml:"):
        parse_model(text, "file.yaml")
    _agree(text)


def _agree(text: str) -> None:
    from poise.io.build import Builder

    root, _ = read_tree(Source(text, "file.yaml"))
    builder = Builder(Source(text, "file.yaml"), root)
    builder.model()
    assert builder.odd == any(True for _ in faults(plain(root)))
