"""Reading back a stored result, whatever its format."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    import xarray


def open_result(path: str | PathLike[str]) -> "xarray.Dataset":
    """A result that was saved as NetCDF (.nc) or Zarr (.zarr), as an xarray Dataset, SI, wholly in memory.

    Raises:
        InputError: another ending, no such file, a damaged one, or one that is no result of Poise.
    """
    ending = Path(path).suffix.lower()
    if ending == ".nc":
        from .netcdf import read

        return read(path)
    if ending == ".zarr":
        from .zarr import read

        return read(path)
    raise InputError(f"'{Path(path).name}' does not end in .nc or .zarr")
