"""NetCDF: one file holds one result, readable by every NetCDF program; checked against damage when read back."""

import hashlib
import io
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError
from ..results.result import Result
from ..results.save import write_whole

if TYPE_CHECKING:
    import xarray

_LONGEST: Final = 30_000  # characters of an attribute; HDF5 holds no more than 64 KiB
_MOVED: Final = "attribute_"  # name of the variable that holds a longer one
_SEAL: Final = b"\nPOISE sha256 "  # stands after the end of the HDF5 data, where no reader of NetCDF looks
_DIGITS: Final = 64


def write(result: Result, path: str | PathLike[str]) -> None:
    """Store a result as NetCDF-4, compressed, with a checksum on every array and one on the whole file.

    The file is the old one or the new one at any moment, never a part; it is made in memory first.

    Raises:
        InputError: it cannot be written, or what stands there is no result of Poise.
    """
    target = Path(path)
    _yielding(target)
    raw = packed(result.to_xarray())
    digest = hashlib.sha256(raw).hexdigest().encode()
    write_whole(target, lambda stream: stream.write(raw + _SEAL + digest))


def packed(data: "xarray.Dataset") -> bytes:
    """A Dataset as the bytes of a NetCDF-4 file."""
    data = data.assign_attrs(poise_format=1)
    long = {key: value for key, value in data.attrs.items() if isinstance(value, str) and len(value) > _LONGEST}
    data = data.assign({_MOVED + key: ((), value) for key, value in long.items()})
    data.attrs = {key: value for key, value in data.attrs.items() if key not in long}
    encoding: dict[Any, Any] = {}
    for name, one in data.variables.items():
        number = one.dtype.kind in "fiub"
        encoding[name] = {"_FillValue": None} if one.dtype.kind == "f" else {}
        if number and one.ndim and one.size:
            encoding[name] |= {"zlib": True, "complevel": 4, "shuffle": True, "fletcher32": True}
    buffer = io.BytesIO()
    data.to_netcdf(buffer, engine="h5netcdf", encoding=encoding)
    return buffer.getvalue()


def read(path: str | PathLike[str]) -> "xarray.Dataset":
    """A stored result as an xarray Dataset, wholly in memory.

    Raises:
        InputError: there is no such file, it is damaged, or it is no result of Poise.
    """
    target = Path(path)
    try:
        raw = target.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read '{target}': {error.strerror or error}") from None
    body, seal, digest = raw[: -len(_SEAL) - _DIGITS], raw[-len(_SEAL) - _DIGITS : -_DIGITS], raw[-_DIGITS:]
    if seal == _SEAL:
        if hashlib.sha256(body).hexdigest().encode() != digest:
            raise InputError(f"'{target}' is damaged: its checksum does not fit what it holds; it is not used")
        raw = body
    import xarray

    try:
        with xarray.open_dataset(
            io.BytesIO(raw), engine="h5netcdf", decode_times=False, decode_timedelta=False
        ) as opened:
            data = opened.load()
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, MemoryError) as error:
        raise InputError(f"'{target}' is not a NetCDF file, or is damaged: {str(error)[:200]}") from None
    if "poise_format" not in data.attrs:
        raise InputError(f"'{target}' is no result of Poise; xarray.open_dataset reads it")
    moved = [str(name) for name in data.variables if str(name).startswith(_MOVED)]
    attrs = {**data.attrs, **{name.removeprefix(_MOVED): str(data[name].values) for name in moved}}
    attrs.pop("poise_format")
    return unpacked(data.drop_vars(moved), attrs)


def unpacked(data: "xarray.Dataset", attrs: dict[str, Any]) -> "xarray.Dataset":
    """The Dataset with plain attributes and without traces of how it was stored."""
    data = data.copy()
    data.attrs = {key: value.item() if hasattr(value, "item") else value for key, value in attrs.items()}
    for one in data.variables.values():
        one.encoding = {}
    return data


def _yielding(target: Path) -> None:
    """Raise InputError where something stands that is no NetCDF file of Poise's."""
    if not target.exists() or target.is_dir():
        return  # a folder is refused when it is written
    try:
        with target.open("rb") as stream:
            stream.seek(max(target.stat().st_size - len(_SEAL) - _DIGITS, 0))
            mine = stream.read(len(_SEAL)) == _SEAL
    except OSError as error:
        raise InputError(f"cannot write '{target}': {error.strerror or error}") from None
    if not mine:
        raise InputError(f"'{target}' exists and is no result of Poise; choose another name or remove it")
