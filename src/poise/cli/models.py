"""`poise models`: the shipped models."""

from ._options import Json


def models(json: Json = False) -> int:
    """List the shipped models, each with one line on what it is.

    Example: poise models; then `poise show NAME` lists its quantities with their units.
    """
    from ..io import shipped
    from ._summary import summary
    from ._write import columns, json_object

    found = [(name, summary(name)) for name in shipped()]
    if json:
        json_object({"models": [{"name": name, "description": text} for name, text in found]})
    else:
        columns([("name", "what it is"), *found], indent="")
    return 0
