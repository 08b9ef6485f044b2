"""`rest`, `iv`, `mixed`: keys, values, overrides, figures."""

import csv
import math
import re
import shlex

import pytest

from poise.constants import FARADAY, GAS
from poise.io import shipped

INTERFACE = {"potential_mV", "roots"}
ROOT = {"potential_mV", "stable", "slope_S_per_m2"}
PROCESS = {
    "name", "interface", "equilibrium_mV", "driving_force_mV", "current_A_per_m2", "affinity_J_per_mol",
    "dissipation_W_per_m2", "share",
}  # fmt: skip
ION = {"name", "compartment", "concentration_mM", "nernst_mV", "net_flux_mol_per_m2_s"}


@pytest.mark.parametrize("name", shipped())
def test_keys(poise, name):
    found = poise("rest", name, "--json")
    assert found.status == 0
    content = found.json
    assert content["status"] == "ok"
    for one in content["interfaces"].values():
        assert set(one) >= INTERFACE
        assert all(set(root) >= ROOT for root in one["roots"])
    assert all(set(one) >= PROCESS for one in content["processes"])
    assert all(set(one) >= ION for one in content["ions"])


def volts(outcome, name="membrane"):
    return outcome.json["interfaces"][name]["potential_mV"]


def test_potassium_alone_rests_at_nernst(poise):
    for bath in ("4 mM", "0.004 M", "4", "20 mM"):
        found = poise("rest", "potassium_only", "--set", f"bath.K+={bath}", "--json")
        outside = 20.0 if bath == "20 mM" else 4.0
        assert volts(found) == pytest.approx(1e3 * GAS * 310.15 / FARADAY * math.log(outside / 140), abs=1e-8)


def test_settings_by_other_names_and_by_ph(poise):
    assert volts(poise("rest", "textbook_neuron", "--set", "bath.potassium=10", "--json")) == volts(
        poise("rest", "textbook_neuron", "--set", "bath.K+=10 mM", "--json")
    )
    assert poise("rest", "textbook_neuron", "--set", "cytosol.H+=pH 7.0", "--json").status == 0
    assert volts(poise("rest", "potassium_only", "--set", "temperature=25", "--json")) == pytest.approx(
        1e3 * GAS * 298.15 / FARADAY * math.log(4 / 140), abs=1e-8
    )


def test_pump_off(poise):
    on, off = (poise("rest", "textbook_neuron", *more, "--json") for more in ((), ("--set", "membrane.pump.rate=0")))
    assert volts(off) > volts(on) + 1
    knocked = poise("rest", "textbook_neuron", "--knockout", "--json").json["knockout"]["membrane"]["membrane.pump"]
    assert knocked["potential_mV"] == pytest.approx(volts(off), abs=1e-9)
    assert knocked["shift_mV"] == pytest.approx(volts(off) - volts(on), abs=1e-9)


def test_a_list_is_a_dimension(poise):
    found = poise("rest", "potassium_only", "--set", "bath.K+=1 mM,3 mM,10 mM", "--json")
    assert found.json["dims"] == {"bath.K+": 3}
    each = [volts(poise("rest", "potassium_only", "--set", f"bath.K+={one}", "--json")) for one in (1, 3, 10)]
    assert volts(found) == pytest.approx(each, abs=1e-9)
    assert poise("rest", "potassium_only", "--set", "bath.K+=1,3,10", "--json").json == found.json
    assert poise("rest", "potassium_only", "--set", "bath.K+=1,3,10", "--knockout").status == 0


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("bath.Kx=3", ["bath.K+"]),
        ("bth.K+=3", ["bath.K+"]),
        ("membrane.pmp.rate=0", ["membrane.pump.rate"]),
        ("bath.K+=3 mV", ["potential", "concentration"]),
        ("bath.K+=3,5 mM", ["3", "no unit"]),
        ("bath.K+=-3", ["at least"]),
        ("temperature=10 K", ["at least"]),
        ("bath.K+", ["PATH", "bath.K+=10 mM"]),
    ],
)
def test_wrong_settings_are_refused(poise, setting, words):
    found = poise("rest", "textbook_neuron", "--set", setting)
    assert found.status == 2
    assert not found.out
    assert all(word in found.err for word in words if word != "PATH"), found.err


def test_range_near_and_balance(poise):
    roots = poise("rest", "three_rests", "--json").json["interfaces"]["membrane"]["roots"]
    assert [one["stable"] for one in roots] == [True, False, True]
    upper = poise("rest", "three_rests", "--near", "-10", "--json")
    assert volts(upper) == pytest.approx(roots[2]["potential_mV"], abs=1e-9)
    assert volts(poise("rest", "three_rests", "--from", "-20 mV", "--to", "50", "--json")) == pytest.approx(
        roots[2]["potential_mV"], abs=1e-6
    )
    found = poise("rest", "textbook_neuron", "--balance", "pump=Na+", "--json").json
    flux = next(one for one in found["ions"] if one["name"] == "Na+" and one["compartment"] == "cytosol")
    assert flux["net_flux_mol_per_m2_s"] == pytest.approx(0, abs=1e-15)


def test_one_interface_of_several(poise):
    whole = poise("rest", "plant_cell", "--json").json
    part = poise("rest", "plant_cell", "--interface", "tonoplast", "--json").json
    assert list(part["interfaces"]) == ["tonoplast"]
    assert part["interfaces"]["tonoplast"] == whole["interfaces"]["tonoplast"]
    assert part["processes"] == [one for one in whole["processes"] if one["interface"] == "tonoplast"]
    assert part["ions"] == [one for one in whole["ions"] if one["interface"] == "tonoplast"]
    assert "plasma_membrane:" not in poise("rest", "plant_cell", "--interface", "tonoplast").out
    wrong = poise("rest", "plant_cell", "--interface", "tonoplst")
    assert (wrong.status, wrong.out) == (2, "")
    assert "tonoplast" in wrong.err


