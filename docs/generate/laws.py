"""The page of laws: what the register knows of each."""

import dataclasses
import inspect
from importlib import import_module
from typing import Any

from poise.processes.base import Process
from poise.processes.fields import (
    CoupleKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesKind,
    SpeciesMapKind,
    default_of,
    kinds,
)
from poise.processes.register import laws
from poise.units import show

from .markdown import escape, prose, table
from .references import link


def page() -> str:
    """Every law, room by room."""
    rooms: dict[str, list[type[Process]]] = {}
    for one in laws().values():
        rooms.setdefault(one.__module__.rpartition(".")[0], []).append(one)
    found = [_overview()]
    for room, members in rooms.items():
        first = (import_module(room).__doc__ or "").strip().split("\n")[0].rstrip(".")
        found.append(f"## {first}")
        found += [_law(one) for one in members]
    return "\n\n".join(found) + "\n"


def _overview() -> str:
    rows = [
        (
            f"[`{name}`](#{_target(name)})",
            one.title,
            "one, alone" if one.monotone else "may have several",
            escape(one.unaccounted),
        )
        for name, one in laws().items()
    ]
    return table(("law", "what it is", "zero-current potentials", "energy not accounted for"), rows)


def _target(name: str) -> str:
    return "law-" + name.replace("_", "-")


def _law(one: type[Process]) -> str:
    text = prose(inspect.getdoc(one) or "", without=("Fields:",))
    rows = [(f"`{name}`", escape(kind.doc), *_limits(kind, default_of(one, name))) for name, kind in kinds(one).items()]
    cited = ", ".join(link(key) for key in one.references)
    remarks = ["Needs every concentration above 0."] if one.needs_positive else []
    return "\n\n".join(
        [
            f"({_target(one.law)})=\n### `{one.law}`: {one.title}",
            f"Python: `poise.processes.{one.__name__}`",
            text,
            table(("field", "what", "kind of quantity", "range", "default"), rows),
            *remarks,
            *([f"References: {cited}."] if cited else []),
        ]
    )


def _limits(kind: Kind, default: Any) -> tuple[str, str, str]:
    """Kind, range and default of a field as cells."""
    usual = "" if default is dataclasses.MISSING else f"`{kind.write(default)}`"
    match kind:
        case SpeciesMapKind():
            return f"{kind.dimension.name} for each species", _range(kind.entry), usual
        case QuantityKind():
            fixed = ", one value" if kind.fixed else ""
            return f"{kind.dimension.name} [{kind.dimension.si}]{fixed}", _range(kind), usual
        case SpeciesKind():
            return "name of an ion", "", usual
        case ReactionKind():
            return "reaction", "species only change sides", usual
        case CoupleKind():
            return "name of a couple", "in the [table](chemistry.md)", usual
    return type(kind).__name__, "", usual


def _range(kind: QuantityKind) -> str:
    low = "" if kind.low == float("-inf") else f"{'above' if kind.open_low else 'at least'} {_number(kind, kind.low)}"
    high = "" if kind.high == float("inf") else f"at most {_number(kind, kind.high)}"
    nonzero = "not 0" if kind.nonzero else ""
    return ", ".join(one for one in (low, high, nonzero) if one) or "any"


def _number(kind: QuantityKind, value: float) -> str:
    return "0" if value == 0.0 else show(value, kind.dimension)
