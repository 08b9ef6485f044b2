"""`poise cite`: the papers that an answer rests on."""

from ._options import Json, ModelName


def cite(model: ModelName, json: Json = False) -> int:
    """BibTeX of the papers behind a model: its own sources, its laws and its activity model.

    Example: poise cite textbook_neuron > references.bib (no quantities, no units).
    """
    from ..analysis.answer import references
    from ..io import read_model
    from ..references import bibliography
    from ._write import json_object, line, remark

    keys = references(read_model(model))
    entries = bibliography()
    for key in keys:
        if key not in entries:
            remark(f"warning: no reference '{key}' in Poise's list; it stands in the model alone")
    found = {key: entries[key] for key in keys if key in entries}
    if json:
        json_object({"references": found})
    else:
        line("\n\n".join(found.values()))
    return 0
