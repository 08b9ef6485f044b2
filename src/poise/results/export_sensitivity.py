"""A sensitivity, or Sobol indices, as plain numbers: for JSON, CSV, xarray."""

import io
import json
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .save import write_whole

if TYPE_CHECKING:
    import xarray

    from .sensitivity_result import Named, Sensitivity
    from .sobol_result import SobolIndices


def quotient(over: str, under: str) -> str:
    """The unit of a quotient: "mV/mM", "mV/(mS/cm2)", "1/mM", "mV"."""
    if under == "1":
        return over
    return f"{over}/({under})" if any(mark in under for mark in "/ ") else f"{over}/{under}"


def to_dict(found: "Sensitivity") -> dict[str, Any]:
    """See `Sensitivity.to_dict`."""
    per, elasticity = found.per_relative, found.elasticity
    results = {}
    for row, one in enumerate(found.results):
        results[one.name] = {
            "value": _plain(found.values[row]),
            "unit": one.unit,
            "by": {
                other.name: {
                    "derivative": _plain(found.matrix[row, column]),
                    "unit": quotient(one.unit, other.unit),
                    "per_relative_change": _plain(per[row, column]),
                    "elasticity": _plain(elasticity[row, column]),
                }
                for column, other in enumerate(found.parameters)
            },
        }
    return {
        "verb": "sensitivity",
        "status": found.status,
        "task": found.task,
        "mode": found.mode,
        "parameters": {
            one.name: {"value": _plain(found.at[k]), "unit": one.unit} for k, one in enumerate(found.parameters)
        },
        "results": results,
        **({"statuses": np.asarray(found.statuses).tolist()} if found.sizes else {}),
        **_told(found),
    }


def sobol_dict(found: "SobolIndices") -> dict[str, Any]:
    """See `SobolIndices.to_dict`."""
    return {
        "verb": "sobol",
        "status": found.status,
        "task": found.task,
        "samples": found.samples,
        "evaluations": found.evaluations,
        "failed": found.failed,
        "parameters": {one.name: found.draws[one.name] for one in found.parameters},
        "results": {
            one.name: {
                "mean": _plain(found.mean[row]),
                "standard_deviation": _plain(found.deviation[row]),
                "unit": one.unit,
                "by": {
                    other.name: {
                        "first": _plain(found.first[row, column]),
                        "first_confidence": _plain(found.first_confidence[row, column]),
                        "total": _plain(found.total[row, column]),
                        "total_confidence": _plain(found.total_confidence[row, column]),
                    }
                    for column, other in enumerate(found.parameters)
                },
            }
            for row, one in enumerate(found.results)
        },
        **_told(found),
    }


def _told(found: Any) -> dict[str, Any]:
    return {"notes": list(found.notes), "references": list(found.references), "provenance": dict(found.provenance)}


def _plain(value: Any) -> Any:
    """Numbers for JSON: `None` where there is none."""
    array = np.asarray(value, float)
    if array.ndim == 0:
        return float(array) if np.isfinite(array) else None
    return [_plain(one) for one in array]


def to_xarray(found: "Sensitivity") -> "xarray.Dataset":
    """See `Sensitivity.to_xarray`."""
    import xarray

    dims = tuple(found.sizes)
    both = ("result", "parameter", *dims)
    data = {
        "value": (("result", *dims), found.values, {"long_name": "of the result, SI"}),
        "parameter_value": (("parameter", *dims), found.at, {"long_name": "of the parameter, SI"}),
        "derivative": (both, found.matrix, {"long_name": "of the result by the parameter, SI"}),
        "per_relative_change": (both, found.per_relative, {"long_name": "derivative times the parameter's value, SI"}),
        "elasticity": (both, found.elasticity, {"long_name": "d ln result / d ln parameter"}),
        "status": (dims, np.asarray(found.statuses).astype(str), {"long_name": "what became of each lane"}),
    }
    coords: dict[str, Any] = {
        "result": list(_names(found.results)),
        "parameter": list(_names(found.parameters)),
        "result_unit": ("result", [one.unit for one in found.results]),
        "parameter_unit": ("parameter", [one.unit for one in found.parameters]),
    }
    for path, one in found.coordinates.items():
        coords[path] = (one.dims, one.values, {"units": one.unit, "long_name": one.doc})
    told = {"task": found.task, "mode": found.mode, "title": found.title}
    return xarray.Dataset(data, coords=coords, attrs={**told, "provenance": json.dumps(dict(found.provenance))})


def sobol_xarray(found: "SobolIndices") -> "xarray.Dataset":
    """See `SobolIndices.to_xarray`."""
    import xarray

    both = ("result", "parameter")
    data = {
        "first": (both, found.first, {"long_name": "share of the variance by the parameter alone"}),
        "first_confidence": (both, found.first_confidence, {"long_name": "half-width of its interval"}),
        "total": (both, found.total, {"long_name": "share with all that the parameter does together with others"}),
        "total_confidence": (both, found.total_confidence, {"long_name": "half-width of its interval"}),
        "mean": ("result", found.mean, {"long_name": "of the result, SI"}),
        "standard_deviation": ("result", found.deviation, {"long_name": "of the result, SI"}),
    }
    coords = {"result": list(_names(found.results)), "parameter": list(_names(found.parameters))}
    attrs = {"task": found.task, "title": found.title, "provenance": json.dumps(dict(found.provenance))}
    return xarray.Dataset(data, coords=coords, attrs=attrs)


def _names(of: "Sequence[Named]") -> Iterable[str]:
    return (one.name for one in of)


def save(found: Any, path: str | PathLike[str]) -> None:
    """Write a sensitivity or Sobol indices: .nc, .csv, .json."""
    target = Path(path)
    ending = target.suffix.lower()
    if ending == ".json":
        text = json.dumps(found.to_dict(), allow_nan=False, ensure_ascii=False, indent=1)
        write_whole(target, lambda stream: stream.write(text.encode() + b"\n"))
    elif ending == ".csv":
        frame = found.to_xarray().to_dataframe().reset_index()
        write_whole(target, lambda stream: stream.write(frame.to_csv(index=False).encode()))
    elif ending == ".nc":
        buffer = io.BytesIO()
        found.to_xarray().to_netcdf(buffer, engine="h5netcdf")
        write_whole(target, lambda stream: stream.write(buffer.getvalue()))
    else:
        raise InputError(f"'{target.name}' does not end in .nc, .csv or .json")
