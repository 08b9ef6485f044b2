"""From the tree of a model file to processes: their laws' fields, parameters and gates, each complaint at its place."""

import dataclasses
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..chemistry.species import Species, SpeciesBook
from ..errors import InputError
from ..model.values import read_text
from ..processes.base import Process
from ..processes.fields import (
    ExpressionKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesMapKind,
    default_of,
    kinds,
    require_ion,
)
from ..processes.gates.base import NUMBERS, Gate
from ..processes.gates.read import TEXTS, read_gate
from ..processes.parameters import NONE, Parameters
from ..processes.rate_text import RateText
from ..processes.register import laws
from ..units import TEMPERATURE
from .layout import GATE, MAX_EXPRESSION, MAX_GATES, MAX_LINE, OF_EVERY_LAW, Part
from .reader import Path, Reader
from .source import Source
from .yaml_tree import Entries, Node, Scalar

_KELVIN = re.compile(r"\s*(\d{1,3}(?:\.\d*)?)\s*K\s*\Z")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ProcessReader(Reader):
    """Reads quantities and processes.

    Attributes:
        book: the species that may be named.
        gates: how many were read.
    """

    def __init__(self, source: Source, root: Entries) -> None:
        super().__init__(source, root)
        self.book = SpeciesBook()
        self.gates = 0

    def quantity(self, node: Node | None, kind: QuantityKind, path: Path, instead: Any, name: str = "") -> Any:
        """A written quantity, SI."""
        written = self.text(node, path)
        if written is None:
            return instead
        if not written.strip():
            hint = f"write {kind.dimension.name}, such as '{kind.dimension.example}'"
            self.report(path, "nothing where a quantity should stand", hint)
            return instead

        def read() -> float:
            try:
                return read_text(written, kind, name)
            except InputError as error:
                raise _with_advice(error, written, kind) from None

        return self.attempt(path, read, instead)

    def processes(self, node: Node | None, path: Path) -> Mapping[str, Process]:
        """The processes of an interface, or within a compartment."""
        found: dict[str, Process] = {}
        for label, value in self.named(node, path):
            process = self._process(value, (*path, label))
            if process is not None:
                found[label] = process
        return MappingProxyType(found)

    def _process(self, node: Node, path: Path) -> Process | None:
        entry = self.entries(node, path)
        name = self.text(entry.get("law"), (*path, "law"))
        law = laws().get(name or "")
        if law is None:
            self.misplaced(path)
            return None
        fields = kinds(law)
        needed = tuple(key for key in fields if default_of(law, key) is dataclasses.MISSING)
        if not Part(("law", *needed), (*fields, *OF_EVERY_LAW)).fits(set(entry)):
            self.misplaced(path)
        parameters, unread = self._parameters(entry.get("parameters"), (*path, "parameters"))
        values: dict[str, Any] = {}
        for key, kind in fields.items():
            if key in entry and not (isinstance(kind, ExpressionKind) and _mentions(entry[key], unread)):
                values[key] = self._field(entry[key], kind, (*path, key))
            elif key in entry:
                values[key] = self.text(entry[key], (*path, key), MAX_EXPRESSION) and None
        gates = self._gates(entry.get("gates"), parameters, unread, (*path, "gates"))
        if unread or gates is None or any(value is None for value in values.values()):
            self.doubtful.add(path)
            return None
        if any(key not in values for key in needed):
            self.doubtful.add(path)
            return None
        about = next(((*path, key) for key, kind in fields.items() if isinstance(kind, ReactionKind)), path)
        given = {"parameters": parameters, "gates": gates}
        return self.attempt_keys(node, path, lambda: law(**values, **given), None, about)

    def _field(self, node: Node, kind: Kind, path: Path) -> Any:
        """The value of one field of a law; `None` where it cannot be read."""
        if isinstance(kind, QuantityKind):
            return self.quantity(node, kind, path, None)
        if isinstance(kind, SpeciesMapKind):
            return self._numbers_by_species(node, kind, path)
        written = self.text(node, path, MAX_EXPRESSION if isinstance(kind, ExpressionKind) else MAX_LINE)
        if written is None:
            return None
        return self.attempt(path, lambda: kind.read(written, self.book), None)

    def _numbers_by_species(self, node: Node, kind: SpeciesMapKind, path: Path) -> Any:
        found: dict[Species, Any] = {}
        keys: dict[Species, str] = {}
        whole = True
        for key, value in self.entries(node, path).items():
            here: Path = (*path, key)
            one = self.attempt(here, lambda key=key: require_ion(self.book[key]), None, at_key=True)
            number = self.quantity(value, kind.entry, here, None)
            if one in keys:
                self.report(
                    here, f"{one} is given twice, as '{keys[one]}' and as '{key}'", at_key=True, also=(*path, keys[one])
                )
            whole = whole and one is not None and number is not None and one not in keys
            if one is not None:
                keys.setdefault(one, key)
                found.setdefault(one, number)
        if whole and not found and isinstance(node, Entries):
            self.report(path, "no species here", "write numbers by species, such as {K+: 1, Na+: 0.04}")
        return MappingProxyType(found) if whole and found else None

    def _parameters(self, node: Node | None, path: Path) -> tuple[Parameters, set[str]]:
        """The parameters that can be read, and the names of those that cannot."""
        found: dict[str, Parameters] = {}
        unread: set[str] = set()
        for name, value in self.entries(node, path).items():
            here: Path = (*path, name)
            written = self.text(value, here)
            one = None if written is None else self._parameter(name, written, here)
            if one is None:
                unread.add(name)
            else:
                found[name] = one
        if not found:
            return NONE, unread
        values = {name: one.values[name] for name, one in found.items()}
        exponents = {name: one.exponents[name] for name, one in found.items()}
        return Parameters(MappingProxyType(values), MappingProxyType(exponents)), unread

    def _parameter(self, name: str, written: str, path: Path) -> Parameters | None:
        try:
            return Parameters.read({name: written})
        except InputError as error:
            said = str(error)
            self.report(path, said.removeprefix(f"{name}: "), at_key=not said.startswith(f"{name}: "))
            return None

    def _gates(
        self, node: Node | None, parameters: Parameters, unread: set[str], path: Path
    ) -> Mapping[str, Gate] | None:
        """The gates by name; `None` where one of them cannot be read."""
        found: dict[str, Gate | None] = {}
        for name, value in self.named(node, path):
            self.gates += 1
            if self.gates == MAX_GATES + 1:
                self.report((*path, name), f"more than {MAX_GATES} gates in one model", at_key=True)
            found[name] = self._gate(value, parameters, unread, (*path, name))
        whole = {name: gate for name, gate in found.items() if gate is not None}
        return MappingProxyType(whole) if len(whole) == len(found) and self.gates <= MAX_GATES else None

    def _gate(self, node: Node, parameters: Parameters, unread: set[str], path: Path) -> Gate | None:
        values: dict[str, Any] = {}
        entry = self.part(node, GATE, path)
        for key, value in entry.items():
            here: Path = (*path, key)
            if key == "rates":
                hops = self.entries(value, here).items()
                values[key] = {hop: self._rate(one, key, parameters, unread, (*here, hop)) for hop, one in hops}
            elif key in TEXTS:
                values[key] = self._rate(value, key, parameters, unread, here)
            elif key in ("open", "start") and isinstance(value, Entries):
                states = value.values.items()
                values[key] = {name: self.quantity(one, NUMBERS["start"], (*here, name), None) for name, one in states}
            elif key == "open":
                values[key] = self.text(value, here)
            elif key in NUMBERS:
                values[key] = self.quantity(value, NUMBERS[key], here, None)
        parts = [one for value in values.values() for one in (value.values() if isinstance(value, dict) else (value,))]
        if not isinstance(node, Entries) or not GATE.fits(set(entry)) or any(one is None for one in parts):
            self.doubtful.add(path)
            return None
        return self.attempt_keys(node, path, lambda: read_gate(values, parameters, self.book), None)

    def _rate(self, node: Node, key: str, parameters: Parameters, unread: set[str], path: Path) -> RateText | None:
        written = self.text(node, path, MAX_EXPRESSION)
        if written is None or _mentions(node, unread):
            return None
        if not written.strip():
            hint = "write one, such as `0.1/ms * exp(V/(20 mV))`"
            self.report(path, "nothing where an expression should stand", hint)
            return None
        return self.attempt_expression(
            node, path, lambda: RateText.read(written, TEXTS[key], parameters, self.book), None
        )


def _mentions(node: Node, names: set[str]) -> bool:
    """Whether an expression names a parameter that could not be read: what would be said of it would mislead."""
    return bool(names) and isinstance(node, Scalar) and not names.isdisjoint(_WORD.findall(node.text[:MAX_EXPRESSION]))


def _with_advice(error: InputError, written: str, kind: QuantityKind) -> InputError:
    """The same complaint, with the unit that a temperature probably has."""
    kelvin = _KELVIN.match(written) if kind.dimension is TEMPERATURE else None
    if kelvin and float(kelvin.group(1)) <= 100.0:
        return type(error)(f"{error}; did you mean '{kelvin.group(1)} degC'?")
    return error
