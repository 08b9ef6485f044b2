"""The keys of `iv`, for JSON."""

from typing import Any

import numpy as np

from .export_rest import unless_absent
from .result import Result


def iv_keys(result: Result) -> dict[str, Any]:
    """The keys of `iv`; processes by their own names."""
    zeros, stable = result["zero"][0], result["zero_stable"][0]
    slopes = result["zero_slope"][0]
    there = [n for n in range(len(zeros)) if result.sizes or np.isfinite(zeros[n])]
    return {
        "interface": result.labels["interface"][0],
        "voltage_mV": 1e3 * result["voltage"],
        "current_A_per_m2": {
            **{full.partition(".")[2]: result["current"][k] for k, full in enumerate(result.labels["process"])},
            "total": result["total"][0],
        },
        "zeros_mV": [1e3 * zeros[n] for n in there],
        "zeros": [
            {
                "potential_mV": 1e3 * zeros[n],
                "stable": unless_absent(stable[n], zeros[n]),
                "slope_S_per_m2": slopes[n],
            }
            for n in there
        ],
    }
