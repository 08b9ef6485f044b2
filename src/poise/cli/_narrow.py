"""A result restricted to one interface: its processes and its ions."""

import dataclasses

from ..results.result import Result


def narrow(result: Result, interface: str) -> Result:
    """The same result with one interface alone, so that tables, JSON and figures show nothing else."""
    kept = {
        dim: [k for k, name in enumerate(names) if name.partition(".")[0] == interface]
        for dim, names in result.labels.items()
        if dim in ("interface", "process", "ion")
    }
    return dataclasses.replace(
        result,
        data={
            name: dataclasses.replace(one, values=one.values[kept[one.dims[0]]])
            if one.dims and one.dims[0] in kept
            else one
            for name, one in result.data.items()
        },
        labels={
            dim: tuple(names[k] for k in kept[dim]) if dim in kept else names for dim, names in result.labels.items()
        },
    )
