"""Results as Zarr: nothing is lost, damage is found, and a store is whole or not there."""

import json
from pathlib import Path

import numpy as np
import pytest
import xarray

from poise.errors import InputError
from poise.io import open_result
from poise.io.zarr import read
from unit.results.made import curves_of, rest_of
from unit.results.runs import RUNS, run_of


@pytest.mark.parametrize("name", RUNS)
def test_a_round_trip_is_exact(name: str, tmp_path: Path) -> None:
    result = run_of(name)
    result.save(tmp_path / "new" / "a.zarr")
    assert open_result(tmp_path / "new" / "a.zarr").identical(result.to_xarray())
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["a.zarr"]


@pytest.mark.parametrize("result", [rest_of("grid"), rest_of("no_rest"), curves_of("n_shaped")], ids=lambda r: r.verb)
def test_other_verbs_too(result: object, tmp_path: Path) -> None:
    result.save(tmp_path / "a.zarr")  # type: ignore[attr-defined]
    assert read(tmp_path / "a.zarr").identical(result.to_xarray())  # type: ignore[attr-defined]


def test_every_chunk_has_a_checksum_and_others_can_read_it(tmp_path: Path) -> None:
    run_of("spike").save(tmp_path / "a.zarr")
    codecs = json.loads((tmp_path / "a.zarr" / "potential" / "zarr.json").read_text())["codecs"]
    assert codecs[-1]["name"] == "crc32c"
    with xarray.open_zarr(tmp_path / "a.zarr", consolidated=False, chunks=None) as data:
        assert data["potential"].attrs["units"] == "V"
        assert data.attrs["provenance_model"] == "axon"


def test_flipped_bits_are_found_or_without_effect(tmp_path: Path) -> None:
    store = tmp_path / "a.zarr"
    run_of("resting").save(store)
    good = read(store)
    files = [one for one in sorted(store.rglob("*")) if one.is_file()]
    rng = np.random.default_rng(6)
    found = 0
    for path in files:
        whole = path.read_bytes()
        for place in rng.integers(0, 8 * len(whole), 2):
            flipped = bytearray(whole)
            flipped[place // 8] ^= 1 << (place % 8)
            path.write_bytes(bytes(flipped))
            try:
                assert read(store).identical(good)
            except InputError:
                found += 1
        path.write_bytes(whole)
    assert found > len(files)
    assert read(store).identical(good)


def test_an_older_result_is_replaced_and_a_foreign_folder_is_not(tmp_path: Path) -> None:
    store = tmp_path / "a.zarr"
    run_of("spike").save(store)
    run_of("resting").save(store)
    assert read(store).attrs["verb"] == "steady"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zarr"]
    (tmp_path / "b.zarr").mkdir()
    (tmp_path / "b.zarr" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="exists and is no result of Poise"):
        run_of("spike").save(tmp_path / "b.zarr")
    assert (tmp_path / "b.zarr" / "thesis.txt").read_text() == "mine"
    with pytest.raises(InputError, match="not a Zarr store"):
        read(tmp_path / "b.zarr")
    with pytest.raises(InputError, match="no such folder"):
        read(tmp_path / "c.zarr")
