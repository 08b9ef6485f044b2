"""YAML text to a tree of nodes that know their place: no tags, no merge keys, no surprises, bounded work.

Scalars stay text. What `no`, `1e3`, `012` or `1:30` mean is for the reader of the field to say, never for YAML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from ..errors import ModelFileError, Problem
from .source import MAX_BYTES, Place, Source, describe_character, unprintable

MAX_DEPTH: Final = 20
"""Mappings and lists inside one another, aliases followed."""
MAX_NODES: Final = 3000
"""Scalars, mappings and lists, aliases counted in full; the reader does about 15,000 a second."""
MAX_SCALAR: Final = 10_000
"""Characters of one scalar."""
MAX_PROBLEMS: Final = 50
"""Problems of one file that are reported."""

_BRACKETS = re.compile(r"(?:[\[{][^\[\]{}\r\n]*){64}")  # ruamel looks 1024 characters ahead, at a cost that grows so
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_INDENT = re.compile(r"[ \t]*")


@dataclass(slots=True, eq=False)
class Node:
    """One thing in the file, where it begins, and how large it is with everything in it (aliases in full)."""

    place: Place
    size: int = 1
    height: int = 0


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A piece of text; `plain` if it is written without quotes."""

    text: str = ""
    plain: bool = True


@dataclass(slots=True, eq=False)
class Listing(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Entries(Node):
    """A mapping: values by key, and where each key stands."""

    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


def plain(node: Node) -> Any:
    """The node as dicts, lists and strings."""
    if isinstance(node, Entries):
        return {key: plain(value) for key, value in node.values.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


def read_tree(source: Source) -> tuple[Entries, list[Problem]]:
    """The tree of a text, with the problems that did not keep it from being read (a key given twice, say).

    Raises:
        ModelFileError: the text is not YAML, or larger, deeper or stranger than a model file may be.
    """
    _screen(source)
    builder = _Builder(source)
    events = _events(source.text)
    while True:
        try:
            event = next(events, None)
        except Exception as error:  # whatever ruamel raises on broken text, it is the text that is at fault
            raise ModelFileError([*builder.problems, _translated(source, error, builder.place)]) from None
        if event is None:
            break
        builder.take(event)
    root = builder.root
    if root is None or (isinstance(root, Scalar) and not root.text):
        builder.refuse(Place(1, 1), "the file is empty", "a model starts with `name: ...`; see `poise show`")
    if not isinstance(root, Entries):
        found = "a list" if isinstance(root, Listing) else "a piece of text"
        builder.refuse(root.place, f"the file holds {found}, not a model", "write `name: ...` and the other entries")
    return root, builder.problems


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).parse(text)


def _screen(source: Source) -> None:
    """Refuse at once what the parser would be slow or vague about."""
    text = source.text
    problem = None
    strange = unprintable(text)
    if len(text) > MAX_BYTES:
        problem = source.problem(Place(1, 1), f"the text has {len(text):,} characters; at most {MAX_BYTES:,} are read")
    elif strange:
        message = f"{describe_character(strange.group())} in the text"
        problem = source.problem(source.place_of(strange.start()), message, "take it out; model files are plain text")
    elif many := _BRACKETS.search(text):
        message = "64 brackets open in one line"
        problem = source.problem(source.place_of(many.start()), message, f"a model is at most {MAX_DEPTH} levels deep")
    elif directive := _DIRECTIVE.search(text):
        message = "a YAML directive (a line that starts with '%')"
        problem = source.problem(source.place_of(directive.start()), message, "leave it out")
    if problem:
        raise ModelFileError([problem])


class _Builder:
    """Puts events together to a tree, without recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.place = Place(1, 1)
        self._documents = 0
        self._count = 0
        self._open: list[
            tuple[Node, str | None, list[Scalar | None]]
        ] = []  # node, its anchor, [key that waits for a value]
        self._anchors: dict[str, Node | None] = {}

    def refuse(self, place: Place, message: str, hint: str = "") -> NoReturn:
        raise ModelFileError([*self.problems, self.source.problem(place, message, hint)])

    def complain(self, place: Place, message: str, hint: str = "", *also: Place) -> None:
        self.problems.append(self.source.problem(place, message, hint, also=also))
        if len(self.problems) >= MAX_PROBLEMS:
            raise ModelFileError(self.problems)

    def take(self, event: Any) -> None:
        mark = event.start_mark
        self.place = Place(mark.line + 1, mark.column + 1)
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            node = Entries(self.place) if kind == "MappingStartEvent" else Listing(self.place)
            self._start(node, event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            node, anchor, _ = self._open.pop()
            self._add(node, anchor)
        elif kind == "AliasEvent":
            self._alias(event.anchor)
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                self.refuse(self.place, "a second YAML document starts here", "one file holds one model")

    def _count_in(self, size: int, depth: int) -> None:
        self._count += size
        if self._count > MAX_NODES:
            message = f"the file has more than {MAX_NODES:,} entries (aliases counted in full)"
            self.refuse(self.place, message, "a model file describes one model; build large ones in Python")
        if depth > MAX_DEPTH:
            self.refuse(self.place, f"more than {MAX_DEPTH} levels inside one another", "a model has eight levels")

    def _refuse_tag(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")[:60]
            message = f"the tag '{shown}' asks for something other than text"
            self.complain(self.place, message, "leave it out; a model file holds only text, lists and entries")

    def _scalar(self, event: Any) -> None:
        self._refuse_tag(event)
        self._count_in(1, len(self._open))
        text, style = event.value, event.style
        if len(text) > MAX_SCALAR:
            self.refuse(self.place, f"a text of {len(text):,} characters; at most {MAX_SCALAR:,} are read")
        strange = unprintable(text)
        if strange:
            self.refuse(self.place, f"the text holds {describe_character(strange.group())}", "take the escape out")
        self._add(Scalar(self.place, text=text, plain=not style), event.anchor)

    def _start(self, node: Node, event: Any) -> None:
        self._refuse_tag(event)
        self._count_in(1, len(self._open) + 1)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append((node, event.anchor, []))

    def _alias(self, name: str) -> None:
        target = self._anchors.get(name)
        if target is None:
            message = f"the alias '*{name[:60]}' stands inside what it means"
            if name not in self._anchors:
                message = f"the alias '*{name[:60]}' means nothing: no anchor '&{name[:60]}' comes before it"
            self.refuse(self.place, message)
        self._count_in(target.size, len(self._open) + target.height)
        self._add(target, "")

    def _add(self, node: Node, anchor: str | None) -> None:
        """Hand a finished node to the one it lies in."""
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent, _, waiting = self._open[-1]
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif isinstance(parent, Entries):
            self._entry(parent, waiting, node)

    def _entry(self, parent: Entries, waiting: list[Scalar | None], node: Node) -> None:
        if not waiting:
            waiting.append(self._key(node))
            return
        key = waiting.pop()
        if key is None:
            return
        if key.text in parent.keys:
            first = parent.keys[key.text]
            message = f"'{key.text[:60]}' is given twice here; first in line {first.line}"
            self.complain(key.place, message, "keep one of the two", first)
            return
        parent.values[key.text] = node
        parent.keys[key.text] = key.place

    def _key(self, node: Node) -> Scalar | None:
        """The key that a node makes; None where it makes none, and what follows is dropped."""
        if not isinstance(node, Scalar):
            found = "a list" if isinstance(node, Listing) else "a mapping"
            self.complain(node.place, f"{found} stands where a name should", "quote a name that starts with [ or {")
            return None
        if node.text == "<<" and node.plain:
            self.complain(node.place, "merge keys ('<<') are not read", "write the entries out")
            return None
        return node


_KNOWN = (
    ("mapping values are not allowed", "a ':' where no value can start",
     "indent entries of one mapping alike, and quote text that holds ': '"),
    ("found undefined alias", "an alias that means nothing", ""),
    ("unexpected end of stream", "the text ends inside quotes", "close the quotes"),
    ("expected ',' or '}'", "expected ',' or '}' here", "separate entries with ', ' and close the bracket"),
    ("expected ',' or ']'", "expected ',' or ']' here", "separate items with ', ' and close the bracket"),
    ("expected <block end>", "an entry that does not line up with its neighbours",
     "indent entries of one mapping alike"),
    ("could not find expected ':'", "a line without ':'", "write `name: value`"),
    ("while scanning a simple key", "a line without ':'", "write `name: value`"),
)  # fmt: skip


def _translated(source: Source, error: Exception, last: Place) -> Problem:
    """What ruamel says of broken YAML, in our words and at its place."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark is not None else last
    said = str(getattr(error, "problem", None) or "").strip()
    line = source.lines[place.line - 1] if place.line <= len(source.lines) else ""
    indent = _INDENT.match(line)
    if indent and "\t" in indent.group():
        at = Place(place.line, indent.group().index("\t") + 1)
        return source.problem(at, "a tab in the indentation", "indent with spaces; YAML allows no tabs there")
    for phrase, message, hint in _KNOWN:
        if phrase in said:
            return source.problem(place, f"not YAML: {message}", hint)
    return source.problem(place, f"not YAML: {said}" if said else "not YAML", "")
