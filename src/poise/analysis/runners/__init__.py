"""Where the chunks of a sweep are computed: in this process, in others beside it, on a Dask cluster."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dask import Dask
    from .processes import Processes
    from .serial import Serial

__all__ = ["Dask", "Processes", "Serial"]


def __getattr__(name: str) -> Any:
    """Loaded when first used: a sweep in this process needs neither the others nor Dask."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{name.lower()}", __name__), name)
