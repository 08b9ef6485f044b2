"""Moments that a protocol asks to record: when a quantity passes a level."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..solve.bracketed import bracketed
from ..solve.integrate import Chunk
from ..solve.trajectory import Crossings, Steps, steps_of
from .settings import quiet
from .simulator import Simulator, crossing_weights
from .unfold import moments


@dataclass
class QuantityCrossings:
    """Takes chunks one at a time and keeps the times when a concentration or a volume passes a level.

    Attributes:
        simulator: of the run.
        value: of a moment, the quantity that is followed.
        level: SI.
        rises: whether upward crossings are sought.
        times: for each lane.
    """

    simulator: Simulator
    value: Callable[[Any], Any]
    level: float
    rises: bool
    times: list[list[float]] = field(default_factory=list)
    standing: Any = field(default=None, repr=False)

    def take(self, chunk: Chunk) -> None:
        """Add what the chunk holds; a step is taken to hold one crossing at most."""
        lanes = np.shape(chunk.coefficients)[3]
        if self.standing is None:
            self.standing = np.full(lanes, np.nan)
            self.times = [[] for _ in range(lanes)]
        for lane in range(lanes):
            steps = steps_of(chunk, lane)
            if len(steps.begin):
                self._lane(steps, lane)

    def _lane(self, steps: Steps, lane: int) -> None:
        first = self._at(steps.begin, steps.first(), lane)
        last = self._at(steps.end, steps.last(), lane)
        sign = 1.0 if self.rises else -1.0
        before = np.concatenate([[self.standing[lane]], last[:-1]])
        jumped = (sign * before < 0) & (sign * first > 0)
        inside = np.flatnonzero((sign * first <= 0) & (sign * last > 0))
        found = steps.begin[jumped].tolist()
        if inside.size:
            width = (steps.end - steps.begin)[inside]

            def miss(theta: Any, which: Any) -> Any:
                c = steps.coefficients[inside[which]]
                y = sum(c[:, power] * (theta**power)[:, None] for power in range(5))
                return self._at(steps.begin[inside[which]] + theta * width[which], y, lane)

            ends = np.zeros(len(inside)), np.ones(len(inside))
            theta = bracketed(miss, *ends, first[inside], last[inside])
            found += (steps.begin[inside] + theta * width).tolist()
        self.times[lane] += sorted(found)
        self.standing[lane] = last[-1]

    def _at(self, times: Any, states: Any, lane: int) -> Any:
        """The quantity less its level, at states (points, n) of one lane."""
        with quiet():
            moment = moments(self.simulator, times, states.T, np.full(len(times), lane))
            return np.broadcast_to(np.asarray(self.value(moment), float), (len(times),)) - self.level


def followers(simulator: Simulator) -> dict[str, Any]:
    """What takes chunks for each event of the protocol."""
    found: dict[str, Any] = {}
    for name, crossing in simulator.protocol.events.items():
        weights, level, value = crossing_weights(simulator, crossing, name)
        found[name] = (
            Crossings(weights, level, crossing.rises)
            if value is None
            else QuantityCrossings(simulator, value, level, crossing.rises)
        )
    return found
