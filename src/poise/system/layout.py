"""The state vector: which number stands where, what it is called, and how large it usually is."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..constants import WATER_MOLAR_VOLUME
from ..errors import InputError
from ..model.model import Model
from .reduction import Reduction
from .stoichiometry import CHARGE, WATER, Stoichiometry
from .system import System

_POTENTIAL = 0.1  # V: usual size of a potential
_TRACE = 1e-4  # of all that is dissolved: an amount smaller than this share is resolved no finer than the share


@dataclass(frozen=True)
class GateState:
    """One occupancy of one gate: "membrane.Na", "m", "" (or the state of a Markov scheme)."""

    owner: str
    gate: str
    state: str

    @property
    def label(self) -> str:
        """As users name it."""
        return ".".join(filter(None, (self.owner, self.gate, self.state)))


@dataclass(frozen=True)
class Layout:
    """The places of a state vector: gates, then amounts, then potentials.

    Attributes:
        gates: gate occupancies.
        pairs: the amounts, as indices of the table's pairs.
        potentials: compartments whose potential is a state.
        labels: of every number.
        table: what moves.
        reduction: how all amounts follow.
    """

    gates: tuple[GateState, ...]
    pairs: tuple[int, ...]
    potentials: tuple[str, ...]
    labels: tuple[str, ...]
    table: Stoichiometry
    reduction: Reduction

    @classmethod
    def of(cls, model: Model, electrodes: Collection[str]) -> "Layout":
        """The layout of a valid model; `electrodes` are the interfaces at which one injects."""
        table = Stoichiometry.of(model, electrodes)
        initial = np.max(np.abs(initial_amounts(System.of(model, check=False), table)), axis=1)
        reduction = Reduction.of(model, table, initial)
        gates = tuple(
            GateState(path, name, state)
            for path, process in model.processes.items()
            for name, gate in process.gates.items()
            for state in gate.states
        )
        potentials = tuple(name for name, place in model.compartments.items() if not place.ground)
        amounts = [f"{table.pairs[k][0]}.{_name(table.pairs[k][1])}" for k in reduction.states]
        labels = (*(one.label for one in gates), *amounts, *(f"{name}.potential" for name in potentials))
        return cls(gates, reduction.states, potentials, labels, table, reduction)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.labels)

    def split(self, y: Any) -> tuple[Any, Any, Any]:
        """Gates, amounts and potentials of a state (n, ...)."""
        first, second = len(self.gates), len(self.gates) + len(self.pairs)
        return y[:first], y[first:second], y[second:]

    def scale(self, amounts: Any, contents: Any) -> Any:
        """Usual size of every number, (n, lanes).

        Args:
            amounts: of each pair at the start, (pairs, lanes).
            contents: all that is dissolved in each pair's compartment [mol], (pairs, lanes).
        """
        lanes = np.shape(amounts)[-1] if len(self.pairs) else 1
        own = np.maximum(np.abs(amounts), _TRACE * contents)[list(self.pairs)]
        gates = np.ones((len(self.gates), lanes))
        return np.concatenate([gates, own.reshape(-1, lanes), np.full((len(self.potentials), lanes), _POTENTIAL)])


def _name(one: Any) -> str:
    return "volume" if one == WATER else "charge" if one == CHARGE else one.name


def initial_amounts(system: System, table: Stoichiometry) -> Any:
    """Amount of each pair at the start [mol], (pairs, lanes); water as what fills the volume."""
    count = system.lanes.count
    rows = []
    for name, one in table.pairs:
        if one == CHARGE:
            value: Any = 0.0
        elif one == WATER:
            value = system.volumes[name] / WATER_MOLAR_VOLUME
        elif one not in system.concentrations[name]:
            raise InputError(f"compartment '{name}' lacks {one}, which a process moves into it")
        else:
            value = system.concentrations[name][one] * system.volumes[name]
        rows.append(np.broadcast_to(np.asarray(value, float), (count,)))
    return np.stack(rows) if rows else np.zeros((0, count))
