"""The verb `run`: integrate a model in time under a protocol."""

import dataclasses
import time as clock
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, StatusError
from ..model.model import Model
from ..results.result import Result
from ..results.variable import variable
from ..solve.backends import Backend
from ..solve.integrate import Carry
from ..solve.status import Status
from ..solve.steps import Method
from ..units import DIMENSIONS, parse
from ..version import __version__
from .accounts import Accounts, Entropy, Jumps
from .accounts import accounts as balance
from .answer import references, shaped, status_names
from .checkpoint import Checkpoint
from .events import followers
from .recorder import GivenTimes, OwnSteps
from .settings import quiet, require_tolerance
from .settled import settled_answer
from .simulator import Simulator, prepare
from .start import started_from, state_values
from .timeline import timeline
from .unfold import moments

_POINTS = 1001  # of a run of many lanes, where nothing is said


def simulate(
    model: Model,
    protocol: Any = None,
    until: Any = None,
    *,
    start: Any = None,
    times: Any = None,
    every: Any = None,
    rtol: float = 1e-6,
    method: Method | None = None,
    accounts: bool = True,
    checkpoint: str | Path | Checkpoint | None = None,
    progress: Callable[[float], None] | None = None,
    throw: bool = False,
    backend: Backend | None = None,
) -> Result:
    """The model in time: potentials, gates, amounts and volumes from the start to the end of a protocol.

    C dV/dt = -sum i + injected,  dn/dt = sum nu r,  d(gate)/dt of each gate;

    every discontinuity of the protocol is met exactly. The result holds all variables over time, the events, the final
    state, and the accounts.

    Args:
        model: what there is; arrays in it make lanes, each with its own steps.
        protocol: a Protocol, the name of one of the model's, or `None` for the model left alone.
        until: how long [s], or text such as "20 ms"; the protocol's own time unless given.
        start: a result of run or steady whose state to start from, or values by path ("membrane.Na.m": 0.1).
        times: times of the output [s], rising; the solver's own steps unless given (1,001 times for many lanes).
        every: spacing of the output [s], or text, instead of `times`.
        rtol: relative tolerance, 1e-13 to 1e-2.
        method: `Rodas5P()` (stiff; used unless given) or `Tsit5()`.
        accounts: count every event, so that errors of balance and the entropy can be told.
        checkpoint: a file to which the standing of a long run is written every two seconds; a run that finds it goes on
            from there (or a Checkpoint, to choose how often).
        progress: called with the share of the time that is done.
        throw: raise StatusError instead of returning a status other than ok.
        backend: what runs it: `Quickest()` unless given, `Native()` or `XLA()`.

    Raises:
        ModelError, InputError, UnknownNameError: the input does not make a run; StatusError: see `throw`.
    """
    require_tolerance(rtol)
    simulator = prepare(started_from(model, start), protocol, until, method=method, accounts=accounts, backend=backend)
    grid = _grid(simulator, times, every)
    recorder = OwnSteps(simulator.schedule.breaks) if grid is None else GivenTimes(grid)
    followed, jumps = followers(simulator), Jumps(simulator)
    entropy = Entropy(simulator, np.zeros(simulator.system.lanes.count))
    takers = [recorder, jumps, *([entropy] if accounts else []), *followed.values()]
    store = None
    carry: Carry | None = None
    if checkpoint is not None:
        store = _store(checkpoint, _identity(simulator, rtol, grid))
        carry = _resume(store, recorder, followed, jumps, entropy)
    begun, name = clock.monotonic(), protocol if isinstance(protocol, str) else ""
    end = float(simulator.schedule.breaks[-1])
    state = simulator.carry() if carry is None else carry
    with quiet():
        for state, chunk in simulator.chunks(rtol, carry=carry):
            for taker in takers:
                taker.take(chunk)
            if progress is not None:
                progress(float(np.min(np.asarray(state.t))) / end)
            if store is not None and store.due():
                store.save(_on_host(state), _kept(recorder, followed, jumps, entropy))
    state = _on_host(state)
    result = _result(simulator, state, recorder, followed, jumps, entropy, rtol, clock.monotonic() - begun, name)
    if store is not None:
        store.remove()
    if throw and not result.ok:
        raise StatusError(f"run of '{model.name}': {result.status}; " + " ".join(result.notes))
    return result


