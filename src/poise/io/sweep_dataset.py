"""A sweep's store read back: an xarray Dataset that fetches what is asked for, by sample or on the sweep's own grid."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from .sweep_layout import MARK, Layout, read_head

if TYPE_CHECKING:
    import xarray


def open_sweep(path: str | PathLike[str], *, grid: bool = False) -> "xarray.Dataset":
    """A sweep, finished or not, SI. What varied are coordinates along "sample"; the rest are variables.

    Samples that have not been computed have the status -1 and nan in all else; so have what failed nan, with its
    status. Nothing is read before it is asked for, and every chunk is checked against damage when it is.

    Args:
        path: the folder.
        grid: unfold the samples to the dimensions of a grid (reads everything).

    Raises:
        InputError: there is no such store, it is damaged, or it is no sweep of Poise.
    """
    import xarray

    target = Path(path)
    said = read_head(target)
    if said is None:
        raise InputError(f"there is no sweep at '{target}'")
    try:
        data = xarray.open_zarr(str(target), consolidated=False, zarr_format=3, chunks=None)
    except Exception as error:  # what a damaged byte leads to is not foreseen by the libraries
        raise InputError(f"'{target}' is damaged: {str(error)[:200]}") from None
    names = [str(name) for name in said["columns"]]
    data = data.set_coords([name for name in names if name in data.coords])[names]
    data.attrs = {"verb": "sweep", "title": data.attrs.get("title", ""), **_plain(said)}
    return unfolded(data, said["sizes"]) if grid else data


def dataset(layout: Layout, chunks: Sequence[Mapping[str, Any]], *, grid: bool = False) -> "xarray.Dataset":
    """The same of a sweep in memory.

    Args:
        layout: what a store of it would hold.
        chunks: all of them, in order.
        grid: as of `open_sweep`.
    """
    import xarray

    found = {name: np.concatenate([one[name] for one in chunks]) for name in layout.columns}
    columns = {
        name: (one.dims, found[name], {"long_name": one.doc, "units": one.variable(None).unit})
        for name, one in {**layout.settings, **layout.fields}.items()
    }
    said = {"identity": dict(layout.identity), **layout.described}
    attrs = {"verb": "sweep", "title": f"sweep of {layout.described.get('model', '')}", **_plain(said)}
    data = xarray.Dataset(
        {name: columns[name] for name in layout.fields}, {name: columns[name] for name in layout.settings}, attrs
    )
    return unfolded(data, layout.described["sizes"]) if grid else data


def unfolded(data: "xarray.Dataset", sizes: Mapping[str, int]) -> "xarray.Dataset":
    """The samples on the dimensions of their design; what varies along one dimension only is a coordinate of it."""
    import xarray

    shape, dims = tuple(sizes.values()), tuple(sizes)
    found: dict[Any, Any] = {}
    coords: dict[Any, Any] = {}
    for name, one in data.variables.items():
        values = np.asarray(one.values).reshape(*shape, *one.shape[1:])
        if name in data.coords:
            kept = [k for k in range(len(dims)) if dims[k] == name or not (values == values.take([0], axis=k)).all()]
            alone = values[tuple(slice(None) if k in kept else 0 for k in range(len(dims)))]
            coords[name] = (tuple(dims[k] for k in kept), alone, one.attrs)
        else:
            found[name] = ((*dims, *one.dims[1:]), values, one.attrs)
    return xarray.Dataset(found, coords=coords, attrs=data.attrs)


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the store says of itself as attributes that any format can hold."""
    import json

    found = {key: value if isinstance(value, str | int | float) else json.dumps(value) for key, value in said.items()}
    return {f"{MARK}_{key}" if key in ("title", "verb") else key: value for key, value in found.items()}
