"""A model in words: for people as lines, for programs as a dictionary."""

import math
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..constants import STANDARD_CONCENTRATION
from ..model.along import Along
from ..model.describe import activity_name
from ..model.interface import INTERFACE_KINDS
from ..processes.fields import ExpressionKind, QuantityKind, SpeciesMapKind, TextKind, kinds
from ..references import bibliography
from ..units import CONCENTRATION, show
from ._bibliography import formatted

if TYPE_CHECKING:
    from ..model.model import Model

_WIDTH = 100
_ITEMS = re.compile(r"\n\s*(?=- )")


def content(model: "Model") -> dict[str, Any]:
    """Everything about a model, for `--json`."""
    return {
        **model.describe(),
        "hash": model.hash,
        "quantities": {
            path: {
                "text": _text(model.get(path), kind, path.endswith(".H+")),
                "doc": kind.doc,
                "unit": kind.dimension.shown,
            }
            for path, kind in model.paths().items()
            if model.get(path) is not None
        },
        "bibliography": {key: formatted(bibliography()[key]) for key in references(model) if key in bibliography()},
    }


def references(model: "Model") -> list[str]:
    """Keys of the model's own papers, its laws' and its activity model's."""
    laws = [*model.processes.values(), *model.reactions.values()]
    found = [*model.references, *(key for one in laws for key in one.references)]
    return list(dict.fromkeys([*found, *model.activity.references]))


def lines(model: "Model") -> Iterator[str]:
    """Everything about a model, for reading."""
    yield model.name
    yield ""
    for paragraph in model.description.strip().split("\n\n") if model.description.strip() else ():
        for item in _ITEMS.split(paragraph):
            yield from _wrap(item, "  ", "    " if item.startswith("- ") else "  ")
        yield ""
    yield "general"
    yield from _table([_row(model, "temperature"), ("activity", activity_name(model.activity), "")])
    for name, compartment in model.compartments.items():
        yield ""
        yield name + _remark(compartment.description, "ground" if compartment.ground else "")
        volume = [] if compartment.reservoir else [_row(model, f"{name}.volume")]
        rows = [_row(model, f"{name}.{one.name}") for one in compartment.contents]
        held = {f"{name}.{one.name}" for one in compartment.held}
        yield from _table(volume + [_with(row, "held") if row[0] in held else row for row in rows])
        for label, process in compartment.processes.items():
            yield from _process(model, name, label, process)
    for name, face in model.interfaces.items():
        yield ""
        yield f"{name}: {face.inside} (inside) | {face.outside} (outside)" + _remark(face.description)
        given = [key for key in INTERFACE_KINDS if _given(getattr(face, key), key)]
        rows = [_row(model, f"{name}.{key}") for key in given]
        if face.carrier.phase != "charge":
            rows.append(("carrier", face.carrier.name, "what carries the injected current"))
        yield from _table(rows)
        for label, process in face.processes.items():
            yield from _process(model, name, label, process)
    if model.species:
        yield ""
        yield "species of its own"
        yield from _table([(one.name, f"charge {one.charge:+g}", one.formula) for one in model.species])
    yield from _protocols(model)
    keys = references(model)
    if keys:
        yield ""
        yield "references"
        for key in keys:
            yield from _wrap(formatted(bibliography()[key]) if key in bibliography() else key, "  ", "    ")


def _process(model: "Model", place: str, label: str, process: Any) -> Iterator[str]:
    """A process with its numbers, and its gates with theirs."""
    yield f"  {label}: {process.title} [{process.law}]{_named(process)}"
    for name, kind in kinds(type(process)).items():
        if isinstance(kind, (ExpressionKind, TextKind)) and getattr(process, name):
            yield from _wrap(f"{name}: {kind.write(getattr(process, name))}", "    ", "      ")
    of_gates = tuple(f"{gate}." for gate in process.gates)
    own = [key for key in process.values() if not key.startswith(of_gates)] if of_gates else list(process.values())
    yield from _table([_row(model, f"{place}.{label}.{key}") for key in own], "    ")
    for name, gate in process.gates.items():
        entry = gate.write()
        yield f"    gate {place}.{label}.{name}"
        for key, value in entry.items():
            if isinstance(value, Mapping):
                yield f"      {key}"
                for one, part in value.items():
                    said = part if isinstance(part, str) else f"{part:g}"
                    yield from _wrap(f"{one}: {said}", "        ", "          ")
            elif isinstance(value, str):
                yield from _wrap(f"{key} = {value}" if key != "open" else f"{key}: {value}", "      ", "        ")
        numbers = [_row(model, f"{place}.{label}.{name}.{key}") for key in gate.numbers()]
        yield from _table([row for row in numbers if not (row[0].endswith(".power") and row[1] == "1")], "      ")


