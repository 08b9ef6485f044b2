"""The store of a sweep: what it holds, who may write to it, and what is left of it when a disk or a writer fails."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray

from poise.errors import InputError
from poise.io.sweep_dataset import open_sweep
from poise.io.sweep_files import LOCK, Lock
from poise.io.sweep_layout import Layout
from poise.io.sweep_store import SweepStore, stored_chunk
from poise.results.sweep_field import Field

FIELDS = {
    "status": Field("status", "status", "what became of the sample", "<i2"),
    "membrane.potential": Field("membrane.potential", "potential", "at rest"),
    "fold": Field("fold", "concentration", "places", axes=(("special", 3),)),
}
IDENTITY = {"format": 1, "model": "aaa", "design": "bbb", "task": "ccc", "chunk": 10, "total": 45, "version": "0"}


def layout(**changes):
    identity = IDENTITY | changes
    described = {"model": "cell", "design": {"design": "list"}, "sizes": {"row": 45}, "task": {"task": "rest"}}
    settings = {"bath.K+": Field("bath.K+", "concentration", "of K+")}
    return Layout(settings, FIELDS, identity["total"], identity["chunk"], identity, described)


def chunk(number):
    index = np.arange(10 * number, min(10 * number + 10, 45))
    return {
        "bath.K+": 1.0 + index,
        "status": np.where(index % 7, 0, 30).astype("<i2"),
        "membrane.potential": np.where(index % 7, -0.001 * index, np.nan),
        "fold": np.stack([index + 0.1, np.full(len(index), np.nan), 0.0 * index], axis=1),
    }


def filled(path, numbers=range(5)):
    with SweepStore.open(path, layout()) as store:
        for number in numbers:
            store.write(number, chunk(number))
    return path


def files(path):
    return {str(one.relative_to(path)): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()}


def test_what_goes_in_comes_out(tmp_path):
    path = filled(tmp_path / "deep" / "er" / "a.zarr", [3, 0, 4, 1, 2])
    data = open_sweep(path)
    for name in ("status", "membrane.potential", "fold", "bath.K+"):
        wanted = np.concatenate([chunk(number)[name] for number in range(5)])
        assert data[name].values.dtype == wanted.dtype
        assert data[name].values.tobytes() == wanted.tobytes()
    assert list(data.coords) == ["bath.K+"]
    assert list(data.data_vars) == ["status", "membrane.potential", "fold"]
    assert data["fold"].dims == ("sample", "special")
    assert data["membrane.potential"].attrs == {"long_name": "at rest", "units": "V"}
    assert data["status"].attrs["flag_meanings"].split()[:3] == ["not_yet", "ok", "no_root"]
    assert data["status"].attrs["flag_values"][:2] == [-1, 0]
    assert data.attrs["title"] == "sweep of cell"
    assert stored_chunk(path) == 10


def test_it_is_plain_zarr_with_checksums(tmp_path):
    path = filled(tmp_path / "a.zarr")
    assert sorted(one.name for one in path.iterdir()) == [
        "bath.K+",
        "fold",
        "membrane.potential",
        "status",
        "zarr.json",
    ]
    assert {one.name for one in (path / "fold").iterdir()} == {"zarr.json", *(f"c.{k}.0" for k in range(5))}
    with xarray.open_zarr(path, consolidated=False, chunks=None) as data:
        assert list(data.coords) == ["bath.K+"]
        assert data["membrane.potential"].values[44] == -0.044
    import json

    described = json.loads((path / "fold" / "zarr.json").read_text())
    assert [one["name"] for one in described["codecs"]] == ["bytes", "zstd", "crc32c"]
    assert described["dimension_names"] == ["sample", "special"]
    assert described["chunk_grid"]["configuration"]["chunk_shape"] == [10, 3]


def test_files_are_what_zarr_itself_would_write(tmp_path):
    import zarr

    path = filled(tmp_path / "a.zarr")
    mine = files(path)
    for name in ("bath.K+", "status", "membrane.potential", "fold"):
        array = zarr.open_array(path / name, mode="r+", zarr_format=3)
        array[:] = np.concatenate([chunk(number)[name] for number in range(5)])
    assert files(path) == mine


def test_what_is_not_there_yet_shows(tmp_path):
    path = filled(tmp_path / "a.zarr", [1, 4])
    data = open_sweep(path)
    missing = np.r_[0:10, 20:40]
    assert (data["status"].values[missing] == -1).all()
    assert np.isnan(data["fold"].values[missing]).all()
    with SweepStore.open(path, layout(), resume=True) as store:
        assert store.missing() == [0, 2, 3]


def test_a_chunk_is_written_once_and_as_it_should_be(tmp_path):
    with SweepStore.open(tmp_path / "a.zarr", layout()) as store:
        store.write(1, chunk(1))
        with pytest.raises(InputError, match=r"chunk 1 of .* has been written; each is written once"):
            store.write(1, chunk(1))
        with pytest.raises(InputError, match=r"chunk 4: 10 values of 'bath.K\+', not 5"):
            store.write(4, chunk(3))
        with pytest.raises(InputError, match="column 'status' is of <i2"):
            store.write(4, chunk(4) | {"status": np.zeros(5)})
        assert store.missing() == [0, 2, 3, 4]


def test_a_second_writer_is_refused_and_the_first_not_disturbed(tmp_path):
    path = tmp_path / "a.zarr"
    with SweepStore.open(path, layout()) as store:
        store.write(0, chunk(0))
        for resume in (True, False):
            with pytest.raises(InputError, match=f"written to by another sweep .process {os.getpid()} on|exists"):
                SweepStore.open(path, layout(), resume=resume)
        script = (
            "import sys; sys.path.insert(0, sys.argv[2])\n"
            "from unit.io.test_sweep_store import *\n"
            "try: SweepStore.open(sys.argv[1], layout(), resume=True)\n"
            "except InputError as error: print(error)"
        )
        said = subprocess.run(
            [sys.executable, "-c", script, str(path), str(Path(__file__).parents[2])],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert f"is being written to by another sweep (process {os.getpid()} on" in said.stdout, said.stderr
        for number in range(1, 5):
            store.write(number, chunk(number))
    assert files(path) == files(filled(tmp_path / "b.zarr"))


def test_the_lock_outlives_no_holder(tmp_path):
    one = Lock(tmp_path, tmp_path).take()
    one.give_back()
    one.give_back()
    two = Lock(tmp_path, tmp_path).take()
    two._handle, held = None, two._handle  # as if it had been killed: the system closes the file, the name stays
    os.close(held)
    assert (tmp_path / LOCK).exists()
    three = Lock(tmp_path, tmp_path).take()
    three.give_back()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("model", "xyz", "belongs to another model: model aaa there, model xyz here"),
        ("design", "xyz", "belongs to other samples: design bbb there, design xyz here"),
        ("task", "xyz", "belongs to another question, or other settings of it: task ccc there, task xyz here"),
        ("chunk", 11, "belongs to other chunks: chunk 10 there, chunk 11 here"),
        ("total", 46, "belongs to another number of samples: total 45 there, total 46 here"),
        ("version", "1", "belongs to another version of Poise: version 0 there, version 1 here"),
    ],
)
def test_a_store_of_another_sweep_is_refused_and_not_touched(tmp_path, key, value, words):
    path = filled(tmp_path / "a.zarr", [0, 1])
    before = files(path)
    with pytest.raises(InputError, match=words):
        SweepStore.open(path, layout(**{key: value}), resume=True)
    assert files(path) == before


def test_what_is_no_store_is_not_touched(tmp_path):
    (tmp_path / "thesis.zarr").mkdir()
    (tmp_path / "thesis.zarr" / "chapter.txt").write_text("mine")
    (tmp_path / "file.zarr").write_text("mine")
    (tmp_path / "other.zarr").mkdir()
    (tmp_path / "other.zarr" / "zarr.json").write_text('{"zarr_format": 3, "node_type": "group", "attributes": {}}')
    before = files(tmp_path)
    for name in ("thesis", "other", "file"):
        for resume in (False, True):
            with pytest.raises(InputError, match=r"exists and is no sweep of Poise|is a file, not the store"):
                SweepStore.open(tmp_path / f"{name}.zarr", layout(), resume=resume)
        with pytest.raises(InputError, match="no sweep"):
            open_sweep(tmp_path / "thesis.zarr")
    with pytest.raises(InputError, match=r"must end in \.zarr"):
        SweepStore.open(tmp_path / "a.nc", layout())
    with pytest.raises(InputError, match="there is no sweep at"):
        open_sweep(tmp_path / "nothing.zarr")
    assert files(tmp_path) == before
    (tmp_path / "empty.zarr").mkdir()
    filled(tmp_path / "empty.zarr")


def failing(monkeypatch, number, after):
    """Have the disk fail from so many writes on; the list counts them."""
    seen, real = [], os.write

    def write(handle, content):
        seen.append(len(content))
        if len(seen) > after:
            raise OSError(number, os.strerror(number))
        return real(handle, content)

    monkeypatch.setattr(os, "write", write)
    return seen


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "No space left on device. 2 of 5 chunks are safe in it. Make room, and"),
        (errno.EROFS, "Read-only file system. 2 of 5 chunks are safe in it. Set that right, and"),
        (errno.EACCES, "Permission denied. 2 of 5 chunks are safe in it. Set that right, and"),
        (errno.EIO, "Input/output error. 2 of 5 chunks are safe in it"),
    ],
)
@pytest.mark.parametrize("column", range(4))
def test_a_disk_that_fails_half_way_keeps_what_was_written(tmp_path, monkeypatch, number, words, column):
    path = tmp_path / "a.zarr"
    with SweepStore.open(path, layout()) as store:
        store.write(3, chunk(3))
        store.write(0, chunk(0))
        before = files(path)
        with monkeypatch.context() as disk:
            failing(disk, number, column)
            with pytest.raises(InputError, match=words):
                store.write(1, chunk(1))
        assert files(path) == before
        assert store.missing() == [1, 2, 4]
    with SweepStore.open(path, layout(), resume=True) as store:
        for again in store.missing():
            store.write(again, chunk(again))
    assert files(path) == files(filled(tmp_path / "b.zarr"))


@pytest.mark.parametrize("after", range(6))
def test_a_disk_that_is_full_from_the_start_is_left_as_it_was(tmp_path, monkeypatch, after):
    with monkeypatch.context() as disk:
        failing(disk, errno.ENOSPC, after)
        with pytest.raises(InputError, match=r"cannot write '.*a.zarr': No space left on device"):
            SweepStore.open(tmp_path / "a.zarr", layout())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch):
    def refused(path, *rest, **more):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as disk:
        disk.setattr(Path, "mkdir", refused)
        with pytest.raises(InputError, match=r"cannot write '.*a.zarr': Permission denied"):
            SweepStore.open(tmp_path / "a.zarr", layout())
    path = filled(tmp_path / "a.zarr", [0])
    before = files(path)
    real = os.open

    def opened(name, flags, *rest, **more):
        if flags & os.O_CREAT:
            refused(name)
        return real(name, flags, *rest, **more)

    with monkeypatch.context() as disk:
        disk.setattr(os, "open", opened)
        with pytest.raises(InputError, match=r"cannot write '.*a.zarr': Permission denied"):
            SweepStore.open(path, layout(), resume=True)
    assert files(path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="limits on the size of a file are set as on Linux")
def test_a_file_that_may_not_grow(tmp_path):
    import resource

    with SweepStore.open(tmp_path / "a.zarr", layout()) as store:
        store.write(0, chunk(0))
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
        try:
            with pytest.raises(InputError, match=r"File too large. 1 of 5 chunks are safe in it. Make room"):
                store.write(1, chunk(1))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert not [name for name in files(tmp_path) if "partial" in name]


def test_every_flipped_bit_is_found_or_without_effect(tmp_path):
    path = filled(tmp_path / "a.zarr")
    good = open_sweep(path).load()
    rng = np.random.default_rng(3)
    found = silent = 0
    for name, whole in files(path).items():
        for place in rng.integers(0, 8 * len(whole), 3):
            flipped = bytearray(whole)
            flipped[place // 8] ^= 1 << (place % 8)
            (path / name).write_bytes(bytes(flipped))
            try:
                assert open_sweep(path).load().identical(good)
                silent += 1
            except (InputError, ValueError, RuntimeError):  # of the descriptions, or of the chunk that is read
                found += 1
        (path / name).write_bytes(whole)
    assert found > 10 * silent
    assert open_sweep(path).load().identical(good)


def test_a_damaged_chunk_is_named(tmp_path):
    path = filled(tmp_path / "a.zarr")
    raw = bytearray((path / "fold" / "c.2.0").read_bytes())
    raw[-9] ^= 4
    (path / "fold" / "c.2.0").write_bytes(bytes(raw))
    with SweepStore.open(path, layout(), resume=True) as store:
        store.read(2, ["status"])
        with pytest.raises(InputError, match=r"'.*fold/c.2.0' is damaged .*; remove that file and go on with --resume"):
            store.read(2, ["fold"])
    (path / "fold" / "c.2.0").unlink()
    with SweepStore.open(path, layout(), resume=True) as store:
        assert store.missing() == [2]
        assert not (path / "status" / "c.2").exists()
        store.write(2, chunk(2))
    assert files(path) == files(filled(tmp_path / "b.zarr"))


def test_what_a_killed_writer_left_is_removed(tmp_path):
    path = filled(tmp_path / "a.zarr", [0, 1, 2])
    (path / "fold" / ".c.3.0.partial").write_bytes(b"half")
    (path / "bath.K+" / "c.3").write_bytes((path / "bath.K+" / "c.2").read_bytes())
    (path / ".zarr.json.partial").write_bytes(b"{")
    with SweepStore.open(path, layout(), resume=True) as store:
        assert store.missing() == [3, 4]
        for number in store.missing():
            store.write(number, chunk(number))
    assert files(path) == files(filled(tmp_path / "b.zarr"))


@pytest.mark.parametrize("made", range(5))
def test_a_store_that_was_killed_while_it_was_made_is_made_anew(tmp_path, made):
    path = filled(tmp_path / "a.zarr", [0])
    (path / "zarr.json").unlink()
    (path / "status" / LOCK).write_text("process 1 on nowhere")
    for one in sorted(path.glob("*/zarr.json"))[made:]:
        one.unlink()
    with SweepStore.open(path, layout(), resume=bool(made % 2)) as store:
        assert store.missing() == [0, 1, 2, 3, 4]
        for number in range(5):
            store.write(number, chunk(number))
    assert files(path) == files(filled(tmp_path / "b.zarr"))
