"""A rate expression cut into numbers, names and signs; what cannot be part of one is refused with its place."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from ...errors import InputError
from .place import fault

LONGEST: Final = 2000  # characters of an expression

_TOKEN: Final = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3}(?!\d))?)"
    r"|(?P<bracket>(?:[A-Za-z_][A-Za-z0-9_]*)?\[[A-Za-z0-9_()+^-]{1,60}\](?:[A-Za-z_][A-Za-z0-9_]*)?)"
    r"|(?P<name>[A-Za-z_µμΩ][A-Za-z0-9_µμΩ]*|°C)"
    r"|(?P<sign>\*\*|<=|>=|[-+*/^(),<>])"
)
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_INSTEAD: Final = {
    "'": "there is no text in quotes here",
    '"': "there is no text in quotes here",
    ".": "names have no dots and nothing has attributes",
    "[": "a square bracket holds the name of a species, such as [K+]in",
    "]": "a square bracket holds the name of a species, such as [K+]in",
    "{": "write round brackets",
    "}": "write round brackets",
    "=": "nothing is assigned or compared for equality; 'if' takes <, <=, > or >=",
    "!": "'if' takes <, <=, > or >=",
    ":": "only arithmetic and the listed functions are known",
    "%": "there is no remainder; write a percentage as a number, such as 0.3",
    "−": "write the hyphen '-' for minus",
    "–": "write the hyphen '-' for minus",
    "×": "write '*'",
    "·": "write '*'",
    "⋅": "write '*'",
    "÷": "write '/'",
    "²": "write '^2'",
    "³": "write '^3'",
    "≤": "write '<='",
    "≥": "write '>='",
}


@dataclass(frozen=True)
class Token:
    """One piece of an expression.

    Attributes:
        kind: number, name (of a value, unit or function), bracket (a name that holds a species), sign or end.
        text: as written; `**` is `^`.
        start, end: its characters in the expression.
    """

    kind: Literal["number", "name", "bracket", "sign", "end"]
    text: str
    start: int
    end: int


def cut(text: str) -> list[Token]:
    """The pieces of an expression, the last of kind "end".

    Raises:
        InputError: the text is too long or empty, or holds a character that means nothing here.
    """
    if len(text) > LONGEST:
        raise InputError(f"the expression has {len(text):,} characters; at most {LONGEST:,} are read")
    found: list[Token] = []
    at = _space(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stranger(text, at)
        kind, piece = match.lastgroup, match.group()
        if kind == "number":
            if len(piece) > 1 and piece[0] == "0" and piece[1].isdigit():
                message = f"'{piece[:40]}' starts with a zero, which some programs read as octal; leave it out"
                raise fault(InputError, message, text, at, match.end())
            found.append(Token("number", piece, at, match.end()))
        elif kind == "name":
            found.append(Token("name", piece, at, match.end()))
        elif kind == "bracket":
            found.append(Token("bracket", piece, at, match.end()))
        else:
            found.append(Token("sign", "^" if piece == "**" else piece, at, match.end()))
        at = _space(text, match.end())
    if not found:
        raise InputError("the expression is empty; write one such as '0.1/ms * exp(V/(20 mV))'")
    found.append(Token("end", "", len(text.rstrip()), len(text.rstrip())))
    return found


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match is not None else at


def _stranger(text: str, at: int) -> InputError:
    one = text[at]
    hint = _INSTEAD.get(one, "")
    if not hint and ord(one) > 127:
        hint = f"it is {unicodedata.name(one, 'an unnamed character')}; write plain Latin letters, digits and signs"
    shown = repr(one) if one in "'\"" or not one.isprintable() else f"'{one}'"
    return fault(InputError, f"{shown} has no meaning in an expression: {hint or 'leave it out'}", text, at)