def _store(given: str | Path | Checkpoint, identity: Mapping[str, Any]) -> Checkpoint:
    if isinstance(given, Checkpoint):
        return dataclasses.replace(given, identity=identity)
    return Checkpoint(Path(given), identity)


def _on_host(state: Carry) -> Carry:
    return Carry.of(state.arrays())


def _grid(simulator: Simulator, times: Any, every: Any) -> Any:
    """The times of the output, `None` for the solver's own steps."""
    end = float(simulator.schedule.breaks[-1])
    if times is not None and every is not None:
        raise InputError("give `times` or `every`, not both")
    if every is not None:
        step = parse(every, DIMENSIONS["time"]) if isinstance(every, str) else float(every)
        if not 0.0 < step <= end:
            raise InputError(f"every: {step:g} s is not a spacing within the run of {end:g} s")
        if end / step > 1e7:
            raise InputError(f"every: {end / step:.3g} points; at most 1e7 are kept")
        return np.minimum(np.arange(0, round(end / step) + 1) * step, end)
    if times is not None:
        found = np.atleast_1d(np.asarray(times, float))
        good = found.ndim == 1 and len(found) > 0 and np.isfinite(found).all() and (np.diff(found) > 0).all()
        if not good or found[0] < 0 or found[-1] > end * (1 + 1e-12):
            raise InputError(f"times: give rising times from 0 to {end:g} s")
        return np.minimum(found, end)
    return None if simulator.system.lanes.count == 1 else np.linspace(0.0, end, _POINTS)


def _identity(simulator: Simulator, rtol: float, grid: Any) -> Mapping[str, Any]:
    import hashlib

    times = "steps" if grid is None else hashlib.sha256(np.asarray(grid).tobytes()).hexdigest()[:12]
    return {
        "model": simulator.model.hash,
        "protocol": repr(simulator.protocol),
        "rtol": rtol,
        "method": repr(simulator.integrator.method),
        "backend": simulator.backend,
        "output": times,
        "version": __version__,
    }


def _kept(recorder: Any, followed: Mapping[str, Any], jumps: Jumps, entropy: Entropy) -> dict[str, Any]:
    arrays = dict(recorder.arrays()) | {"entropy": entropy.produced}
    for name, one in followed.items():
        for lane, found in enumerate(one.times):
            arrays[f"event_{name}_{lane}"] = np.asarray(found)
        if one.standing is not None:
            arrays[f"standing_{name}"] = np.asarray(one.standing)
    if jumps.moved is not None:
        arrays["jumps"] = jumps.moved
    return arrays


def _resume(
    store: Checkpoint, recorder: Any, followed: Mapping[str, Any], jumps: Jumps, entropy: Entropy
) -> Carry | None:
    found = store.load()
    if found is None:
        return None
    carry, arrays = found
    recorder.restore(arrays)
    for name, one in followed.items():
        lanes = sum(key.startswith(f"event_{name}_") for key in arrays)
        one.times = [arrays[f"event_{name}_{lane}"].tolist() for lane in range(lanes)]
        one.standing = arrays.get(f"standing_{name}")
    jumps.moved = arrays.get("jumps")
    entropy.produced = np.array(arrays["entropy"])
    return carry


