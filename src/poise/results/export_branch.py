"""The keys of `continue`, for JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..constants import ZERO_CELSIUS
from .export_steady import CUBIC_MICRONS, concentrations
from .result import Result
from .swept import swept
from .table_numbers import readable


def branch_keys(result: Result) -> dict[str, Any]:
    """Every point of the branch, and where it folds or begins to oscillate; `value` is in `unit`."""
    if not result.data:
        return {
            "over": result.facts.get("path"),
            "unit": None,
            "branch": [],
            "folds": [],
            "hopfs": [],
            "branch_points": [],
        }
    path, one = swept(result)
    return {
        "over": path,
        "unit": one.shown[0],
        "branch": list(_points(result)),
        "folds": [special(result, fact) for fact in result.facts.get("folds", ())],
        "hopfs": [special(result, fact) for fact in result.facts.get("hopfs", ())],
        "branch_points": [special(result, fact) for fact in result.facts.get("branch_points", ())],
        **({"ended": result.facts["ended"]} if "ended" in result.facts else {}),
    }


def special(result: Result, fact: Mapping[str, Any]) -> dict[str, Any]:
    """A fold or a Hopf point, with its value (SI among the facts) in the unit that people read."""
    unit, scale = swept(result)[1].shown
    value = fact["value"] - ZERO_CELSIUS if unit == "degC" else fact["value"] / scale
    return {**fact, "value": value}


def _points(result: Result) -> Iterator[dict[str, Any]]:
    values = readable(swept(result)[1])
    names, data = result.labels["interface"], result.data
    for k, value in enumerate(values):
        here: dict[str, Any] = {
            "value": value,
            "stable": bool(result["stable"][k]),
            "potential_mV": {name: 1e3 * result["potential"][n][k] for n, name in enumerate(names)},
        }
        if "concentration" in data:
            places = dict.fromkeys(full.partition(".")[0] for full in result.labels["content"])
            here["concentrations_mM"] = {
                place: {one: row[k] for one, row in concentrations(result, place, "concentration").items()}
                for place in places
            }
        if "volume" in data:
            volumes = result["volume"]
            here["volume_um3"] = {
                name: CUBIC_MICRONS * volumes[n][k] for n, name in enumerate(result.labels["holding"])
            }
        if "growth" in data:
            here["growth_per_s"] = result["growth"][k]
        if "entropy_rate" in data:
            here["entropy_production_W_per_K"] = result["entropy_rate"][k]
        yield here
