"""`poise shoot`: the periodic state of a paced or a beating model."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Quiet, Settings, Start


def shoot(
    model: ModelName,
    protocol: Annotated[
        str | None, typer.Option(metavar="NAME", help="What is done in each period; none for a model that beats.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="T",
            help="Of the pacing (the protocol's own length unless given), or a guess for a model that beats by itself;"
            " a bare number is ms.",
        ),
    ] = None,
    settings: Settings = None,
    start: Start = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write one period (.nc, .zarr, .csv, .json).")
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw one period (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """The state that comes back to itself after a period, its frequency, and whether the rhythm is stable.

    Example: poise shoot squid_axon --set "membrane.injected=10 uA/cm2". With --protocol the model is paced by it.
    """
    import gc

    from ..analysis.shoot import shoot as solve
    from ..io import read_model
    from . import _read, _running, _write
    from ._app import DONE, NO

    sheet = _write.check_file("--output", output, _write.RESULTS)
    figure = _write.check_file("--plot", plot, _write.FIGURES)
    length = None if period is None else _read.time(period, "--period")
    found = _read.with_settings(read_model(model), settings)
    paced = protocol is not None and protocol != _running.NONE
    name = _running.protocol(found, model, protocol, length) if paced else None
    gc.enable()
    result = solve(found, name, length, start=_read.starts(found, start) or None)
    there = bool(result.data)
    written = _write.figures({"time": figure}, lambda kind: result.plot.time) if there else []
    if sheet is not None and there:
        result.save(sheet)
        written.append(sheet)
    if json:
        _write.json_object(result.to_dict())
    elif not quiet:
        _write.table(result)
    _write.told(written, json=json, apart=not quiet)
    if not result.ok and (json or quiet):
        _write.remark(f"status {result.status}: " + " ".join(result.notes))
    return DONE if result.ok else NO
