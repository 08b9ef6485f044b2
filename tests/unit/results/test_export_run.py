"""What other programs read of runs, steady states and branches: the keys of CLI.md, frames and Datasets."""

import json
from itertools import pairwise

import numpy as np
import pytest

from poise.errors import InputError, UnknownNameError
from poise.results.series import all_series, series_of
from unit.results.runs import RUNS, run_of
from unit.results.test_export import INTERFACE, PROCESS, nesting

COMMON = {"verb", "model", "status", "notes", "provenance", "references"}
REST = {"interfaces", "processes", "ions", "compartments", "sums"}
STEADY = {*REST, "stable", "eigenvalues_per_s", "entropy_production_W_per_K", "residuals", "gates"}


@pytest.mark.parametrize("name", RUNS)
def test_json_is_strict(name: str) -> None:
    found = run_of(name).to_dict(series=True)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_keys_of_run() -> None:
    found = run_of("spike").to_dict()
    assert set(found) == {
        *COMMON, "time_s", "final", "events", "conservation", "entropy_produced_J_per_K", "steps", "steps_rejected",
    }  # fmt: skip
    assert set(found["conservation"]) == {"charge_relative", "species_relative", "water_relative"}
    assert found["time_s"] == 0.02
    assert found["events"]["spike"] == pytest.approx([0.00287], abs=1e-5)
    assert found["events"]["never"] == []
    assert isinstance(found["steps"], int)
    assert set(found["final"]) == {"status", *STEADY}
    assert set(found["final"]["interfaces"]["membrane"]) == INTERFACE
    assert all(set(one) == PROCESS for one in found["final"]["processes"])
    assert found["final"]["gates"].keys() == {"membrane.Na.m", "membrane.Na.h", "membrane.K.n"}
    assert found["final"]["stable"] is None
    assert found["final"]["entropy_production_W_per_K"] == run_of("spike")["entropy_rate"][-1]


def test_series_are_there_when_asked_for() -> None:
    result = run_of("swelling")
    found = result.to_dict(series=True)["series"]
    assert found["potential_mV"]["membrane"] == pytest.approx(1e3 * result["potential"][0])
    assert found["volume_um3"]["cytosol"][0] == pytest.approx(2000.0)
    assert found["concentration_mM"]["cytosol.K+"][0] == pytest.approx(140.0)
    assert len(found["time_s"]) == len(found["current_A_per_m2"]["membrane.pump"])


def test_the_final_compartments_hold_volumes_and_concentrations() -> None:
    found = run_of("swelling").to_dict()["final"]["compartments"]
    assert found["bath"]["volume_um3"] is None
    assert found["cytosol"]["volume_um3"] > 2050.0
    assert found["bath"]["concentrations_mM"] == {"K+": 4.0, "Na+": 140.0, "Cl-": 144.0}
    assert found["cytosol"]["concentrations_mM"]["Na+"] > 20.0


def test_lanes_are_nested() -> None:
    found = run_of("grid").to_dict(series=True)
    assert found["dims"] == {"temperature": 2, "membrane.leak.conductance": 3}
    assert set(found["coordinates"]) == set(found["dims"])
    assert nesting(found["time_s"]) == nesting(found["steps"]) == (2, 3)
    assert nesting(found["final"]["interfaces"]["membrane"]["potential_mV"]) == (2, 3)
    assert [len(row) for row in found["events"]["spike"]] == [3, 3]
    assert found["events"]["spike"][0][1] == pytest.approx([0.00287], abs=1e-5)
    assert nesting(found["series"]["potential_mV"]["membrane"]) == (101, 2, 3)


def test_the_keys_of_steady() -> None:
    found = run_of("steady").to_dict()
    assert {*COMMON, *STEADY} <= set(found)
    assert set(found["compartments"]["cytosol"]) == {"potential_mV", "volume_um3", "concentrations_mM"}
    assert isinstance(found["stable"], bool)
    assert all(len(pair) == 2 for pair in found["eigenvalues_per_s"])
    assert max(found["residuals"].values()) < 1e-9


