"""Tables of measurements: CSV with units in the header, read strictly, each problem with its place and a caret."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from ..errors import ModelFileError, Problem, UnknownNameError, did_you_mean
from .source import Place, Source

MAX_BYTES: Final = 64_000_000
"""Size of a table."""
_MOST_PROBLEMS: Final = 12
_DELIMITERS: Final = ("\t", ";", ",")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_COMMA: Final = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_HEAD: Final = re.compile(r"(?P<name>[^\[\]()]*?)\s*(?:\[(?P<square>[^\[\]]*)\]|\((?P<round>[^()]*)\))?\s*\Z")


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column.

    Attributes:
        name: "membrane.potential". unit: "mV", "" where none is written.
        place: of the name. unit_place: of the unit, or of where it is missing.
        values: (rows,); nan where a cell is empty.
    """

    name: str
    unit: str
    place: Place
    unit_place: Place
    values: Any


@dataclass(frozen=True)
class Table:
    """A file of columns of numbers.

    Attributes:
        source: its text. title: its name without ending.
        columns: in order.
        lines: number of the line of each row. mark: what parts cells.
    """

    source: Source
    title: str
    columns: tuple[TableColumn, ...]
    lines: tuple[int, ...]
    mark: str

    def place(self, row: int, column: TableColumn) -> Place:
        """Where a cell stands."""
        line = self.lines[row]
        cells = list(_cells(self.source.lines[line - 1], self.mark))
        return Place(line, cells[self.columns.index(column)][1] + 1)

    def refuse(self, place: Place, message: str, hint: str = "") -> NoReturn:
        """Raise ModelFileError that points into the file."""
        raise ModelFileError([self.source.problem(place, message, hint)])


def shipped_data() -> tuple[str, ...]:
    """The names of the tables that come with Poise, sorted."""
    return tuple(sorted(one.stem for one in _library().glob("*.csv")))


def _library() -> Path:
    return Path(str(resources.files("poise") / "library" / "data"))


def locate_data(name: str | Path) -> Path:
    """The file of a table: a shipped one's name, or a path.

    Raises:
        UnknownNameError: neither; the text offers the nearest shipped names.
    """
    text = str(name)
    if isinstance(name, str) and name in shipped_data():
        return _library() / f"{name}.csv"
    if text and os.path.isfile(text):
        return Path(name)
    near = did_you_mean(Path(text[:100]).stem, shipped_data())
    what = "is a folder" if text and os.path.isdir(text) else "is no file and no shipped table"
    raise UnknownNameError(f"'{text[:100]}' {what}" + (f"; {near} (shipped)" if near.startswith("did") else ""))


def read_table(path: str | Path) -> Table:
    """A table of numbers.

    The first line that is neither empty nor begins with # names the columns, each with its unit: "bath.K+ [mM]". Cells
    are parted by commas, semicolons or tabs, whichever the header has; an empty cell is a gap.

    Raises:
        ModelFileError: what is wrong with it, each with line, column and a caret.
    """
    source = _opened(Path(path))
    lines = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip() and line.lstrip()[0] != "#"]
    if not lines:
        _refuse(source, Place(1, 1), "the table is empty", "name the columns in its first line: bath.K+ [mM], ...")
    (first, head), rows = lines[0], lines[1:]
    mark = next((one for one in _DELIMITERS if one in head), ",")
    names = list(_cells(head, mark))
    problems: list[Problem] = []
    heads = [_head(source, first, text, at, problems) for text, at in names]
    for k, (name, _, place, _) in enumerate(heads):
        twin = next((other for other in heads[:k] if other[0] == name), None)
        if twin is not None and name:
            problems.append(source.problem(place, f"a second column '{name}'"))
    if not rows:
        problems.append(source.problem(Place(first, 1), "a header without rows"))
    table = np.full((len(rows), len(heads)), np.nan)
    for k, (number, line) in enumerate(rows):
        cells = list(_cells(line, mark))
        if len(cells) != len(heads) and len(problems) < _MOST_PROBLEMS:
            hint = _comma_hint(line, mark)
            problems.append(
                source.problem(Place(number, 1), f"{len(cells)} cells, but {len(heads)} columns are named", hint)
            )
        for column, (text, at) in enumerate(cells[: len(heads)]):
            if text and (value := _value(source, Place(number, at + 1), text, problems)) is not None:
                table[k, column] = value
    if problems:
        raise ModelFileError(problems[:_MOST_PROBLEMS])
    columns = tuple(
        TableColumn(name, unit, place, unit_place, table[:, k])
        for k, (name, unit, place, unit_place) in enumerate(heads)
    )
    return Table(source, Path(path).stem, columns, tuple(number for number, _ in rows), mark)


