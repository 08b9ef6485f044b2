"""The verb `sensitivity`: derivatives of results by parameters."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ..errors import InputError, StatusError
from ..model.along import Along
from ..model.model import Model
from ..model.validate import require_valid
from ..results.sensitivity_result import Named, Sensitivity
from ..system.lanes import Lanes
from ..version import __version__
from .answer import references
from .sensitivities.asked import AskedOfRun, AskedOfState, asked
from .sensitivities.at_rest import at_rest
from .sensitivities.at_steady import at_steady
from .sensitivities.found import Differentiated
from .sensitivities.in_time import RunGradient
from .sensitivities.modes import Mode, cheaper
from .sensitivities.numbers import parameters
from .tasks import Rest, Run, Steady
from .tasks.base import Task

_MOST: Final = 10_000  # lanes


def sensitivity(
    model: Model,
    of: Any = None,
    to: Any = None,
    *,
    task: Task | None = None,
    mode: Mode | None = None,
    relative: bool = False,
    throw: bool = False,
) -> Sensitivity:
    """Derivatives of results by parameters, exact to rounding: nothing is varied, the computation is differentiated.

    Rest and steady state: dy/dtheta = -(df/dy)^-1 df/dtheta (the implicit function theorem), conserved totals being
    functions of the start. A run: the accepted steps are differentiated as they were taken, their sizes held, forwards
    (tangents beside the state) or backwards (an adjoint), its start with them: amounts, gates, and the rest that it
    starts from.

    Args:
        model: what there is; arrays in it make lanes.
        of: a result or several. Paths: "membrane.potential", "cytosol.K+", "cell.volume", "membrane.Na.m",
            "membrane.K_leak.current". For runs (their value at the end) also reductions that change smoothly, as
            objects or text: `At("membrane.potential", "5 ms")`, "maximum(membrane.potential)",
            "first_time(membrane.potential, 0 mV)", "mean(bath.K+)". The potentials of all interfaces (or what a run
            watches) unless given.
        to: paths of parameters, one or several.
        task: `Rest()` unless given, `Steady()`, `Run(protocol, until)`.
        mode: `Forward()` or `Adjoint()`; the cheaper one unless given.
        relative: whether tables and figures show elasticities.
        throw: raise StatusError instead of returning a status other than ok.

    Raises:
        UnknownNameError: no such result or parameter; the text offers the nearest ones. InputError: a parameter that
            shapes the equations, or a result that does not change smoothly; ModelError: the model has errors;
            StatusError: see `throw`.

    Source: Rosenbrock and Runge-Kutta methods commute with differentiation: Hairer, Norsett & Wanner 1993, sec. II.6;
        adjoints with recomputation: Griewank & Walther 2008, ch. 12.
    """
    require_valid(model)
    question = Rest() if task is None else task
    if not isinstance(question, (Rest, Steady, Run)):
        raise InputError(
            f"task: a sensitivity is of Rest(), Steady() or Run(...), not of '{getattr(task, 'name', task)}'"
        )
    if to is None:
        raise InputError("nothing to differentiate by; name parameters by path, such as to=['bath.K+']")
    kinds = parameters(model, to)
    results = asked(model, of, question)
    paths = tuple(kinds)
    way = mode or cheaper(len(results), len(paths))
    lanes = Lanes.of(model)
    if lanes.count > _MOST:
        raise InputError(f"{lanes.count:,} lanes; sensitivities are computed one lane after another, {_MOST:,} at most")
    found = [_one(one, question, results, paths, way) for one in _each(model, lanes)]
    matrix = np.stack([one.matrix for one in found], axis=-1).reshape(len(results), len(paths), *lanes.shape)
    at = [np.broadcast_to(np.asarray(lanes.spread(model.get(path), np), float), (lanes.count,)) for path in paths]
    status = np.array([one.status for one in found], dtype=object).reshape(lanes.shape)
    answer = Sensitivity(
        title=model.name,
        task=question.name,
        mode=way.name,
        results=tuple(Named.of_kind(one.name, one.kind) for one in results),
        parameters=tuple(Named.of_dimension(path, kind.dimension) for path, kind in kinds.items()),
        values=np.stack([one.values for one in found], axis=-1).reshape(len(results), *lanes.shape),
        at=np.stack(at).reshape(len(paths), *lanes.shape),
        matrix=matrix,
        relative=relative,
        statuses=status if lanes.shape else str(status[()]),
        sizes=dict(lanes.sizes),
        coordinates=lanes.coordinate_variables(),
        notes=tuple(dict.fromkeys(note for one in found for note in one.notes)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "sensitivity",
            "task": question.described(),
            "mode": way.name,
        },
        references=references(model),
    )
    if throw and not answer.ok:
        raise StatusError(f"sensitivity of '{model.name}': {answer.status}; " + " ".join(answer.notes))
    return answer


def _one(model: Model, task: Task, of: Sequence[Any], to: tuple[str, ...], mode: Mode) -> Differentiated:
    """Of one lane."""
    return _TASKS[type(task)](model, task, of, to, mode)


def _rest(model: Model, task: Any, of: Sequence[AskedOfState], to: Sequence[str], mode: Mode) -> Differentiated:
    return at_rest(model, task, [one.quantity for one in of], to, mode)


def _steady(model: Model, task: Any, of: Sequence[AskedOfState], to: Sequence[str], mode: Mode) -> Differentiated:
    return at_steady(model, task, [one.quantity for one in of], to, mode)


def _run(model: Model, task: Any, of: Sequence[AskedOfRun], to: Sequence[str], mode: Mode) -> Differentiated:
    return RunGradient.of_run(model, task, [one.reduction for one in of], to).compute(mode)


_TASKS: Final = {Rest: _rest, Steady: _steady, Run: _run}


def _each(model: Model, lanes: Lanes) -> list[Model]:
    """The model of each lane, with one number for every quantity."""
    rows = {path: lanes.spread(one, np) for path in model.paths() if isinstance(one := model.get(path), Along)}
    if not rows:
        return [model]
    return [model.set({path: float(row[lane]) for path, row in rows.items()}) for lane in range(lanes.count)]
