"""Results for other programs: the dictionary behind `--json`, whatever the verb."""

from typing import Any

import numpy as np

from .result import Result
from .table_numbers import readable


def to_dict(result: Result, *, series: bool = False) -> dict[str, Any]:
    """The result as strict JSON holds it: plain lists and numbers, `None` for nan and infinity.

    Keys end in their unit. A result with dimensions of its own has nested lists where a plain one has numbers, and
    says in `dims` and `coordinates` what they run over.

    Args:
        result: of any analysis.
        series: add what a run holds over time.
    """
    found = {
        "verb": result.verb,
        "model": result.title,
        "status": result.status,
        **_body(result, series=series),
        "notes": list(result.notes),
        "provenance": dict(result.provenance),
        "references": list(result.references),
    }
    if result.sizes:
        found["statuses"] = np.asarray(result.statuses).tolist()
        found["dims"] = dict(result.sizes)
        found["coordinates"] = {
            path: {"dim": one.dims[0], "unit": one.shown[0], "values": readable(one)}
            for path, one in result.coordinates.items()
            if one.dims[0] in result.sizes
        }
    return plain(found)


def _body(result: Result, *, series: bool) -> dict[str, Any]:
    if result.verb == "iv":
        from .export_iv import iv_keys

        return iv_keys(result)
    if result.verb == "run":
        from .export_run import run_keys

        return run_keys(result, series=series)
    if result.verb in ("state", "steady"):
        from .export_steady import steady_keys

        return steady_keys(result)
    if result.verb == "continue":
        from .export_branch import branch_keys

        return branch_keys(result)
    from .export_rest import rest_keys

    return rest_keys(result)


def plain(value: Any) -> Any:
    """Mappings, sequences, arrays and numbers as JSON has them; nan and infinity become `None`."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
