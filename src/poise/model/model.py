"""The model: a frozen description of what there is, with every quantity reachable by its dotted path."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from ..chemistry.activity import Ideal, activity_model
from ..chemistry.species import Species, SpeciesBook
from ..errors import InputError, UnknownNameError, did_you_mean
from ..processes.base import Process
from ..processes.fields import QuantityKind
from ..units import DIMENSIONS
from .along import Along
from .compartment import VOLUME_KIND, Compartment, content_kind
from .interface import INTERFACE_KINDS, Interface
from .protocol import Protocol
from .values import as_value, protons

TEMPERATURE_KIND: Final = QuantityKind("temperature of everything", DIMENSIONS["temperature"], low=200.0, high=500.0)


@dataclass(frozen=True)
class Model:
    """Compartments, the interfaces between them, and the processes that cross these.

    Attributes:
        name: short, as in a file name.
        compartments, interfaces: by name.
        temperature: [K] or text with a unit, 200 to 500 K.
        activity: how concentrations become activities: an activity model or its name.
        species: kinds of particle that the model declares beside the shipped table.
        description: what it is and where its numbers come from.
        references: keys in references.bib.
        sources: where a number comes from, by path.
        protocols: what the experimenter may do in time, by name.
    """

    name: str
    compartments: Mapping[str, Compartment]
    interfaces: Mapping[str, Interface]
    temperature: Any
    activity: Any = field(default_factory=Ideal)
    species: tuple[Species, ...] = ()
    description: str = ""
    references: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    protocols: Mapping[str, Protocol] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Read a written temperature and the name of an activity model; make the mappings read-only."""
        object.__setattr__(self, "temperature", as_value(self.temperature, TEMPERATURE_KIND, "temperature"))
        object.__setattr__(self, "activity", activity_model(self.activity))
        for name in ("compartments", "interfaces", "sources", "protocols"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        self._name_arrays()

    def _name_arrays(self) -> None:
        """Name the dimension of each array that has none by the path of its quantity."""
        if isinstance(self.temperature, Along) and not self.temperature.dimension:
            object.__setattr__(self, "temperature", Along("temperature", self.temperature.values))
        compartments, interfaces = dict(self.compartments), dict(self.interfaces)
        for name, one in compartments.items():
            named = {key: Along(f"{name}.{key.name}", v.values) for key, v in one.contents.items() if _unnamed(v)}
            changes: dict[str, Any] = {"contents": {**one.contents, **named}} if named else {}
            if _unnamed(one.volume):
                changes["volume"] = Along(f"{name}.volume", one.volume.values)
            processes = {label: _with_names(f"{name}.{label}", process) for label, process in one.processes.items()}
            if any(processes[label] is not process for label, process in one.processes.items()):
                changes["processes"] = processes
            if changes:
                compartments[name] = dataclasses.replace(one, **changes)
        for name, face in interfaces.items():
            own = {key: getattr(face, key) for key in INTERFACE_KINDS}
            named = {key: Along(f"{name}.{key}", v.values) for key, v in own.items() if _unnamed(v)}
            processes = {label: _with_names(f"{name}.{label}", one) for label, one in face.processes.items()}
            if named or any(processes[label] is not one for label, one in face.processes.items()):
                interfaces[name] = dataclasses.replace(face, processes=processes, **named)
        object.__setattr__(self, "compartments", MappingProxyType(compartments))
        object.__setattr__(self, "interfaces", MappingProxyType(interfaces))

    @property
    def book(self) -> SpeciesBook:
        """The species that may be named in this model."""
        return SpeciesBook(self.species)

    @property
    def processes(self) -> Mapping[str, Process]:
        """Every process by "interface.process"."""
        return {
            f"{name}.{label}": one for name, face in self.interfaces.items() for label, one in face.processes.items()
        }

    @property
    def reactions(self) -> Mapping[str, Process]:
        """Every process within a compartment by "compartment.process"."""
        return {
            f"{name}.{label}": one
            for name, place in self.compartments.items()
            for label, one in place.processes.items()
        }

    def paths(self) -> dict[str, QuantityKind]:
        """Every quantity that can be set, by path, with its kind."""
        found = {"temperature": TEMPERATURE_KIND}
        for name, compartment in self.compartments.items():
            found |= {f"{name}.{one.name}": content_kind(one) for one in compartment.contents}
            found[f"{name}.volume"] = VOLUME_KIND
            for label, process in compartment.processes.items():
                found |= {f"{name}.{label}.{key}": process.value_kind(key) for key in process.values()}
        for name, face in self.interfaces.items():
            found |= {f"{name}.{key}": kind for key, kind in INTERFACE_KINDS.items()}
            for label, process in face.processes.items():
                found |= {f"{name}.{label}.{key}": process.value_kind(key) for key in process.values()}
        return found

    def get(self, path: str) -> Any:
        """The quantity at a path, SI (an `Along` where there are many; `None` where an optional one is not given).

        Raises:
            UnknownNameError: no such path; the text offers the nearest ones.
        """
        path = self.resolve(path)
        if path == "temperature":
            return self.temperature
        head, _, rest = path.partition(".")
        if head in self.compartments:
            place = self.compartments[head]
            if rest == "volume":
                return place.volume
            label, _, key = rest.partition(".")
            return (
                place.processes[label].values()[key]
                if key and label in place.processes
                else place.contents[self.book[rest]]
            )
        face = self.interfaces[head]
        if rest in INTERFACE_KINDS:
            return getattr(face, rest)
        label, _, key = rest.partition(".")
        return face.processes[label].values()[key]

    def set(self, path: str | Mapping[str, Any], value: Any = None, *, along: str | None = None) -> "Model":
        """The same model with other quantities; this one is left as it is.

        Args:
            path: a dotted path such as "bath.K+" or "membrane.pump.rate", or a mapping of paths to values.
            value: text with a unit ("10 mM"), a number in SI, or a one-dimensional array of such numbers.
            along: name of the dimension that arrays in this call span together; each spans its own, named as its path,
                unless this is given.

        Raises:
            UnknownNameError: no such path; UnitError: wrong unit; InputError: out of range, arrays of unequal length.
        """
        changes = dict(path) if isinstance(path, Mapping) else {path: value}
        model = self
        known = self.paths()
        lengths: dict[str, int] = {}
        for one, given in changes.items():
            full = self.resolve(one, known)
            if one != full and one.rpartition(".")[2].casefold() == "ph":
                given = protons(given)
            number = as_value(given, known[full], full, along)
            if isinstance(number, Along) and lengths.setdefault(number.dimension, len(number)) != len(number):
                first = lengths[number.dimension]
                raise InputError(f"along '{number.dimension}': {first} values, but {len(number)} of '{full}'")
            model = model._with(full, number)
        return model

    def _with(self, path: str, value: Any) -> "Model":
        if path == "temperature":
            return dataclasses.replace(self, temperature=value)
        head, _, rest = path.partition(".")
        if head in self.compartments:
            compartment = self.compartments[head]
            label, _, key = rest.partition(".")
            if key and label in compartment.processes:
                changed = compartment.processes[label].with_values({key: value})
                processes = MappingProxyType({**compartment.processes, label: changed})
                return self._replace("compartments", head, dataclasses.replace(compartment, processes=processes))
            if rest == "volume":
                return self._replace("compartments", head, dataclasses.replace(compartment, volume=value))
            contents = MappingProxyType({**compartment.contents, self.book[rest]: value})
            return self._replace("compartments", head, dataclasses.replace(compartment, contents=contents))
        face = self.interfaces[head]
        if rest in INTERFACE_KINDS:
            return self._replace("interfaces", head, dataclasses.replace(face, **{rest: value}))
        label, _, key = rest.partition(".")
        processes = MappingProxyType({**face.processes, label: face.processes[label].with_values({key: value})})
        return self._replace("interfaces", head, dataclasses.replace(face, processes=processes))

    def _replace(self, what: str, name: str, part: Any) -> "Model":
        return dataclasses.replace(self, **{what: MappingProxyType({**getattr(self, what), name: part})})

    def without(self, process: str) -> "Model":
        """The same model with one process ("membrane.pump") knocked out.

        Raises:
            UnknownNameError: no such process.
        """
        if process in self.reactions:
            head, _, label = process.partition(".")
            place = self.compartments[head]
            kept = MappingProxyType({key: one for key, one in place.processes.items() if key != label})
            return self._replace("compartments", head, dataclasses.replace(place, processes=kept))
        if process not in self.processes:
            near = did_you_mean(process, {**self.processes, **self.reactions})
            raise UnknownNameError(f"no process '{process}' in model '{self.name}'" + (f"; {near}" if near else ""))
        head, _, label = process.partition(".")
        face = self.interfaces[head]
        left = MappingProxyType({key: one for key, one in face.processes.items() if key != label})
        return self._replace("interfaces", head, dataclasses.replace(face, processes=left))

    def resolve(self, path: str, known: Mapping[str, Any] | None = None) -> str:
        """The canonical form of a path: species may go by any of their names ("bath.potassium" is "bath.K+").

        Raises:
            UnknownNameError: no such path; the text offers the nearest ones.
        """
        if not isinstance(path, str):
            raise UnknownNameError(f"{path!r} is not the path of a quantity; write one such as 'bath.K+'")
        known = self.paths() if known is None else known
        if path in known:
            return path
        head, _, rest = path.rpartition(".")
        book = self.book
        if rest in book and f"{head}.{book[rest].name}" in known:
            return f"{head}.{book[rest].name}"
        if rest.casefold() == "ph" and f"{head}.H+" in known:
            return f"{head}.H+"
        alike = [one for one in known if one.rpartition(".")[2].casefold() == rest.casefold()]
        near = did_you_mean(path, alike) or did_you_mean(path, known)
        raise UnknownNameError(f"no quantity '{path}' in model '{self.name}'" + (f"; {near}" if near else ""))

    def describe(self) -> dict[str, Any]:
        """The model as plain text and numbers, in the layout of a model file."""
        from .describe import describe

        return describe(self)

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change whenever any quantity, name or law does."""
        from .describe import describe, digest

        text = json.dumps(describe(self, digest), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def __str__(self) -> str:
        faces = ", ".join(f"{name} ({face.inside} | {face.outside})" for name, face in self.interfaces.items())
        return f"Model {self.name}: {faces}; {len(self.processes)} processes"


def _unnamed(value: Any) -> bool:
    return isinstance(value, Along) and not value.dimension


def _with_names(path: str, process: Process) -> Process:
    named = {key: Along(f"{path}.{key}", v.values) for key, v in process.values().items() if _unnamed(v)}
    return process.with_values(named) if named else process
