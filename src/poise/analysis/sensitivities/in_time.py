"""Derivatives of a run: of the accepted steps as they were taken, forwards or backwards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...errors import InputError
from ...model.model import Model
from ...solve.integrate import settings
from ...solve.sensitivity.differential import Differential, Either, Seeded
from ...solve.sensitivity.told import Told
from ...solve.sensitivity.trail import Trail
from ...solve.status import Status
from ...units import DIMENSIONS, show
from ..reductions import Watching
from ..settings import quiet
from ..simulator import FINE, Simulator, prepare
from ..start import started_from
from ..tasks import Run
from .courses import Course
from .found import Differentiated
from .functionals import Functional, Seeds
from .kept import smooth
from .modes import Forward, Mode
from .numbers import Numbers
from .register import functional
from .rest_start import RestStart
from .starts import Aids, start_of, told_slopes

_KEPT = 32
_ENGINES: dict[Any, Differential] = {}  # a cache by structure: what it holds does not change any answer


@dataclass(frozen=True)
class RunGradient:
    """A run made ready to be differentiated again and again.

    Attributes:
        simulator: of one lane.
        of: what is asked.
        to: paths of the parameters.
        rtol: relative tolerance.
    """

    simulator: Simulator
    of: tuple[Functional, ...]
    to: tuple[str, ...]
    rtol: float

    @classmethod
    def of_run(cls, model: Model, task: Run, of: Sequence[Any], to: Sequence[str]) -> "RunGradient":
        """Lay out and compile.

        Args:
            model: of one lane.
            task: the run.
            of: reductions, or `At`.
            to: the model's own paths.

        Raises:
            PoiseError: the model cannot be run, or a result cannot be differentiated.
        """
        begun = started_from(model, dict(task.start or {}) or None)
        asked = tuple(functional(one) for one in of)
        simulator = prepare(begun, task.protocol, task.until, method=task.method, accounts=False, backend=task.backend)
        watches = {f"{k}.{name}": one for k, each in enumerate(asked) for name, one in each.watches().items()}
        if watches:
            watch = _watching(simulator, watches).watch
            simulator = prepare(
                begun, task.protocol, task.until, method=task.method, accounts=False, backend=task.backend, watch=watch
            )
        return cls(simulator, asked, tuple(to), task.rtol)

    def compute(self, mode: Mode) -> Differentiated:
        """Run, and differentiate."""
        simulator = self.simulator
        how = settings(self.rtol, self.rtol * FINE * simulator.scale)
        trail = Trail(simulator.integrator, simulator.breaks, simulator.arguments, how, simulator.schedule.breaks)
        with quiet():
            end = trail.run(simulator.carry())
        status = Status(int(np.asarray(end.status)[0]))
        if status != Status.ok:
            reached = show(float(np.asarray(end.t)[0]), DIMENSIONS["time"])
            note = f"{status.message} at t = {reached}; `poise run` says more."
            return Differentiated.none(len(self.of), len(self.to), status.name, (note,), mode.name)
        told = Told(simulator.integrator.flow, simulator.arguments)
        seeds = self._seeds(told, trail, end)
        dp, dy = self.start
        engine = _engine(simulator)
        if isinstance(mode, Forward):
            matrix = _forwards(engine, told, trail, seeds, dp, dy[:, 0])
        else:
            matrix = _backwards(engine, told, trail, seeds, dp, dy[:, 0])
        values = np.array([one.value for one in seeds])
        matrix[~np.isfinite(values)] = np.nan
        missed = [each.asked.text for each, value in zip(self.of, values, strict=True) if not np.isfinite(value)]
        notes = tuple(f"{text}: the run has none." for text in missed)
        return Differentiated(values, matrix, "ok", notes, mode.name)

    def _seeds(self, told: Told, trail: Trail, end: Any) -> list[Seeds]:
        simulator = self.simulator
        watches = {f"{k}.{name}": one for k, each in enumerate(self.of) for name, one in each.watches().items()}
        answers = {}
        if watches:
            answers = {
                name: float(value[0]) for name, value in _watching(simulator, watches).values(np.asarray(end.w)).items()
            }
        found = []
        for k, each in enumerate(self.of):
            course = Course.of(simulator, told, trail, each.asked.of)
            found.append(each.seeds(course, {name: answers[f"{k}.{name}"] for name in each.watches()}))
        return found

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers of the model."""
        return Numbers.of(self.simulator.model, self.to)

    @cached_property
    def start(self) -> tuple[Any, Any]:
        """Derivatives by the parameters of what the flow is told, and of the state at the start (n, 1, parameters)."""
        simulator, numbers = self.simulator, self.numbers
        start = RestStart.of(simulator, numbers)
        aids = Aids.of(simulator, start.phi, start.turn)
        arguments = (np.zeros(len(self.to)), aids.tree(), numbers.values)
        key = ("start", simulator.motion.shape, numbers.paths, numbers.chosen, start.asked, len(aids.clamps))
        told, state = smooth(key, lambda: start_of(simulator, numbers, start.resting), arguments).slopes(*arguments)[1]
        return told_slopes(simulator, aids, told, self.to), state


