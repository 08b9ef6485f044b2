"""The keys of `rest`, and of the verbs that answer alike, for JSON."""

from typing import Any

import numpy as np

from .result import Result


def rest_keys(result: Result) -> dict[str, Any]:
    """The keys of `rest` and of the verbs that answer alike."""
    labels = result.labels
    data = result.data
    return {
        "interfaces": {name: _interface(result, k) for k, name in enumerate(labels["interface"])},
        "processes": [
            {
                "name": full.partition(".")[2],
                "interface": full.partition(".")[0],
                "equilibrium_mV": 1e3 * data["equilibrium"].values[k],
                "driving_force_mV": 1e3 * data["driving_force"].values[k],
                "current_A_per_m2": data["current"].values[k],
                "affinity_J_per_mol": data["affinity"].values[k],
                "dissipation_W_per_m2": data["dissipation"].values[k],
                "share": data["share"].values[k],
                "conductance_S_per_m2": data["conductance"].values[k],
                "rate_mol_per_m2_s": data["rate"].values[k],
                "scale": data["scale"].values[k],
            }
            for k, full in enumerate(labels["process"])
        ],
        "ions": [
            {
                "name": full.split(".", 2)[2],
                "compartment": full.split(".", 2)[1],
                "interface": full.split(".", 2)[0],
                "concentration_mM": data["concentration"].values[k],
                "nernst_mV": 1e3 * data["nernst"].values[k],
                "net_flux_mol_per_m2_s": data["net_flux"].values[k],
            }
            for k, full in enumerate(labels["ion"])
        ],
        "compartments": {
            name: {"potential_mV": 1e3 * data["compartment_potential"].values[k]}
            for k, name in enumerate(labels["compartment"])
        },
        "sums": {name: _sums(result, name, k) for k, name in enumerate(labels["interface"])},
    }


def _interface(result: Result, k: int) -> dict[str, Any]:
    data = result.data
    roots, stable = data["root"].values[k], data["root_stable"].values[k]
    volts = data["potential"].values[k]
    most = range(len(roots))
    there = [n for n in most if result.sizes or np.isfinite(roots[n])]  # many lanes: padded with None to the longest
    distance = np.where(np.isnan(roots), np.inf, np.abs(roots - volts))
    chosen = np.where(np.isfinite(distance).any(axis=0), distance.argmin(axis=0), -1) if len(roots) else -1
    return {
        "potential_mV": 1e3 * volts,
        "roots": [
            {
                "potential_mV": 1e3 * roots[n],
                "stable": unless_absent(stable[n], roots[n]),
                "slope_S_per_m2": data["root_slope"].values[k][n],
            }
            for n in there
        ],
        "chosen": unless_absent(chosen, np.where(np.asarray(chosen) < 0, np.nan, 0.0)),
        "net_current_A_per_m2": data["net_current"].values[k],
        "charge_error_relative": data["charge_error"].values[k],
        "slope_conductance_S_per_m2": data["slope_conductance"].values[k],
        "injected_A_per_m2": data["injected"].values[k],
        "total_dissipation_W_per_m2": data["total_dissipation"].values[k],
    }


def unless_absent(values: Any, beside: Any) -> Any:
    """The values, None where what stands beside them is nan."""
    mixed = np.asarray(values).astype(object)
    mixed[np.isnan(np.asarray(beside, float))] = None
    return mixed.tolist()


def _sums(result: Result, name: str, k: int) -> dict[str, Any]:
    """What the processes of an interface add up to."""
    data = result.data
    rows = [n for n, full in enumerate(result.labels["process"]) if full.partition(".")[0] == name]
    return {
        "current_A_per_m2": np.sum(data["current"].values[rows], axis=0),
        "injected_A_per_m2": data["injected"].values[k],
        "conductance_S_per_m2": np.nansum(data["conductance"].values[rows], axis=0),
        "share": np.nansum(data["share"].values[rows], axis=0),
        "dissipation_W_per_m2": data["total_dissipation"].values[k],
    }
