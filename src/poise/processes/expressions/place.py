"""An error that points into an expression: what, why, what to write, and a caret under the place."""

from typing import TypeVar

from ...errors import InputError

_WIDTH = 100  # characters of a long expression that are shown round the place

Fault = TypeVar("Fault", bound=InputError)


def fault(kind: type[Fault], message: str, text: str, start: int, end: int | None = None) -> Fault:
    """The error to raise.

    Args:
        kind: its type.
        message: what was found, why it is wrong, what to write.
        text: the whole expression.
        start, end: the characters meant, from 0; `end` is the first after them.
    """
    end = start + 1 if end is None else max(end, start + 1)
    clean = "".join(one if one.isprintable() else " " for one in text)
    low = 0 if len(clean) <= _WIDTH else max(0, min(start - _WIDTH // 2, len(clean) - _WIDTH))
    shown = clean[low : low + _WIDTH]
    left, right = ("..." if low else ""), ("..." if low + _WIDTH < len(clean) else "")
    carets = "^" * max(1, min(end - start, low + len(shown) - start))
    under = " " * (len(left) + start - low) + carets
    return kind(f"at character {start + 1}: {message}\n  {left}{shown}{right}\n  {under}")
