"""`poise steady`: the state at which nothing changes any more."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Quiet, Settings, Start


def steady(
    model: ModelName,
    settings: Settings = None,
    start: Start = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Walk in time first: the state to which the start leads, not the nearest.")
    ] = False,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the tug of war (.png, .pdf, .svg).")] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the answer (.nc, .zarr, .csv, .json).")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """The steady state: potentials, gates, amounts and volumes all at rest together, and whether it is stable.

    Example: poise steady pump_leak_cell --set "bath.K+=8 mM". Where there is none, it says what runs away.
    """
    from ..analysis.settings import quiet as silently
    from ..analysis.steady import steady as solve
    from ..io import read_model
    from . import _read, _write

    figure = _write.check_file("--plot", plot, _write.FIGURES)
    sheet = _write.check_file("--output", output, _write.RESULTS)
    found = _read.with_settings(read_model(model), settings)
    with silently():
        result = solve(found, start=_read.starts(found, start) or None, follow=follow)
    written = _write.figures({"tug_of_war": figure}, lambda kind: result.plot.tug_of_war)
    if sheet is not None:
        result.save(sheet)
        written.append(sheet)
    return _write.answered(result, written, json=json, quiet=quiet)
