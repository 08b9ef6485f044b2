"""What a sweep asks of every sample: its rest, steady state, course in time, or branch. A choice is an object.

The names below are loaded when first used: a sweep of rests need not load what integrates.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base import Task
    from .branch import Continue
    from .rest import Rest
    from .run import Run
    from .steady import Steady

__all__ = ["Continue", "Rest", "Run", "Steady", "Task"]

_HOMES = {"Continue": "branch", "Rest": "rest", "Run": "run", "Steady": "steady", "Task": "base"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
