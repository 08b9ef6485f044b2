"""The pages of the Python interface: every public name with its signature and docstring."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import poise
import poise.formulas

from .markdown import escape, prose

_GROUPS: Final = {
    "Questions": ("rest", "iv", "knockout", "potential"),
    "Models": ("load", "shipped", "save", "Model", "Compartment", "Interface", "Along", "validate", "quantity"),
    "Answers": ("Result",),
    "Laws": ("law", "laws", "Process"),
    "Chemistry": ("species", "Species", "couple", "activity_model"),
    "Errors": ("PoiseError", "ModelError", "ModelFileError"),
}
_ALSO: Final = {
    "Answers": ("results.plot.Plots", "analysis.knockout.Knockout", "analysis.potential.Potentials"),
    "Laws": ("processes.base.Local", "processes.moves.Move"),
    "Chemistry": (
        "chemistry.couples.Couple",
        "chemistry.activity.Ideal",
        "chemistry.activity.Davies",
        "chemistry.activity.DebyeHueckel",
    ),
    "Errors": ("errors.InputError", "errors.UnitError", "errors.UnknownNameError", "errors.StatusError",
               "errors.Problem"),
}  # fmt: skip
"""What the public names return or raise, by the module that it lives in."""


def page() -> str:
    """Every name of `poise.__all__`, grouped, and what these return."""
    grouped = {name for names in _GROUPS.values() for name in names} | {"__version__", "formulas"}
    groups = {**_GROUPS, "More": tuple(name for name in poise.__all__ if name not in grouped)}
    found = []
    for title, names in groups.items():
        if not names:
            continue
        found.append(f"## {title}")
        found += [_described(f"poise.{name}", getattr(poise, name)) for name in names if name in poise.__all__]
        for place in _ALSO.get(title, ()):
            module, _, name = place.rpartition(".")
            found.append(_described(f"poise.{place}", getattr(import_module(f"poise.{module}"), name)))
    return "\n\n".join(found) + "\n"


def formulas() -> str:
    """Every closed form, by the file that it lives in."""
    rooms: dict[str, list[str]] = {}
    for name in public_formulas():
        rooms.setdefault(getattr(poise.formulas, name).__module__, []).append(name)
    found = []
    for room in sorted(rooms, key=lambda room: _ORDER.get(room.rpartition(".")[2], 99)):
        title = (import_module(room).__doc__ or "").strip().split("\n")[0].rstrip(".")
        found.append(f"## {escape(title)}")
        found += [_described(f"poise.formulas.{name}", getattr(poise.formulas, name)) for name in rooms[room]]
    return "\n\n".join(found) + "\n"


_FIRST = ("nernst", "ghk", "chord", "mullins_noda", "permeability", "donnan", "energy", "cotransport", "proton")
_ORDER: Final = {name: k for k, name in enumerate(_FIRST)} | {"special": 100, "thermal": 101}


def public_formulas() -> list[str]:
    """The names of the closed forms."""
    every = vars(poise.formulas).items()
    return [
        name
        for name, one in every
        if not name.startswith("_") and callable(one) and one.__module__.startswith("poise.formulas.")
    ]


def _named(module: Any) -> list[str]:
    """The public names of a module that gathers classes and functions."""
    return list(getattr(module, "__all__", ())) or [
        name
        for name, one in vars(module).items()
        if name[0] != "_" and callable(one) and (getattr(one, "__module__", None) or "").startswith(module.__name__)
    ]


def _described(path: str, one: Any) -> str:
    if inspect.ismodule(one):
        inner = [_described(f"{path}.{name}", getattr(one, name)) for name in _named(one)]
        return "\n\n".join([_directive("py:data", path, prose(inspect.getdoc(one) or "")), *inner])
    if inspect.isclass(one):
        return _class(path, one)
    return _directive("py:function", f"{path}{_signature(one)}", prose(inspect.getdoc(one) or ""))


def _class(path: str, one: type) -> str:
    if issubclass(one, Exception):
        return _directive("py:exception", path, prose(inspect.getdoc(one) or ""))
    signature = _signature(one) if dataclasses.is_dataclass(one) else ""
    body = [prose(_own_doc(one)), *_members(path.rpartition(".")[2], one)]
    return _directive("py:class", f"{path}{signature}", "\n\n".join(body), fence=5)


def _own_doc(one: type) -> str:
    return inspect.cleandoc(one.__doc__ or "")


def _members(name: str, one: type) -> Iterator[str]:
    for key, member in vars(one).items():
        if key.startswith("_"):
            continue
        if isinstance(member, property):
            yield _directive("py:property", key, prose(inspect.getdoc(member) or ""), fence=4)
        elif isinstance(member, classmethod | staticmethod):
            text = _without_first(_signature(member.__func__)) if isinstance(member, classmethod) else ""
            yield _directive("py:method", f"{key}{text}", prose(inspect.getdoc(member.__func__) or ""), fence=4)
        elif inspect.isfunction(member):
            text = prose(inspect.getdoc(member) or "")
            yield _directive("py:method", f"{key}{_without_first(_signature(member))}", text, fence=4)


def _without_first(signature: str) -> str:
    return re.sub(r"^\((?:self|cls)(?:: \w+)?(?:, )?", "(", signature)


def _signature(one: Any) -> str:
    """The signature, types by their own names."""
    text = str(inspect.signature(one))
    text = re.sub(r"<factory>|<[^<>]*>|mappingproxy\([^()]*\)", "...", text)
    text = re.sub(r"(?<![\w.'\"])(?:[A-Za-z_]\w*\.)+(\w+)", r"\1", text)
    return text.replace("'", "") if "'" in text and "= '" not in text else text


def _directive(kind: str, signature: str, body: str, fence: int = 4) -> str:
    ticks = "`" * fence
    return f"{ticks}{{{kind}}} {signature}\n\n{body}\n{ticks}"
