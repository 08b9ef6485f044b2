"""Functions traced once for a structure, kept in memory."""

from collections.abc import Callable, Sequence
from typing import Any

from ...solve.sensitivity.smooth import Smooth

_KEPT = 64
_MADE: dict[Any, Smooth] = {}  # a cache by structure: what it holds does not change any answer


def smooth(key: Any, function: Callable[..., Any], arguments: Sequence[Any]) -> Smooth:
    """The function, ready to be differentiated by its first argument.

    Args:
        key: says everything that shapes it, but the numbers in its arguments.
        function, arguments: as of `Smooth`.
    """
    if key not in _MADE:
        while len(_MADE) >= _KEPT:
            _MADE.pop(next(iter(_MADE)))
        _MADE[key] = Smooth(function, arguments)
    return _MADE[key]
