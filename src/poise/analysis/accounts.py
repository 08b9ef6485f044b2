"""The accounts of a run: what charge, species and water fail to add up to, and the entropy produced."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..constants import FARADAY
from ..solve.integrate import Chunk
from ..solve.trajectory import steps_of
from ..system.stoichiometry import CHARGE, WATER
from .simulator import Simulator
from .unfold import moments

_GAUSS = (0.5 - 0.5 / 3.0**0.5, 0.5 + 0.5 / 3.0**0.5)


@dataclass(frozen=True)
class Accounts:
    """Errors that a run accumulated, each relative, (lanes,).

    What the events that were counted on the way moved is compared with what the state holds at the end. The count is
    an integral of its own: amounts that follow from charge or from a conserved total do not enter into it.

    Attributes:
        charge: the worst compartment's.
        species: by name, the worst compartment's.
        water: the worst compartment's; `None` where no water moves.
    """

    charge: Any
    species: dict[str, Any]
    water: Any


@dataclass
class Entropy:
    """Takes chunks one at a time and adds up the entropy produced, by Gauss's rule of order 4 in each step.

    Attributes:
        simulator: of the run.
        produced: [J/K], (lanes,).
    """

    simulator: Simulator
    produced: Any

    def take(self, chunk: Chunk) -> None:
        """Add what a chunk holds."""
        for lane in range(len(self.produced)):
            steps = steps_of(chunk, lane)
            if not len(steps.begin):
                continue
            width = steps.end - steps.begin
            for theta in _GAUSS:
                y = steps.inner(theta).T
                moment = moments(self.simulator, steps.begin + theta * width, y, np.full(len(width), lane))
                rate = self.simulator.motion.dynamics.entropy(moment)
                self.produced[lane] += 0.5 * float(np.sum(width * rate))


@dataclass
class Jumps:
    """Takes chunks one at a time and adds up what perfect clamps put in at once when they begin.

    Attributes:
        simulator: of the run.
        moved: elementary charges into the inside of each clamped interface [mol], (clamped, lanes).
    """

    simulator: Simulator
    moved: Any = None
    _last: dict[int, Any] = field(default_factory=dict)

    def take(self, chunk: Chunk) -> None:
        """Add the jumps in a chunk."""
        motion = self.simulator.motion
        if not motion.clamped:
            return
        lanes = np.shape(chunk.coefficients)[3]
        if self.moved is None:
            self.moved = np.zeros((len(motion.clamped), lanes))
        first = self.simulator.layout.size - len(self.simulator.layout.potentials)
        for lane in range(lanes):
            steps = steps_of(chunk, lane)
            if not len(steps.begin):
                continue
            start, end = steps.first()[:, first:], steps.last()[:, first:]
            before = np.concatenate([[self._last.get(lane, self.simulator.y[first:, lane])], end[:-1]])
            at_break = np.isin(steps.begin, self.simulator.schedule.breaks)
            step = np.where(at_break[:, None], start - before, 0.0).sum(axis=0)
            system = self.simulator.system.take(np.array([lane]))
            charge = motion.dynamics.charge(system, list(step))
            for row, name in enumerate(motion.clamped):
                place, sign = motion.held_place(name)
                self.moved[row, lane] += sign * float(np.ravel(charge[place])[0])
            self._last[lane] = end[-1]


def accounts(simulator: Simulator, y: Any, q: Any, jumps: Any) -> Accounts:
    """The accounts at the end of a run.

    Args:
        simulator: of the run.
        y: state at the end, (n, lanes).
        q: events counted to the end [mol], (events, lanes).
        jumps: what clamps put in at once, (clamped, lanes), or `None`.
    """
    layout, dynamics, system = simulator.layout, simulator.motion.dynamics, simulator.system
    table, lanes = layout.table, y.shape[1]
    extents = np.array(q)
    if jumps is not None:
        rows = {event.owner: k for k, event in enumerate(table.events) if event.kind == "electrode"}
        for row, name in enumerate(simulator.motion.clamped):
            extents[rows[name]] += jumps[row]
    moment = dynamics.moment(system, y, simulator.origin)
    held = [np.broadcast_to(np.asarray(one, float), (lanes,)) for one in moment.amounts]
    start = simulator.origin.amounts
    counted = start + table.matrix @ extents
    moved = np.abs(table.matrix) @ np.abs(extents)
    species: dict[str, Any] = {}
    water: Any = None
    for name in dict.fromkeys(one for _, one in table.pairs if one != CHARGE):
        rows_of = [k for k, (_, one) in enumerate(table.pairs) if one == name]
        whole = sum(np.abs(start[k]) for k in rows_of) + max((moved[k] for k in rows_of), key=lambda v: v.max())
        miss = np.max([np.abs(held[k] - counted[k]) for k in rows_of], axis=0)
        error = miss / np.where(whole > 0, whole, 1.0)
        if name == WATER:
            water = error
        else:
            species[name.name] = error
    return Accounts(_charge_error(simulator, y, extents), species, water)


def _charge_error(simulator: Simulator, y: Any, extents: Any) -> Any:
    """Charge on the capacitances against the charge that the events carried.

    Relative to the charge that flowed, and to that of the ions in the compartment where it holds any.
    """
    layout, dynamics, system = simulator.layout, simulator.motion.dynamics, simulator.system
    first = layout.size - len(layout.potentials)
    before = dynamics.charge(system, list(simulator.y[first:]))
    after = dynamics.charge(system, list(y[first:]))
    carried = dynamics.charging(list(extents))
    worst = np.zeros(y.shape[1])
    for name in layout.potentials:
        flowed = np.zeros(y.shape[1])
        for event, extent in zip(layout.table.events, extents, strict=True):
            face = simulator.model.interfaces.get(event.where)
            if event.kind != "compartment" and face is not None and name in (face.inside, face.outside):
                flowed = flowed + np.abs(event.charge * extent)
        if name in system.volumes:
            for one, value in system.concentrations[name].items():
                if one.phase == "aqueous":
                    flowed = flowed + np.abs(one.charge * value * system.volumes[name])
        whole = flowed + np.abs(after[name]) + np.abs(before[name])
        error = np.abs(after[name] - before[name] - carried[name] / FARADAY) / np.where(whole > 0, whole, 1.0)
        worst = np.maximum(worst, error)
    return worst
