"""What a run keeps of its steps: states at given times, or at the solver's own steps, thinned where they are many."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..solve.integrate import Chunk
from ..solve.trajectory import Sampler, steps_of

_INNER = (0.0, 1.0 / 3.0, 2.0 / 3.0)  # of each step: dense output draws the curve between
_MOST = 20_000  # points that are kept


@dataclass
class OwnSteps:
    """The states at and between the solver's steps, for a run of one lane.

    Attributes:
        breaks: where a segment begins; the state just before is kept too.
        times, parts: what was kept so far.
        stride: one point in so many is kept.
    """

    breaks: Any
    times: list[Any] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)
    stride: int = 1
    _count: int = 0

    def take(self, chunk: Chunk) -> None:
        """Keep what a chunk holds."""
        steps = steps_of(chunk, 0)
        if not len(steps.begin):
            return
        width = steps.end - steps.begin
        moments = [steps.begin + theta * width for theta in _INNER]
        states = [steps.inner(theta) for theta in _INNER]
        ends = np.isin(steps.end, self.breaks)
        ends[-1] = True
        before = np.nextafter(steps.end, -np.inf)
        final = steps.end == self.breaks[-1]
        moments.append(np.where(ends, np.where(final, steps.end, before), np.nan))
        states.append(steps.last())
        time = np.stack(moments, axis=1).ravel()
        state = np.stack(states, axis=1).reshape(len(time), -1)
        kept = np.isfinite(time)
        self.times.append(time[kept])
        self.parts.append(state[kept])
        self._count += int(kept.sum())
        if self._count > 4 * _MOST:
            self._thin()

    def _thin(self) -> None:
        times, states = np.concatenate(self.times), np.concatenate(self.parts)
        chosen = _thinned(times, self.breaks, 2 * _MOST)
        self.times, self.parts, self._count = [times[chosen]], [states[chosen]], len(chosen)

    def result(self, n: int) -> tuple[Any, Any]:
        """Times (times,) and states (n, times, 1)."""
        if not self.times:
            return np.zeros(0), np.zeros((n, 0, 1))
        times, states = np.concatenate(self.times), np.concatenate(self.parts)
        rising = np.concatenate([[True], np.diff(times) > 0])
        times, states = times[rising], states[rising]
        if len(times) > _MOST:
            chosen = _thinned(times, self.breaks, _MOST)
            times, states = times[chosen], states[chosen]
        return times, states.T[:, :, None]

    def arrays(self) -> dict[str, Any]:
        """What was kept, to be saved."""
        if not self.times:
            return {}
        return {"own_times": np.concatenate(self.times), "own_states": np.concatenate(self.parts)}

    def restore(self, arrays: Any) -> None:
        """Go on from what was saved."""
        if "own_times" in arrays:
            self.times, self.parts = [arrays["own_times"]], [arrays["own_states"]]
            self._count = len(arrays["own_times"])


@dataclass
class GivenTimes:
    """The states at given times.

    Attributes:
        times: rising.
    """

    times: Any
    sampler: Sampler = field(init=False)

    def __post_init__(self) -> None:
        """Begin empty."""
        self.sampler = Sampler(self.times)

    def take(self, chunk: Chunk) -> None:
        """Keep what a chunk holds."""
        self.sampler.take(chunk)

    def result(self, n: int) -> tuple[Any, Any]:
        """Times (times,) and states (n, times, lanes), nan where a lane has not been."""
        return np.asarray(self.times), self.sampler.states

    def arrays(self) -> dict[str, Any]:
        """What was kept, to be saved."""
        return {} if self.sampler.states is None else {"sampled": self.sampler.states}

    def restore(self, arrays: Any) -> None:
        """Go on from what was saved."""
        if "sampled" in arrays:
            self.sampler.states = np.array(arrays["sampled"])


def _thinned(times: Any, breaks: Any, most: int) -> Any:
    """Indices of about so many points; those beside breaks stay."""
    chosen = np.zeros(len(times), bool)
    chosen[:: max(1, -(-len(times) // most))] = True
    chosen[-1] = True
    beside = np.searchsorted(times, breaks)
    for shift in (-1, 0):
        chosen[np.clip(beside + shift, 0, len(times) - 1)] = True
    return np.flatnonzero(chosen)
