"""The verb `sobol_indices`: which share of the variance of results each of several uncertain parameters makes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from ..errors import InputError, StatusError, UnknownNameError, did_you_mean
from ..model.model import Model
from ..results.sensitivity_result import Named
from ..results.sobol_result import SobolIndices
from ..solve.sensitivity.variance import MissingError, Shares, shares
from ..solve.status import Status
from ..version import __version__
from .answer import references
from .reductions import Reduction
from .runners.base import Runner
from .runners.serial import Serial
from .sensitivities.asked import read_reduction
from .sensitivities.saltelli import Saltelli, missing
from .sweep_plan import Plan
from .tasks import Continue, Rest, Run
from .tasks.base import Task

_REFERENCES: Final = ("sobol_2001", "saltelli_2010")


def sobol_indices(
    model: Model,
    of: Any,
    draws: Mapping[str, Any],
    *,
    task: Task | None = None,
    n: int = 1024,
    seed: int = 0,
    level: float = 0.95,
    runner: Runner | None = None,
    progress: Callable[[float], None] | None = None,
    throw: bool = False,
) -> SobolIndices:
    """Shares of the variance of results: each parameter's alone (first order), and all that it has a part in (total).

    S_i = Var(E[x | theta_i]) / Var(x),   ST_i = 1 - Var(E[x | all but theta_i]) / Var(x),

    from n (parameters + 2) samples, evaluated as lanes; parameters are independent.

    Args:
        model: what there is, one number for each quantity.
        of: columns of the task: "membrane.potential", "cytosol.volume"; for runs also reductions, as text or objects.
        draws: by path a range ("3 mM", "8 mM"), a distribution, or its text: "normal(120 mS/cm2, 10 %)".
        task: `Rest()` unless given, `Steady()`, `Run(protocol, until)`.
        n: samples of the base sequence, a power of 2.
        seed: the same seed, the same samples and intervals.
        level: of the confidence intervals.
        runner: where the samples are computed; in this process unless given.
        progress: called with the share that is done.
        throw: raise StatusError where there are no indices.

    Raises:
        UnknownNameError: no such path or column; InputError, UnitError: a range that cannot be read, n no power of 2,
            or SALib is not installed; StatusError: see `throw`.

    Source: Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys. Commun. 181:259,
        by SALib (Herman & Usher 2017, doi:10.21105/joss.00097).
    """
    if not isinstance(level, float) or not 0.5 <= level < 1.0:
        raise InputError(f"level: '{level}' is not a level of confidence; give a number from 0.5 to 0.999")
    question, names = _asked(model, of, task)
    design = Saltelli(n, draws, seed)
    plan = Plan.of(model, design, question)
    for name in names:
        if name not in plan.fields:
            near = did_you_mean(name, [one for one in plan.fields if one != "status"])
            raise UnknownNameError(f"no column '{name}' of {question.name}" + (f"; {near}" if near else ""))
    values, failed = _computed(plan, names, runner, progress)
    causes = len(plan.design.paths)
    try:
        found = [shares(values[name], causes, level, seed) for name in names]
    except MissingError as error:
        raise missing(error) from None
    kinds = model.paths()
    answer = SobolIndices(
        title=model.name,
        task=question.name,
        results=tuple(Named.of_kind(name, plan.fields[name].quantity) for name in names),
        parameters=tuple(Named.of_dimension(path, kinds[path].dimension) for path in plan.design.paths),
        draws=plan.design.described(model)["draws"],
        first=np.stack([one.first for one in found]),
        first_confidence=np.stack([one.first_confidence for one in found]),
        total=np.stack([one.total for one in found]),
        total_confidence=np.stack([one.total_confidence for one in found]),
        level=level,
        mean=np.array([one.mean for one in found]),
        deviation=np.array([one.deviation for one in found]),
        samples=n,
        evaluations=plan.total,
        failed=failed,
        status=max(found, key=lambda one: int(one.status)).status.name,
        notes=tuple(_notes(names, found, plan.total)),
        provenance={
            "model": model.name,
            "hash": model.hash,
            "version": __version__,
            "verb": "sobol",
            "task": question.described(),
            "design": plan.design.described(model),
            "level": level,
        },
        references=(*references(model), *_REFERENCES),
    )
    if throw and not answer.ok:
        raise StatusError(f"Sobol indices of '{model.name}': {answer.status}; " + " ".join(answer.notes))
    return answer


def _asked(model: Model, of: Any, task: Task | None) -> tuple[Task, tuple[str, ...]]:
    """The task that has the columns, and these."""
    question = Rest() if task is None else task
    if not isinstance(question, Task) or isinstance(question, Continue):
        raise InputError("task: Sobol indices are of Rest(), Steady() or Run(...)")
    given: list[Any] = [of] if isinstance(of, (str, Reduction)) else list(of or ())
    if not given:
        raise InputError("of: name results, such as of=['membrane.potential']")
    if not isinstance(question, Run):
        return question, tuple(given)
    watch = dict(question.watch)
    names = []
    for one in given:
        if isinstance(one, str) and one in watch:
            names.append(one)
            continue
        made = read_reduction(one)
        name = made.of if made.name == "last" else made.text.replace(" ", "").replace(",", "_").replace("=", "_")
        watch[name] = made
        names.append(name)
    settings = {key: getattr(question, key) for key in ("protocol", "until", "start", "rtol", "method", "backend")}
    return Run(watch={name: watch[name] for name in names}, **settings), tuple(names)


def _computed(
    plan: Plan, names: tuple[str, ...], runner: Runner | None, progress: Callable[[float], None] | None
) -> tuple[dict[str, Any], int]:
    """The columns, and how many samples have no answer."""
    values = {name: np.full(plan.total, np.nan) for name in names}
    status = np.full(plan.total, int(Status.refused), int)
    done = 0

    def deliver(number: int, arrays: Mapping[str, Any]) -> None:
        nonlocal done
        samples = plan.samples_of(number)
        part = slice(samples.start, samples.stop)
        good = np.asarray(arrays["status"]) == Status.ok
        status[part] = arrays["status"]
        for name in names:
            values[name][part] = np.where(good, np.asarray(arrays[name], float), np.nan)
        done += len(samples)
        if progress is not None:
            progress(done / plan.total)

    (runner or Serial()).run(plan, range(plan.chunks), deliver)
    return values, int((status != Status.ok).sum())


def _notes(names: tuple[str, ...], found: list[Shares], total: int) -> Any:
    for name, one in zip(names, found, strict=True):
        if one.status == Status.flat:
            yield f"{name} does not vary."
        elif one.status != Status.ok:
            yield f"{name}: {one.failed:,} of {total:,} evaluations gave nothing; too few are left."
        elif one.failed:
            yield (
                f"{name}: {one.failed:,} of {total:,} evaluations gave nothing; the blocks that they belong to were"
                " left out, which may bias the indices."
            )
