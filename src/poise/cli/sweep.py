"""`poise sweep`: one question of many samples."""

from typing import Annotated, Any

import typer

from ._options import Json, ModelName, Quiet, Settings, Start, TaskMethod, TaskProtocol, TaskTolerance, TaskUntil


def sweep(
    model: ModelName,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="STORE.zarr", help="Where the table goes, chunk by chunk.")
    ],
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=A:B:N[:log]",
            help="N values from A to B, evenly or by even factors, or a list 'PATH=A,B,C' (repeatable: each with each)."
            " A unit at the end is that of all; bare numbers have the unit that `poise show MODEL` lists.",
        ),
    ] = None,
    draw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=DISTRIBUTION",
            help="Draw it: 'normal(120 mS/cm2, 10 %)', 'uniform(5, 50 mM)', 'loguniform(1, 100 mM)', 'lognormal(4 mM,"
            " 30 %)', 'truncated(normal(4 mM, 1 mM), 2, 6 mM)' (repeatable).",
        ),
    ] = None,
    design: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="How draws are made: lhs (Latin hypercube; if nothing is said), sobol, random. 'list' takes the values"
            " of --over side by side.",
        ),
    ] = None,
    samples: Annotated[str | None, typer.Option(metavar="N", help="How many draws.")] = None,
    seed: Annotated[str, typer.Option(metavar="N", help="Of the draws: the same seed, the same samples.")] = "0",
    correlate: Annotated[
        list[str] | None,
        typer.Option(metavar="'PATH, PATH=R'", help="Correlation of two drawn quantities, -1 to 1 (repeatable)."),
    ] = None,
    task: Annotated[str, typer.Option(metavar="NAME", help="What is asked: rest, steady, run, continue.")] = "rest",
    protocol: TaskProtocol = None,
    until: TaskUntil = None,
    watch: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=REDUCTION",
            help="With --task run: what is kept, such as 'peak=maximum(membrane.potential)' (repeatable). The"
            " potentials at the end unless given.",
        ),
    ] = None,
    along: Annotated[
        str | None, typer.Option(metavar="PATH=A:B", help="With --task continue: the quantity each branch follows.")
    ] = None,
    settings: Settings = None,
    start: Start = None,
    rtol: TaskTolerance = "1e-6",
    method: TaskMethod = "rodas5p",
    backend: Annotated[
        str, typer.Option(metavar="NAME", help="With --task run: native, xla, or the quickest of them.")
    ] = "quickest",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a store that is there.")] = False,
    dask: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Compute on Dask: local:2 (two workers here), or a scheduler's address."),
    ] = None,
    processes: Annotated[
        str | None, typer.Option(metavar="N", help="Compute in N processes here, which survive a bad sample.")
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(metavar="T", help="Time for a chunk in other processes, and for a bad sample alone: '10 min'."),
    ] = None,
    plot: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw a column: a line, a map, or its spread (.png, .pdf, .svg).")
    ] = None,
    column: Annotated[str | None, typer.Option(metavar="NAME", help="Which column --plot draws; the first.")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Ask one question of many samples of a model, and store the answers as they come; --resume goes on after any stop.

    Example: poise sweep textbook_neuron --over 'bath.K+=1:50 mM:100:log' -o potassium.zarr
    """
    from ..analysis.settings import quiet as silently
    from ..errors import InputError
    from ..io import read_model
    from ..sweeping import sweep as compute
    from . import _read, _sweeping, _write
    from ._app import DONE, INTERRUPTED, NO
    from ._sweep_bar import SweepBar

    store = _write.check_file("--output", output, (".zarr",))
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    if column is not None and figure is None:
        raise InputError("--column is about --plot, which is not given; write --plot FILE.png")
    runner = _sweeping.runner(dask, processes, deadline)
    found = _read.with_settings(read_model(model), settings)
    how = _sweeping.Solver(rtol, method, backend)
    asked = _sweeping.task(
        found, task, protocol=protocol, until=until, watch=watch, start=start, along=along, solver=how
    )
    chosen = _sweeping.design(found, over, draw, design, samples, seed, correlate)
    bar = SweepBar(f"sweep of {found.name}")
    try:
        with bar, silently():
            result: Any = compute(found, chosen, asked, store, resume=resume, runner=runner, progress=bar)
    except KeyboardInterrupt:
        kept = f"{bar.done:,} of {bar.total:,} samples are safe in {store}: the same command with --resume goes on"
        _write.remark(f"poise: interrupted; {kept if bar.done else 'before anything was computed'}")
        return INTERRUPTED
    written = _write.figures({"sweep": figure}, lambda kind: lambda path: result.plot(column, path))
    if json:
        _write.json_object(result.to_dict())
    elif not quiet:
        _write.table(result)
    _write.told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet):
        _write.remark(f"status {result.status}: {_counts(result)}")
    return DONE if result.ok else NO


def _counts(result: Any) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in result.statuses.items())