def _cells(line: str, mark: str) -> Iterator[tuple[str, int]]:
    """The cells of a line, stripped of blanks and quotes, each with where it begins."""
    at = 0
    for part in line.split(mark):
        text = part.strip()
        lead = len(part) - len(part.lstrip())
        if len(text) > 1 and text[0] == text[-1] == '"':
            text, lead = text[1:-1].strip(), lead + 1
        yield text, at + lead
        at += len(part) + len(mark)


def _head(source: Source, line: int, text: str, at: int, problems: list[Problem]) -> tuple[str, str, Place, Place]:
    """Name and unit of a column, with their places."""
    place = Place(line, at + 1)
    match = _HEAD.match(text)
    if match is None or not match["name"]:
        what = "a column without a name" if not text else f"'{text[:60]}' is not the head of a column"
        problems.append(source.problem(place, what, "write the quantity and its unit, such as: bath.K+ [mM]"))
        return "", "", place, place
    group = "square" if match["square"] is not None else "round"
    unit = (match[group] or "").strip()
    where = match.start(group) if match[group] is not None else match.end("name")
    return match["name"].strip(), unit, place, Place(line, at + 1 + where)


def _value(source: Source, place: Place, text: str, problems: list[Problem]) -> float | None:
    """The number of a cell; `None`, and a problem, where it is none."""
    if _NUMBER.match(text):
        value = float(text)
        if np.isfinite(value):
            return value
    if len(problems) < _MOST_PROBLEMS:
        hint = "leave the cell empty where nothing was measured"
        if _COMMA.match(text):
            hint = f"a decimal point is a point: {text.replace(',', '.')}"
        elif text[:1].isdigit():
            hint = "write the number alone; the unit stands in the header"
        problems.append(source.problem(place, f"'{text[:40]}' is not a finite number", hint))
    return None


def _comma_hint(line: str, mark: str) -> str:
    """What a line with too many cells probably means."""
    return "a decimal point is a point; commas part cells" if mark == "," and re.search(r"\d,\d", line) else ""


def _opened(path: Path) -> Source:
    """The text of a table.

    Raises:
        ModelFileError: not readable, too large, or not UTF-8 text.
    """
    file = str(path)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if path.is_file() and size <= MAX_BYTES else b""
    except OSError as error:
        raise ModelFileError([Problem("", f"cannot read '{file}': {error.strerror or error}", file=file)]) from None
    if not path.is_file():
        raise ModelFileError([Problem("", f"'{file}' is not a file", file=file)])
    if size > MAX_BYTES:
        raise ModelFileError([Problem("", f"'{file}' has {size:,} bytes; at most {MAX_BYTES:,} are read", file=file)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source(data.decode("utf-8", "replace"), file)
        place = Source(data[: error.start].decode("utf-8"), file).place_of(error.start)
        _refuse(source, place, f"the byte 0x{data[error.start]:02X} is not UTF-8 text", "save the table as UTF-8 CSV")
    if "\0" in text:
        _refuse(Source(text, file), Source(text, file).place_of(text.index("\0")), "a NUL character: not a text file",
                "save the table as UTF-8 CSV")  # fmt: skip
    return Source(text, file)


def _refuse(source: Source, place: Place, message: str, hint: str) -> NoReturn:
    raise ModelFileError([source.problem(place, message, hint)])
