"""What Poise raises: one type per kind of mistake, each saying what was found, where, and what to write instead."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


class PoiseError(Exception):
    """Base of every error that Poise raises on purpose; its text is meant for the user."""


class InputError(PoiseError):
    """A value, name or combination that the user gave is wrong."""


class UnitError(InputError):
    """A quantity has no unit, an unknown unit, or the unit of another dimension."""


class UnknownNameError(InputError):
    """A name that is not known; the nearest known ones are in the text."""


class StatusError(PoiseError):
    """An analysis ended with a status other than `ok` and was asked to raise (`throw=True`)."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a model: where in it (dotted path), what, and what to write instead.

    `file`, `line` and `column` (from 1) are filled in when the model came from a file; `severity` is "error" for what
    cannot be solved and "warning" for what can but should be known.
    """

    path: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""  # the line of the file with a caret under the place, and the other place in a clash

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else (f"{self.path}: " if self.path else "")
        parts = [f"{place}{self.severity}: {self.message}"]
        if self.excerpt:
            parts.append(self.excerpt)
        if self.hint:
            parts.append(f"  hint: {self.hint}")
        return "\n".join(parts)


class ModelError(InputError):
    """A model that cannot be: every problem found in it, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelFileError(ModelError):
    """A model file that cannot be read: every problem with its file, line and column."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names most like `name`, best first (difflib's ratio, ignoring case)."""
    name = str(name)
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    return [folded[hit] for hit in difflib.get_close_matches(name.casefold(), folded, n=count, cutoff=0.5)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest names, or all of them where few, or nothing."""
    names = list(known)
    hits = nearest(name, names)
    if hits:
        return "did you mean " + " or ".join(f"'{hit}'" for hit in hits) + "?"
    if names and len(names) <= 24:
        return "known: " + ", ".join(sorted(names))
    return ""
