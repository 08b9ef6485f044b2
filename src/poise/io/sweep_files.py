"""Files of a sweep's store: written whole or not at all, by one writer at a time."""

import contextlib
import os
import socket
import time
from pathlib import Path
from typing import Any, Final, Self

from ..errors import InputError
from ..results.save import cannot_write

LOCK: Final = ".poise-sweep.lock"
_PARTIAL: Final = ".partial"
_TRIES: Final = 100


def put(target: Path, content: bytes) -> None:
    """Write a file beside its place, have the disk hold it, and give it its name: it is whole or not there.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(partial, target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def sweep_up(folder: Path) -> None:
    """Remove what a writer that was killed left half written."""
    for one in folder.glob(f".*{_PARTIAL}"):
        one.unlink(missing_ok=True)


def flush(folder: Path) -> None:
    """Have the disk hold the names in a folder too."""
    if os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Lock:
    """The right to write to a store, held by one process; the system takes it back when the process ends, however.

    The file that stands for it says who holds it, and is removed at the end.
    """

    def __init__(self, store: Path, folder: Path) -> None:
        """Of a store, by a file in a folder of it: the folder of a column, where Zarr does not mind other files."""
        self._store, self._path = store, folder / LOCK
        self._handle: int | None = None

    def take(self) -> Self:
        """Take it, or refuse.

        Raises:
            InputError: another process holds it, or the folder cannot be written to.
        """
        for _ in range(_TRIES):
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise cannot_write(self._store, error) from None
            try:
                _hold(handle)
            except OSError:
                holder = os.pread(handle, 200, 0).decode(errors="replace") if hasattr(os, "pread") else ""
                os.close(handle)
                raise InputError(
                    f"'{self._store}' is being written to by another sweep{f' ({holder})' if holder else ''}; wait "
                    "until that has ended, or choose another name"
                ) from None
            if self._is(handle):
                self._handle = handle
                with contextlib.suppress(OSError):  # a full disk: the lock holds without the name
                    os.ftruncate(handle, 0)
                    os.write(handle, f"process {os.getpid()} on {socket.gethostname()}".encode())
                return self
            os.close(handle)  # the one who held it has just removed the file: there is a new one
            time.sleep(0.001)
        raise InputError(f"'{self._store}' cannot be locked; choose another place")

    def give_back(self) -> None:
        """Let others write."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):  # while it is still held, so that nobody holds a file without a name
            self._path.unlink()
        with contextlib.suppress(OSError):
            os.close(self._handle)
        self._handle = None

    def _is(self, handle: int) -> bool:
        """Whether the file that is held is the one that stands there."""
        try:
            there = os.stat(self._path)
        except OSError:
            return False
        held: Any = os.fstat(handle)
        return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def _hold(handle: int) -> None:
    """Lock an open file, or raise OSError at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
