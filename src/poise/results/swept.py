"""What a branch of steady states runs over."""

from ..errors import InputError
from .result import Result
from .variable import Variable


def swept(result: Result) -> tuple[str, Variable]:
    """Path and values of the quantity that varies along the points of a branch.

    Raises:
        InputError: the result has no branch.
    """
    if "parameter" not in result.data:
        why = "no branch was found" if result.verb == "continue" else f"a result of {result.verb} has no branch"
        raise InputError(f"{why}; " + " ".join(result.notes) if result.notes else why)
    return str(result.facts.get("path", result.provenance.get("path", "parameter"))), result.data["parameter"]
