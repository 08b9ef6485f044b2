"""`poise sensitivity`: how results depend on parameters."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ._options import Json, ModelName, Quiet, Settings, Start, TaskMethod, TaskProtocol, TaskTolerance, TaskUntil

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.model import Model


def sensitivity(
    model: ModelName,
    of: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RESULT",
            help="What changes: 'membrane.potential', 'cytosol.K+', 'membrane.K_leak.current'; of a run also"
            " 'maximum(membrane.potential)', 'at(membrane.potential, 5 ms)'. Repeatable, or with commas; the potentials"
            " unless given.",
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="The parameters, by path. Repeatable, or with commas."),
    ] = None,
    task: Annotated[str, typer.Option(metavar="NAME", help="What is computed: rest, steady, run.")] = "rest",
    protocol: TaskProtocol = None,
    until: TaskUntil = None,
    at: Annotated[
        list[str] | None,
        typer.Option(metavar="T", help="With --task run: the results at this time (repeatable), not at the end."),
    ] = None,
    adjoint: Annotated[bool, typer.Option("--adjoint", help="Differentiate backwards, whatever is cheaper.")] = False,
    forward: Annotated[bool, typer.Option("--forward", help="Differentiate forwards, whatever is cheaper.")] = False,
    relative: Annotated[bool, typer.Option("--relative", help="Draw elasticities: % per %.")] = False,
    sobol: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="Sobol indices instead, from N (parameters + 2) samples; N is a power of 2, such as 1024."
        ),
    ] = None,
    draw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=DISTRIBUTION",
            help="With --sobol: what a parameter is drawn from, such as 'normal(120 mS/cm2, 10 %)' (repeatable);"
            " those of --to without one vary evenly by 10 % up and down.",
        ),
    ] = None,
    seed: Annotated[str, typer.Option(metavar="N", help="With --sobol: the same seed, the same samples.")] = "0",
    settings: Settings = None,
    start: Start = None,
    rtol: TaskTolerance = "1e-6",
    method: TaskMethod = "rodas5p",
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the numbers (.csv, .json, .nc).")
    ] = None,
    plot: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw bars, the longest on top (.png, .pdf, .svg).")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Derivatives of results by parameters, exact to rounding; or, with --sobol, shares of their variance.

    Example: poise sensitivity textbook_neuron --of membrane.potential --to bath.K+,membrane.K_leak.permeability
    """
    from ..analysis.settings import quiet as silently
    from ..errors import InputError
    from ..io import read_model
    from . import _read, _sweeping, _write

    if task == "continue":
        raise InputError("--task: a sensitivity is of rest, steady or run, not of a branch")
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    sheet = _write.check_file("--output", output, (".csv", ".json", ".nc"))
    found = _read.with_settings(read_model(model), settings)
    how = _sweeping.Solver(rtol, method, "quickest")
    question = _sweeping.task(
        found, task, protocol=protocol, until=until, watch=None, start=start, along=None, solver=how
    )
    results = _at(_listed(of), at, task)
    with silently():
        if sobol is not None:
            result = _sobol(found, results, _listed(to), draw, question, sobol, seed, adjoint or forward)
        else:
            result = _derivatives(found, results, _listed(to), draw, question, adjoint, forward, relative)
    written = _write.figures({"sensitivity": figure}, lambda kind: result.plot.bars)
    if sheet is not None:
        result.save(sheet)
        written.append(sheet)
    return _write.answered(result, written, json=json, quiet=quiet)


def _listed(given: "Sequence[str] | None") -> list[str]:
    """Texts between commas that stand outside of brackets."""
    from ..analysis.commas import between_commas

    pieces = [piece.strip() for text in given or () for piece in between_commas(text)]
    return [one for one in pieces if one]


def _at(results: list[str], times: "Sequence[str] | None", task: str) -> list[str]:
    """The results at the times of `--at`."""
    from ..errors import InputError
    from . import _read

    if not times:
        return results
    if task != "run":
        raise InputError(f"--at is about --task run, not {task}; write --task run, or leave it out")
    if not results:
        raise InputError("--at: of what? name it, such as --of membrane.potential")
    moments = [_read.time(one, "--at") for one in _listed(times)]
    return [f"at({one}, {moment!r} s)" for one in results for moment in moments]


def _derivatives(
    model: "Model", of: list[str], to: list[str], draw: Any, task: Any, adjoint: bool, forward: bool, relative: bool
) -> Any:
    from ..analysis.sensitivities.modes import Adjoint, Forward
    from ..analysis.sensitivity import sensitivity as solve
    from ..errors import InputError

    if draw:
        raise InputError("--draw is about --sobol; write --sobol 1024, or --to for derivatives")
    if adjoint and forward:
        raise InputError("--adjoint and --forward: choose one; they give the same")
    if not to:
        raise InputError("--to is missing: the parameters by path, such as --to bath.K+; `poise show MODEL` lists them")
    mode = Adjoint() if adjoint else Forward() if forward else None
    return solve(model, of or None, to, task=task, mode=mode, relative=relative)


def _sobol(
    model: "Model", of: list[str], to: list[str], draw: Any, task: Any, samples: str, seed: str, directed: bool
) -> Any:
    from ..analysis.sobol import sobol_indices
    from ..errors import InputError
    from . import _read
    from ._progress import Bar

    if directed:
        raise InputError("--sobol evaluates samples and differentiates nothing; leave --adjoint and --forward out")
    draws: dict[str, Any] = dict(_read.pairs(draw, "--draw", "bath.K+=normal(4 mM, 10 %)"))
    given = {model.resolve(path) for path in draws}
    for path in to:
        if model.resolve(path) not in given:
            draws[path] = _about(model, path)
    if not draws:
        raise InputError("--to is missing: the parameters by path, such as --to bath.K+, or --draw with distributions")
    count = _read.whole(samples, "--sobol")
    if count < 8 or count & (count - 1):
        raise InputError(f"--sobol: '{samples[:60]}' is not a power of 2 from 8 on; write --sobol 1024")
    names = of or [f"{name}.potential" for name in model.interfaces]
    with Bar(f"Sobol indices of {model.name}") as bar:
        return sobol_indices(
            model,
            names,
            draws,
            task=task,
            n=count,
            seed=_read.whole(seed, "--seed"),
            progress=bar,
        )


def _about(model: "Model", path: str) -> str:
    """A tenth below and above what it is; of a temperature 1 K."""
    from ..errors import InputError
    from ..units import show

    value, dimension = model.get(path), model.paths()[model.resolve(path)].dimension
    if not isinstance(value, float) or value == 0.0:
        raise InputError(f"--to {path}: it has no one number to vary about; write --draw '{path}=uniform(A, B)'")
    step = 1.0 if dimension.name == "temperature" else 0.1 * abs(value)
    return f"uniform({show(value - step, dimension, 9)}, {show(value + step, dimension, 9)})"
