"""Storing a result: the format by the file's ending, whole or not at all."""

import json
import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Any, Final

from ..errors import InputError
from .result import Result

# Formats with a module of their own in poise.io, which knows results; results know only where it is found.
_FORMATS: Final = {".nc": "netcdf", ".zarr": "zarr"}


def save(result: Result, path: str | PathLike[str]) -> None:
    """See `Result.save`."""
    target = Path(path)
    ending = target.suffix.lower()
    if ending in _FORMATS:
        package = __package__.rpartition(".")[0] if __package__ else ""
        import_module(f"{package}.io.{_FORMATS[ending]}").write(result, target)
    elif ending == ".csv":
        write_whole(target, lambda stream: stream.write(result.to_pandas().to_csv().encode()))
    elif ending == ".json":
        text = json.dumps(result.to_dict(series=True), allow_nan=False, ensure_ascii=False, indent=1)
        write_whole(target, lambda stream: stream.write(text.encode() + b"\n"))
    else:
        raise InputError(f"'{target.name}' does not end in .nc, .zarr, .csv or .json")


def write_whole(target: Path, write: Callable[[Any], Any]) -> None:
    """Write a file so that it is the old one or the new one at any moment, never a part.

    Args:
        target: the file; missing folders are made.
        write: writes into the open binary stream it is given.

    Raises:
        InputError: it cannot be written.
    """
    partial = ""
    try:
        if target.is_dir():
            raise InputError(f"'{target}' is a folder; choose another name")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(partial, _usual_mode())
        os.replace(partial, target)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        if partial:
            Path(partial).unlink(missing_ok=True)


def cannot_write(target: Path, error: OSError) -> InputError:
    """The error that says why a path cannot be written."""
    return InputError(f"cannot write '{target}': {error.strerror or error}")


def _usual_mode() -> int:
    """What open() would give a new file; mkstemp's are for its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
