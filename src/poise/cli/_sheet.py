"""I-V curves as a CSV file: a row for each voltage, in each combination of what was varied."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from ..constants import ZERO_CELSIUS
from ..results.result import Result
from ..units import TEMPERATURE


def write(result: Result, path: Path) -> None:
    """Write voltage_mV, the current of each process and the total (A/m2); first what was varied, if anything was."""
    names = [full.partition(".")[2] for full in result.labels["process"]]
    varied = list(result.coordinates.items())
    heads = [f"{name} [{one.shown[0]}]" for name, one in varied]
    dims = list(result.sizes)
    shape = tuple(result.sizes.values())
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*heads, "voltage_mV", *(f"{name}_A_per_m2" for name in names), "total_A_per_m2"])
        for lane in np.ndindex(*shape):
            where = dict(zip(dims, lane, strict=True))
            lead = [_shown(one, where) for _, one in varied]
            for k, volts in enumerate(result["voltage"]):
                currents = [result["current"][n][(k, *lane)] for n in range(len(names))]
                row = [1e3 * volts, *currents, result["total"][0][(k, *lane)]]
                writer.writerow([*map(_number, lead), *map(_number, row)])


def _shown(one: Any, where: dict[str, int]) -> float:
    """A coordinate's value in the unit that people read."""
    value = float(one.values[tuple(where[dim] for dim in one.dims)])
    unit, scale = one.shown
    return value - ZERO_CELSIUS if unit == TEMPERATURE.shown else value / scale


def _number(value: Any) -> str:
    return repr(float(value)) if np.isfinite(value) else ""
