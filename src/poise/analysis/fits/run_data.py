"""Data: time courses of anything that a run holds, under a protocol."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np

from ...errors import InputError, StatusError
from ...model.model import Model
from ...solve.steps import Method
from ...units import DIMENSIONS
from ..recorder import GivenTimes
from ..settings import quiet
from ..simulator import Simulator, prepare, read_protocol
from ..start import started_from
from ..unfold import moments_with_currents
from .courses import Course, course_of
from .observed import Data, Prepared, along_curves, laned

TIME = "time"
_SETS = 8  # sets of parameters are computed in multiples of this, so that few shapes are compiled
_BLOCK = 200_000  # points that are unfolded together
_NOISE = 100.0  # times the tolerance: relative error of a prediction


@final
@dataclass(frozen=True, eq=False)
class RunData(Data):
    """Time courses: "membrane.potential", "membrane.K.conductance", "membrane.Na.m", "cytosol.K+" against "time".

    "time" is among the conditions; rows that differ in others ("bath.K+") are runs of their own, side by side.

    Attributes:
        protocol: a Protocol, the name of one of the model's, or `None` for the model left alone.
        until: how long a run is [s], or text; the protocol's time, or the last datum's, unless given.
        start: values by path to start from, as of `simulate`.
        rtol: relative tolerance of the integration.
        method: `Rodas5P()` unless given.
    """

    protocol: Any = None
    until: Any = None
    start: Any = None
    rtol: float = 1e-8
    method: Method | None = None

    def prepared(self, model: Model, free: Collection[str]) -> Prepared:
        """See `Data.prepared`."""
        rows = self.rows
        if TIME not in self.conditions:
            raise InputError(f"{self._called}: a time course needs '{TIME}' among its conditions")
        times = self._row(self.conditions[TIME], DIMENSIONS["time"], TIME, rows)
        if not np.isfinite(times).all() or times.min() < 0:
            raise InputError(f"{self._called}: {TIME}: give times of 0 and more, one in every row")
        conditions = self.conditions_of(model, free, rows, but=(TIME,))
        until = self.until
        if self.protocol is None and until is None:
            until = float(times.max()) or 1e-3
        done = read_protocol(model, self.protocol, until)
        end = float(done.until)
        if times.max() > end * (1 + 1e-9):
            raise InputError(
                f"{self._called}: data at {times.max():.6g} s, but the run ends at {end:.6g} s; give `until`"
            )
        grid, moment = np.unique(np.minimum(times, end), return_inverse=True)
        runs, group = _groups(conditions, rows)
        courses = [course_of(model, name, self._called) for name in self.measured]
        observed = self.observed_of({one.name: one.dimension for one in courses}, rows)

        def predict(values: Mapping[str, Any]) -> Any:
            count = len(next(iter(values.values())))
            whole = laned(model, _padded(values, count), runs, _size(runs))
            simulator = prepare(started_from(whole, self.start), done, method=self.method, accounts=False)
            states = _states(simulator, grid, self.rtol)[:, :, : count * _size(runs)]
            found = _followed(simulator, grid, states, courses)
            found = found.reshape(len(courses), len(grid), count, _size(runs))
            return found[:, moment, :, group].transpose(2, 1, 0)

        found = Prepared(
            self._called, "run", {TIME: times, **conditions}, TIME, times, DIMENSIONS["time"], observed, predict,
            lambda: None, noisy=_NOISE * self.rtol,
        )  # fmt: skip
        return replace(found, dense=lambda: self._dense(found, model, free, end))

    def _dense(self, prepared: Prepared, model: Model, free: Collection[str], end: float) -> Prepared | None:
        """Time courses along curves; `None` where there is one time alone."""
        if np.ptp(prepared.place) == 0:
            return None
        conditions = along_curves(prepared.series, prepared.conditions, prepared.axis, prepared.place)
        measured = {one.name: np.zeros(len(conditions[TIME])) for one in prepared.observed}
        return replace(self, conditions=conditions, measured=measured, sigma={}, until=end).prepared(model, free)


def _groups(conditions: Mapping[str, Any], rows: int) -> tuple[dict[str, Any], Any]:
    """The conditions of each run, (runs,) each, and the run of each row."""
    if not conditions:
        return {}, np.zeros(rows, int)
    table, which = np.unique(np.stack(list(conditions.values())), axis=1, return_inverse=True)
    return dict(zip(conditions, table, strict=True)), which.ravel()


def _size(runs: Mapping[str, Any]) -> int:
    return len(next(iter(runs.values()))) if runs else 1


def _padded(values: Mapping[str, Any], count: int) -> dict[str, Any]:
    """Sets of parameters, the last repeated up to a multiple of a few."""
    more = -count % _SETS
    return {path: np.concatenate([one, np.repeat(one[-1:], more)]) for path, one in values.items()}


def _states(simulator: Simulator, grid: Any, rtol: float) -> Any:
    """States at the times of the grid, (n, times, lanes); nan where a lane did not get."""
    sampler = GivenTimes(grid)
    with quiet():
        for _, chunk in simulator.chunks(rtol):
            if chunk is None:
                raise StatusError("a run without a record cannot be compared with data")
            sampler.take(chunk)
    states = sampler.result(simulator.layout.size)[1]
    return (
        np.full((simulator.layout.size, len(grid), simulator.system.lanes.count), np.nan) if states is None else states
    )


def _followed(simulator: Simulator, grid: Any, states: Any, courses: list[Course]) -> Any:
    """What was measured, at states (n, times, lanes): (courses, times, lanes)."""
    n, times, lanes = states.shape
    block = max(1, _BLOCK // lanes)
    parts = []
    for begin in range(0, times, block):
        some = states[:, begin : begin + block]
        size = some.shape[1]
        flat = some.reshape(n, size * lanes)
        with quiet():
            moment, currents, _ = moments_with_currents(
                simulator, np.repeat(grid[begin : begin + block], lanes), flat, np.tile(np.arange(lanes), size)
            )
            rows = [one.of(simulator.layout, moment, currents, flat) for one in courses]
        whole = [np.broadcast_to(np.asarray(row, float), (size * lanes,)) for row in rows]
        parts.append(np.stack(whole).reshape(len(courses), size, lanes))
    return np.concatenate(parts, axis=1)
