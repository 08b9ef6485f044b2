"""The register: every law by its name, found because its file lies under `processes/`; nothing else lists it."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ..errors import UnknownNameError, did_you_mean
from .base import Process

_ROOMS = ("channels", "pumps", "transporters", "electrodes", "sources", "reactions", "water", "junctions")


@cache
def laws() -> Mapping[str, type[Process]]:
    """Every law by its name in a model file."""
    found: dict[str, type[Process]] = {}
    for room in _ROOMS:
        package = importlib.import_module(f".{room}", __package__)
        for module in pkgutil.iter_modules(package.__path__):
            for one in vars(importlib.import_module(f".{room}.{module.name}", __package__)).values():
                if isinstance(one, type) and issubclass(one, Process) and "law" in vars(one):
                    found[one.law] = one
    return MappingProxyType(dict(sorted(found.items())))


def law(name: str) -> type[Process]:
    """The law of that name.

    Raises:
        UnknownNameError: no such law; the text offers the nearest names.
    """
    try:
        return laws()[name]
    except KeyError:
        near = did_you_mean(name, laws())
        raise UnknownNameError(f"unknown law '{name}'" + (f"; {near}" if near else "")) from None
