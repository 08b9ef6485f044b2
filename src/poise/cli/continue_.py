"""`poise continue`: a branch of steady states along one quantity."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Quiet, Settings, Start


def continue_(
    model: ModelName,
    over: Annotated[
        str,
        typer.Option(
            metavar="PATH=A:B",
            help="The quantity and its range, such as 'bath.K+=1:20 mM'; a unit at the end is that of both.",
        ),
    ],
    settings: Settings = None,
    start: Start = None,
    points: Annotated[str, typer.Option(metavar="N", help="Most points in each direction.")] = "2000",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the branch (.png, .pdf, .svg).")] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the branch (.nc, .zarr, .csv, .json).")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Follow steady states along a quantity, round the folds: folds, Hopf points, stable and unstable parts.

    Example: poise continue squid_axon --over "membrane.injected=0:200 uA/cm2" --plot branch.png
    """
    from ..analysis.continue_ import continue_ as solve
    from ..analysis.settings import quiet as silently
    from ..errors import InputError
    from ..io import read_model
    from ..model.values import as_value
    from . import _read, _write

    figure = _write.check_file("--plot", plot, _write.FIGURES)
    sheet = _write.check_file("--output", output, _write.RESULTS)
    most = _read.whole(points, "--points")
    if not 2 <= most <= 1_000_000:
        raise InputError(f"--points: '{points}' is out of range; give 2 to 1000000")
    found = _read.with_settings(read_model(model), settings)
    path, low, high = _read.span(found, over, "--over")
    kind = found.paths()[path]
    try:
        ends = sorted(as_value(one, kind, path) for one in (low, high))
        with silently():
            result = solve(found, path, *ends, start=_read.starts(found, start) or None, points=most)
    except InputError as error:
        raise type(error)(f"--over '{over[:60]}': {error}") from None
    written = _write.figures({"branch": figure}, lambda kind: result.plot.branch) if result.data else []
    if sheet is not None and result.data:
        result.save(sheet)
        written.append(sheet)
    return _write.answered(result, written, json=json, quiet=quiet)