def _protocols(model: "Model") -> Iterator[str]:
    """What may be done in time: one line for each action and event."""
    entries = model.describe().get("protocols", {})
    for name, entry in entries.items():
        yield ""
        yield f"protocol {name}: until {entry['until']}" + _remark(entry.get("description", ""))
        for action in entry.get("actions", ()):
            yield from _wrap(_action(action), "  ", "    ")
        for label, event in entry.get("events", {}).items():
            what, level = list(event.items())[1]
            yield f"  event {label}: {event['of']} {what.replace('_', ' ')} {level}"


def _action(entry: Mapping[str, str]) -> str:
    """An action in words: "at 1 ms for 0.5 ms: set membrane.injected to 20 uA/cm2, 20 times every 10 ms"."""
    when = f"at {entry['at']}" + (f" for {entry['for']}" if "for" in entry else "")
    verb = next(one for one in ("set", "ramp", "wash", "scale", "clamp") if one in entry)
    what = f"{verb} {entry[verb]}"
    if "from" in entry:
        what += f" from {entry['from']}"
    what += f" by {entry['by']}" if "by" in entry else f" to {entry['to']}"
    if verb == "scale" and entry["by"] == "0":
        what = f"block {entry[verb]}"
    extra = [f"time constant {entry['time_constant']}"] if "time_constant" in entry else []
    extra += [f"series resistance {entry['series_resistance']}"] if "series_resistance" in entry else []
    extra += [f"{entry['times']} times every {entry['every']}"] if "every" in entry else []
    return ", ".join([f"{when}: {what}", *extra])


def _with(row: tuple[str, ...], remark: str) -> tuple[str, ...]:
    return (*row[:2], "; ".join(filter(None, (remark, row[2]))))


def _given(value: Any, key: str) -> bool:
    return value is not None and not (key == "injected" and isinstance(value, float) and value == 0.0)


def _named(process: Any) -> str:
    """What a process is told that is not a number: its ion, couple or reaction."""
    shown_elsewhere = (QuantityKind, SpeciesMapKind, ExpressionKind, TextKind)
    words = [
        str(getattr(getattr(process, name), "text", None) or getattr(process, name))
        for name, kind in kinds(type(process)).items()
        if not isinstance(kind, shown_elsewhere)
    ]
    return " " + ", ".join(words) if words else ""


def _remark(*texts: str) -> str:
    said = "; ".join(" ".join(text.split()) for text in texts if text)
    return f"   ({said})" if said else ""


def _row(model: "Model", path: str) -> tuple[str, ...]:
    kind = model.paths()[path]
    doc = kind.doc if path.partition(".")[0] in model.interfaces else ""
    said = filter(None, ["" if doc == path.rpartition(".")[2] else doc, model.sources.get(path, "")])
    return path, _text(model.get(path), kind, path.endswith(".H+")), "; ".join(said)


def _text(value: Any, kind: QuantityKind, proton: bool = False) -> str:
    """A quantity in the unit that people read; protons as pH."""
    if value is None:
        return "-"
    every = [float(one) for one in value.values] if isinstance(value, Along) else [float(value)]
    if proton and kind.dimension is CONCENTRATION and min(every) > 0:
        return ", ".join(f"pH {-math.log10(one / STANDARD_CONCENTRATION):.6g}" for one in every)
    return ", ".join(show(one, kind.dimension) for one in every)


def _table(rows: list[tuple[str, ...]], indent: str = "  ") -> Iterator[str]:
    """Path and value in columns, and beside them what it is and where it comes from."""
    widths = [max((len(row[k]) for row in rows), default=0) for k in range(2)]
    for row in rows:
        lead = indent + "  ".join(row[k].ljust(widths[k]) for k in range(2))
        remark = textwrap.wrap(row[2], max(_WIDTH - len(lead) - 2, 36), break_on_hyphens=False)
        yield f"{lead}  {remark[0]}" if remark else lead.rstrip()
        for more in remark[1:]:
            yield " " * (len(lead) + 2) + more


def _wrap(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    yield from textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
