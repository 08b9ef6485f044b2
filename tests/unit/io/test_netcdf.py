"""Results as NetCDF: nothing is lost, damage is found, and a file is whole or not there."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray

from poise.errors import InputError
from poise.io import open_result
from poise.io.netcdf import read
from unit.results.made import curves_of, rest_of
from unit.results.runs import RUNS, run_of


@pytest.mark.parametrize("name", RUNS)
def test_a_round_trip_is_exact(name: str, tmp_path: Path) -> None:
    result = run_of(name)
    result.save(tmp_path / "new" / "a.nc")
    found = open_result(tmp_path / "new" / "a.nc")
    assert found.identical(result.to_xarray())
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["a.nc"]


@pytest.mark.parametrize("result", [rest_of("grid"), rest_of("no_rest"), curves_of("n_shaped")], ids=lambda r: r.verb)
def test_other_verbs_too(result: object, tmp_path: Path) -> None:
    result.save(tmp_path / "a.nc")  # type: ignore[attr-defined]
    assert read(tmp_path / "a.nc").identical(result.to_xarray())  # type: ignore[attr-defined]


def test_provenance_is_in_the_file_and_others_can_read_it(tmp_path: Path) -> None:
    result = run_of("spike")
    result.save(tmp_path / "a.nc")
    with xarray.open_dataset(tmp_path / "a.nc", engine="h5netcdf") as data:
        assert data.attrs["provenance_hash"] == result.provenance["hash"]
        assert json.loads(data.attrs["facts"])["events"]["spike"] == result.facts["events"]["spike"]
        assert data["potential"].attrs["units"] == "V"
        assert data["potential"].encoding["fletcher32"]


def test_long_attributes_survive(tmp_path: Path) -> None:
    from dataclasses import replace

    result = run_of("spike")
    long = replace(result, facts={**result.facts, "events": {"spike": list(np.linspace(0.0, 1.0, 20_000))}})
    long.save(tmp_path / "a.nc")
    assert read(tmp_path / "a.nc").identical(long.to_xarray())


def test_flipped_bits_are_found_or_without_effect(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    run_of("resting").save(path)
    whole, good = path.read_bytes(), read(path)
    rng = np.random.default_rng(5)
    told = []
    for place in rng.integers(0, 8 * len(whole), 200):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << (place % 8)
        path.write_bytes(bytes(flipped))
        try:
            assert read(path).identical(good)
        except InputError as error:
            told.append(str(error))
    assert len(told) > 190
    assert all("damaged" in one for one in told)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="damaged"):
        read(path)


def test_an_older_result_is_replaced_and_a_foreign_file_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    run_of("spike").save(path)
    run_of("resting").save(path)
    assert read(path).attrs["verb"] == "steady"
    path.write_text("my thesis")
    with pytest.raises(InputError, match="exists and is no result of Poise"):
        run_of("spike").save(path)
    assert path.read_text() == "my thesis"
    xarray.Dataset({"x": ("a", [1.0])}).to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with pytest.raises(InputError, match="no result of Poise"):
        read(tmp_path / "b.nc")


@pytest.mark.parametrize("ending", ["nc", "zarr", "csv", "json"])
def test_a_place_that_cannot_be_written_is_told(ending: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"):
        run_of("spike").save(tmp_path / "file" / f"a.{ending}")
    with pytest.raises(InputError, match="cannot write"):
        run_of("spike").save(f"/proc/a.{ending}")


@pytest.mark.parametrize("ending", ["nc", "zarr", "csv", "json"])
def test_a_full_disk_leaves_nothing_behind(ending: str, tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom unit.results.made import rest_of\nfrom poise.errors import InputError\n"
        "result = rest_of('four')\nresult.to_xarray()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        f"try:\n    result.save(sys.argv[1] + '/a.{ending}')\nexcept InputError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(tmp_path)], capture_output=True, text=True, cwd="tests", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("cannot write")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_and_a_wrong_ending_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*No such file"):
        open_result(tmp_path / "none.nc")
    with pytest.raises(InputError, match=r"does not end in \.nc or \.zarr"):
        open_result(tmp_path / "none.mat")
    with pytest.raises(InputError, match=r"does not end in \.nc, \.zarr, \.csv or \.json"):
        run_of("spike").save(tmp_path / "none.mat")


def test_csv_and_json(tmp_path: Path) -> None:
    import pandas

    result = run_of("spike")
    result.save(tmp_path / "a.csv")
    result.save(tmp_path / "a.json")
    frame = pandas.read_csv(tmp_path / "a.csv", index_col=0)
    assert np.array_equal(frame["membrane.potential [mV]"], result.to_pandas()["membrane.potential [mV]"])
    assert json.loads((tmp_path / "a.json").read_text())["series"]["time_s"][-1] == 0.02