def _watching(simulator: Simulator, watches: Any) -> Watching:
    """What finds the places in time.

    Raises:
        InputError: a reduction of what cannot be watched, or a level of another kind.
    """
    try:
        return Watching.of(simulator.motion, watches)
    except InputError as error:
        raise type(error)(re.sub(r"^watch '[^']*': ", "", str(error))) from None


def _engine(simulator: Simulator) -> Differential:
    """What differentiates the steps."""
    key = (simulator.motion.shape, simulator.integrator.method)
    if key not in _ENGINES:
        while len(_ENGINES) >= _KEPT:
            _ENGINES.pop(next(iter(_ENGINES)))
        _ENGINES[key] = Either(simulator.motion.flow(), simulator.integrator.method)
    return _ENGINES[key]


def _forwards(engine: Differential, told: Told, trail: Trail, seeds: list[Seeds], dp: Any, dy: Any) -> Any:
    """Derivatives (results, parameters), with tangents along the steps; `dp`, `dy` are those of the start."""
    matrix = np.zeros((len(seeds), dy.shape[1]))
    for k, one in enumerate(seeds):
        for segment, weights in one.told.items():
            matrix[k] += weights @ told.rows(np.array([segment]), dp, more=1)[0]
    slopes = dy
    for piece in trail.forwards():
        here = [one.of(piece) for one in seeds]
        segments = np.unique(piece.segment)
        record = any(len(places) for places, _ in here)
        made = engine.push(told, piece, told.rows(segments), slopes, told.rows(segments, dp, more=1), record=record)
        for k, (places, weights) in enumerate(here):
            if len(places):
                matrix[k] += np.tensordot(weights, made.powers[places], 3)
        slopes = made.slopes
    return matrix


def _backwards(engine: Differential, told: Told, trail: Trail, seeds: list[Seeds], dp: Any, dy: Any) -> Any:
    """The same, with weights back through the steps."""
    outputs, n = len(seeds), dy.shape[0]
    total, weights, begun = told.nothing(outputs), np.zeros((n, outputs)), False
    for k, one in enumerate(seeds):
        for segment, row in one.told.items():
            only = np.zeros((1, told.size, outputs))
            only[0, :, k] = row
            told.add(total, np.array([segment]), only)
    for piece in trail.backwards():
        own = [one.of(piece) for one in seeds]
        every = np.unique(np.concatenate([places for places, _ in own]))
        here = Seeded(every, np.zeros((len(every), 5, n, outputs)))
        for k, (places, weights_of) in enumerate(own):
            here.values[np.searchsorted(every, places), :, :, k] = weights_of
        begun = begun or len(every) > 0
        if not begun:  # nothing that is asked depends on what comes this late
            continue
        segments = np.unique(piece.segment)
        made = engine.pull(told, piece, told.rows(segments), weights, here)
        told.add(total, segments, made.z_weights)
        weights = made.weights
    matrix = weights.T @ dy
    for leaf in told.leaves:
        own, moved = total[leaf.path], _at(dp, leaf.path)
        matrix += own.reshape(-1, outputs).T @ moved.reshape(-1, dy.shape[1])
    return matrix


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree
