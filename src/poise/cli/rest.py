"""`poise rest`: the potential at which no net current flows."""

from typing import Annotated

import typer

from ._options import Interface, Json, ModelName, Next, Quiet, Settings


def rest(
    model: ModelName,
    interface: Interface = None,
    settings: Settings = None,
    low: Annotated[
        str | None, typer.Option("--from", metavar="V", help="Search from here; a bare number is mV.")
    ] = None,
    high: Annotated[
        str | None, typer.Option("--to", metavar="V", help="Search up to here; a bare number is mV.")
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(metavar="V", help="Of several stable rests take the nearest to this; a bare number is mV."),
    ] = None,
    balance: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROCESS=ION",
            help="Let this process run at the rate that cancels the ion's net flux, such as membrane.pump=Na+"
            " (repeatable).",
        ),
    ] = None,
    knockout: Annotated[bool, typer.Option("--knockout", help="Also take away each process in turn.")] = False,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the tug of war (.png, .pdf, .svg).")] = None,
    circuit: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw the equivalent circuit (.png, .pdf, .svg).")
    ] = None,
    quiet: Quiet = False,
    next_: Next = False,
    json: Json = False,
) -> int:
    """The resting potential: where the net current of all processes vanishes, at the concentrations given.

    Example: poise rest textbook_neuron --set "bath.K+=10 mM" --plot rest.png
    """
    from ..analysis.rest import rest as solve
    from . import _read, _resting
    from ._write import FIGURES, check_file

    figures = {"tug_of_war": check_file("--plot", plot, FIGURES), "circuit": check_file("--circuit", circuit, FIGURES)}
    found, name = _resting.prepared(model, settings, interface)
    result = solve(
        found,
        low=_read.potential(low, "--from"),
        high=_read.potential(high, "--to"),
        near=_read.potential(near, "--near"),
        balance=_read.balance(found, balance),
    )
    return _resting.report(
        found, result, name, model, figures=figures, knockout=knockout, quiet=quiet, hints=next_, json=json
    )
