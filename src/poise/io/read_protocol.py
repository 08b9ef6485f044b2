"""From the tree of a model file to protocols, each action and event bound to what the model has."""

import dataclasses
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.model import Model
from ..model.protocol import (
    CLAMP_KIND,
    DURATION_KIND,
    FACTOR_KIND,
    SERIES_KIND,
    TIME_KIND,
    TIMES_KIND,
    Action,
    Clamp,
    Crossing,
    Protocol,
    Ramp,
    Scale,
    Step,
    Wash,
)
from ..model.values import protons, read_text
from ..processes.fields import QuantityKind
from .layout import ACTIONS, EVENTS, MAX_ACTIONS, MAX_EVENTS, MAX_PROTOCOLS, MAX_TEXT, PROTOCOL, verb_of
from .read_process import ProcessReader
from .reader import Path
from .yaml_tree import Entries, Listing, Node

_PLAIN: Final = {
    "at": TIME_KIND,
    "for": DURATION_KIND,
    "every": DURATION_KIND,
    "times": TIMES_KIND,
    "by": FACTOR_KIND,
    "time_constant": DURATION_KIND,
    "series_resistance": SERIES_KIND,
}
_NUMBERED: Final = re.compile(r"\Aaction \d+: ")


class ProtocolReader(ProcessReader):
    """Reads protocols against the model that they act on."""

    def protocols(self, node: Node | None, model: Model) -> Mapping[str, Protocol]:
        """Every protocol of a file."""
        found: dict[str, Protocol] = {}
        for number, (name, value) in enumerate(self.named(node, ("protocols",))):
            if number == MAX_PROTOCOLS:
                self.report(("protocols", name), f"more than {MAX_PROTOCOLS} protocols in one model", at_key=True)
            one = self._protocol(value, model, ("protocols", name))
            if one is not None:
                found[name] = one
        return MappingProxyType(found)

    def _protocol(self, node: Node, model: Model, path: Path) -> Protocol | None:
        entry = self.part(node, PROTOCOL, path)
        description = self.text(entry.get("description"), (*path, "description"), MAX_TEXT) or ""
        until = self.quantity(entry.get("until"), DURATION_KIND, (*path, "until"), None)
        actions = self._actions(entry.get("actions"), model, (*path, "actions"))
        events: dict[str, Crossing | None] = {}
        for number, (name, value) in enumerate(self.named(entry.get("events"), (*path, "events"))):
            if number == MAX_EVENTS:
                self.report((*path, "events", name), f"more than {MAX_EVENTS} events in one protocol", at_key=True)
            events[name] = self._event(value, model, (*path, "events", name))
        known = {name: one for name, one in events.items() if one is not None}
        if until is None:
            return None
        return self.attempt(path, lambda: Protocol(until, tuple(actions), MappingProxyType(known), description), None)

    def _actions(self, node: Node | None, model: Model, path: Path) -> list[Action]:
        from ..system.schedule import MOST_BREAKS  # a file without protocols needs none of it

        if node is not None and not isinstance(node, Listing):
            self.misplaced(path)
        items = node.items if isinstance(node, Listing) else []
        found: list[Action] = []
        for number, one in enumerate(items):
            if number == MAX_ACTIONS:
                self.report((*path, number), f"more than {MAX_ACTIONS} actions in one protocol")
            action = self._action(one, model, number, (*path, number))
            if action is not None:
                found.append(action)
        count = sum(one.times for one in found)
        if count > MOST_BREAKS:
            self.report(path, f"{count:,} actions with all repetitions; at most {MOST_BREAKS:,} are done")
        return found

    def _action(self, node: Node, model: Model, number: int, path: Path) -> Action | None:
        entry = self.entries(node, path)
        verb = verb_of(ACTIONS, set(entry))
        if verb is None or not ACTIONS[verb].fits(set(entry)):
            self.misplaced(path)
        written = {key: self.text(value, (*path, key)) for key, value in entry.items()}
        if verb is None or not isinstance(node, Entries) or None in written.values():
            return None
        about = str(written[verb])
        kind = self._target(verb, about, model, number, (*path, verb))
        values: dict[str, Any] = {}
        for key in entry:
            if key in _PLAIN:
                values[key] = self.quantity(entry[key], _PLAIN[key], (*path, key), None)
            elif key in ("to", "from"):
                values[key] = self._value(entry[key], kind, about, (*path, key)) if kind else None
        if kind is None or not ACTIONS[verb].fits(set(entry)) or None in values.values():
            self.doubtful.add(path)
            return None
        target = about if verb in ("scale", "block", "clamp") else model.resolve(about)
        return self.attempt_keys(node, path, lambda: _made(verb, target, values), None)

    def _value(self, node: Node, kind: QuantityKind, about: str, path: Path) -> Any:
        """What a quantity is set to; a pH where its path ends so."""
        written = self.text(node, path)
        if written is None or about.rpartition(".")[2].casefold() != "ph":
            return self.quantity(node, kind, path, None, "H+" if about.endswith(".H+") else about)
        if not written.strip():
            return self.quantity(node, kind, path, None)
        return self.attempt(path, lambda: read_text(protons(written), kind, "H+"), None)

    def _target(self, verb: str, about: str, model: Model, number: int, path: Path) -> QuantityKind | None:
        """What kind of number an action sets; `None` where there is nothing to act on."""
        from ..system.schedule import target_of

        probe: Action = Step(about, 0.0)
        if verb in ("scale", "block"):
            probe = Scale(about)
        elif verb == "clamp":
            probe = Clamp(about, 0.0)
        try:
            target = target_of(model, probe, number)
        except InputError as error:
            self._unknown(path, about, error)
            return None
        if isinstance(probe, Step):
            return model.paths()[target]
        return CLAMP_KIND if isinstance(probe, Clamp) else FACTOR_KIND

    def _unknown(self, path: Path, about: str, error: InputError) -> None:
        """Complain of a name, unless it may be of something that could not be read."""
        unread = [one for one in self.doubtful if one[:1] in (("interfaces",), ("compartments",))]
        missing = not {"interfaces", "compartments"} <= set(self.root.values)
        unknown = isinstance(error, UnknownNameError) and (bool(unread) or missing)
        if unknown or any(one[1:2] == (about.partition(".")[0],) for one in unread):
            self.doubtful.add(path)
            return
        self.report(path, _NUMBERED.sub("", str(error)))

    def _event(self, node: Node, model: Model, path: Path) -> Crossing | None:
        entry = self.entries(node, path)
        verb = verb_of(EVENTS, set(entry))
        if verb is None or not EVENTS[verb].fits(set(entry)):
            self.misplaced(path)
        of = self.text(entry.get("of"), (*path, "of"))
        for key in entry:
            if key in EVENTS and key != verb:
                self.text(entry[key], (*path, key))
        target = None
        if of is not None:
            try:
                target = watched(model, of)
            except InputError as error:
                self._unknown((*path, "of"), of, error)
        if verb is None or target is None:
            self.text(entry.get(verb or ""), (*path, verb or ""))
            return None
        level = self._value(entry[verb], model.paths()[target], str(of), (*path, verb))
        return None if level is None else Crossing(target, level, verb == "rises_through")


