"""A pump in steady state: its rate follows from the flux that it must cancel."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..chemistry.species import Species
from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.model import Model
from ..processes.derived import fluxes
from ..system.system import System


@dataclass(frozen=True)
class Rule:
    """One process of an interface must cancel the net flux of one ion."""

    process: str
    ion: Species


def read_balance(model: Model, balance: Mapping[str, str]) -> dict[str, Rule]:
    """The rules by interface.

    Raises:
        UnknownNameError: no such process; InputError: it does not move that ion across.
    """
    found: dict[str, Rule] = {}
    if not isinstance(balance, Mapping) or not all(isinstance(name, str) for name in balance.values()):
        raise InputError(f"balance: '{balance}'; write processes and ions, such as {{'membrane.pump': 'Na+'}}")
    for path, name in balance.items():
        if path not in model.processes:
            near = did_you_mean(path, model.processes)
            raise UnknownNameError(f"no process '{path}' to balance" + (f"; {near}" if near else ""))
        ion = model.book[name]
        moves = model.processes[path].moves()
        if len(moves) != 1 or not moves[0].net(ion)[1]:
            raise InputError(f"process '{path}' does not move {ion} across, so that it cannot balance it")
        interface, _, label = path.partition(".")
        if interface in found:
            raise InputError(f"two processes of '{interface}' are to be balanced; one can be")
        found[interface] = Rule(label, ion)
    return found


def balanced(system: System, rules: Mapping[str, Rule], potentials: Mapping[str, Any]) -> System:
    """The system with each ruled process scaled so that its ion's net flux vanishes at these potentials.

    scale = -(flux of the ion by the others) / (its flux by the process at scale 1).
    """
    scales = dict(system.scales)
    for interface, rule in rules.items():
        if interface not in potentials:
            continue
        local = system.local(interface, potentials[interface])
        key = ("outside", rule.ion)
        others: Any = 0.0
        for label, process in system.interfaces[interface].processes.items():
            if label != rule.process:
                others = others + system.open(interface, label, local) * fluxes(process, local).get(key, 0.0)
        ruled = system.interfaces[interface].processes[rule.process]
        own = system.open(interface, rule.process, local) * fluxes(ruled, local)[key]
        scales[f"{interface}.{rule.process}"] = -others / own
    return dataclasses.replace(system, scales=scales) if rules else system