def _result(
    simulator: Simulator,
    state: Carry,
    recorder: Any,
    followed: Mapping[str, Any],
    jumps: Jumps,
    entropy: Entropy,
    rtol: float,
    seconds: float,
    name: str,
) -> Result:
    model, system = simulator.model, simulator.system
    lanes, shape = system.lanes.count, system.lanes.shape
    times, states = recorder.result(simulator.layout.size)
    if states is None or not len(times):
        times, states = np.zeros(1), simulator.y[:, None, :]
    data, labels = timeline(simulator, times, states)
    status = np.asarray(state.status)
    steps = {"accepted": np.asarray(state.accepted), "rejected": np.asarray(state.rejected)}
    facts: dict[str, Any] = {
        "events": {name: _per_lane(one.times or [[] for _ in range(lanes)], shape) for name, one in followed.items()},
        "steps": {key: shaped(value, shape) for key, value in steps.items()},
        "reached_s": shaped(state.t, shape),
        "seconds": seconds,
    }
    if simulator.motion.accounts:
        with quiet():
            facts |= _account_facts(balance(simulator, state.y, state.q, jumps.moved), entropy.produced, shape)
    final = _final(simulator, state, status)
    return Result(
        verb="run",
        title=model.name,
        data=data,
        labels=labels,
        sides={name: (face.inside, face.outside) for name, face in model.interfaces.items()},
        coordinates={"time": variable(("time",), times, "time", "time"), **system.lanes.coordinate_variables()},
        sizes=dict(system.lanes.sizes),
        statuses=status_names(status, shape),
        notes=tuple(_notes(simulator, state, status)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "run",
            **({"protocol": name} if name else {}),
            "until_s": float(simulator.schedule.breaks[-1]),
            "actions": [repr(one) for one in simulator.protocol.actions],
            "rtol": rtol,
            "method": repr(simulator.integrator.method),
            "backend": simulator.backend,
        },
        references=(*references(model), *getattr(simulator.integrator.method, "references", ())),
        facts=facts,
        parts={"final": final},
    )


def _per_lane(times: list[list[float]], shape: tuple[int, ...]) -> Any:
    return [float(t) for t in times[0]] if not shape else [[float(t) for t in one] for one in times]


def _account_facts(found: Accounts, entropy: Any, shape: tuple[int, ...]) -> dict[str, Any]:
    return {
        "conservation": {
            "charge_relative": shaped(found.charge, shape),
            "species_relative": {name: shaped(value, shape) for name, value in found.species.items()},
            "water_relative": None if found.water is None else shaped(found.water, shape),
        },
        "entropy_produced_J_per_K": shaped(entropy, shape),
    }


def _final(simulator: Simulator, state: Carry, status: Any) -> Result:
    lanes = simulator.system.lanes.count
    times = np.asarray(state.t, float)
    with quiet():
        moment = moments(simulator, times, state.y, np.arange(lanes))
    values = state_values(simulator.model, moment, simulator.layout, state.y)
    return settled_answer(simulator.model, moment, status, verb="state", facts={"state": values})


def _notes(simulator: Simulator, state: Carry, status: Any) -> Any:
    shape = simulator.system.lanes.shape
    for value in sorted({int(one) for one in status} - {0}):
        which = np.flatnonzero(status == value)
        lane = int(which[0])
        moment = float(np.asarray(state.t)[lane])
        where = "" if not shape else f" ({len(which)} of {len(status)} lanes, the first at lane {lane})"
        what = f"{Status(value).name}: {_WORDS.get(Status(value), Status(value).message)}{where}"
        yield f"{what}, at t = {moment:.6g} s{_culprit(simulator, state, lane)}."


_WORDS = {Status.not_finite: "a rate of change became infinite or undefined, for instance at a concentration of 0"}


def _culprit(simulator: Simulator, state: Carry, lane: int) -> str:
    """The name of the state that stopped a lane."""
    attempt = np.asarray(state.attempt)[:, lane]
    labels = simulator.layout.labels
    lost = np.flatnonzero(~np.isfinite(attempt))
    if lost.size:
        return f": {labels[int(lost[0])]} is not finite"
    with quiet():
        moment = moments(simulator, np.asarray(state.t)[lane : lane + 1], attempt[:, None], np.array([lane]))
    for (name, one), amount in zip(simulator.layout.table.pairs, moment.amounts, strict=True):
        if one.phase != "charge" and float(np.ravel(amount)[0]) < 0:
            return f": {name}.{one.name} would become negative"
    for k, gate in enumerate(simulator.layout.gates):
        if not -0.01 <= attempt[k] <= 1.01:
            return f": gate {gate.label} would be {attempt[k]:.3g}"
    strain = np.asarray(state.strain)[:, lane]
    return f"; the hardest to follow was {labels[int(np.argmax(strain))]}" if np.isfinite(strain).any() else ""
