"""The verb `shoot`: the periodic state of a paced or a spontaneously active model, without waiting for it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import InputError, StatusError
from ..model.model import Model
from ..model.protocol import Protocol
from ..results.result import Result
from ..solve.integrate import begin, padded_breaks, settings
from ..solve.shoot import Periodic, periodic
from ..solve.status import Status
from ..units import DIMENSIONS, parse
from .settle import bounds, motion_of, possible_of
from .simulate import simulate
from .simulator import FINE, Simulator, prepare
from .start import started_from, state_values
from .unfold import moments

_WARM = (0.2, 2.0, 20.0, 200.0)  # s: how long a model is left alone until it shows its rhythm
_CYCLES = 4  # crossings that make a rhythm
_FIRST_BEATS = 2  # of a paced model, run before shooting


def shoot(
    model: Model,
    protocol: Any = None,
    period: Any = None,
    *,
    start: Any = None,
    warm: Any = None,
    rtol: float = 1e-9,
    throw: bool = False,
) -> Result:
    """The state that comes back to itself after a period.

    y(T) - y(0) = 0,

    solved by Newton's method for the map over one period; for a model that beats by itself T is found too. The Floquet
    multipliers, the eigenvalues of the map, say whether the rhythm is stable. The result is a run over one period.

    Args:
        model: one number for every quantity.
        protocol: what is done in each period (a Protocol, or the name of one of the model's); `None` for a model that
            beats by itself.
        period: of the pacing: the protocol's `until` unless given; of a model that beats by itself: a first guess [s]
            or text, found by watching unless given.
        start: where to begin, as for `simulate`.
        warm: how long a model that beats by itself is watched first [s] or text; tried from 0.2 s on unless given.
        rtol: relative tolerance of the integrations.
        throw: raise StatusError instead of returning a status other than ok.

    Raises:
        InputError: the model has arrays, or the protocol does not fit into the period; StatusError: see `throw`.
    """
    begun = started_from(model, start)
    guess = None if period is None else parse(period, DIMENSIONS["time"]) if isinstance(period, str) else float(period)
    if guess is not None and not 0.0 < guess < float("inf"):
        raise InputError(f"period: '{period}' is not a duration")
    if protocol is None:
        result = _autonomous(begun, guess, warm, rtol)
    else:
        result = _paced(begun, protocol, guess, rtol)
    if throw and not result.ok:
        raise StatusError(f"periodic state of '{model.name}': {result.status}; " + " ".join(result.notes))
    return result


def _paced(model: Model, protocol: Any, period: float | None, rtol: float) -> Result:
    simulator = _single(prepare(model, protocol, period, accounts=False, record=False))
    length = float(simulator.schedule.breaks[-1])
    for one in simulator.protocol.actions:
        if one.starts[-1] + (one.duration or 0.0) > length * (1 + 1e-12):
            raise InputError(f"an action at {one.starts[-1]:g} s does not fit into the period of {length:g} s")
    advance = _advance(simulator, rtol)
    y = simulator.y
    for _ in range(_FIRST_BEATS):
        y = advance(y, length)
    found = _solve(simulator, advance, y[:, 0], length, autonomous=False, rtol=rtol)
    return _answer(model, simulator, found, simulator.protocol, rtol)


def _autonomous(model: Model, period: float | None, warm: Any, rtol: float) -> Result:
    durations = _WARM if warm is None else (parse(warm, DIMENSIONS["time"]) if isinstance(warm, str) else float(warm),)
    state: Any = None
    last: Result | None = None
    for duration in durations if period is None else (4.0 * period,):
        last = simulate(model, until=duration, accounts=False)
        rhythm = _rhythm(last)
        if rhythm is not None:
            period, state = rhythm
            break
        if period is not None:
            state = last.final
    if period is None or state is None:
        return _none(model, last)
    settled = started_from(model, state)
    simulator = _single(prepare(settled, until=period, accounts=False, record=False))
    found = _solve(simulator, _advance(simulator, rtol), simulator.y[:, 0], period, autonomous=True, rtol=rtol)
    return _answer(settled, simulator, found, None, rtol)


def _single(simulator: Simulator) -> Simulator:
    if simulator.system.lanes.sizes:
        raise InputError("the model has arrays; a periodic state is sought for one model at a time")
    return simulator


def _advance(simulator: Simulator, rtol: float) -> Callable[[Any, float], Any]:
    """The map y(0) -> y(T) for any number of states side by side."""
    how = settings(rtol, rtol * FINE * simulator.scale)

    def advance(y: Any, period: float) -> Any:
        schedule = simulator.schedule
        if schedule.varied:
            breaks, arguments = simulator.breaks, simulator.arguments
        else:
            breaks, arguments = padded_breaks(np.array([0.0, period])), simulator.arguments
        carry = simulator.integrator.last(begin(y, 0, 0.0), breaks, arguments, how)
        good = np.asarray(carry.status) == Status.ok
        return np.where(good, np.asarray(carry.y), np.nan)

    return advance


def _solve(
    simulator: Simulator, advance: Callable[[Any, float], Any], y: Any, period: float, *, autonomous: bool, rtol: float
) -> Periodic:
    low, high = bounds(simulator)
    return periodic(
        advance,
        y,
        period,
        simulator.scale[:, 0],
        low,
        high,
        autonomous=autonomous,
        rates=motion_of(simulator, 0) if autonomous else None,
        inside=possible_of(simulator, 0),
        noise=rtol,
    )


def _rhythm(run: Result) -> tuple[float, Any] | None:
    """Period and a state of the rhythm that a run settles to, from the crossings of the middle of its swing."""
    times, volts = run.coordinates["time"].values, run["potential"][0]
    late = times > 0.5 * times[-1]
    if not run.ok or late.sum() < 10:
        return None
    middle = 0.5 * (volts[late].min() + volts[late].max())
    if volts[late].max() - volts[late].min() < 1e-3:
        return None
    up = np.flatnonzero((volts[:-1] < middle) & (volts[1:] >= middle) & late[1:])
    if len(up) < _CYCLES:
        return None
    share = (middle - volts[up]) / (volts[up + 1] - volts[up])
    moments_up = times[up] + share * (times[up + 1] - times[up])
    return float(moments_up[-1] - moments_up[-2]), run.final


def _answer(model: Model, simulator: Simulator, found: Periodic, protocol: Protocol | None, rtol: float) -> Result:
    moment = moments(simulator, np.zeros(1), found.y[:, None], np.zeros(1, int))
    values = state_values(model, moment, simulator.layout, found.y[:, None])
    facts = {
        "period_s": found.period,
        "frequency_Hz": 1.0 / found.period,
        "multipliers": [[float(v.real), float(v.imag)] for v in found.multipliers],
        "stable": bool(found.stable),
        "residual": found.residual,
        "iterations": found.iterations,
        "state": values,
    }
    if found.status != Status.ok:
        note = f"{Status(found.status).name}: {Status(found.status).message}."
        return Result("shoot", model.name, {}, {"interface": tuple(model.interfaces)}, notes=(note,), facts=facts,
                      statuses=Status(found.status).name)  # fmt: skip
    run = simulate(started_from(model, values), protocol, found.period, rtol=rtol)
    return dataclasses.replace(
        run, verb="shoot", facts={**run.facts, **facts}, provenance={**run.provenance, "verb": "shoot"}
    )


def _none(model: Model, last: Result | None) -> Result:
    note = f"no_period: {Status.no_period.message}"
    note += "; the model came to rest." if last is not None and last.ok else "."
    return Result("shoot", model.name, {}, {"interface": tuple(model.interfaces)}, notes=(note,), statuses="no_period")
