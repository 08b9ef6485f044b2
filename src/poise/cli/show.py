"""`poise show`: what a model is made of."""

from typing import Annotated, Any

import typer

from ._options import Json, ModelName


def show(
    model: ModelName,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print the model file itself, to start your own from.")] = False,
    json: Json = False,
) -> int:
    """Describe a model: compartments, interfaces, laws, every quantity with its path and unit, and where it comes from.

    Example: poise show textbook_neuron. The paths are what `--set` takes; a bare number there has the unit shown here
    (mM, mV, degC, ...). To start from a shipped model: poise show textbook_neuron --yaml > my_cell.yaml
    """
    from ..io import locate, read_model

    if yaml:
        from ..errors import InputError
        from ._write import line

        if json:
            raise InputError("--yaml and --json exclude each other; give one")
        read_model(model)
        line(locate(model).read_text(encoding="utf-8").rstrip("\n"))
        return 0
    from ._describe import content, lines
    from ._write import json_object, line

    found: Any = read_model(model)
    if json:
        json_object(content(found))
    else:
        for text in lines(found):
            line(text)
    return 0
