"""What `sweep` is told on the command line, as objects: the samples, the question, and what computes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError, did_you_mean
from . import _read

if TYPE_CHECKING:
    from ..analysis.designs import Design
    from ..analysis.runners.base import Runner
    from ..analysis.tasks.base import Task
    from ..model.model import Model

DRAWN: Final = ("lhs", "sobol", "random")
_OVER, _DRAW = "bath.K+=1:50 mM:100", "bath.K+=normal(4 mM, 10 %)"


def design(
    model: "Model",
    over: Sequence[str] | None,
    draw: Sequence[str] | None,
    kind: str | None,
    samples: str | None,
    seed: str,
    correlate: Sequence[str] | None,
) -> "Design":
    """The samples that `--over` and `--draw` ask for.

    Raises:
        InputError, UnitError, UnknownNameError: naming the option.
    """
    from ..analysis.designs import Grid, Listed, Product

    axes = _read.pairs(over, "--over", _OVER)
    draws = _read.pairs(draw, "--draw", _DRAW)
    if not axes and not draws:
        raise InputError(f"nothing varies; write --over '{_OVER}', or --draw '{_DRAW}' --samples 1000")
    if kind is not None and kind not in ("grid", "list", *DRAWN):
        near = did_you_mean(kind, ("grid", "list", *DRAWN))
        raise InputError(f"--design: '{kind[:60]}' is no design; {near}")
    for path, text in axes.items():
        _named(f"--over '{path[:60]}={text[:60]}'", path, lambda path=path, text=text: Grid({path: text}).of(model))
    fixed = (Listed if kind == "list" else Grid)(axes) if axes else None
    if not draws:
        if kind in DRAWN:
            raise InputError(f"--design {kind} draws samples; write --draw '{_DRAW}' for what is drawn")
        for option, given in (("--samples", samples), ("--correlate", correlate)):
            if given:
                raise InputError(f"{option} is about --draw, which is not given; write --draw '{_DRAW}'")
        return _named("--over", "", lambda: _bound(fixed, model))
    drawn = _drawn(model, draws, kind if kind in DRAWN else "lhs", samples, seed, correlate)
    return _named("--over and --draw", "", lambda: _bound(Product(fixed, drawn) if fixed else drawn, model))


def _bound(found: Any, model: "Model") -> "Design":
    found.of(model)  # what is wrong with it is said now, by the option
    return found


def _drawn(
    model: "Model", draws: Mapping[str, str], kind: str, samples: str | None, seed: str, correlate: Any
) -> "Design":
    from ..analysis.designs import LatinHypercube, Random, Sobol

    if samples is None:
        raise InputError("--samples is missing: how many draws, such as --samples 1000")
    count, start = _read.whole(samples, "--samples"), _read.whole(seed, "--seed")
    for path, text in draws.items():
        _named(
            f"--draw '{path[:60]}={text[:60]}'", path, lambda path=path, text=text: Random(1, {path: text}).of(model)
        )
    pairs = _correlations(correlate)
    if kind == "lhs":
        if pairs:
            raise InputError("--correlate: a Latin hypercube has none; write --design random or --design sobol")
        return _named("--samples", "", lambda: LatinHypercube(count, draws, seed=start))
    made = {"sobol": Sobol, "random": Random}[kind]
    return _named("--draw", "", lambda: _bound(made(count, draws, correlation=pairs or None, seed=start), model))


def _correlations(given: Sequence[str] | None) -> dict[tuple[str, str], float]:
    """`--correlate 'PATH, PATH=R'` by pair of paths."""
    example = "membrane.Na.conductance, membrane.K.conductance=0.5"
    found: dict[tuple[str, str], float] = {}
    for names, text in _read.pairs(given, "--correlate", example).items():
        pair = tuple(part.strip() for part in names.split(","))
        if len(pair) != 2 or not all(pair):
            raise InputError(f"--correlate: '{names[:60]}' is not two paths; write --correlate '{example}'")
        try:
            found[pair[0], pair[1]] = float(text)
        except ValueError:
            raise InputError(f"--correlate: '{text[:60]}' is not a number between -1 and 1") from None
    return found


@dataclass(frozen=True)
class Solver:
    """How a run is integrated, as typed."""

    rtol: str
    method: str
    backend: str


def task(
    model: "Model",
    name: str,
    *,
    protocol: str | None,
    until: str | None,
    watch: Sequence[str] | None,
    start: Sequence[str] | None,
    along: str | None,
    solver: Solver,
) -> "Task":
    """The question that `--task` names.

    Raises:
        InputError, UnitError, UnknownNameError: naming the option.
    """
    made: dict[str, tuple[Callable[[], Task], set[str]]] = {
        "rest": (_rest, set()),
        "steady": (_steady, set()),
        "run": (
            lambda: _run(model, protocol, until, watch, start, solver),
            {"--protocol", "--until", "--watch", "--start"},
        ),
        "continue": (lambda: _continue(model, along), {"--along"}),
    }
    if name not in made:
        raise InputError(f"--task: '{name[:60]}' is no task; {did_you_mean(name, made)}")
    options = {"--protocol": protocol, "--until": until, "--watch": watch, "--start": start, "--along": along}
    build, own = made[name]
    for option, given in options.items():
        if given and option not in own:
            fits = "continue" if option == "--along" else "run"
            raise InputError(f"{option} is about --task {fits}, not {name}; write --task {fits}, or leave it out")
    return build()


def _rest() -> "Task":
    from ..analysis.tasks.rest import Rest

    return Rest()


def _steady() -> "Task":
    from ..analysis.tasks.steady import Steady

    return Steady()


def _run(model: "Model", protocol: Any, until: Any, watch: Any, start: Any, solver: Solver) -> "Task":
    from ..analysis.tasks.run import Run
    from . import _running

    length = None if until is None else _read.time(until, "--until")
    name = _running.protocol(model, model.name, protocol, length)
    watched = _read.pairs(watch, "--watch", "peak=maximum(membrane.potential)")
    begin = _read.starts(model, start)
    tolerance = _read.tolerance(solver.rtol, "--rtol")
    method = _running.method(solver.method)
    backend = None if solver.backend == "quickest" else _running.backend(solver.backend)
    return _named("--watch", "", lambda: Run(name, length, watched, begin or None, tolerance, method, backend))


def _continue(model: "Model", along: str | None) -> "Task":
    from ..analysis.tasks.branch import Continue

    if along is None:
        raise InputError("--along is missing: the quantity each branch follows, such as --along 'bath.K+=1:20 mM'")
    return Continue(*_read.span(model, along, "--along"))


def runner(dask: str | None, processes: str | None, deadline: str | None) -> "Runner | None":
    """What computes: `None` for this process.

    Raises:
        InputError: naming the option.
    """
    if dask is not None and processes is not None:
        raise InputError("--dask and --processes both say what computes; give one of them")
    limits: dict[str, Any] = {} if deadline is None else {"deadline": deadline}
    if dask is not None:
        from ..analysis.runners.dask import Dask

        return _named("--dask", "", lambda: Dask(dask, **limits))
    if processes is None and deadline is None:
        return None
    from ..analysis.runners.processes import Processes

    count = 1 if processes is None else _read.whole(processes, "--processes")
    return _named("--processes", "", lambda: Processes(count, **limits))


def _named(option: str, path: str, make: Callable[[], Any]) -> Any:
    """Make something, with the option in front of what is wrong with it."""
    try:
        return make()
    except InputError as error:
        why = str(error).removeprefix(f"{path}: ") if path else str(error)
        raise type(error)(f"{option}: {why}") from None
