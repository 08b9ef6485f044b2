"""`poise models`: the shipped models."""

from ._options import Json


def models(json: Json = False) -> int:
    """List the shipped models, each with one line on what it is.

    Example: poise models; then `poise show NAME` lists its quantities with their units.
    """
    import textwrap

    from ..io import shipped
    from ._summary import summary
    from ._write import json_object, line

    found = [(name, summary(name)) for name in shipped()]
    if json:
        json_object({"models": [{"name": name, "description": text} for name, text in found]})
    else:
        width = max(len(name) for name, _ in found)
        for name, text in found:
            first, *more = textwrap.wrap(text, 98 - width, break_on_hyphens=False) or [""]
            line(f"{name.ljust(width)}  {first}".rstrip())
            for rest in more:
                line(" " * (width + 2) + rest)
    return 0
