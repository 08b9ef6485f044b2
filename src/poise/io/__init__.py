"""File formats, one file each. The names below are loaded when first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .library import locate, shipped
    from .schema import json_schema
    from .stored import open_result
    from .write_yaml import write_model
    from .yaml_model import check_model, parse_model, read_model

__all__ = [
    "check_model",
    "json_schema",
    "locate",
    "open_result",
    "parse_model",
    "read_model",
    "shipped",
    "write_model",
]

_HOMES = {
    "check_model": "yaml_model",
    "json_schema": "schema",
    "locate": "library",
    "open_result": "stored",
    "parse_model": "yaml_model",
    "read_model": "yaml_model",
    "shipped": "library",
    "write_model": "write_yaml",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
