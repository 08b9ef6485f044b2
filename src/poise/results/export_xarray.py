"""Results as xarray Datasets: SI values with units, labels, and provenance."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .export import plain
from .result import Result

if TYPE_CHECKING:
    import xarray

_LABELLED = ("interface", "process", "ion", "compartment", "reaction", "gate", "content", "holding", "varied")
# a variable cannot have the name of one of its own dimensions
_RENAMED = {
    "root": "root_potential",
    "gate": "occupancy",
    "content": "content_concentration",
    "varied": "setting",
    "state": "state_value",
}


def to_xarray(result: Result) -> "xarray.Dataset":
    """The whole result as a Dataset, SI, each variable with its unit; labels and varied quantities are coordinates.

    A variable that has the name of one of its dimensions gets another: `root_potential`, `occupancy` (of gates),
    `content_concentration`, `setting` (of what a protocol varies), `state_value`. Provenance, notes and references are
    attributes; so are the facts of a result (events, accounts, steps) and the final state of a run, as JSON.
    """
    import xarray

    taken = (*_LABELLED, "root", "status", "time", "point", "state")
    clash = [dim for dim in result.sizes if dim in result.data or dim in taken]
    if clash:
        raise InputError(f"the dimension '{clash[0]}' has the name of a variable; give it another with along=")
    data: dict[str, Any] = {
        _RENAMED.get(name, name) if name in one.dims else name: (
            one.dims,
            one.values,
            {"units": one.unit, "long_name": one.doc},
        )
        for name, one in result.data.items()
    }
    used = {dim for one in result.data.values() for dim in one.dims}
    coords: dict[str, Any] = {dim: (dim, list(names)) for dim, names in result.labels.items() if dim in used and names}
    for path, one in result.coordinates.items():
        coords[path] = (one.dims, one.values, {"units": one.unit, "long_name": one.doc})
    if "voltage" in data:
        coords["voltage"] = data.pop("voltage")
    statuses = result.statuses if isinstance(result.statuses, str) else np.asarray(result.statuses).astype(str)
    dims = tuple(result.sizes) if np.ndim(statuses) else ()
    data["status"] = (dims, statuses, {"long_name": "what became of each lane"})
    return xarray.Dataset(data, coords=coords, attrs=attributes(result))


def attributes(result: Result) -> dict[str, Any]:
    """What a file says of itself: verb, model, settings, notes, papers, facts."""
    found = {
        "verb": result.verb,
        "title": result.title,
        "notes": "\n".join(result.notes),
        "references": " ".join(result.references),
        **{f"provenance_{key}": _attribute(value) for key, value in result.provenance.items()},
    }
    if result.facts:
        found["facts"] = json.dumps(plain(result.facts), ensure_ascii=False)
    if "final" in result.parts and "state" in result.parts["final"].facts:
        found["final_state"] = json.dumps(plain(result.parts["final"].facts["state"]), ensure_ascii=False)
    return found


def _attribute(value: Any) -> Any:
    """A value as a file's attribute can hold it: a text or a number."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return json.dumps(plain(value), ensure_ascii=False)
