"""`poise junction`: keys, corrections, chains, a change of the bath, figures, and what is refused."""

import subprocess
import sys

import pytest

from poise.cli import _app

PIPETTE = "K+=140 mM,gluconate-=120 mM,Cl-=20 mM"
BATH = "Na+=145 mM,K+=3 mM,Ca2+=2 mM,Cl-=152 mM"
MONO = "Na+=145,K+=3,Cl-=148"
KEYS = {"potential_mV", "method", "profile", "comparison_mV", "ions", "status", "a", "b", "warnings", "notes"}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The command, also where the application does not list it yet."""
    monkeypatch.setitem(_app.COMMANDS, "junction", "Liquid junction potential between solutions.")


def test_keys_and_sign(poise):
    found = poise("junction", PIPETTE, BATH, "--json")
    assert found.status == 0
    assert set(found.json) >= KEYS
    assert found.json["method"] == "nernst-planck"
    assert 10.0 < found.json["potential_mV"] < 17.0
    back = poise("junction", BATH, PIPETTE, "--json").json
    assert back["potential_mV"] == -found.json["potential_mV"]
    profile = found.json["profile"]
    assert profile["potential_mV"][-1] == pytest.approx(found.json["potential_mV"], abs=1e-9)
    assert set(profile["concentrations_mM"]) == {"K+", "gluconate-", "Cl-", "Na+", "Ca2+"}


@pytest.mark.parametrize("method", ["henderson", "planck", "nernst-planck"])
def test_methods(poise, method):
    found = poise("junction", "H+=100,Cl-=100", "H+=10,Cl-=10", "--method", method, "--json").json
    assert found["method"] == method
    assert found["potential_mV"] == pytest.approx(37.9628, abs=1e-3)


def test_in_time(poise):
    found = poise(
        "junction", PIPETTE, MONO, "--method", "nernst-planck-poisson", "--width", "1 um", "--until", "1 ms", "--json"
    )
    assert found.status == 0
    assert found.json["course"]["time_s"][-1] == pytest.approx(1e-3)
    assert found.json["profile"]["place_unit"] == "m"


def test_reading_in_words(poise):
    out = poise("junction", PIPETTE, BATH, "--reading", "-65 mV").out
    assert "the cell is at -80." in out
    assert "when the amplifier reads -65 mV (whole-cell: V_m = V_reading - V_junction, junction +15." in out
    found = poise("junction", PIPETTE, BATH, "--reading", "-65", "--configuration", "inside-out", "--json").json
    only = found["corrections"][0]
    assert only["potential_mV"] == pytest.approx(65.0 + found["potential_mV"])


def test_all_configurations(poise):
    out = poise("junction", PIPETTE, BATH, "--reading", "-65", "--configuration", "all").out
    assert "needs --cell" in out
    assert "needs --cytosol" in out
    full = poise(
        "junction", PIPETTE, BATH, "--reading", "-65", "--configuration", "all", "--cell", "-70", "--cytosol", PIPETTE,
        "--json",
    ).json  # fmt: skip
    assert {one["configuration"] for one in full["corrections"]} == {
        "whole-cell", "outside-out", "inside-out", "cell-attached", "sharp",
    }  # fmt: skip


def test_recipes_and_a_chain_with_electrodes(poise):
    found = poise("junction", "k_gluconate", "acsf", "kcl_3m", "--electrodes", "AgCl", "--json")
    assert found.status == 0
    assert len(found.json["junctions"]) == 2
    ends = found.json["electrodes"]
    total = sum(one["potential_mV"] for one in found.json["junctions"])
    assert found.json["potential_mV"] == pytest.approx(total + ends[1]["potential_mV"] - ends[0]["potential_mV"])
    assert "MgATP2-" in found.err


def test_inline_recipe(poise):
    found = poise("junction", "140 mM KCl, 10 mM HEPES, pH 7.3 with KOH", "150 mM NaCl", "--json")
    assert found.json["a"]["pH"] == pytest.approx(7.3, abs=1e-3)
    assert found.json["a"]["name"].startswith("140 mM KCl")


def test_change_of_the_bath(poise):
    low = "Na+=145,K+=3,gluconate-=138,Cl-=10"
    found = poise("junction", PIPETTE, MONO, "--after", low, "--reading", "-60", "--json").json
    assert found["shift_mV"] == pytest.approx(25.6926 * 2.69463, abs=1e-3)  # RT/F ln(148/10)
    assert found["membrane_mV"] == pytest.approx(-60 - found["pipette_mV"] + found["shift_mV"])
    text = poise("junction", PIPETTE, MONO, "K+=3000,Cl-=3000", "--after", low, "--reading", "-60").out
    assert "zeroed in" in text
    assert "which the amplifier does not see" in text


def test_figure(poise, tmp_path):
    found = poise("junction", PIPETTE, BATH, "--plot", "out/profile.png")
    assert "wrote out/profile.png" in found.out
    assert (tmp_path / "out" / "profile.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([PIPETTE, BATH, "--method", "planck"], "Ca2+"),
        ([PIPETTE, BATH, "--method", "hendersson"], "did you mean 'henderson'"),
        (["K+=140,Cl-=136", BATH], "not neutral: +4 mM"),
        (["K+=140,Cl=140,Kx=3", BATH], "unknown species 'Kx'"),
        (["k_gluconat", "acsf"], "k_gluconate"),
        ([PIPETTE, BATH, "--reading", "-65 mM"], "reading"),
        ([PIPETTE, BATH, "--configuration", "whole-cell"], "--reading"),
        ([PIPETTE, BATH, "--reading", "-65", "--configuration", "hole-cell"], "whole-cell"),
        ([PIPETTE, BATH, "--reading", "-65", "--configuration", "sharp"], "--cytosol"),
        ([PIPETTE, BATH, "--width", "1 um"], "--width"),
        ([PIPETTE, BATH, "--temperature", "90"], "0 to 50 degC"),
        ([PIPETTE, BATH, "--activity", "daves"], "davies"),
        ([PIPETTE, BATH, "--electrodes", "gold"], "AgCl"),
        ([PIPETTE, BATH, "--plot", "profile.txt"], ".png"),
        ([PIPETTE, BATH, "--balance", "Qx"], "Qx"),
    ],
)
def test_refused(poise, arguments, message):
    found = poise("junction", *arguments)
    assert found.status == 2, found
    assert message in found.err
    assert found.out == ""
    assert "Traceback" not in found.err


def test_balance(poise):
    assert poise("junction", "K+=140,Cl-=136", BATH, "--balance", "Cl-", "--json").status == 0


def test_no_jax_and_no_figures_are_loaded():
    code = (
        "import sys; from poise.cli import _app; _app.COMMANDS['junction'] = '';"
        f" _app.run(['junction', '{PIPETTE}', '{BATH}', '--activity', 'davies']);"
        " sys.exit(any(name in sys.modules for name in ('jax', 'matplotlib', 'pandas', 'xarray')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
