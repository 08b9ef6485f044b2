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
    against: Annotated[
        str,
        typer.Option(metavar="NAME", help="Give potentials also against this reference electrode: SCE, Ag/AgCl, ..."),
    ] = "SHE",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the Evans diagram (.png, .pdf, .svg).")] = None,
    quiet: Quiet = False,
    next_: Next = False,
    json: Json = False,
) -> int:
    """The mixed (corrosion) potential of an electrode: where oxidation and reduction carry equal currents.

    Example: poise mixed rusting_nail --against SCE --plot evans.png. It is `poise rest`, and for each electrode its
    couples, corrosion rates, galvanic currents, how the solution changes, and the Evans diagram.
    """
    from ..analysis.corrosion import corrosion
    from ..analysis.rest import rest as solve
    from ..chemistry.reference_electrodes import reference_electrode
    from . import _read, _resting
    from ._write import FIGURES, check_file

    path = check_file("--plot", plot, FIGURES)
    reference_electrode(against)
    found, name = _resting.prepared(model, settings, interface)
    bottom, top = _read.potential(low, "--from"), _read.potential(high, "--to")
    result = solve(found, low=bottom, high=top, near=_read.potential(near, "--near"))
    return _resting.report(
        found,
        result,
        name,
        model,
        figures={"evans": path},
        window=(bottom, top),
        more=corrosion(found, result, against=against),
        quiet=quiet,
        hints=next_,
        json=json,
    )
