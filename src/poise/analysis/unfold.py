"""States unfolded: many moments of a run, all lanes, computed side by side as lanes of one system."""

from typing import Any

import numpy as np

from ..system.dynamics import Moment, Origin
from ..system.system import System
from .simulator import Simulator


def segments_of(simulator: Simulator, times: Any) -> Any:
    """The segment of each time; a break belongs to the segment that it begins."""
    count = len(simulator.schedule.breaks) - 1
    return np.clip(np.searchsorted(simulator.schedule.breaks, times, side="right") - 1, 0, count - 1)


def spread_arguments(simulator: Simulator, lanes: Any) -> tuple[System, dict[str, Any], Origin]:
    """The system, the arguments and the origin with one entry for each of the lanes asked for."""
    system = simulator.system.take(lanes)
    whole = dict(simulator.arguments)

    def pick(value: Any) -> Any:
        return value[..., lanes] if np.ndim(value) and np.shape(value)[-1] > 1 else value

    whole["tables"], whole["inverse"] = pick(whole["tables"]), pick(whole["inverse"])
    origin = simulator.origin
    picked = Origin(
        pick(origin.amounts),
        pick(origin.charge),
        {name: {one: pick(value) for one, value in there.items()} for name, there in origin.fixed.items()},
    )
    return system, whole, picked


def moments(simulator: Simulator, times: Any, states: Any, lanes: Any) -> Moment:
    """Everything at states (n, points) at times (points,) of lanes (points,)."""
    return _unfolded(simulator, times, states, lanes)[0]


def moments_with_currents(
    simulator: Simulator, times: Any, states: Any, lanes: Any
) -> tuple[Moment, dict[str, Any], dict[str, Any]]:
    """As `moments`, with the current of each electrode and what the protocol varies."""
    moment, varied, p = _unfolded(simulator, times, states, lanes)
    _, _, currents = simulator.motion.change_of(moment, varied, times, segments_of(simulator, times), p)
    return moment, currents, varied


def _unfolded(
    simulator: Simulator, times: Any, states: Any, lanes: Any
) -> tuple[Moment, dict[str, Any], dict[str, Any]]:
    system, p, origin = spread_arguments(simulator, lanes)
    motion = simulator.motion
    varied = motion.varied_at(times, segments_of(simulator, times), p, np)
    return motion.dynamics.moment(motion.system_at(system, times, varied), states, origin), varied, p
