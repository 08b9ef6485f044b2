"""A protocol bound to a model: breaks in time, and between them what every varied quantity does."""

import itertools
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.along import Along
from ..model.model import Model
from ..model.protocol import Action, Clamp, Protocol, Ramp, Scale, Step, Wash
from ..model.values import as_value
from .lanes import Lanes

MOST_BREAKS: Final = 100_000
_SAME: Final = 1e-12  # of the whole time: two breaks nearer than this are one


@dataclass(frozen=True)
class Schedule:
    """What a protocol does, segment by segment.

    In segment k, which begins at breaks[k], a varied quantity is a + b (t - t_k) + c exp(-(t - t_k)/tau).

    Attributes:
        breaks: rising times [s], (segments + 1,).
        varied: paths of what is varied; "membrane.pump" alone is the scale of a process, "membrane" the command
            potential of a clamp.
        tables: coefficients a, b, c and 1/tau, (segments, varied, 4, lanes or 1).
        clamped: interfaces that are ever clamped.
        clamps: for each of them 1 where a perfect clamp holds it, (segments, clamped).
        series: conductance per area of the clamp's series resistance [S/m2], 0 where none, (segments, clamped).
    """

    breaks: Any
    varied: tuple[str, ...]
    tables: Any
    clamped: tuple[str, ...]
    clamps: Any
    series: Any

    @classmethod
    def of(cls, model: Model, protocol: Protocol, until: float | None = None) -> "Schedule":
        """Bind a protocol.

        Raises:
            UnknownNameError: it names what the model lacks; UnitError, InputError: a value that does not fit.
        """
        end = protocol.until if until is None else until
        actions = [(target_of(model, one, number), one) for number, one in enumerate(protocol.actions)]
        breaks = _breaks([one for _, one in actions], end)
        targets = list(dict.fromkeys(target for target, _ in actions))
        lanes = Lanes.of(model)
        rows = [
            _Course(model, lanes, target, [one for t, one in actions if t == target]).over(breaks) for target in targets
        ]
        width = max([1, *(np.shape(row)[-1] for row in rows)])
        tables = (
            np.stack([np.broadcast_to(row, (*row.shape[:2], width)) for row in rows], axis=1)
            if rows
            else np.zeros((len(breaks) - 1, 0, 4, 1))
        )
        clamped = tuple(target for target in targets if target in model.interfaces)
        clamps = np.zeros((len(breaks) - 1, len(clamped)))
        series = np.zeros_like(clamps)
        for column, name in enumerate(clamped):
            for k, begin in enumerate(breaks[:-1]):
                top = _active([one for target, one in actions if target == name], begin)
                if isinstance(top, Clamp):
                    clamps[k, column] = top.series_resistance is None
                    series[k, column] = 0.0 if top.series_resistance is None else 1.0 / top.series_resistance
        return cls(breaks, tuple(targets), tables, clamped, clamps, series)


def target_of(model: Model, action: Action, number: int) -> str:
    """The path of what an action acts on.

    Raises:
        UnknownNameError: the model lacks it; InputError: it cannot be varied in time.
    """
    where = f"action {number + 1}"
    if isinstance(action, Scale):
        known = {**model.processes, **model.reactions}
        if action.process not in known:
            near = did_you_mean(action.process, known)
            raise UnknownNameError(f"{where}: no process '{action.process}' to scale" + (f"; {near}" if near else ""))
        return action.process
    if isinstance(action, Clamp):
        if action.interface not in model.interfaces:
            near = did_you_mean(action.interface, model.interfaces) or f"known: {', '.join(model.interfaces)}"
            raise UnknownNameError(f"{where}: no interface '{action.interface}' to clamp; {near}")
        return action.interface
    try:
        path = model.resolve(action.path)  # type: ignore[attr-defined]
    except UnknownNameError as error:
        raise UnknownNameError(f"{where}: {error}") from None
    head, _, rest = path.partition(".")
    if head in model.compartments:
        place = model.compartments[head]
        label, _, key = rest.partition(".")
        if not (key and label in place.processes):
            if rest == "volume":
                raise InputError(f"{where}: '{path}' follows from the water; it cannot be set in time")
            if not place.reservoir and model.book[rest] not in place.held:
                raise InputError(
                    f"{where}: '{path}' follows from what moves, for '{head}' has a volume; set the concentrations of "
                    "reservoirs, or hold the species"
                )
    if rest in ("area", "capacitance", "potential") and head in model.interfaces:
        raise InputError(
            f"{where}: '{path}' cannot be varied in time" + ("; use a clamp" if rest == "potential" else "")
        )
    if model.paths()[path].fixed or rest.rpartition(".")[2] in ("power", "start"):
        raise InputError(f"{where}: '{path}' cannot be varied in time")
    return path


