"""From the tree of a model file to the model, with every problem on the way, each at its place."""

import dataclasses
import math
import re
from types import MappingProxyType
from typing import Any

from ..chemistry.activity import ACTIVITY_MODELS, Ideal, activity_model
from ..chemistry.species import Species, SpeciesBook
from ..errors import InputError, UnknownNameError
from ..model.compartment import Compartment, content_kind
from ..model.interface import INTERFACE_KINDS, Interface
from ..model.model import TEMPERATURE_KIND, Model
from ..model.values import read_text
from ..processes.base import Process
from ..processes.fields import (
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesMapKind,
    default_of,
    kinds,
    require_ion,
)
from ..processes.register import laws
from ..units import DIMENSIONS, parse
from .layout import COMPARTMENT, INTERFACE, MAX_TEXT, MODEL, MODEL_NAME, NAME, SPECIES, SPECIES_NAME, Part
from .reader import Path, Reader
from .source import Source
from .yaml_tree import Entries, Listing, Node

_PH = re.compile(r"[+-]?\d{1,2}(?:\.\d*)?\Z")
_KELVIN = re.compile(r"\s*(\d{1,3}(?:\.\d*)?)\s*K\s*\Z")
_MAX_CHARGE = 1000.0


class Builder(Reader):
    """Reads a whole model.

    Attributes:
        places: where in the tree a quantity stands that goes by its canonical name in the model.
        book: the species that may be named.
        references: where in their list the references stand.
    """

    def __init__(self, source: Source, root: Entries) -> None:
        super().__init__(source, root)
        self.places: dict[str, Path] = {}
        self.book = SpeciesBook()
        self.references: dict[str, int] = {}

    def model(self) -> Model:
        """The model, as far as it can be read."""
        top = self.part(self.root, MODEL, ())
        if self.text(top.get("poise"), ("poise",)) not in (None, "1"):
            self.misplaced(("poise",))
        name = self.text(top.get("name"), ("name",)) or ""
        if not MODEL_NAME.match(name):
            self.misplaced(("name",))
        species = self._species(top.get("species"))
        listing = top.get("references")
        if listing is not None and not isinstance(listing, Listing):
            self.misplaced(("references",))
        keys = [self.text(one, ("references", i)) for i, one in enumerate(getattr(listing, "items", ()))]
        self.references = {key: number for number, key in enumerate(keys) if key is not None}
        sources = {
            key: self.text(value, ("sources", key), MAX_TEXT) or ""
            for key, value in self.entries(top.get("sources"), ("sources",)).items()
        }
        temperature = self._quantity(top.get("temperature"), TEMPERATURE_KIND, ("temperature",), 300.0)
        chosen = self.text(top.get("activity"), ("activity",))
        activity = Ideal()
        if chosen is not None:
            activity = self.attempt(("activity",), lambda: _activity(chosen), activity)
        compartments = {
            name: self._compartment(value, name)
            for name, value in self.named(top.get("compartments"), ("compartments",))
        }
        interfaces = {
            name: self._interface(value, name) for name, value in self.named(top.get("interfaces"), ("interfaces",))
        }
        return Model(
            name=name,
            compartments=MappingProxyType(compartments),
            interfaces=MappingProxyType(interfaces),
            temperature=temperature,
            activity=activity,
            species=species,
            description=self.text(top.get("description"), ("description",), MAX_TEXT) or "",
            references=tuple(key for key in keys if key is not None),
            sources=MappingProxyType(sources),
        )

    def _species(self, node: Node | None) -> tuple[Species, ...]:
        found: dict[str, Species] = {}
        for name, value in self.named(node, ("species",), SPECIES_NAME):
            path: Path = ("species", name)
            entry = self.part(value, SPECIES, path)
            charge = self.text(entry.get("charge"), (*path, "charge"))
            formula = self.text(entry.get("formula"), (*path, "formula")) or ""
            number = 1.0
            if charge is not None:
                number = self.attempt((*path, "charge"), lambda charge=charge: _charge(charge), 1.0)
            one = Species(name, number, formula)
            if not self.attempt((*path, "formula"), lambda one=one: one.elements is not None, False):
                one = dataclasses.replace(one, formula="")
            if name.casefold() in found:
                first = found[name.casefold()].name
                self.report(
                    path, f"species '{name}' and '{first}' differ only in case", at_key=True, also=("species", first)
                )
            elif self.attempt(path, lambda one=one: SpeciesBook([one]) is not None, False, at_key=True):
                found[name.casefold()] = one
        self.book = SpeciesBook(found.values())
        return self.book.own

    def _quantity(self, node: Node | None, kind: QuantityKind, path: Path, instead: Any, name: str = "") -> Any:
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

    def _compartment(self, node: Node, name: str) -> Compartment:
        path: Path = ("compartments", name)
        entry = self.part(node, COMPARTMENT, path)
        ground = self.text(entry.get("ground"), (*path, "ground"))
        if ground not in (None, "true", "false"):
            self.misplaced((*path, "ground"))
        contents: dict[Species, Any] = {}
        keys: dict[Species, str] = {}
        for key, value in self.entries(entry.get("contents"), (*path, "contents")).items():
            here: Path = (*path, "contents", key)
            one = self.attempt(here, lambda key=key: self.book["H+" if key == "pH" else key], None, at_key=True)
            if one is None:
                self.text(value, here)
            elif one in contents:
                self.text(value, here)
                message = f"{one} is given twice in '{name}', as '{keys[one]}' and as '{key}'"
                self.report(here, message, "keep one of the two", at_key=True, also=(*path, "contents", keys[one]))
            else:
                keys[one] = key
                self.places[f"compartments.{name}.contents.{one.name}"] = here
                contents[one] = self._amount(value, one, here)
        description = self.text(entry.get("description"), (*path, "description"), MAX_TEXT) or ""
        is_ground = ground is not None and ground.casefold() in ("true", "yes", "on", "1")
        return Compartment(MappingProxyType(contents), is_ground, description)

    def _amount(self, node: Node, one: Species, path: Path) -> Any:
        if path[-1] != "pH":
            return self._quantity(node, content_kind(one), path, 1.0, one.name)
        written = self.text(node, path)
        if written is None:
            return 1.0
        if not _PH.match(written):
            self.report(path, f"'{written}' is not a pH", "write a number such as `pH: 7.2`")
            return 1.0
        return self.attempt(path, lambda: read_text(f"pH {written}", content_kind(one), one.name), 1.0)

    def _interface(self, node: Node, name: str) -> Interface:
        path: Path = ("interfaces", name)
        entry = self.part(node, INTERFACE, path)
        sides = {side: self.text(entry.get(side), (*path, side)) or "" for side in ("inside", "outside")}
        for side, compartment in sides.items():
            if not NAME.match(compartment):
                self.misplaced((*path, side))
        fallback = {"area": None, "capacitance": None, "injected": 0.0}
        numbers = {
            key: self._quantity(entry.get(key), kind, (*path, key), fallback[key])
            for key, kind in INTERFACE_KINDS.items()
        }
        processes: dict[str, Process] = {}
        for label, value in self.named(entry.get("processes"), (*path, "processes")):
            process = self._process(value, (*path, "processes", label))
            if process is not None:
                processes[label] = process
        description = self.text(entry.get("description"), (*path, "description"), MAX_TEXT) or ""
        return Interface(
            inside=sides["inside"],
            outside=sides["outside"],
            processes=MappingProxyType(processes),
            description=description,
            **numbers,
        )

    def _process(self, node: Node, path: Path) -> Process | None:
        entry = self.entries(node, path)
        name = self.text(entry.get("law"), (*path, "law"))
        law = laws().get(name or "")
        if law is None:
            self.misplaced(path)
            return None
        fields = kinds(law)
        needed = tuple(key for key in fields if default_of(law, key) is dataclasses.MISSING)
        if not Part(("law", *needed), tuple(fields)).fits(set(entry)):
            self.misplaced(path)
        values = {key: self._field(entry[key], kind, (*path, key)) for key, kind in fields.items() if key in entry}
        if any(value is None for value in values.values()) or any(key not in values for key in needed):
            self.doubtful.add(path)
            return None
        about = next(((*path, key) for key, kind in fields.items() if isinstance(kind, ReactionKind)), path)
        return self.attempt(about, lambda: law(**values), None)

    def _field(self, node: Node, kind: Kind, path: Path) -> Any:
        """The value of one field of a law; `None` where it cannot be read."""
        if isinstance(kind, QuantityKind):
            return self._quantity(node, kind, path, None)
        if isinstance(kind, SpeciesMapKind):
            return self._numbers_by_species(node, kind, path)
        written = self.text(node, path)
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
            number = self._quantity(value, kind.entry, here, None)
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


def _activity(written: str) -> Any:
    if written not in ACTIVITY_MODELS:
        raise UnknownNameError(_no_activity(written))
    return ACTIVITY_MODELS[written]


def _no_activity(written: str) -> str:
    try:
        activity_model(written)
    except UnknownNameError as error:
        return str(error)
    return f"no activity model '{written}'; write '{written.strip().casefold()}'"


def _charge(written: str) -> float:
    number = parse(written, DIMENSIONS["number"])
    if not math.isfinite(number) or abs(number) > _MAX_CHARGE:
        raise InputError(f"a charge number of {number:g} makes no sense; write one such as -1")
    return number


def _with_advice(error: InputError, written: str, kind: QuantityKind) -> InputError:
    """The same complaint, with the unit that a temperature probably has."""
    if kind is TEMPERATURE_KIND and (match := _KELVIN.match(written)) and float(match.group(1)) <= 100.0:
        return type(error)(f"{error}; did you mean '{match.group(1)} degC'?")
    return error
