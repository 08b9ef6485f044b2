"""Functions traced once for a structure, kept in memory."""

from collections.abc import Callable, Sequence
from typing import Any

from ...solve.sensitivity.smooth import Smooth

_KEPT = 64
_MADE: dict[Any, Smooth] = {}  # a cache by structure: what it holds does not change any answer


def smooth(key: Any, make: Callable[[], Callable[..., Any]], arguments: Sequence[Any]) -> Smooth:
    """A function, ready to be differentiated by its first argument.

    Args:
        key: says everything that shapes it, but the numbers in its arguments.
        make: gives the function, as of `Smooth`; called where it has not been met before.
        arguments: as of `Smooth`.
    """
    if key not in _MADE:
        while len(_MADE) >= _KEPT:
            _MADE.pop(next(iter(_MADE)))
        _MADE[key] = Smooth(make(), arguments)
    return _MADE[key]
