"""`poise run`: a model in time."""

from typing import Annotated, Any

import typer

from ._options import Json, ModelName, Quiet, Settings, Start


def run(
    model: ModelName,
    protocol: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What is done: one of the model's protocols (the first), or none."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="T", help="How long, such as '10 h'; a bare number is ms. The protocol's unless given."),
    ] = None,
    settings: Settings = None,
    start: Start = None,
    from_steady: Annotated[
        bool, typer.Option("--from-steady", help="Start from the steady state; --start changes it.")
    ] = False,
    every: Annotated[
        str | None,
        typer.Option(metavar="T", help="Spacing of the output; a bare number is ms. The solver's steps unless given."),
    ] = None,
    rtol: Annotated[str, typer.Option(metavar="X", help="Relative tolerance, 1e-13 to 0.01.")] = "1e-6",
    method: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="rodas5p (stiff models), tsit5 (models that are not), exponential:25us (fixed steps)."
        ),
    ] = "rodas5p",
    backend: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="What computes: native (this processor's code), xla, or the quickest of them."
        ),
    ] = "quickest",
    checkpoint: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Note there how far a long run is; the same command goes on from it."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write everything over time (.nc, .zarr, .csv, .json)."),
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw it over time (.png, .pdf, .svg).")] = None,
    series: Annotated[bool, typer.Option("--series", help="With --json: everything over time as well.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Follow a model in time under a protocol: potentials, gates, amounts, volumes, events, and the accounts.

    Example: poise run squid_axon --protocol spike --plot spike.png. Ctrl-C stops a run.
    """
    from ..errors import InputError
    from ..io import read_model
    from . import _read, _running, _write
    from ._app import DONE, NO

    sheet = _write.check_file("--output", output, _write.RESULTS)
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    store = _write.check_file("--checkpoint", checkpoint, ())
    if series and not json:
        raise InputError("--series adds to what --json prints; give both, or write a file with --output")
    length = None if until is None else _read.time(until, "--until")
    spacing = None if every is None else _read.time(every, "--every")
    tolerance = _read.tolerance(rtol, "--rtol")
    solver, engine = _running.method(method), _running.backend(backend)
    found = _read.with_settings(read_model(model), settings)
    name = _running.protocol(found, model, protocol, length)
    begin = _running.begin(found, _read.starts(found, start), steady=from_steady)
    result: Any = _running.simulated(
        found, name, length, start=begin, every=spacing, rtol=tolerance, method=solver, backend=engine, checkpoint=store
    )
    if result is None:
        return _running.INTERRUPTED
    written = _write.figures({"time": figure}, lambda kind: result.plot.time)
    if sheet is not None:
        result.save(sheet)
        written.append(sheet)
    if json:
        _write.json_object({"protocol": name, **result.to_dict(series=series)})
    elif not quiet:
        _running.announce(found, name, chosen=protocol is not None)
        _write.table(result)
    _write.told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet or written):
        _write.not_ok(result, " The files hold what was computed up to there." if written else "")
    return DONE if result.ok else NO