def watched(model: Model, path: str) -> str:
    """The canonical path of what an event may watch: a potential, a concentration, or a volume that changes.

    Raises:
        UnknownNameError: the model has no such quantity; InputError: it is not one that an event can watch.
    """
    events = [f"{name}.potential" for name in model.interfaces]
    events += [f"{name}.{one.name}" for name, place in model.compartments.items() for one in place.contents]
    events += [f"{name}.volume" for name, place in model.compartments.items() if not place.reservoir]
    try:
        full = model.resolve(path)
    except UnknownNameError as error:
        near = did_you_mean(path, events)
        raise UnknownNameError(str(error).partition(";")[0] + (f"; {near}" if near else "")) from None
    if full in events:
        return full
    if full.endswith(".volume"):
        raise InputError(f"'{path}' does not change: write `volume: 2000 um3` in the compartment for amounts that do")
    raise InputError(f"an event cannot watch '{path}'; write a potential, a concentration or a volume")


def _made(verb: str, target: str, values: Mapping[str, Any]) -> Action:
    """The action of a verb."""
    when = {field: values[key] for key, field in _WHEN.items() if key in values}
    if verb == "set":
        return Step(target, values["to"], **when)
    if verb == "ramp":
        return Ramp(target, values["to"], values.get("from"), **when)
    if verb == "wash":
        return Wash(target, values["to"], values["time_constant"], **when)
    if verb == "clamp":
        return Clamp(target, values["to"], values.get("from"), values.get("series_resistance"), **when)
    return Scale(target, values.get("by", 0.0), **when)


_WHEN: Final = {"at": "at", "for": "duration", "every": "every", "times": "times"}


def with_protocols(model: Model, protocols: Mapping[str, Protocol]) -> Model:
    """The model with protocols."""
    return dataclasses.replace(model, protocols=protocols) if protocols else model
