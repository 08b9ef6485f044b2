"""The verb `steady`: amounts, volumes, gates and potentials that no longer change."""

from typing import Any

import numpy as np

from ..errors import StatusError
from ..model.model import Model
from ..processes.derived import fluxes
from ..results.result import Result
from ..solve.status import Status
from ..solve.steady import Stationary
from ..system.dynamics import Moment, area_of
from .answer import shaped
from .settings import quiet
from .settle import settle
from .settled import settled_answer
from .simulator import Simulator, laid_out
from .start import started_from, state_values
from .unfold import moments, spread_arguments

_SHOWN = 3  # variables that run away which are named


def steady(model: Model, *, start: Any = None, follow: bool = False, throw: bool = False) -> Result:
    """The stationary state: every amount, volume, gate and potential at rest together.

    dn/dt = 0,  dV/dt = 0,  d(gate)/dt = 0,

    in reduced coordinates: conserved totals and charge are eliminated first. Newton's method from the start; where that
    fails, from other potentials, from where SciPy's Radau leads in 400 steps, and along a walk in time with growing
    steps. The result has the eigenvalues of the linear motion beside the state, and
    says what runs away where there is no such state.

    Args:
        model: what there is; arrays in it make lanes.
        start: a result of run or steady to search from, or values by path; the model's own start unless given.
        follow: walk in time first: the state to which the start leads, rather than the nearest one.
        throw: raise StatusError instead of returning a status other than ok.

    Raises:
        ModelError, InputError: the model cannot change in time; StatusError: see `throw`.
    """
    simulator = laid_out(started_from(model, start), until=1.0)
    lanes, shape = simulator.system.lanes.count, simulator.system.lanes.shape
    with quiet():
        found = [settle(simulator, lane, follow=follow) for lane in range(lanes)]
    y = np.stack([one.y for one in found], axis=1)
    status = np.array([int(one.status) for one in found])
    with quiet():
        moment = moments(simulator, np.zeros(lanes), y, np.arange(lanes))
        rates, entropy = _rates(simulator, y)
    residuals = np.abs(rates) / simulator.scale
    layout = simulator.layout
    eigenvalues = np.stack([one.eigenvalues for one in found], axis=-1)
    facts: dict[str, Any] = {
        "state": state_values(simulator.model, moment, layout, y),
        "stable": shaped([one.stable for one in found], shape),
        "eigenvalues_per_s": _pairs(eigenvalues, shape),
        "entropy_production_W_per_K": shaped(entropy, shape),
        "residuals": {name: shaped(residuals[k], shape) for k, name in enumerate(layout.labels)},
        "turnover_s": {name: shaped(value, shape) for name, value in turnover(moment).items()},
    }
    notes = tuple(_notes(simulator, found))
    result = settled_answer(simulator.model, moment, status, verb="steady", notes=notes, facts=facts)
    if throw and not result.ok:
        raise StatusError(f"steady state of '{model.name}': {result.status}; " + " ".join(result.notes))
    return result


def _rates(simulator: Simulator, y: Any) -> tuple[Any, Any]:
    lanes = y.shape[1]
    system, p, origin = spread_arguments(simulator, np.arange(lanes))
    dy, _, _ = simulator.motion.change(system, 0.0, y, np.zeros(lanes, int), p, origin)
    rows = [np.broadcast_to(np.asarray(one, float), (lanes,)) for one in dy]
    entropy = simulator.motion.dynamics.entropy(simulator.motion.dynamics.moment(system, y, origin))
    return np.stack(rows), np.broadcast_to(np.asarray(entropy, float), (lanes,))


def turnover(moment: Moment) -> dict[str, Any]:
    """Turnover time of each ion of the compartments that hold amounts [s]: its amount over what flows in per time.

    tau = n / (sum of what single processes bring in), the net flux of a process counting once.
    """
    system = moment.system
    gains: dict[tuple[str, Any], Any] = {}
    for name, face in system.interfaces.items():
        local = system.local(name, moment.potentials[name])
        for label, process in face.processes.items():
            factor = area_of(face) * system.factor(name, label, local)
            for (side, one), flux in fluxes(process, local).items():
                place = getattr(face, side)
                if place in system.volumes and one in system.concentrations[place]:
                    gains[place, one] = gains.get((place, one), 0.0) + np.maximum(factor * flux, 0.0)
    with quiet():
        return {
            f"{place}.{one.name}": system.concentrations[place][one] * system.volumes[place] / gain
            for (place, one), gain in gains.items()
            if not one.implicit
        }


def _pairs(values: Any, shape: tuple[int, ...]) -> Any:
    """Complex numbers as [real, imaginary]; of several lanes nested in their shape, last."""
    found = [[[float(v.real), float(v.imag)] for v in row] for row in values.T]
    return found[0] if not shape else np.array(found).reshape(*shape, len(values), 2).tolist()


def _notes(simulator: Simulator, found: list[Stationary]) -> Any:
    shape = simulator.system.lanes.shape
    for lane, one in enumerate(found):
        where = f"lane {lane}: " if shape else ""
        if one.status != Status.ok:
            names = [_runaway(simulator, r) for r in one.runaways[:_SHOWN]]
            advice = "" if names else "; start nearer to it (`start`), or let time lead (`follow`)"
            yield f"{where}{Status(one.status).message}" + (": " + "; ".join(names) if names else advice) + "."
        elif one.neutral:
            yield f"{where}{one.neutral} direction(s) in which nothing moves: the state nearest to the start was taken."
        if len(found) > 20 and lane == 19:
            return


def _runaway(simulator: Simulator, one: Any) -> str:
    label = simulator.layout.labels[one.index]
    verb = "rises" if one.direction > 0 else "falls"
    return f"{label} {verb} without end ({one.rate:.3g} of itself per second after {one.time:.3g} s)"
