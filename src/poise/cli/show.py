"""`poise show`: what a model is made of."""

from typing import Any

from ._options import Json, ModelName


def show(model: ModelName, json: Json = False) -> int:
    """Describe a model: compartments, interfaces, laws, every quantity with its path and unit, and where it comes from.

    Example: poise show textbook_neuron. The paths are what `--set` takes; a bare number there has the unit shown here
    (mM, mV, degC, ...).
    """
    from ..io import read_model
    from ._describe import content, lines
    from ._write import json_object, line

    found: Any = read_model(model)
    if json:
        json_object(content(found))
    else:
        for text in lines(found):
            line(text)
    return 0
