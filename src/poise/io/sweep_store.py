"""The store of a sweep: a Zarr folder written chunk by chunk, each once; whatever stops it, none is half there."""

import contextlib
import errno
import shutil
from collections.abc import Iterable, Mapping
from os import PathLike, scandir
from pathlib import Path
from typing import Any, Final, Self

from ..errors import InputError
from ..results.save import cannot_write
from .sweep_files import LOCK, Lock, flush, put, sweep_up
from .sweep_layout import GROUP, STATUS, Encoder, Layout, file_name, read_head

_WORDS: Final = {
    "model": "another model",
    "design": "other samples",
    "task": "another question, or other settings of it",
    "chunk": "other chunks",
    "total": "another number of samples",
    "version": "another version of Poise",
    "format": "another version of Poise",
}


class SweepStore:
    """A store that is open for writing, by this process alone. Use it in a `with` statement, or call `close`.

    A chunk is a file in each column's folder, written beside its place and then renamed. It counts when all its files
    are there.
    """

    def __init__(self, path: Path, layout: Layout, lock: Lock) -> None:
        self.path, self.layout = path, layout
        self._lock = lock
        self._encoder: Encoder | None = None
        self._made = False  # whether this process began it
        self._arrays: dict[str, Any] = {}

    @classmethod
    def open(cls, path: str | PathLike[str], layout: Layout, *, resume: bool = False) -> Self:
        """A new store, or one to go on with.

        Args:
            path: a folder that ends in .zarr.
            layout: what it holds or is to hold.
            resume: go on with a store that is there.

        Raises:
            InputError: it is there and `resume` is not given, or the other way round; it belongs to another sweep;
                another process writes to it; it is damaged; it cannot be written.
        """
        target = Path(path)
        said = _standing(target, resume)
        made = said is None and not target.exists()
        try:
            (target / STATUS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(target, error) from None
        try:
            lock = Lock(target, target / STATUS).take()
        except InputError:
            if made:
                _remove_if_empty(target)
            raise
        store = cls(target, layout, lock)
        try:
            said = read_head(target)  # as it is now that nobody else writes
            if said is None:
                store._create()
                store._made = True
            else:
                if not resume:
                    raise _there(target)
                _same(target, said["identity"], layout.identity)
                store._clear()
        except BaseException:
            store.close()
            if made:
                _remove_if_empty(target)
            raise
        return store

    def missing(self) -> list[int]:
        """The chunks that have not been written, in order."""
        done = self._done()
        return [number for number in range(self.layout.chunks) if number not in done]

    def write(self, number: int, arrays: Mapping[str, Any]) -> None:
        """Write a chunk.

        Raises:
            InputError: it cannot be written, or has been; chunks before are safe.
        """
        columns = self.layout.columns
        if self._file(columns[STATUS].name, number).exists():
            raise InputError(f"chunk {number} of '{self.path}' has been written; each is written once")
        self._encoder = self._encoder or self.layout.encoder()
        for name in columns:
            if len(arrays[name]) != self.layout.samples(number):
                many = f"{len(arrays[name])} values of '{name}', not {self.layout.samples(number)}"
                raise InputError(f"chunk {number}: {many}")
        try:
            for name in columns:
                put(self._file(name, number), self._encoder.encoded(name, arrays[name]))
        except BaseException as error:  # an interruption too: a chunk is whole or not there
            for name in columns:
                with contextlib.suppress(OSError):
                    self._file(name, number).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise self._stopped(error) from None
            raise

    def read(self, number: int, names: Iterable[str]) -> dict[str, Any]:
        """Some columns of a chunk.

        Raises:
            InputError: it is damaged.
        """
        import zarr

        begin = number * self.layout.chunk
        found = {}
        for name in names:
            try:
                if name not in self._arrays:
                    self._arrays[name] = zarr.open_array(str(self.path / name), mode="r", zarr_format=3)
                found[name] = self._arrays[name][begin : begin + self.layout.samples(number)]
            except Exception as error:  # what a damaged byte leads to is not foreseen by the libraries
                place = self._file(name, number)
                raise InputError(
                    f"'{place}' is damaged ({str(error)[:100]}); remove that file and go on with --resume, which "
                    "computes its chunk again"
                ) from None
        return found

    def give_up(self) -> None:
        """Remove a store that this process made and nothing was written to; any other stays as it is."""
        if not self._made or self._done():
            return
        (self.path / GROUP).unlink(missing_ok=True)
        self._empty()
        self.close()
        _remove_if_empty(self.path)

    def close(self) -> None:
        """Let others write."""
        for name in self.layout.columns:
            folder = self.path / name
            if folder.is_dir():
                try:
                    flush(folder)
                except OSError:
                    continue  # each file is safe by itself; only a power cut now could take its name
        self._lock.give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _file(self, name: str, number: int) -> Path:
        return self.path / name / file_name(self.layout.columns[name], number)

    def _create(self) -> None:
        """The folders and descriptions; the group's own last, which makes it a store."""
        documents = self.layout.documents()
        try:
            self._empty()
            for name in self.layout.columns:
                (self.path / name).mkdir(exist_ok=True)
            for place, content in documents.items():
                put(self.path / place, content)
            flush(self.path)
        except BaseException as error:
            self._empty()
            if isinstance(error, OSError):
                raise cannot_write(self.path, error) from None
            raise

    def _empty(self) -> None:
        """Remove all columns; of the status's folder all but the lock."""
        for name in self.layout.columns:
            if name != STATUS:
                shutil.rmtree(self.path / name, ignore_errors=True)
        for one in (self.path / STATUS).iterdir():
            if one.name != LOCK:
                one.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Remove what a killed writer left: files half written, and chunks of which not all files are there."""
        done = self._done()
        try:
            sweep_up(self.path)
            for name, one in self.layout.columns.items():
                sweep_up(self.path / name)
                kept = {GROUP, LOCK, *(file_name(one, number) for number in done)}
                for entry in list(scandir(self.path / name)):
                    if entry.name not in kept:
                        Path(entry.path).unlink()
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def _done(self) -> set[int]:
        """The chunks of which every file is there."""
        found: set[int] | None = None
        for name in self.layout.columns:
            try:
                entries = {entry.name for entry in scandir(self.path / name)}
            except OSError as error:
                raise InputError(f"cannot read '{self.path / name}': {error.strerror or error}") from None
            numbers = {int(one.split(".")[1]) for one in entries if one.startswith("c.")}
            found = numbers if found is None else found & numbers
        return found or set()

    def _stopped(self, error: OSError) -> InputError:
        """The error that says what is safe."""
        done = len(self._done())
        room = " Make room" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else " Set that right"
        return InputError(
            f"{cannot_write(self.path, error)}. {done:,} of {self.layout.chunks:,} chunks are safe in it.{room}, and "
            "the same command with --resume goes on"
        )


def stored_chunk(path: str | PathLike[str]) -> int | None:
    """How many samples a chunk has in a store that is there; `None` where there is none.

    Raises:
        InputError: something else stands there, or it is damaged.
    """
    said = read_head(Path(path))
    return None if said is None else int(said["identity"]["chunk"])


def _standing(target: Path, resume: bool) -> dict[str, Any] | None:
    """What stands at a path already, if one may write there."""
    if target.suffix.casefold() != ".zarr":
        raise InputError(f"'{target.name}' must end in .zarr, which says what kind of file to write")
    said = read_head(target)
    if said is not None and not resume:
        raise _there(target)
    if said is None and target.exists() and not _unfinished(target):
        raise InputError(f"'{target}' exists and is no sweep of Poise; choose another name or remove it")
    if said is None and resume and not target.exists():
        raise InputError(f"--resume: there is no '{target}' to go on with; leave --resume out to begin")
    return said


def _there(target: Path) -> InputError:
    return InputError(f"'{target}' exists; --resume (resume=True) goes on with it, or remove it to begin anew")


def _unfinished(target: Path) -> bool:
    """Whether a folder is empty, or a store that was killed while it was made: columns, and our lock in one."""
    names = {one.name for one in target.iterdir()}
    return not names or (target / STATUS / LOCK).exists() or names == {STATUS}


def _remove_if_empty(target: Path) -> None:
    try:
        (target / STATUS).rmdir()
        target.rmdir()
    except OSError:
        return  # others have put something there


def _same(target: Path, there: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    """Refuse a store of another sweep, with both identities of what differs."""
    for key in ("format", "version", "model", "task", "total", "chunk", "design"):
        if there.get(key) != here[key]:
            raise InputError(
                f"'{target}' belongs to {_WORDS[key]}: {key} {there.get(key)} there, {key} {here[key]} here; choose "
                "another name, or give what it was begun with"
            )
