"""Model files: YAML to Model and back. Every problem of a file comes at once, with its line, column and a caret."""

import dataclasses
from collections.abc import Container
from pathlib import Path

from ..errors import ModelFileError, Problem
from ..model.model import Model
from ..model.validate import validate
from .build import Builder
from .library import locate
from .reader import TooManyError, split_hint
from .source import Source, open_text
from .yaml_tree import MAX_PROBLEMS, plain, read_tree


def read_model(path: str | Path) -> Model:
    """The model in a file.

    Args:
        path: a YAML file of at most 64 KiB, or the name of a shipped model.

    Raises:
        UnknownNameError: no such file and no such shipped model; the text offers the nearest names.
        ModelFileError: every error of the file, with line and column.
    """
    return _require(*_read(open_text(locate(path))))


def parse_model(text: str, file: str = "<text>") -> Model:
    """The model in a text.

    Args:
        text: YAML, in the layout of a model file.
        file: what to call it in messages.

    Raises:
        ModelFileError: every error of the text, with line and column.
    """
    return _require(*_read(Source(text.removeprefix("\ufeff"), file)))


def check_model(path: str | Path) -> tuple[Problem, ...]:
    """Everything wrong with a model file or worth knowing about it, errors first, then by place; empty if nothing.

    Args:
        path: a YAML file, or the name of a shipped model.

    Raises:
        UnknownNameError: no such file and no such shipped model.
    """
    try:
        return _read(open_text(locate(path)))[1]
    except ModelFileError as error:
        return error.problems


def _require(model: Model, problems: tuple[Problem, ...]) -> Model:
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ModelFileError(errors)
    return model


def _read(source: Source) -> tuple[Model, tuple[Problem, ...]]:
    """The model as far as it can be read, and every problem.

    Raises:
        ModelFileError: the text is not YAML, or there are so many problems that the rest was not looked at.
    """
    root, problems = read_tree(source)
    builder = Builder(source, root)
    builder.problems += problems
    try:
        model = builder.model()
        if builder.odd:
            _structure(builder)
        _semantics(builder, model)
    except TooManyError:
        last = f"more than {MAX_PROBLEMS} problems; the rest of the file was not looked at"
        builder.problems[-1] = source.problem(builder.root.place, last)
        raise ModelFileError(_ordered(builder.problems)) from None
    return model, _ordered(builder.problems)


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    found = sorted(dict.fromkeys(problems), key=lambda one: (one.severity != "error", one.line, one.column))
    if len(found) <= MAX_PROBLEMS:
        return tuple(found)
    last = found[MAX_PROBLEMS - 1]
    more = f"and {len(found) - MAX_PROBLEMS + 1} more problems"
    return (*found[: MAX_PROBLEMS - 1], dataclasses.replace(last, message=more, hint="", excerpt="", path=""))


def _structure(builder: Builder) -> None:
    from .structure import faults  # loads pydantic, which a sound file needs not

    for fault in faults(plain(builder.root)):
        builder.report(fault.path, fault.message, fault.hint, at_key=fault.at_key)


def _semantics(builder: Builder, model: Model) -> None:
    """What the model itself finds wrong, where it is not a mere consequence of what could not be read."""
    failed = bool(builder.problems)
    doubtful = [".".join(map(str, path)) for path in builder.doubtful]
    for problem in validate(model):
        if failed and _consequence(problem, model, doubtful, builder.root.values):
            continue
        place = builder.place(_path_in_file(builder, problem.path), at_key=problem.path.startswith("sources."))
        message, hint = split_hint(problem.message, problem.hint)
        builder.problems.append(
            builder.source.problem(place, message, hint, path=problem.path, severity=problem.severity)
        )


def _consequence(problem: Problem, model: Model, doubtful: list[str], present: Container[str]) -> bool:
    """Whether a problem may only be there because something else in the file could not be read."""
    path = problem.path
    if problem.severity == "warning" and not path.startswith("references."):
        return True
    if path in ("compartments", "interfaces"):  # what is said of all of them: none there, no ground
        names = {path, *(one for one in doubtful if one.startswith(f"{path}.") and one.count(".") == 1)}
        return path not in present or any(one in names or one.endswith(".ground") for one in doubtful)
    head, name, *rest = path.split(".")
    about = {path}
    if head == "interfaces":
        face = model.interfaces.get(name)
        about |= {f"compartments.{side}" for side in (face.inside, face.outside)} if face else set()
        unread = (one.split(".") for one in doubtful if one.startswith("compartments."))
        if rest in (["inside"], ["outside"]) and any(one[1] not in model.compartments for one in unread):
            return True  # that compartment may be one whose name was refused
    elif not rest and any(one.startswith("interfaces") and ".processes" not in one for one in doubtful):
        return True  # what links the compartment could not be read
    return any(_touch(one, place) for one in doubtful for place in about)


def _touch(one: str, other: str) -> bool:
    """Whether one of two dotted paths lies in the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _path_in_file(builder: Builder, path: str) -> tuple[str | int, ...]:
    """The keys that lead to what a dotted path of the model means (a source's path has dots itself)."""
    if path in builder.places:
        return builder.places[path]
    head, _, rest = path.partition(".")
    if head == "sources" and rest:
        return head, rest
    if head == "references" and rest:
        return head, builder.references.get(rest, 0)
    return tuple(path.split("."))
