"""The keys of `run`, for JSON."""

from typing import Any

import numpy as np

from .export_steady import CUBIC_MICRONS, steady_keys
from .result import Result


def run_keys(result: Result, *, series: bool) -> dict[str, Any]:
    """Where the run ended, its events, its accounts; with `series` also everything over time."""
    facts = result.facts
    steps = facts.get("steps", {})
    found: dict[str, Any] = {
        "time_s": facts.get("reached_s"),
        "final": _final(result),
        "events": {name: _nested(times, result) for name, times in facts.get("events", {}).items()},
        "conservation": facts.get("conservation"),
        "entropy_produced_J_per_K": facts.get("entropy_produced_J_per_K"),
        "steps": steps.get("accepted"),
        "steps_rejected": steps.get("rejected"),
    }
    if series:
        found["series"] = _series(result)
    return found


def _final(result: Result) -> dict[str, Any] | None:
    """The state at the end, as `steady` tells it; the entropy production is that of the last moment."""
    if "final" not in result.parts:
        return None
    final = result.parts["final"]
    found = {"status": final.status, **steady_keys(final)}
    if found["entropy_production_W_per_K"] is None and "entropy_rate" in result.data:
        found["entropy_production_W_per_K"] = result["entropy_rate"][-1]
    return found


def _nested(times: Any, result: Result) -> Any:
    """Times of each lane, which stand one lane after the other, as lists nested like the result's dimensions."""
    shape = tuple(result.sizes.values())
    for size in reversed(shape[1:]):
        times = [times[k : k + size] for k in range(0, len(times), size)]
    return times


_SERIES = (  # key, variable, labels, factor from SI
    ("potential_mV", "potential", "interface", 1e3),
    ("injected_A_per_m2", "injected_current", "interface", 1.0),
    ("current_A_per_m2", "current", "process", 1.0),
    ("equilibrium_mV", "equilibrium", "process", 1e3),
    ("driving_force_mV", "driving_force", "process", 1e3),
    ("conductance_S_per_m2", "conductance", "process", 1.0),
    ("open", "open", "process", 1.0),
    ("rate_mol_per_m2_s", "rate", "process", 1.0),
    ("dissipation_W_per_m2", "dissipation", "process", 1.0),
    ("reaction_rate_mol_per_m3_s", "reaction_rate", "reaction", 1.0),
    ("gates", "gate", "gate", 1.0),
    ("concentration_mM", "concentration", "content", 1.0),
    ("amount_mol", "amount", "content", 1.0),
    ("volume_um3", "volume", "holding", CUBIC_MICRONS),
    ("varied", "varied", "varied", 1.0),
)


def _series(result: Result) -> dict[str, Any]:
    """Lists over time; those of many lanes hold a list of lanes for each time. What a protocol varies is in SI."""
    found: dict[str, Any] = {"time_s": result.coordinates["time"].values}
    for key, name, dim, factor in _SERIES:
        if name in result.data and dim in result.labels:
            values = np.asarray(result[name], float)
            found[key] = {label: factor * values[k] for k, label in enumerate(result.labels[dim])}
    if "entropy_rate" in result.data:
        found["entropy_rate_W_per_K"] = result["entropy_rate"]
    return found