def test_the_keys_of_continue() -> None:
    found = run_of("branch").to_dict()
    assert {*COMMON, "over", "unit", "branch", "folds", "hopfs", "branch_points"} <= set(found)
    assert (found["over"], found["unit"]) == ("membrane.injected", "uA/cm2")
    assert found["folds"] == []
    assert [one["value"] for one in found["hopfs"]] == pytest.approx([9.78, 154.5], rel=1e-2)
    assert all(one["frequency_Hz"] > 50 for one in found["hopfs"])
    assert found["branch"][0]["value"] == 0.0
    assert found["branch"][0]["potential_mV"]["membrane"] == pytest.approx(-64.974, abs=1e-3)
    assert [a["stable"] != b["stable"] for a, b in pairwise(found["branch"])].count(True) == 2


def test_a_dataset_of_a_run_is_whole() -> None:
    result = run_of("lanes")
    data = result.to_xarray()
    assert data["potential"].dims == ("interface", "time", "temperature")
    assert data["potential"].attrs["units"] == "V"
    assert data["time"].attrs["units"] == "s"
    assert data["temperature"].attrs["units"] == "K"
    assert data["occupancy"].dims == ("gate", "time", "temperature")
    assert all("units" in one.attrs and one.attrs["long_name"] for one in data.data_vars.values() if one.dtype == float)
    assert json.loads(data.attrs["facts"])["events"] == result.facts["events"]
    assert data.attrs["provenance_hash"] == result.provenance["hash"]
    assert data.attrs["provenance_rtol"] == 1e-6
    assert data.attrs["references"].split() == list(result.references)
    assert "membrane.K.n" in json.loads(data.attrs["final_state"])
    assert data["status"].dims == ("temperature",)
    assert all(isinstance(one, str | int | float) for one in data.attrs.values())


def test_frames_of_a_run_are_wide() -> None:
    result = run_of("swelling")
    frame = result.to_pandas()
    assert frame.index.name == "time [s]"
    assert {
        "membrane.potential [mV]", "membrane.pump.current [uA/cm2]", "cytosol.K+ [mM]", "cytosol.K+.amount [fmol]",
        "cytosol.volume [um3]", "protocol.membrane.pump [SI]", "entropy_rate [fW/K]",
    } <= set(frame)  # fmt: skip
    assert frame["membrane.potential [mV]"].iloc[-1] == 1e3 * result["potential"][0, -1]
    assert frame["cytosol.K+.amount [fmol]"].iloc[0] == pytest.approx(280.0)
    assert "membrane.K.n" in set(run_of("spike").to_pandas())


def test_frames_of_lanes_have_them_in_the_index() -> None:
    frame = run_of("grid").to_pandas()
    assert list(frame.index.names) == ["time [s]", "temperature (degC)", "membrane.leak.conductance (mS/cm2)"]
    assert len(frame) == 101 * 6
    row = frame.loc[(0.02, frame.index.levels[1][0], frame.index.levels[2][2])]
    assert row["membrane.potential [mV]"] == 1e3 * run_of("grid")["potential"][0, -1, 0, 2]


def test_frames_by_process_and_of_branches() -> None:
    long = run_of("swelling").to_pandas("process")
    assert list(long.index.names) == ["process", "time (s)"]
    branch = run_of("branch").to_pandas()
    assert branch.index.name == "membrane.injected (uA/cm2)"
    assert {"membrane.potential [mV]", "stable"} <= set(branch)
    with pytest.raises(InputError, match="rows for its points only"):
        run_of("branch").to_pandas("process")


def test_series_by_name() -> None:
    result = run_of("spike")
    assert series_of(result, "time").unit == "s"
    assert series_of(result, "membrane.Na.current").unit == "uA/cm2"
    assert np.array_equal(series_of(result, "membrane.K.n").values, result.of("gate", "membrane.K.n"))
    with pytest.raises(UnknownNameError, match=r"no series 'membrane\.potental'.*did you mean 'membrane\.potential'"):
        series_of(result, "membrane.potental")
    with pytest.raises(InputError, match="holds nothing over time"):
        all_series(run_of("steady"))
