"""Sweeps as a whole: known answers, failures by name, tables, figures, stores that are gone on with."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import poise
from poise.analysis.designs import Grid, LatinHypercube, Listed, Product, Random, Sobol
from poise.analysis.tasks import Continue, Rest, Run, Steady
from poise.constants import FARADAY, GAS
from poise.errors import InputError, UnknownNameError
from poise.io.sweep_dataset import open_sweep
from poise.sweeping import sweep

AXON = poise.load("squid_axon")


def test_one_permeant_ion_rests_at_nernst(tmp_path):
    model = poise.load("potassium_only")
    inside = model.get("cytosol.K+")
    result = sweep(
        model, Grid({"bath.K+": "1:140 mM:40:log", "temperature": "10:40:4"}), store=tmp_path / "nernst.zarr"
    )
    assert result.ok
    assert (result.done, result.total, dict(result.statuses)) == (160, 160, {"ok": 160})
    data = result.to_xarray(grid=True)
    assert dict(data.sizes) == {"bath.K+": 40, "temperature": 4}
    wanted = GAS * data["temperature"] / FARADAY * np.log(data["bath.K+"] / inside)
    assert np.abs(data["membrane.potential"] - wanted).max() < 1e-12
    assert data["membrane.potential"].attrs["units"] == "V"
    ends = float(wanted.min()), float(wanted.max())
    assert result.ranges["membrane.potential"] == pytest.approx(ends, abs=1e-12)


def test_a_store_holds_what_memory_holds(tmp_path):
    design = Product(Grid({"bath.K+": "-1:9 mM:6"}), LatinHypercube(7, {"bath.Na+": "normal(440 mM, 10 mM)"}, seed=4))
    model = poise.load("squid_axon_rest")
    stored = sweep(model, design, Rest(), tmp_path / "a.zarr", chunk=10)
    held = sweep(model, design, Rest(), chunk=10)
    for grid in (False, True):
        one, two = stored.to_xarray(grid=grid).load(), held.to_xarray(grid=grid)
        assert dict(one.sizes) == dict(two.sizes)
        assert list(one.data_vars) == list(two.data_vars)
        assert set(one.coords) == set(two.coords) == {"bath.K+", "bath.Na+"}
        for name in one.variables:
            assert one[name].dims == two[name].dims
            assert one[name].values.tobytes() == two[name].values.tobytes()
    folded = stored.to_xarray(grid=True)
    assert folded["bath.K+"].dims == ("bath.K+",)
    assert folded["bath.Na+"].dims == ("draw",)
    assert folded["membrane.potential"].dims == ("bath.K+", "draw")
    assert stored.statuses == held.statuses == {"ok": 35, "refused": 7}


def test_a_failure_can_be_computed_alone_to_the_last_digit():
    values = np.array([-1.0, 4.123456789012345, 0.0, 7.0])
    model = poise.load("squid_axon")  # its channels have no finite current at a concentration of 0
    result = sweep(model, Listed({"bath.K+": values, "temperature": np.full(4, 280.1)}))
    assert [(one.sample, one.status) for one in result.failures] == [(0, "refused"), (2, "refused")]
    assert "not possible" in result.failures[0].reason
    assert "no finite rate" in result.failures[1].reason or "0 in 'bath'" in result.failures[1].reason
    assert result.failures[0].arguments == "--set 'bath.K+=-1 mM' --set 'temperature=280.1 K'"
    assert result.status == "refused"
    for one in result.failures:
        with pytest.raises(InputError):
            poise.rest(model.set(dict(one.settings)))
    good = result.to_xarray().isel(sample=1)
    again = poise.rest(model.set({"bath.K+": float(good["bath.K+"]), "temperature": float(good["temperature"])}))
    assert float(good["membrane.potential"]) == pytest.approx(float(again["potential"][0]), abs=1e-12)


def test_runs_are_those_of_the_verb_with_what_is_watched():
    design = Sobol(8, {"membrane.Na.conductance": "normal(120 mS/cm2, 15 %)"})
    watch = {"peak": "maximum(membrane.potential)", "spikes": "count(membrane.potential, 0 mV)"}
    data = sweep(AXON, design, Run("spike", watch=watch), chunk=8).to_xarray()
    assert list(data.data_vars) == ["status", "peak", "spikes", "steps"]
    assert data["peak"].attrs["long_name"] == "maximum(membrane.potential)"
    alone = poise.simulate(AXON.set("membrane.Na.conductance", float(data["membrane.Na.conductance"][5])), "spike")
    assert float(data["peak"][5]) == pytest.approx(float(alone["potential"][0].max()), abs=2e-4)
    assert int(data["spikes"][5]) == len(alone.facts["events"]["spike"]) == 1


def test_steady_states_are_those_of_the_verb():
    model = poise.load("pump_leak_cell")
    data = sweep(model, Grid({"membrane.pump.rate": "12:30 pmol/cm2/s:3"}), Steady()).to_xarray(grid=True)
    assert (data["stable"] == 1).all()
    assert (data["growth"] < 0).all()
    alone = poise.steady(model.set("membrane.pump.rate", float(data["membrane.pump.rate"][2])))
    assert float(data["membrane.potential"][2]) == pytest.approx(float(alone["potential"][0]), abs=1e-9)
    assert float(data["cytosol.volume"][2]) == pytest.approx(float(alone["volume"][0]), rel=1e-7)
    assert float(data["cytosol.Na+"][2]) == pytest.approx(alone.of("content", "cytosol.Na+"), rel=1e-7)


def test_the_axon_begins_and_ends_to_oscillate_where_the_literature_has_it():
    design = Grid({"membrane.K.conductance": "36 mS/cm2,-1 mS/cm2"})
    data = sweep(AXON, design, Continue("membrane.injected", "0 uA/cm2", "200 uA/cm2")).to_xarray()
    assert data["hopfs"].values.tolist() == [2, -1]
    hopf = data["hopf"].values[0]
    # Rinzel & Miller 1980, Math. Biosci. 49:27: 9.78 and 154.53 uA/cm2
    assert hopf[:2] * 100 == pytest.approx([9.78, 154.53], rel=5e-3)
    assert np.isnan(hopf[2:]).all()
    assert data["hopf"].dims == ("sample", "special")
    assert data["frequency"].values[0, 0] == pytest.approx(92.6, rel=0.02)


def test_a_store_is_gone_on_with_and_finished_chunks_are_not_touched(tmp_path, monkeypatch):
    from poise.analysis.sweep_plan import Plan

    model, design = poise.load("squid_axon_rest"), Random(95, {"bath.K+": "uniform(1, 20 mM)"})
    whole = sweep(model, design, store=tmp_path / "whole.zarr", chunk=10)
    path, seen = tmp_path / "part.zarr", []

    def stop(done, total):
        seen.append((done, total))
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(model, design, store=path, chunk=10, progress=stop)
    assert seen == [(0, 95), (10, 95), (20, 95), (30, 95), (40, 95)]
    part = open_sweep(path)
    assert (part["status"].values[:40] == 0).all()
    assert (part["status"].values[40:] == -1).all()
    assert np.isnan(part["membrane.potential"].values[40:]).all()
    standing = {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in path.rglob("c.*")}
    computed = []
    real = Plan.compute
    monkeypatch.setattr(Plan, "compute", lambda plan, number: (computed.append(number), real(plan, number))[1])
    result = sweep(model, design, store=path, resume=True, progress=lambda done, total: seen.append((done, total)))
    assert computed == [4, 5, 6, 7, 8, 9]
    assert seen[5] == (40, 95)
    assert (result.computed, result.done) == (55, 95)
    assert {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in standing} == standing
    for name in ("membrane.potential", "bath.K+", "status"):
        assert result.to_xarray()[name].values.tobytes() == whole.to_xarray()[name].values.tobytes()
    again = sweep(model, design, store=path, resume=True)
    assert (again.computed, again.ok) == (0, True)
    assert again.ranges == whole.ranges == result.ranges


def test_a_sweep_that_never_began_leaves_nothing(tmp_path):
    class Broken:
        def run(self, plan, numbers, deliver, *, stop=None):
            raise InputError("the scheduler is not there")

    with pytest.raises(InputError, match="not there"):
        sweep(AXON, Grid({"bath.K+": "5,6 mM"}), Run("spike"), tmp_path / "a.zarr", runner=Broken())
    with pytest.raises(UnknownNameError):
        sweep(AXON, Grid({"bath.Kx": "5,6 mM"}), Run("spike"), tmp_path / "a.zarr")
    assert list(tmp_path.iterdir()) == []


def test_what_resume_cannot_be_given(tmp_path):
    design = Grid({"bath.K+": "5,6 mM"})
    with pytest.raises(InputError, match="no store to go on with"):
        sweep("squid_axon_rest", design, resume=True)
    with pytest.raises(InputError, match=r"there is no '.*a.zarr' to go on with"):
        sweep("squid_axon_rest", design, store=tmp_path / "a.zarr", resume=True)
    sweep("squid_axon_rest", design, store=tmp_path / "a.zarr")
    with pytest.raises(InputError, match="exists; --resume"):
        sweep("squid_axon_rest", design, store=tmp_path / "a.zarr")
    mine, other = poise.load("squid_axon_rest").hash, poise.load("motor_neuron_rest").hash
    with pytest.raises(InputError, match=f"belongs to another model: model {mine} there, model {other} here"):
        sweep("motor_neuron_rest", design, store=tmp_path / "a.zarr", resume=True)
    with pytest.raises(InputError, match="belongs to other samples"):
        sweep("squid_axon_rest", Grid({"bath.K+": "5,7 mM"}), store=tmp_path / "a.zarr", resume=True)
    with pytest.raises(InputError, match="belongs to another question"):
        sweep("squid_axon_rest", design, Rest(near=0.0), store=tmp_path / "a.zarr", resume=True)
    with pytest.raises(InputError, match=r"must end in \.zarr"):
        sweep("squid_axon_rest", design, store=tmp_path / "a.nc")


def test_the_table_says_what_was_asked_and_what_came_of_it(tmp_path):
    design = Product(
        Grid({"bath.K+": "-1:9 mM:6"}),
        Random(300, {"bath.Na+": "normal(440 mM, 1 %)", "temperature": "normal(18 degC, 1 degC)"},
               correlation={("bath.Na+", "temperature"): 0.5}, seed=3),
    )  # fmt: skip
    result = sweep("squid_axon_rest", design, store=tmp_path / "t.zarr")
    text = str(result)
    for part in (
        "sweep of squid_axon_rest: rest", "bath.K+      -1 to 9 mM (6 values)", "bath.Na+     normal(440 mM, 4.4 mM)",
        "temperature  normal(18 degC, 1.0 K)", "300 draws: random, seed 3", "correlation of bath.Na+, temperature: 0.5",
        "1,800 of 1,800 samples; status ok: 1,500, refused: 300", "1,800 computed in ", "membrane.rests", "mS/cm2",
        "     0  refused  bath.K+=-1 mM, bath.Na+=", "and 295 more", "in ", "t.zarr",
    ):  # fmt: skip
        assert part in text
    assert max(map(len, text.splitlines())) <= 110
    told = result.to_dict()
    assert (told["done"], told["total"], told["statuses"]) == (1800, 1800, {"refused": 300, "ok": 1500})
    assert told["store"] == str(tmp_path / "t.zarr")
    assert len(told["failures"]) == 20
    assert told["failures"][0]["set"]["bath.K+"] == "-1 mM"
    assert told["provenance"]["model"] == "squid_axon_rest"
    assert told["provenance"]["hash"] == poise.load("squid_axon_rest").hash
    assert "hodgkin_katz_1949" in told["references"]
    from rich.console import Console

    with Path(tmp_path / "rich.txt").open("w") as stream:
        Console(file=stream, width=100).print(result)
    assert "membrane.potential" in (tmp_path / "rich.txt").read_text()


FIGURES = {
    "line": (Grid({"bath.K+": "1:100 mM:30:log"}), "bath.K+ (mM)"),
    "map": (Grid({"bath.K+": "-1:50 mM:20", "bath.Na+": "100:440 mM:30"}), "bath.K+ (mM)"),
    "dots": (Random(200, {"bath.K+": "uniform(1, 50 mM)"}), "bath.K+ (mM)"),
    "cloud": (
        LatinHypercube(200, {"bath.K+": "uniform(1, 50 mM)", "bath.Na+": "uniform(100, 440 mM)"}),
        "bath.K+ (mM)",
    ),
    "spread": (
        Random(200, {"bath.K+": "uniform(1, 50 mM)", "bath.Na+": "uniform(1, 2 mM)", "bath.Cl-": "uniform(1, 2 mM)"}),
        "membrane.potential (mV); lines: 5, 50, 95 % of samples",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_figures(name, tmp_path):
    design, label = FIGURES[name]
    result = sweep("squid_axon_rest", design)
    figure = result.plot(path=tmp_path / f"{name}.png")
    assert (tmp_path / f"{name}.png").stat().st_size > 5000
    ax = figure.axes[0]
    assert ax.get_xlabel() == label
    volts = 1e3 * result.to_xarray()["membrane.potential"].values
    if name == "line":
        assert ax.get_xscale() == "log"
        assert ax.lines[0].get_ydata() == pytest.approx(volts)
    if name == "map":
        drawn = np.ma.getdata(ax.collections[0].get_array()).reshape(30, 20).T.ravel()
        assert drawn[30:] == pytest.approx(volts[30:])
        assert "30 of 600 not ok" in ax.get_title(loc="left")
    if name == "cloud":
        drawn = np.asarray(ax.collections[0].get_offsets())[:, 1]
        assert drawn == pytest.approx(result.to_xarray()["bath.Na+"].values)
    assert (
        result.plot("membrane.conductance").axes[0].get_title(loc="left").startswith("squid_axon_rest: membrane.cond")
    )


def test_figures_that_cannot_be():
    result = sweep("squid_axon_rest", Grid({"bath.K+": "1:9 mM:3"}))
    with pytest.raises(UnknownNameError, match=r"no column 'membrane.potentail' in this sweep; did you mean"):
        result.plot("membrane.potentail")
    none = replace(result, table=lambda grid: result.to_xarray().assign(status=("sample", [30, 30, 30])))
    with pytest.raises(InputError, match=r"no sample has a value of 'membrane.potential'"):
        none.plot()