def test_no_root_is_status_one_and_still_explains(poise):
    found = poise("rest", "textbook_neuron", "--from", "-20", "--to", "-10")
    assert found.status == 1
    assert "K_leak" in found.out
    assert "no_root" in found.out
    strict = poise("rest", "textbook_neuron", "--from", "-20", "--to", "-10", "--json")
    assert strict.status == 1
    assert strict.json["status"] == "no_root"
    assert volts(strict) is None
    assert "no_root" in strict.err


def test_figures_in_new_folders(poise, tmp_path):
    found = poise("rest", "potassium_only", "--plot", "out/deep/tug.png", "--circuit", "out/c.svg", "--quiet")
    assert found.out == "wrote out/deep/tug.png\nwrote out/c.svg\n"
    assert (tmp_path / "out/deep/tug.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["c.svg", "deep"]
    strict = poise("rest", "potassium_only", "--plot", "tug.pdf", "--json")
    assert strict.json["status"] == "ok"
    assert strict.err == "wrote tug.pdf\n"


def test_quiet_and_next(poise):
    found = poise("rest", "textbook_neuron", "--quiet", "--next")
    lines = [line.strip() for line in found.out.splitlines() if line.startswith("  poise ")]
    assert len(lines) >= 5
    assert poise("rest", "textbook_neuron", "--quiet").out == ""


@pytest.mark.parametrize("verb", ["rest", "iv"])
def test_every_hint_works(poise, verb):
    found = poise(verb, "textbook_neuron", "--quiet", "--next")
    commands = [re.split(r"\s{2,}", line.strip())[0] for line in found.out.splitlines() if line.startswith("  poise ")]
    assert len(commands) >= 5
    for command in commands:
        assert poise(*shlex.split(command)[1:]).status == 0, command


def test_iv(poise, tmp_path):
    found = poise(
        "iv", "textbook_neuron", "--from", "-120", "--to", "60 mV", "--points", "11", "-o", "d/iv.csv", "--json"
    )
    content = found.json
    assert set(content) >= {"voltage_mV", "current_A_per_m2", "zeros_mV"}
    assert content["voltage_mV"] == pytest.approx([-120 + 18 * k for k in range(11)])
    currents = dict(content["current_A_per_m2"])
    total = currents.pop("total")
    assert total == pytest.approx([sum(row) for row in zip(*currents.values(), strict=True)], abs=1e-12)
    assert content["zeros_mV"] == pytest.approx([volts(poise("rest", "textbook_neuron", "--json"))], abs=1e-6)
    with (tmp_path / "d/iv.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(row["voltage_mV"]) for row in rows] == content["voltage_mV"]
    assert [float(row["total_A_per_m2"]) for row in rows] == total


def test_iv_of_one_process_zero_is_its_equilibrium(poise):
    content = poise("iv", "textbook_neuron", "--process", "K_leak", "--json").json
    rest = poise("rest", "textbook_neuron", "--json").json
    own = next(one["equilibrium_mV"] for one in rest["processes"] if one["name"] == "K_leak")
    assert content["zeros_mV"] == pytest.approx([own], abs=1e-6)


def test_iv_without_a_crossing_is_an_answer(poise):
    found = poise("iv", "textbook_neuron", "--from", "0 mV", "--to", "60 mV", "--points", "3", "--json")
    assert found.status == 0
    assert found.json["zeros_mV"] == []


def test_iv_families(poise, tmp_path):
    found = poise(
        "iv", "textbook_neuron", "--set", "bath.K+=1,2", "--points", "3", "-o", "f.csv", "--plot", "f.png", "-q"
    )
    assert found.out == "wrote f.png\nwrote f.csv\n"
    with (tmp_path / "f.csv").open() as file:
        assert [row["bath.K+ [mM]"] for row in csv.DictReader(file)] == ["1.0"] * 3 + ["2.0"] * 3


def test_iv_asks_which_interface(poise):
    found = poise("iv", "plant_cell")
    assert found.status == 2
    assert "--interface" in found.err
    assert poise("iv", "plant_cell", "--interface", "tonoplast", "--json").json["interface"] == "tonoplast"


def test_mixed(poise, tmp_path):
    found = poise("mixed", "platinum_iron_tin", "--plot", "evans.png", "--json")
    assert found.status == 0
    same = poise("rest", "platinum_iron_tin", "--json").json
    assert found.json["interfaces"] == same["interfaces"]
    assert (tmp_path / "evans.png").stat().st_size > 1000


@pytest.mark.parametrize("setting", ["cytosol.pH=6.9", "cytosol.pH=pH 6.9", "cytosol.H+=pH 6.9"])
def test_a_bare_number_for_ph_is_a_ph_and_not_millimolar(poise, setting):
    assert "pH 6.90" in poise("rest", "textbook_neuron", "--set", setting).out


def test_several_ph_values(poise):
    found = poise("rest", "textbook_neuron", "--set", "cytosol.pH=6.9,7.2", "--json").json
    ph = next(one["concentration_mM"] for one in found["ions"] if one["name"] == "H+")
    assert ph == pytest.approx([10**-3.9, 10**-4.2])
