"""Results as pandas frames, in the units that people read."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .result import Result
from .series import all_series
from .table_numbers import readable, with_unit
from .variable import Variable

if TYPE_CHECKING:
    import pandas


def to_pandas(result: Result, dim: str | None = None) -> "pandas.DataFrame":
    """One row for each process (or interface, ion, compartment), in the units that people read.

    A run has a row for each time [s] and a column for each quantity ("membrane.potential [mV]"), and a branch of steady
    states a row for each point, unless `dim` says otherwise.

    A result with dimensions of its own has a row for each combination, with those quantities in the index. Of an I-V
    result, "process" and "interface" add the voltage to the index, and "point" puts the processes side by side.

    Raises:
        InputError: the result has no such dimension.
    """
    import pandas

    if dim is None:
        dim = {"run": "time", "continue": "point"}.get(result.verb, "process")
    if dim == "point" and "voltage" in result.data:
        return _points(result)
    if (dim, result.verb) in (("time", "run"), ("point", "continue")):
        return _wide(result)
    if result.verb == "continue":
        raise InputError(f"a branch has rows for its points only, not for '{dim}'; leave dim out")
    own = {name: one for name, one in result.data.items() if one.dims and one.dims[0] == dim and dim in result.labels}
    if not own:
        known = [one for one in result.labels if any(v.dims[:1] == (one,) for v in result.data.values())]
        known += ["point"] if "voltage" in result.data else []
        known += ["time"] if result.verb == "run" else []
        raise InputError(f"this result has no rows for '{dim}'; it has them for {', '.join(known)}")
    points = any("point" in one.dims for one in own.values())
    levels: dict[str, Any] = {dim: list(result.labels[dim])}
    if points:
        levels["voltage (mV)"] = readable(result.data["voltage"])
    if result.verb == "run":
        levels["time (s)"] = result.coordinates["time"].values
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
        if one.dims[0] in result.sizes:
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
    return {path: one for path, one in result.coordinates.items() if path not in led and one.dims[0] in result.sizes}


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


def _wide(result: Result) -> "pandas.DataFrame":
    """A row for each time or point (and combination of the user's dimensions), a column for each quantity."""
    import pandas

    if result.verb == "run":
        levels: dict[str, Any] = {"time [s]": result.coordinates["time"].values, **_user_levels(result)}
    else:
        from .swept import swept

        path, one = swept(result)
        levels = {with_unit(path, one): readable(one)}
    index: Any
    if len(levels) > 1:
        index = pandas.MultiIndex.from_product(list(levels.values()), names=list(levels))
    else:
        ((name, values),) = levels.items()
        index = pandas.Index(values, name=name)
    columns = {one.heading: np.reshape(one.values, -1) for one in all_series(result).values()}
    return pandas.DataFrame(columns, index=index)
