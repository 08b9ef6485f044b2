"""The verb `continue`: a branch of steady states as one quantity varies, with its folds and Hopf points."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import InputError, StatusError
from ..model.model import Model
from ..model.values import as_value
from ..results.result import Result
from ..results.variable import variable
from ..solve.branch import Branch, Special, branch
from ..solve.status import Status
from ..system.numbers import with_numbers
from ..version import __version__
from .answer import references
from .settings import quiet
from .settle import bounds, possible_of, settle
from .simulator import Simulator, laid_out
from .start import started_from
from .unfold import spread_arguments

_COVERED = ("end of range", "closed", "start")  # ends that leave nothing of the range out


def continue_(
    model: Model, path: str, low: Any, high: Any, *, start: Any = None, points: int = 2000, throw: bool = False
) -> Result:
    """Steady states along a quantity, round the folds, by pseudo-arclength.

    f(y, x) = 0,  |d(y, x)| = ds;

    folds (two states meet and vanish), Hopf points (oscillations begin or end) and branch points are located.

    Args:
        model: what there is, one number for every quantity.
        path: the quantity, such as "membrane.injected", "bath.K+", "membrane.pump.rate".
        low, high: its range: text with a unit, or SI.
        start: where to look for the first steady state, as for `steady`.
        points: most points in each direction.
        throw: raise StatusError where there is no steady state to start from.

    Raises:
        UnknownNameError: no such quantity; InputError: an empty range, arrays in the model, or a quantity that the
            state itself determines; StatusError: see `throw`.
    """
    path = model.resolve(path)
    kind = model.paths()[path]
    ends = tuple(as_value(one, kind, path) for one in (low, high))
    if not all(isinstance(one, float) for one in ends) or not ends[0] < ends[1]:
        raise InputError(f"the range of '{path}' is empty: give two values, the lower one first")
    given = model.get(path)
    now = 0.5 * (ends[0] + ends[1]) if given is None else given
    if not isinstance(now, float):
        raise InputError(f"'{path}' has an array; a branch follows one number")
    begin = min(max(now, ends[0]), ends[1])
    simulator = laid_out(started_from(model.set(path, begin), start), until=1.0, varied=(path,))
    if simulator.system.lanes.sizes:
        raise InputError("the model has arrays; a branch is followed for one model at a time")
    if path not in simulator.motion.paths or path.rpartition(".")[2] in ("area", "capacitance", "volume"):
        raise InputError(
            f"'{path}' cannot be followed: it is an initial value or shapes the state; follow a parameter, a "
            "reservoir's concentration, or the temperature"
        )
    with quiet():
        first = settle(simulator, 0)
        if first.status != Status.ok:
            first = settle(simulator, 0, follow=True)
    if first.status != Status.ok:
        if throw:
            raise StatusError(f"no steady state of '{model.name}' at the start of the branch")
        return _nothing(model, path, first)
    lower, upper = bounds(simulator)
    with quiet():
        curve = branch(
            _family(simulator, path),
            first.y,
            begin,
            ends[0],
            ends[1],
            simulator.scale[:, 0],
            lower,
            upper,
            parameter_scale=(ends[1] - ends[0]) / 5.0,
            inside=possible_of(simulator, 0),
            points=points,
        )
        return _result(simulator, path, curve)


def _family(simulator: Simulator, path: str) -> Callable[[Any, Any], Any]:
    """Rates of change f(y, x) with the quantity at a path as x, for any number of points side by side."""
    system, p, origin = spread_arguments(simulator, np.array([0]))

    def rates(y: Any, x: Any) -> Any:
        count = y.shape[1]
        changed = with_numbers(system, {path: np.asarray(x, float)})
        dy, _, _ = simulator.motion.change(changed, 0.0, y, np.zeros(count, int), p, origin)
        return np.stack([np.broadcast_to(np.asarray(one, float), (count,)) for one in dy])

    return rates


def _result(simulator: Simulator, path: str, curve: Branch) -> Result:
    model = simulator.model
    system, _, origin = spread_arguments(simulator, np.array([0]))
    changed = with_numbers(system, {path: curve.parameter})
    count = len(curve.parameter)
    moment = simulator.motion.dynamics.moment(changed, curve.y, origin)

    def wide(value: Any) -> Any:
        return np.broadcast_to(np.asarray(value, float), (count,))

    dims = ("point",)
    kind = model.paths()[path]
    contents = [(name, one) for name in system.volumes for one in system.concentrations[name]]
    names = list(system.volumes)
    data = {
        "parameter": variable(dims, curve.parameter, kind.dimension.name, path),
        "potential": variable(("interface", *dims), np.stack([wide(v) for v in moment.potentials.values()]),
                              "potential", "inside minus outside"),
        "stable": variable(dims, curve.stable, "status", "whether every small disturbance dies out"),
        "unstable": variable(dims, curve.unstable, "status", "number of directions that grow"),
        "growth": variable(dims, curve.eigenvalues.real.max(axis=0), "rate", "of the fastest growing direction"),
        "entropy_rate": variable(dims, wide(simulator.motion.dynamics.entropy(moment)), "entropy rate",
                                 "produced by all processes"),
        "state": variable(("state", *dims), curve.y, "number", "every number of the state, SI"),
    }  # fmt: skip
    if contents:
        held = [wide(moment.system.concentrations[name][one]) for name, one in contents]
        data["concentration"] = variable(("content", *dims), np.stack(held), "concentration", "in compartments")
        volumes = [wide(moment.system.volumes[name]) for name in names]
        data["volume"] = variable(("holding", *dims), np.stack(volumes), "volume", "of compartments that hold amounts")
    special = [_special(simulator, path, one) for one in curve.specials]
    return Result(
        verb="continue",
        title=model.name,
        data=data,
        labels={
            "interface": tuple(model.interfaces),
            "content": tuple(f"{name}.{one.name}" for name, one in contents),
            "holding": tuple(names),
            "state": simulator.layout.labels,
        },
        sides={name: (face.inside, face.outside) for name, face in model.interfaces.items()},
        coordinates={"point": variable(dims, np.arange(count), "status", "along the branch")},
        statuses="ok" if all(end in _COVERED for end in curve.ends) else Status.branch_ended.name,
        notes=tuple(f"{side} end of the branch: {why}" for side, why in zip(("low", "high"), curve.ends, strict=True)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "continue",
            "path": path,
            "unit": kind.dimension.si,
        },
        references=references(model),
        facts={
            "path": path,
            "folds": [one for one in special if one["kind"] == "fold"],
            "hopfs": [one for one in special if one["kind"] == "hopf"],
            "branch_points": [one for one in special if one["kind"] == "branch_point"],
            "ended": list(curve.ends),
        },
    )


def _special(simulator: Simulator, path: str, one: Special) -> dict[str, Any]:
    system, _, origin = spread_arguments(simulator, np.array([0]))
    moment = simulator.motion.dynamics.moment(
        with_numbers(system, {path: np.array([one.parameter])}), one.y[:, None], origin
    )
    kind = simulator.model.paths()[path].dimension
    found: dict[str, Any] = {
        "kind": one.kind,
        "value": one.parameter,
        "shown": f"{one.parameter / kind.scale:.8g} {kind.shown}" if kind.si != "1" and kind.name != "temperature"
        else f"{one.parameter:.8g} {kind.si}",
        "potential_mV": {name: 1e3 * float(np.ravel(v)[0]) for name, v in moment.potentials.items()},
        "concentrations_mM": {
            f"{place}.{kind.name}": float(np.ravel(held)[0])
            for place in system.volumes
            for kind, held in moment.system.concentrations[place].items()
        },
        "volume_um3": {place: 1e18 * float(np.ravel(v)[0]) for place, v in moment.system.volumes.items()},
        "eigenvalues_per_s": [[float(v.real), float(v.imag)] for v in one.eigenvalues],
        "way": one.way,
        "after_point": one.after,
    }  # fmt: skip
    if one.kind == "hopf":
        found["frequency_Hz"] = float(one.frequency)
    return found


def _nothing(model: Model, path: str, first: Any) -> Result:
    return Result(
        verb="continue",
        title=model.name,
        data={},
        labels={"interface": tuple(model.interfaces)},
        statuses=Status(first.status).name,
        notes=(f"{Status(first.status).message}: no steady state to start the branch from.",),
        provenance={"model": model.name, "hash": model.hash, "version": __version__, "verb": "continue", "path": path},
        references=references(model),
        facts={"path": path, "folds": [], "hopfs": [], "branch_points": [], "ended": []},
    )
