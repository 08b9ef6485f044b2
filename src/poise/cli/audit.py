"""`poise audit`: the second law and the balance of every process."""

from typing import Annotated

import typer

from ._options import Json, ModelName, Settings


def audit(
    model: ModelName,
    settings: Settings = None,
    states: Annotated[str, typer.Option(metavar="N", help="How many states are tried.")] = "4096",
    seed: Annotated[str, typer.Option(metavar="N", help="Of the sample of states.")] = "0",
    json: Json = False,
) -> int:
    """Whether every process obeys the second law and conserves charge and matter, over a box of states.

    Example: poise audit squid_axon. The box: -150 to +100 mV, every concentration from a hundredth to a hundredfold (in
    mM), the temperature +-20 K. Exit status 1 if something breaks them that the model does not declare.
    """
    from ..analysis.audit import audit as solve
    from ..errors import InputError
    from ..io import read_model
    from . import _read, _write
    from ._app import DONE, NO

    number, start = _read.whole(states, "--states"), _read.whole(seed, "--seed")
    if start < 0:
        raise InputError(f"--seed: '{seed}' is negative; give a whole number from 0")
    found = solve(_read.with_settings(read_model(model), settings), states=number, seed=start)
    if json:
        _write.json_object(found.to_dict())
    else:
        _write.line(str(found))
    return DONE if found.ok else NO