def _breaks(actions: list[Action], end: float) -> Any:
    count = sum(one.times for one in actions)
    if count > MOST_BREAKS:
        raise InputError(f"the protocol has {count:,} actions with all repetitions; at most {MOST_BREAKS:,} are done")
    times = [0.0, end]
    for one in actions:
        for start in one.starts:
            times += [start] if one.duration is None else [start, start + one.duration]
    found = [0.0]
    for time in sorted(times):
        if found[-1] + _SAME * end < time < end * (1.0 - _SAME):
            found.append(time)
    return np.array([*found, end])


def _active(actions: list[Action], time: float) -> Action | None:
    """The last action in the list that is under way at (just after) a time."""
    for one in reversed(actions):
        if _begun(one, time) is not None:
            return one
    return None


def _begun(one: Action, time: float) -> float | None:
    """When the repetition of an action that is under way at a time began."""
    tiny = 1e-9 * max(abs(time), 1e-12) + 1e-15
    if time < one.at - tiny:
        return None
    number = 0 if one.every is None else min(math.floor((time - one.at) / one.every + 1e-9), one.times - 1)
    start = one.at + number * (one.every or 0.0)
    if one.duration is not None and time >= start + one.duration - tiny:
        return None
    return start


class _Course:
    """What one quantity does from segment to segment."""

    def __init__(self, model: Model, lanes: Lanes, target: str, actions: list[Action]) -> None:
        self.model, self.target, self.actions = model, target, actions
        if target in model.interfaces:
            base: Any = 0.0
        elif target in model.processes or target in model.reactions:
            base = 1.0
        else:
            base = lanes.spread(model.get(target), np)
        self.base = np.atleast_1d(np.asarray(base, float))

    def value(self, given: Any, kindless: bool = False) -> Any:
        """A value of an action as SI."""
        if isinstance(self.actions[0], (Scale, Clamp)) or kindless:
            return np.atleast_1d(np.asarray(given, float))
        number = as_value(given, self.model.paths()[self.target], self.target)
        if isinstance(number, Along):
            raise InputError(f"{self.target}: an action takes one value; set arrays in the model")
        return np.atleast_1d(np.asarray(number, float))

    def over(self, breaks: Any) -> Any:
        """Coefficients (segments, 4, lanes or 1)."""
        zero = 0.0 * self.base
        base, now = self.base, self.base  # what it returns to, and what it is at the segment's beginning
        relaxing: Any = None  # pace of a wash that has ended
        rows = []
        last: Action | None = None
        for begin, end in itertools.pairwise(breaks):
            top = _active(self.actions, begin)
            if isinstance(last, Wash) and top is None:
                relaxing = 1.0 / last.time_constant
            if top is None:
                row = (base, zero, now - base, zero + relaxing) if relaxing is not None else (base, zero, zero, zero)
            elif isinstance(top, Wash):
                aim = self.value(top.value)
                row = (aim + zero, zero, now - aim, zero + 1.0 / top.time_constant)
            elif isinstance(top, Ramp) or (isinstance(top, Clamp) and top.start is not None):
                row = self._line(top, begin, now)
                if isinstance(top, Ramp):
                    base = row[0] + row[1] * (end - begin)
            else:
                relaxing = None
                row = (self._held(top) + zero, zero, zero, zero)
            rows.append(np.stack([np.broadcast_to(one, np.broadcast_shapes(*(x.shape for x in row))) for one in row]))
            a, b, c, pace = row
            now = a + b * (end - begin) + c * np.exp(-pace * (end - begin))
            last = top
        width = max(row.shape[-1] for row in rows)
        return np.stack([np.broadcast_to(row, (4, width)) for row in rows])

    def _line(self, top: Any, begin: float, now: Any) -> Any:
        started = _begun(top, begin)
        finish = self.value(top.potential if isinstance(top, Clamp) else top.value)
        first = self.value(top.start) if top.start is not None else now
        gone = begin - (begin if started is None else started)
        if top.start is None and gone > 0:  # a segment within the ramp: go on from where it is
            slope = (finish - now) / (top.duration - gone)
            return now, slope, 0.0 * now, 0.0 * now
        slope = (finish - first) / top.duration
        value = first + slope * gone
        return value, slope, 0.0 * value, 0.0 * value

    def _held(self, top: Action) -> Any:
        if isinstance(top, Scale):
            return self.value(top.factor)
        if isinstance(top, Clamp):
            return self.value(top.potential)
        if isinstance(top, Step):
            return self.value(top.value)
        raise InputError(f"'{top}' is not an action")
