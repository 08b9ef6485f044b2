"""The keys of `steady`, and of the state at the end of a run, for JSON."""

from typing import Any

import numpy as np

from .export_rest import rest_keys
from .result import Result

CUBIC_MICRONS = 1e18  # um3 in a m3


def steady_keys(result: Result) -> dict[str, Any]:
    """What `rest` tells, with volumes and concentrations of every compartment, and how the state holds.

    A state that was not sought as a steady one has `None` for what only a steady state has.
    """
    found = rest_keys(result)
    facts = result.facts
    for name, one in found["compartments"].items():
        one["volume_um3"] = _volume(result, name)
        one["concentrations_mM"] = concentrations(result, name)
    found["gates"] = {name: result["gate"][k] for k, name in enumerate(result.labels.get("gate", ()))}
    for key in ("stable", "eigenvalues_per_s", "entropy_production_W_per_K", "residuals"):
        found[key] = facts.get(key)
    return found | ({"turnover_s": facts["turnover_s"]} if "turnover_s" in facts else {})


def _volume(result: Result, name: str) -> Any:
    """Of a compartment that holds amounts; `None` of a reservoir."""
    holding = result.labels.get("holding", ())
    return CUBIC_MICRONS * np.asarray(result["volume"][holding.index(name)]) if name in holding else None


def concentrations(result: Result, name: str, variable: str = "content") -> dict[str, Any]:
    """Of all species in one compartment [mM]."""
    labels = result.labels.get("content", ())
    return {
        full.partition(".")[2]: result[variable][k]
        for k, full in enumerate(labels)
        if full.partition(".")[0] == name and variable in result.data
    }
