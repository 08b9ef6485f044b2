"""Results for other programs: the dictionary behind `--json`, xarray and pandas."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .result import Result
from .table_numbers import readable, with_unit
from .variable import Variable

if TYPE_CHECKING:
    import pandas
    import xarray

_LABELLED = ("interface", "process", "ion", "compartment")


def to_dict(result: Result) -> dict[str, Any]:
    """The result as strict JSON holds it: plain lists and numbers, `None` for nan and infinity.

    Keys end in their unit. A result with dimensions of its own has nested lists where a plain one has numbers, and
    says in `dims` and `coordinates` what they run over.
    """
    body = _iv(result) if result.verb == "iv" else _rest(result)
    found = {
        "verb": result.verb,
        "model": result.title,
        "status": result.status,
        **body,
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
        }
    return plain(found)


def plain(value: Any) -> Any:
    """Mappings, sequences, arrays and numbers as JSON has them; nan and infinity become `None`."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def _rest(result: Result) -> dict[str, Any]:
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
                "stable": _unless_absent(stable[n], roots[n]),
                "slope_S_per_m2": data["root_slope"].values[k][n],
            }
            for n in there
        ],
        "chosen": _unless_absent(chosen, np.where(np.asarray(chosen) < 0, np.nan, 0.0)),
        "net_current_A_per_m2": data["net_current"].values[k],
        "charge_error_relative": data["charge_error"].values[k],
        "slope_conductance_S_per_m2": data["slope_conductance"].values[k],
        "injected_A_per_m2": data["injected"].values[k],
        "total_dissipation_W_per_m2": data["total_dissipation"].values[k],
    }


def _unless_absent(values: Any, beside: Any) -> Any:
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


def _iv(result: Result) -> dict[str, Any]:
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
                "stable": _unless_absent(stable[n], zeros[n]),
                "slope_S_per_m2": slopes[n],
            }
            for n in there
        ],
    }


def to_xarray(result: Result) -> "xarray.Dataset":
    """The whole result as a Dataset, SI, each variable with its unit; labels and varied quantities are coordinates.

    `root` is named `root_potential` here, since a dimension has that name. Provenance and references are attributes.
    """
    import xarray

    clash = [dim for dim in result.sizes if dim in result.data or dim in (*_LABELLED, "root", "point", "status")]
    if clash:
        raise InputError(f"the dimension '{clash[0]}' has the name of a variable; give it another with along=")
    data = {
        ("root_potential" if name == "root" else name): (
            one.dims,
            one.values,
            {"units": one.unit, "long_name": one.doc},
        )
        for name, one in result.data.items()
    }
    used = {dim for one in result.data.values() for dim in one.dims}
    coords: dict[str, Any] = {dim: (dim, list(names)) for dim, names in result.labels.items() if dim in used}
    for path, one in result.coordinates.items():
        coords[path] = (one.dims, one.values, {"units": one.unit, "long_name": one.doc})
    if "voltage" in data:
        coords["voltage"] = data.pop("voltage")
    statuses = result.statuses if isinstance(result.statuses, str) else np.asarray(result.statuses).astype(str)
    data["status"] = (tuple(result.sizes), statuses, {"long_name": "what became of each lane"})
    attrs = {
        "verb": result.verb,
        "title": result.title,
        "notes": "\n".join(result.notes),
        "references": " ".join(result.references),
        **{f"provenance_{key}": _attribute(value) for key, value in result.provenance.items()},
    }
    return xarray.Dataset(data, coords=coords, attrs=attrs)


def _attribute(value: Any) -> Any:
    """A value as a file's attribute can hold it: a text or a number."""
    return value if isinstance(value, str | int | float) else json.dumps(plain(value), ensure_ascii=False)


def to_pandas(result: Result, dim: str = "process") -> "pandas.DataFrame":
    """One row for each process (or interface, ion, compartment), in the units that people read.

    A result with dimensions of its own has a row for each combination, with those quantities in the index. Of an I-V
    result, "process" and "interface" add the voltage to the index, and "point" puts the processes side by side.

    Raises:
        InputError: the result has no such dimension.
    """
    import pandas

    if dim == "point" and "voltage" in result.data:
        return _points(result)
    own = {name: one for name, one in result.data.items() if one.dims and one.dims[0] == dim and dim in result.labels}
    if not own:
        known = [one for one in result.labels if any(v.dims[:1] == (one,) for v in result.data.values())]
        known += ["point"] if "voltage" in result.data else []
        raise InputError(f"this result has no rows for '{dim}'; it has them for {', '.join(known)}")
    points = any("point" in one.dims for one in own.values())
    levels: dict[str, Any] = {dim: list(result.labels[dim])}
    if points:
        levels["voltage (mV)"] = readable(result.data["voltage"])
    levels |= _user_levels(result)
    frame = pandas.DataFrame(index=pandas.MultiIndex.from_product(list(levels.values()), names=list(levels)))
    for name, one in own.items():
        values = readable(one)
        if points and "point" not in one.dims:
            continue
        if "root" in one.dims:
            for n in range(values.shape[1]):
                frame[with_unit(f"{name} {n + 1}", one)] = values[:, n].reshape(-1)
        else:
            frame[with_unit(name, one)] = values.reshape(-1)
    for path, one in _extra(result).items():
        axis = list(levels).index(_level_of(result, one.dims[0]))
        sizes = [len(level) for level in levels.values()]
        along = np.reshape(readable(one), [size if k == axis else 1 for k, size in enumerate(sizes)])
        frame[with_unit(path, one)] = np.broadcast_to(along, sizes).reshape(-1)
    return frame if len(levels) > 1 else frame.set_index(frame.index.get_level_values(0))


def _leading(result: Result) -> dict[str, tuple[str, Variable]]:
    """For each dimension of the user's, the quantity that stands for it in an index: the first that varies along it."""
    found: dict[str, tuple[str, Variable]] = {}
    for path, one in result.coordinates.items():
        found.setdefault(one.dims[0], (path, one))
    return found


def _level_of(result: Result, dim: str) -> str:
    path, one = _leading(result)[dim]
    return with_unit(path, one)


def _user_levels(result: Result) -> dict[str, Any]:
    leading = _leading(result)
    return {_level_of(result, dim): readable(leading[dim][1]) for dim in result.sizes}


def _extra(result: Result) -> dict[str, Variable]:
    """Quantities that vary along a dimension for which another one stands."""
    led = {path for path, _ in _leading(result).values()}
    return {path: one for path, one in result.coordinates.items() if path not in led}


def _points(result: Result) -> "pandas.DataFrame":
    """I-V curves side by side: a row for each voltage (and combination), a column for each process and the total."""
    import pandas

    levels = {"voltage (mV)": readable(result.data["voltage"]), **_user_levels(result)}
    index: Any
    if len(levels) > 1:
        index = pandas.MultiIndex.from_product(list(levels.values()), names=list(levels))
    else:
        index = pandas.Index(levels["voltage (mV)"], name="voltage (mV)")
    frame = pandas.DataFrame(index=index)
    current, total = result.data["current"], result.data["total"]
    for k, full in enumerate(result.labels["process"]):
        frame[with_unit(full.partition(".")[2], current)] = readable(current)[k].reshape(-1)
    frame[with_unit("total", total)] = readable(total)[0].reshape(-1)
    return frame
