"""`poise energy`: what a state costs."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Settings


def energy(
    model: ModelName,
    settings: Settings = None,
    budget: Annotated[
        str | None,
        typer.Option(metavar="X", help="Say the share of it: '10 pW', or ATP as '1e7 1/s' or '20 amol/s'."),
    ] = None,
    steady: Annotated[
        bool, typer.Option("--steady", help="At the steady state; at the rest, concentrations as given, unless asked.")
    ] = False,
    json: Json = False,
) -> int:
    """ATP per second, watts, where they are dissipated, and what is stored.

    Example: poise energy pump_leak_cell --steady --budget "10 pW". Powers are per area where the model gives no area.
    """
    from ..analysis.energy import energy as solve
    from ..io import read_model
    from . import _read, _write
    from ._app import DONE, NO

    found = solve(_read.with_settings(read_model(model), settings), budget, at="steady" if steady else "rest")
    if json:
        _write.json_object(found.to_dict())
    else:
        _write.line(str(found))
    return DONE if found.ok else NO
