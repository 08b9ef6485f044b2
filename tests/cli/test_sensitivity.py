"""`sensitivity`: keys, files, modes, times, Sobol indices, and what is refused."""

import csv
import json

import pytest

from poise.cli import _app

ASK = ("sensitivity", "textbook_neuron", "--of", "membrane.potential", "--to", "bath.K+,membrane.K_leak.permeability")
RUN = ("sensitivity", "squid_axon", "--to", "membrane.Na.conductance", "--task", "run", "--protocol", "spike")


@pytest.fixture(autouse=True)
def command(monkeypatch):
    monkeypatch.setitem(_app.COMMANDS, "sensitivity", "How results depend on parameters.")


def test_keys(poise):
    found = poise(*ASK, "--json").json
    assert set(found) == {
        "verb", "status", "task", "mode", "parameters", "results", "notes", "references", "provenance"
    }  # fmt: skip
    one = found["results"]["membrane.potential"]
    assert one["unit"] == "V"
    by = one["by"]["bath.K+"]
    assert set(by) == {"derivative", "unit", "per_relative_change", "elasticity"}
    assert by["unit"] == "V/(mol/m3)"
    assert by["derivative"] == pytest.approx(2.19743e-3, rel=1e-4)
    assert by["per_relative_change"] == pytest.approx(5.0 * by["derivative"], rel=1e-12)
    assert found["parameters"]["bath.K+"] == {"value": 5.0, "unit": "mol/m3"}


def test_the_table_and_the_files(poise, tmp_path):
    found = poise(*ASK, "--plot", "bars.png", "-o", "numbers.csv")
    assert found.status == 0, found.err
    assert "+2.197  mV/mM" in found.out
    assert "wrote bars.png" in found.out
    assert (tmp_path / "bars.png").stat().st_size > 5000
    rows = list(csv.DictReader((tmp_path / "numbers.csv").read_text().splitlines()))
    assert [row["parameter"] for row in rows] == ["bath.K+", "membrane.K_leak.permeability"]
    assert poise(*ASK, "-o", "numbers.json", "--quiet").out == "wrote numbers.json\n"
    assert json.loads((tmp_path / "numbers.json").read_text())["verb"] == "sensitivity"


def test_a_run_at_times_in_both_directions(poise):
    asked = (*RUN, "--of", "membrane.potential", "--at", "3 ms,5", "--json")
    one, other = poise(*asked, "--adjoint").json, poise(*asked, "--forward").json
    assert (one["mode"], other["mode"]) == ("adjoint", "forward")
    assert list(one["results"]) == ["at(membrane.potential, 3 ms)", "at(membrane.potential, 5 ms)"]
    for name, found in one["results"].items():
        there = other["results"][name]["by"]["membrane.Na.conductance"]["derivative"]
        assert found["by"]["membrane.Na.conductance"]["derivative"] == pytest.approx(there, rel=1e-9)


def test_settings_and_lists_make_lanes(poise):
    found = poise(*ASK, "--set", "bath.Na+=100 mM,140 mM", "--json").json
    assert len(found["results"]["membrane.potential"]["by"]["bath.K+"]["derivative"]) == 2
    assert found["statuses"] == ["ok", "ok"]


def test_sobol_indices(poise):
    asked = ("sensitivity", "textbook_neuron", "--sobol", "64", "--to", "bath.K+", "--json")
    drawn = ("--draw", "membrane.pump.rate=uniform(10, 30 pmol/cm2/s)")
    found = poise(*asked, *drawn).json
    assert found["evaluations"] == 64 * 4
    assert found["failed"] == 0
    assert found["parameters"]["bath.K+"] == "uniform(4.5 mM, 5.5 mM)"
    shares = {name: one["total"] for name, one in found["results"]["membrane.potential"]["by"].items()}
    assert set(shares) == {"bath.K+", "membrane.pump.rate"}
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.15)
    again = poise(*asked, *drawn).json
    assert again["results"] == found["results"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "--to is missing"),
        (("--to", "bath.Q"), "did you mean 'bath.K+'"),
        (("--to", "bath.K+", "--of", "membrane.potentail"), "did you mean 'membrane.potential'"),
        (("--to", "bath.K+", "--of", "membrane.potential(x"), "no result 'membrane.potential(x'"),
        (("--to", "bath.K+", "--at", "3 ms"), "--at is about --task run"),
        (("--to", "bath.K+", "--task", "walk"), "--task: 'walk' is no task"),
        (("--to", "bath.K+", "--task", "continue"), "--task: a sensitivity is of rest, steady or run"),
        (("--to", "bath.K+", "--protocol", "x"), "--protocol is about --task run"),
        (("--to", "bath.K+", "--adjoint", "--forward"), "choose one"),
        (("--to", "bath.K+", "--draw", "bath.K+=uniform(1, 2 mM)"), "--draw is about --sobol"),
        (("--to", "bath.K+", "--sobol", "100"), "--sobol: '100' is not a power of 2"),
        (("--to", "bath.K+", "--sobol", "64", "--adjoint"), "differentiates nothing"),
        (("--sobol", "64"), "--to is missing"),
        (("--to", "bath.K+", "--plot", "bars.txt"), "--plot: 'bars.txt' must end in"),
    ],
)
def test_refused(poise, more, words):
    found = poise("sensitivity", "textbook_neuron", *more)
    assert found.status == 2
    assert words in found.err
    assert found.out == ""
