"""`poise mixed`: the potential of an electrode on which several reactions run."""

from typing import Annotated

import typer

from ._options import Interface, Json, ModelName, Next, Quiet, Settings


def mixed(
    model: ModelName,
    interface: Interface = None,
    settings: Settings = None,
    low: Annotated[
        str | None,
        typer.Option("--from", metavar="V", help="Search and draw from here; a bare number is mV."),
    ] = None,
    high: Annotated[
        str | None, typer.Option("--to", metavar="V", help="Search and draw up to here; a bare number is mV.")
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(metavar="V", help="Of several stable potentials take the nearest to this; a bare number is mV."),
    ] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the Evans diagram (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    next_: Next = False,
    json: Json = False,
) -> int:
    """The mixed (corrosion) potential of an electrode: where oxidation and reduction carry equal currents.

    Example: poise mixed MODEL --plot evans.png. It is `poise rest` with another figure: the Evans diagram.
    """
    from ..analysis.rest import rest as solve
    from . import _read, _resting
    from ._write import FIGURES, check_file

    path = check_file("--plot", plot, FIGURES)
    found, name = _resting.prepared(model, settings, interface)
    bottom, top = _read.potential(low, "--from"), _read.potential(high, "--to")
    result = solve(found, low=bottom, high=top, near=_read.potential(near, "--near"))
    return _resting.report(
        found, result, name, model, figures={"evans": path}, window=(bottom, top), quiet=quiet, hints=next_, json=json
    )
