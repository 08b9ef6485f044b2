"""From the tree of a model file to the model, with every problem on the way, each at its place."""

import dataclasses
import math
import re
from types import MappingProxyType
from typing import Any

from ..chemistry.activity import ACTIVITY_MODELS, Ideal, activity_model
from ..chemistry.species import Species, SpeciesBook
from ..errors import InputError, UnknownNameError
from ..model.compartment import VOLUME_KIND, Compartment, content_kind
from ..model.interface import INTERFACE_KINDS, Interface
from ..model.model import TEMPERATURE_KIND, Model
from ..model.values import read_text
from ..processes.fields import SpeciesKind
from ..units import DIMENSIONS, parse
from .layout import COMPARTMENT, INTERFACE, MAX_TEXT, MODEL, MODEL_NAME, NAME, SPECIES, SPECIES_NAME
from .read_protocol import ProtocolReader, with_protocols
from .reader import Path
from .source import Source
from .yaml_tree import Entries, Listing, Node

_PH = re.compile(r"[+-]?\d{1,2}(?:\.\d*)?\Z")
_MAX_CHARGE = 1000.0


class Builder(ProtocolReader):
    """Reads a whole model.

    Attributes:
        places: where in the tree a quantity stands that goes by its canonical name in the model.
        references: where in their list the references stand.
    """

    def __init__(self, source: Source, root: Entries) -> None:
        super().__init__(source, root)
        self.places: dict[str, Path] = {}
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
        temperature = self.quantity(top.get("temperature"), TEMPERATURE_KIND, ("temperature",), 300.0)
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
        model = Model(
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
        return with_protocols(model, self.protocols(top.get("protocols"), model))

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
        processes = self.processes(entry.get("processes"), (*path, "processes"))
        return Compartment(
            contents=MappingProxyType(contents),
            ground=is_ground,
            description=description,
            volume=self.quantity(entry.get("volume"), VOLUME_KIND, (*path, "volume"), None),
            held=self._held(entry.get("held"), (*path, "held")),
            processes=processes,
        )

    def _held(self, node: Node | None, path: Path) -> tuple[Species, ...]:
        if node is not None and not isinstance(node, Listing):
            self.misplaced(path)
        found: dict[Species, int] = {}
        for number, item in enumerate(node.items if isinstance(node, Listing) else ()):
            here: Path = (*path, number)
            written = self.text(item, here)
            if written is None:
                continue
            one = self.attempt(here, lambda key=written: self.book["H+" if key == "pH" else key], None)
            if one in found:
                self.report(here, f"{one} is named twice", "keep one of the two", also=(*path, found[one]))
            elif one is not None:
                found[one] = number
        return tuple(found)

    def _amount(self, node: Node, one: Species, path: Path) -> Any:
        if path[-1] != "pH":
            return self.quantity(node, content_kind(one), path, 1.0, one.name)
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
        fallback = {"injected": 0.0}
        numbers = {
            key: self.quantity(entry.get(key), kind, (*path, key), fallback.get(key))
            for key, kind in INTERFACE_KINDS.items()
        }
        carrier = self.text(entry.get("carrier"), (*path, "carrier"))
        if carrier is not None:
            kind = SpeciesKind("carrier", bare=True)
            carrier = self.attempt((*path, "carrier"), lambda: kind.read(carrier, self.book), None)
        processes = self.processes(entry.get("processes"), (*path, "processes"))
        description = self.text(entry.get("description"), (*path, "description"), MAX_TEXT) or ""
        return Interface(
            inside=sides["inside"],
            outside=sides["outside"],
            processes=processes,
            description=description,
            carrier=carrier,
            **numbers,
        )


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
