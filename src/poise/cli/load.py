"""`poise load`: what a converter delivers, from open to short circuit."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Quiet, Settings


def load(
    model: ModelName,
    process: Annotated[
        str,
        typer.Option("--load", metavar="INTERFACE.PROCESS", help="The load, an ohmic conductor of the model."),
    ] = "external.load",
    settings: Settings = None,
    points: Annotated[str, typer.Option(metavar="N", help="Number of points, 5 to 100000.")] = "101",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the load curve (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Voltage, current and power of a load, from open to short circuit; efficiency and entropy production.

    Example: poise load thermogalvanic_cell --plot load.png. The models solar_cell, thermogalvanic_cell and
    reverse_electrodialysis have a load called external.load.
    """
    from ..analysis.load import load_curve as solve
    from ..io import read_model
    from . import _read, _write
    from ._app import DONE, NO

    figure = _write.check_file("--plot", plot, _write.FIGURES)
    found = _read.with_settings(read_model(model), settings)
    curve = solve(found, process, points=_read.whole(points, "--points"))
    written = _write.figures({"load": figure}, lambda kind: curve.plot)
    if json:
        _write.json_object(curve.to_dict())
    elif not quiet:
        _write.line(str(curve))
    _write.told(written, json=json, apart=not quiet)
    return DONE if curve.ok and curve.maximum is not None else NO
