"""`poise schema`: the JSON Schema of a model file."""

from ._options import Json


def schema(json: Json = False) -> int:
    """The JSON Schema of the model file, for editors that complete and check YAML.

    Example: poise schema > poise.schema.json; quantities in it are texts with units ("5 mM").
    """
    import json as library
    import sys

    from ..io import json_schema
    from ._write import line

    line(library.dumps(json_schema(), indent=None if json and not sys.stdout.isatty() else 2, allow_nan=False))
    return 0
