"""The text of a file that someone else wrote: read with limits, refused early, quoted with a caret under a place."""

import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ..errors import ModelFileError, Problem

MAX_BYTES: Final = 65_536
"""Size of a model file; the reader does at least 0.5 MB/s on text and comments."""

_MAX_SHOWN = 120  # characters of a line that an excerpt shows
_MAX_MESSAGE = 600
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_WIDE_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"),
               (b"\xfe\xff", "UTF-16"))  # fmt: skip


class Place(NamedTuple):
    """Line and column in a file, both from 1; columns count characters."""

    line: int
    column: int


class Source:
    """A text with its file name: makes problems that point into it."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        if self._lines is None:
            self._lines = _NEWLINE.split(self.text)
        return self._lines

    def problem(
        self,
        place: Place,
        message: str,
        hint: str = "",
        *,
        path: str = "",
        severity: Literal["error", "warning"] = "error",
        also: Sequence[Place] = (),
    ) -> Problem:
        """A problem at a place, its line quoted; `also` are other places to quote: the first of two clashing keys."""
        shown = "\n".join(filter(None, (self.excerpt(one) for one in sorted({*also, place}))))
        return Problem(path, short(message), short(hint), severity, self.file, place.line, place.column, shown)

    def excerpt(self, place: Place) -> str:
        """The line of a place with a caret under it."""
        if not 1 <= place.line <= len(self.lines):
            return ""
        line = self.lines[place.line - 1]
        at = min(place.column - 1, len(line))
        start = max(0, at - _MAX_SHOWN // 2) if len(line) > _MAX_SHOWN else 0
        shown = _UNPRINTABLE.sub("�", line[start : start + _MAX_SHOWN].translate(_BLANKS))
        before = shown[: at - start]
        lead, tail = "… " if start else "", " …" if start + _MAX_SHOWN < len(line) else ""
        label = f"{place.line:>5} | "
        return f"{label}{lead}{shown}{tail}\n{' ' * (len(label) - 2)}| {' ' * (len(lead) + width(before))}^"

    def place_of(self, index: int) -> Place:
        """The place of a character."""
        before = _NEWLINE.split(self.text[:index])
        return Place(len(before), len(before[-1]) + 1)

    def place_within(self, place: Place, text: str, index: int) -> Place | None:
        """The place of a character of a scalar that begins at a place; `None` where the file spells it in another way.

        Lines that YAML folds into one are followed; escapes are not.
        """
        ends = [0, *(match.end() for match in _NEWLINE.finditer(self.text))]
        if place.line > len(ends):
            return None
        start = ends[place.line - 1] + place.column - 1
        opening = self.text[start : start + 1]
        if opening in ("'", '"') and not text.startswith(opening):
            start += 1
        elif opening in (">", "|"):
            line_end = self.text.find("\n", start)
            start = len(self.text) if line_end < 0 else line_end
        at = start
        for expected in text[:index]:
            if opening in (">", "|") and at == start:
                at += len(_BLANK.match(self.text, at).group())  # type: ignore[union-attr]
            if self.text[at : at + 1] == expected:
                at += 1
            elif expected in " \n" and (blank := _BLANK.match(self.text, at)) and blank.group():
                at = blank.end()
            else:
                return None
        if self.text[at : at + 1].isspace():
            at += len(_BLANK.match(self.text, at).group())  # type: ignore[union-attr]
        return self.place_of(at) if text[index : index + 1] in ("", self.text[at : at + 1]) else None


_BLANK = re.compile(r"\s*")
_BLANKS = {ord("\t"): " ", 0x85: " ", 0x2028: " ", 0x2029: " "}


def width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def short(text: str, length: int = _MAX_MESSAGE) -> str:
    """The text, its middle left out where it is very long, and nothing in it that a terminal would obey."""
    if len(text) > length:
        text = f"{text[: length * 2 // 3]} … {text[-length // 3 :]}"
    return _UNPRINTABLE.sub("�", text)


def unprintable(text: str) -> re.Match[str] | None:
    """The first character that no text should hold (control characters, lone surrogates, byte order marks)."""
    return _UNPRINTABLE.search(text)


def describe_character(character: str) -> str:
    """What to call an unprintable character in a message."""
    code = ord(character)
    if code == 0:
        return "a NUL character"
    if 0xD800 <= code < 0xE000:
        return f"half a character (surrogate U+{code:04X})"
    return "a byte order mark" if code == 0xFEFF else f"the control character U+{code:04X}"


def open_text(path: str | Path) -> Source:
    """The text of a file, refused unread where it is not a small regular file.

    Raises:
        ModelFileError: not a regular file, too large, not readable, or not UTF-8.
    """
    file = str(path)
    try:
        _require_small_file(os.stat(path), file)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            _require_small_file(os.fstat(stream.fileno()), file)
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ModelFileError([Problem("", f"cannot read '{file}': {reason}", file=file)]) from None
    if len(data) > MAX_BYTES:
        _refuse(f"'{file}' has more than {MAX_BYTES:,} bytes", _TOO_LARGE, file)
    return decode(data, file)


_TOO_LARGE = "a model file describes one model; build large ones in Python"


def _require_small_file(status: os.stat_result, file: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        _refuse(f"'{file}' is a folder, not a model file", "give the path of one YAML file", file)
    if not stat.S_ISREG(status.st_mode):
        _refuse(f"'{file}' is a device or a pipe, not a model file", "give the path of one YAML file", file)
    if status.st_size > MAX_BYTES:
        _refuse(f"'{file}' has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read", _TOO_LARGE, file)


def _refuse(message: str, hint: str, file: str) -> None:
    raise ModelFileError([Problem("", message, hint, file=file, line=1, column=1)])


def decode(data: bytes, file: str) -> Source:
    """Bytes as UTF-8 text, a byte order mark in front of it taken off.

    Raises:
        ModelFileError: another encoding, or bytes that are no text.
    """
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            _refuse(f"'{file}' is {name}; model files are UTF-8", "save it as UTF-8", file)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return Source(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        source = Source(data.decode("utf-8", "replace"), file)
        place = Source(data[: error.start].decode("utf-8"), file).place_of(error.start)
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8 text"
        raise ModelFileError([source.problem(place, message, "save the file as UTF-8")]) from None
