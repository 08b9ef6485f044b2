"""Zarr: one folder holds one result, chunk by chunk, each with a checksum; checked against damage when read back."""

import hashlib
import json
import os
import shutil
import tempfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import InputError
from ..results.result import Result
from ..results.save import cannot_write
from .netcdf import unpacked

if TYPE_CHECKING:
    import xarray

_DIGEST: Final = "poise_sha256"


def write(result: Result, path: str | PathLike[str]) -> None:
    """Store a result as a Zarr (version 3) group: Zstandard, CRC-32C on every chunk, SHA-256 of the whole content.

    It is written beside its place and then moved there: a reader finds the old one or the new one, never a part. Where
    an old one stands, there is a moment between two renamings in which neither does; both are then in the folder, under
    names that start with a dot.

    Raises:
        InputError: it cannot be written, or what stands there is no result of Poise.
    """
    target = Path(path)
    _yielding(target)
    partial = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        os.chmod(partial, target.parent.stat().st_mode & 0o777)
        store(result.to_xarray(), partial)
        _flush(Path(partial))
        _move(Path(partial), target)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        if partial:
            shutil.rmtree(partial, ignore_errors=True)


def store(data: "xarray.Dataset", folder: str) -> None:
    """Write a Dataset into an empty folder."""
    from zarr.codecs import Crc32cCodec, ZstdCodec

    data = data.assign_attrs({_DIGEST: digest(data)})
    for name in [name for name, one in data.variables.items() if one.dtype.kind in "UO"]:
        one = data.variables[name]
        text = np.asarray(one.values).astype(np.dtypes.StringDType())
        data = data.assign_coords({name: (one.dims, text)}) if name in data.coords else data.assign(
            {name: (one.dims, text, one.attrs)}
        )  # fmt: skip
    encoding: dict[Any, Any] = {name: {"compressors": [ZstdCodec(level=3), Crc32cCodec()]} for name in data.variables}
    data.to_zarr(folder, mode="w", zarr_format=3, consolidated=False, encoding=encoding)


def read(path: str | PathLike[str]) -> "xarray.Dataset":
    """A stored result as an xarray Dataset, wholly in memory.

    Raises:
        InputError: there is no such folder, it is damaged, or it is no result of Poise.
    """
    import xarray

    target = Path(path)
    if not target.is_dir():
        raise InputError(f"cannot read '{target}': no such folder")
    try:
        with xarray.open_zarr(
            str(target), consolidated=False, zarr_format=3, chunks=None, decode_times=False, decode_timedelta=False
        ) as opened:
            data = opened.load()
    except Exception as error:  # what a damaged byte leads to is not foreseen by the libraries
        raise InputError(f"'{target}' is not a Zarr store, or is damaged: {str(error)[:200]}") from None
    if _DIGEST not in data.attrs:
        raise InputError(f"'{target}' is no result of Poise; xarray.open_zarr reads it")
    attrs = dict(data.attrs)
    known = attrs.pop(_DIGEST)
    found = unpacked(data, attrs)
    if digest(found) != known:
        raise InputError(f"'{target}' is damaged: its checksum does not fit what it holds; it is not used")
    return found


def digest(data: "xarray.Dataset") -> str:
    """SHA-256 of all names, dimensions, values and attributes, whatever the chunks and the compression."""
    found = hashlib.sha256()

    def add(value: Any) -> None:
        found.update(json.dumps(value, sort_keys=True, default=str).encode() + b"\0")

    add({str(key): value for key, value in data.attrs.items()})
    for name in sorted(data.variables, key=str):
        one = data.variables[name]
        texts = one.dtype.kind not in "fiub"
        add([str(name), list(map(str, one.dims)), list(one.shape), {str(k): v for k, v in one.attrs.items()}])
        add(name in data.coords)
        if texts:
            add([str(text) for text in np.asarray(one.values).ravel().tolist()])
        else:
            add(one.dtype.kind)
            found.update(np.ascontiguousarray(one.values).tobytes())
    return found.hexdigest()


def _yielding(target: Path) -> None:
    """Raise InputError where something stands that is no Zarr store of Poise's."""
    if not target.exists():
        return
    try:
        mine = _DIGEST in json.loads((target / "zarr.json").read_text())["attributes"]
    except (OSError, ValueError, KeyError, TypeError):
        mine = False
    if not mine:
        raise InputError(f"'{target}' exists and is no result of Poise; choose another name or remove it")


def _flush(folder: Path) -> None:
    """Have the disk hold every file before the folder gets its name."""
    for place, _, names in os.walk(folder):
        for name in names:
            handle = os.open(os.path.join(place, name), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _move(partial: Path, target: Path) -> None:
    if not target.exists():
        os.rename(partial, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    os.rename(target, old)
    try:
        os.rename(partial, target)
    except OSError:
        os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)
