"""`poise pourbaix`: what a metal is in water, by pH and potential."""

from typing import Annotated

import typer

from . import _read
from ._options import Json, Temperature


def pourbaix(
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="Fe or Zn.")],
    activity: Annotated[
        str, typer.Option("--activity-of-ions", metavar="A", help="Activity of every dissolved form.")
    ] = "1e-6",
    temperature: Temperature = "25 degC",
    solids: Annotated[
        str, typer.Option(metavar="NAME", help="The solids that form: oxides or hydroxides (which come first).")
    ] = "oxides",
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the diagram (.png, .pdf, .svg).")] = None,
    json: Json = False,
) -> int:
    """The Pourbaix diagram of a metal: where it is immune, corrodes, or may be covered; exact lines.

    Units: V (tables), mV (JSON), against the standard hydrogen electrode.

    Example: poise pourbaix Fe --activity-of-ions 1e-6 --plot iron.png
    """
    from ..analysis.pourbaix import pourbaix as solve
    from ..units import DIMENSIONS
    from ._write import FIGURES, check_file, json_object, line, told

    path = check_file("--plot", plot, FIGURES)
    number = _read.quantity(activity, DIMENSIONS["number"], "--activity-of-ions")
    found = solve(element, activity=number, temperature=_read.temperature(temperature), solids=solids)
    if path is not None:
        found.plot(path)
    if json:
        json_object(found.to_dict())
    else:
        line(str(found))
    told([path] if path is not None else [], json=json, apart=True)
    return 0
