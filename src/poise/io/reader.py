"""Reading a tree shape by shape, each complaint noted at its place in the file."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from ..errors import InputError, Problem
from ..processes.rate_text import split_place
from .layout import MAX_LINE, NAME, Part
from .source import Place, Source
from .yaml_tree import MAX_PROBLEMS, Entries, Listing, Node, Scalar

Path = tuple[str | int, ...]
"""The keys that lead to a thing in the file."""

_T = TypeVar("_T")
_HINT = re.compile(r"(?s)(.+?); ((?:did you mean|known:|expected|choose|write) .*)\Z")


def split_hint(message: str, hint: str = "") -> tuple[str, str]:
    """What was found, and what to write instead, where a message says both."""
    match = None if hint else _HINT.match(message)
    return (match.group(1), match.group(2)) if match else (message, hint)


_KEY = re.compile(r"([^\s:]+): (.*)\Z", re.DOTALL)
_SPECIES = re.compile(r"unknown species '([^']+)'")
_QUOTED = re.compile(r"'([^']+)'")


def _key_of(node: Node, path: Path, message: str) -> tuple[Path, Node, str]:
    """The entry that a complaint names at its beginning, its node, and the rest of the complaint."""
    while isinstance(node, Entries) and (match := _KEY.match(message)) and match.group(1) in node.values:
        path, node, message = (*path, match.group(1)), node.values[match.group(1)], match.group(2)
    quoted = _QUOTED.match(message)
    if quoted and isinstance(node, Entries) and quoted.group(1) in node.values:
        return (*path, quoted.group(1)), node.values[quoted.group(1)], message
    return path, node, message


def _named_species(node: Node, message: str) -> tuple[str, int] | None:
    """Where in an expression the species stands that a complaint names."""
    match = _SPECIES.match(message)
    index = node.text.lstrip().find(f"[{match.group(1)}]") if match and isinstance(node, Scalar) else -1
    return (message, index + 1) if index >= 0 else None


class TooManyError(Exception):
    """More problems than anyone reads; the rest of the file is not looked at."""


class Reader:
    """Reads the shapes in a tree; what cannot be read is noted and stood in for, so that the rest can be read.

    Attributes:
        problems: what was wrong so far.
        odd: whether anything is out of place (a key missing, unknown, or of the wrong shape).
        doubtful: paths that could not be read; what is said of them or of what depends on them would mislead.
    """

    def __init__(self, source: Source, root: Entries) -> None:
        self.source = source
        self.root = root
        self.problems: list[Problem] = []
        self.odd = False
        self.doubtful: set[Path] = set()

    # reporting

    def place(self, path: Path, at_key: bool = False) -> Place:
        """Where a path stands in the file, or the nearest thing around it: the value's place, or the key's."""
        node: Node = self.root
        here = node.place
        for step in path:
            if isinstance(node, Entries) and step in node.values:
                here, node = node.keys[str(step)], node.values[str(step)]
            elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                here = node.place
            else:
                return here
        return node.place if isinstance(node, Scalar) and node.text and not at_key else here

    def report(
        self,
        path: Path,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        also: Path = (),
        at: Place | None = None,
    ) -> None:
        """Note an error at a path, or at a place within it; `also` is the path of the key that it clashes with."""
        message, hint = split_hint(message, hint)
        dotted = ".".join(str(step) for step in path)
        other = [self.place(also, at_key=True)] if also else []
        place = at or self.place(path, at_key)
        self.problems.append(self.source.problem(place, message, hint, path=dotted, also=other))
        self.doubtful.add(path)
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyError

    def attempt(self, path: Path, read: Callable[[], _T], instead: _T, *, at_key: bool = False) -> _T:
        """What `read` gives, or `instead`, its complaint noted."""
        try:
            return read()
        except InputError as error:
            self.report(path, str(error), at_key=at_key)
            return instead

    def attempt_expression(self, node: Node, path: Path, read: Callable[[], _T], instead: _T) -> _T:
        """As `attempt`, for an expression that stands at a path: the caret goes under the character that is meant."""
        try:
            return read()
        except InputError as error:
            self.report_expression(node, path, str(error))
            return instead

    def report_expression(self, node: Node, path: Path, message: str) -> None:
        """Note an error of an expression, which may say at which character it is."""
        found = split_place(message) or _named_species(node, message)
        if found is None or not isinstance(node, Scalar):
            self.report(path, message)
            return
        said, index = found
        blank = len(node.text) - len(node.text.lstrip())  # expressions are read without the blanks before them
        at = self.source.place_within(node.place, node.text, index + blank)
        self.report(path, said if at else message, at=at)

    def attempt_keys(self, node: Node, path: Path, read: Callable[[], _T], instead: _T, about: Path = ()) -> _T:
        """As `attempt`, for what is made of several entries: a complaint that begins with a key goes to its place."""
        try:
            return read()
        except InputError as error:
            place, at, message = _key_of(node, path, str(error))
            if at is node:
                self.report(about or path, message)
            else:
                self.report_expression(at, place, message)
            return instead

    def misplaced(self, path: Path) -> None:
        """Note that something does not belong there; `structure` will say what."""
        self.odd = True
        self.doubtful.add(path)

    # shapes

    def part(self, node: Node | None, part: Part, path: Path) -> Mapping[str, Node]:
        """The entries of a mapping whose keys should be those of a part."""
        found = self.entries(node, path)
        if isinstance(node, Entries) and not part.fits(set(found)):
            self.misplaced(path)
        return found

    def entries(self, node: Node | None, path: Path) -> Mapping[str, Node]:
        """The entries of a mapping; none where there is something else."""
        if isinstance(node, Entries):
            return node.values
        if node is not None:
            self.misplaced(path)
        return {}

    def text(self, node: Node | None, path: Path, longest: int = MAX_LINE) -> str | None:
        """A text; `None` where there is none, or something else."""
        if isinstance(node, Scalar) and len(node.text) <= longest:
            return node.text
        if node is not None:
            self.misplaced(path)
        return None

    def named(self, node: Node | None, path: Path, pattern: re.Pattern[str] = NAME) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping whose keys are names."""
        for name, value in self.entries(node, path).items():
            if pattern.match(name):
                yield name, value
            else:
                self.misplaced((*path, name))
