"""The search for a stationary state, lane by lane."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..errors import InputError
from ..solve.status import Status
from ..solve.steady import Stationary, stationary
from .simulator import Simulator
from .start import start_state
from .unfold import spread_arguments

_TRACE = 1e-6  # of its usual size: an amount below is searched for as a logarithm
_FARTHEST = 700.0  # e-foldings from the start
_LONGEST, _STEPS = 1e9, 400  # s, and steps: of the integration that a search falls back on
_MANY = 10.0  # times what it was at the start: an amount that has run away
_POTENTIALS = (-0.02, -0.05, 0.0, -0.08)  # V: where else to start


def settle(simulator: Simulator, lane: int, *, follow: bool = False) -> Stationary:
    """The stationary state of one lane: by Newton's method from the start, or from other potentials (a stable one
    then), or where time leads.

    Amounts are searched for as they are; traces (a steady state far from equilibrium can leave 1e-13 of what is
    dissolved) as logarithms, so that each is as exact as its own size asks.
    """
    y = simulator.y[:, lane]
    if follow:
        return _settle(simulator, lane, y, follow=True)
    found = _settle(simulator, lane, y, walk=False)
    if found.status in (Status.ok, Status.started_badly):
        return found
    for start in _others(simulator, lane):
        other = _settle(simulator, lane, start, walk=False)
        if other.status == Status.ok and other.stable:
            return other
    led = _integrated(simulator, lane, y)
    if led is not None:
        later = _settle(simulator, lane, led, walk=False)
        if later.status == Status.ok and later.stable:
            return later
    return _judged(simulator, lane, _settle(simulator, lane, y))


def _integrated(simulator: Simulator, lane: int, y: Any) -> Any:
    """Where time leads from a state in a limited number of steps of SciPy's Radau; `None` where it leads nowhere."""
    from scipy.integrate import Radau  # takes a tenth of a second to load, and is seldom needed

    scale, rates = simulator.scale[:, lane], motion_of(simulator, lane)
    inside = possible_of(simulator, lane)

    def scaled(_: float, x: Any) -> Any:
        return rates((x * scale)[:, None])[:, 0] / scale

    try:
        solver = Radau(scaled, 0.0, y / scale, _LONGEST, rtol=1e-6, atol=1e-12)
        for _ in range(_STEPS):
            solver.step()
            if solver.status != "running" or not inside((solver.y * scale)[:, None]).all():
                break
    except (ValueError, RuntimeError):  # what SciPy says to rates that are not finite
        return None
    state = solver.y * scale
    return state if np.isfinite(state).all() and inside(state[:, None]).all() else None


def _judged(simulator: Simulator, lane: int, found: Stationary) -> Stationary:
    """The verdict on a search that failed: there is no steady state where an amount grew to many times what it was.

    Otherwise it is only that none was found: a potential or a gate that still moves says nothing.
    """
    if found.status not in (Status.no_steady_state, Status.not_converged):
        return found
    layout = simulator.layout
    first = len(layout.gates)
    rows = range(first, first + len(layout.pairs))
    start = simulator.y[:, lane]
    grown = [one for one in found.runaways if one.index in rows and one.value > _MANY * start[one.index] > 0]
    grown.sort(key=lambda one: layout.labels[one.index].endswith(".volume"), reverse=True)
    status = Status.no_steady_state if grown else Status.not_converged
    return dataclasses.replace(found, status=status, runaways=tuple(grown))


def _others(simulator: Simulator, lane: int) -> Iterator[Any]:
    """The start with other potentials, gates at their steady state there."""
    model = simulator.model
    for volts in _POTENTIALS:
        potentials = dict.fromkeys(model.interfaces, np.full(simulator.system.lanes.count, volts))
        try:
            yield start_state(model, simulator.system, simulator.layout, simulator.origin.amounts, potentials)[:, lane]
        except InputError:  # a gate of which nothing is known there
            continue


def _settle(simulator: Simulator, lane: int, y: Any, *, follow: bool = False, walk: bool = True) -> Stationary:
    low, high = bounds(simulator)
    scale = simulator.scale[:, lane]
    rates, inside = motion_of(simulator, lane), possible_of(simulator, lane)
    amount = (low == 0.0) & np.isinf(high)

    def traces(state: Any) -> Any:
        return amount & (state > 0.0) & (state < _TRACE * scale)

    if not traces(y).any():
        found = stationary(rates, y, scale, low, high, inside=inside, follow=follow, walk=walk)
        if found.status != Status.ok or not traces(found.y).any():
            return found
        y = found.y
    return _logarithmic(rates, inside, y, scale, low, high, traces(y), follow, walk)


def _logarithmic(
    rates: Callable[[Any], Any],
    inside: Callable[[Any], Any],
    y: Any,
    scale: Any,
    low: Any,
    high: Any,
    trace: Any,
    follow: bool,
    walk: bool,
) -> Stationary:
    """The search with u = ln(n / n at the start) for traces: du/dt = (dn/dt) / n, with the same eigenvalues."""

    def back(u: Any) -> Any:
        return np.where(trace[:, None], y[:, None] * np.exp(np.where(trace[:, None], u, 0.0)), u)

    def turned(u: Any) -> Any:
        n = back(u)
        return np.where(trace[:, None], rates(n) / np.where(trace[:, None], n, 1.0), rates(n))

    found = stationary(
        turned,
        np.where(trace, 0.0, y),
        np.where(trace, 1.0, scale),
        np.where(trace, -_FARTHEST, low),
        np.where(trace, _FARTHEST, high),
        inside=lambda u: inside(back(u)),
        follow=follow,
        walk=walk,
    )
    return dataclasses.replace(found, y=back(found.y[:, None])[:, 0])


def motion_of(simulator: Simulator, lane: int) -> Callable[[Any], Any]:
    """Rates of change of one lane's state, for any number of states side by side: (n, points) to the same."""
    system, p, origin = spread_arguments(simulator, np.array([lane]))

    def rates(y: Any) -> Any:
        points = y.shape[1]
        dy, _, _ = simulator.motion.change(system, 0.0, y, np.zeros(points, int), p, origin)
        return np.stack([np.broadcast_to(np.asarray(one, float), (points,)) for one in dy])

    return rates


def possible_of(simulator: Simulator, lane: int) -> Callable[[Any], Any]:
    """Whether states of one lane are possible: no negative amount, no empty volume."""
    system, _, origin = spread_arguments(simulator, np.array([lane]))
    return lambda y: simulator.motion.possible(system, y, origin)


def bounds(simulator: Simulator) -> tuple[Any, Any]:
    """Lower and upper bounds of the state: gates in 0 to 1, amounts not negative."""
    layout = simulator.layout
    low, high = np.full(layout.size, -np.inf), np.full(layout.size, np.inf)
    gates = len(layout.gates)
    low[:gates], high[:gates] = 0.0, 1.0
    for k, pair in enumerate(layout.pairs):
        if layout.table.pairs[pair][1].phase != "charge":
            low[gates + k] = 0.0
    return low, high
