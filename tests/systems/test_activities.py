"""S09 with Pitzer: E shifts by RT/zF ln(gamma_out/gamma_in), coefficients from the solutions; whole models in files."""

import math

import numpy as np
import pytest

import poise
from poise.chemistry.activity import Pitzer, mean_activity
from poise.cli._app import run
from poise.formulas import thermal_voltage
from poise.io.write_yaml import write_model
from poise.io.yaml_model import read_model

MV = 1e-3
AXON = """
poise: 1
name: axon_in_sea_water
description: Axoplasm whose anion is isethionate taken as Cl-, in sea water; both far from dilute.
activity: ACTIVITY
references: [hodgkin_1951]
temperature: 18 degC

compartments:
  cytosol:
    contents: {K+: 400 mM, Na+: 50 mM, Mg2+: 10 mM, Cl-: 470 mM}
  bath:
    ground: true
    contents: {K+: 10 mM, Na+: 470 mM, Ca2+: 10 mM, Mg2+: 54 mM, Cl-: 552 mM, SO42-: 28 mM}

interfaces:
  membrane:
    inside: cytosol
    outside: bath
    capacitance: 1 uF/cm2
    processes:
      K_leak: {law: ghk_channel, ion: K+, permeability: 4e-7 cm/s}
      Na_leak: {law: ghk_channel, ion: Na+, permeability: 1.6e-8 cm/s}

sources: {temperature: assumed, membrane.capacitance: assumed}
"""


@pytest.fixture
def axon(tmp_path):
    def made(activity):
        path = tmp_path / f"axon_{activity}.yaml"
        path.write_text(AXON.replace("ACTIVITY", activity), encoding="utf-8")
        return path

    return made


def gammas(model, place):
    contents = model.compartments[place].contents
    found = model.activity.coefficients(list(contents), list(contents.values()), model.temperature)
    return {one.name: float(value) for one, value in zip(contents, found, strict=True)}


@pytest.mark.parametrize("activity", ["debye_hueckel", "davies", "pitzer"])
def test_S09_shift_of_every_ion(axon, activity):
    ideal, model = read_model(axon("ideal")), read_model(axon(activity))
    before, after = poise.rest(ideal), poise.rest(model)
    inside, outside = gammas(model, "cytosol"), gammas(model, "bath")
    for ion, z in (("K+", 1), ("Na+", 1), ("Mg2+", 2)):
        shift = after.of("nernst", f"membrane.cytosol.{ion}") - before.of("nernst", f"membrane.cytosol.{ion}")
        expected = thermal_voltage(model.temperature) / z * math.log(outside[ion] / inside[ion])
        assert shift == pytest.approx(expected, abs=1e-9)
    ratio = 0.04
    a_in = [inside[ion] * c for ion, c in (("K+", 400.0), ("Na+", 50.0 * ratio))]
    a_out = [outside[ion] * c for ion, c in (("K+", 10.0), ("Na+", 470.0 * ratio))]
    ghk = thermal_voltage(model.temperature) * math.log(sum(a_out) / sum(a_in))
    assert after.of("potential", "membrane") == pytest.approx(ghk, abs=1e-9)


def test_S09_pitzer_moves_potassium_and_davies_does_not(axon):
    """At equal ionic strength Davies sees no difference between the solutions; Pitzer's K+ and Na+ are not alike."""
    shifts = {}
    for activity in ("davies", "pitzer"):
        model = read_model(axon(activity))
        inside, outside = gammas(model, "cytosol"), gammas(model, "bath")
        shifts[activity] = thermal_voltage(model.temperature) * math.log(outside["K+"] / inside["K+"]) / MV
    assert abs(shifts["davies"]) < 0.6
    assert abs(shifts["pitzer"] - shifts["davies"]) > 0.2


def test_sweep_lanes_equal_single_points(axon):
    model = read_model(axon("pitzer"))
    levels = np.array([5.0, 10.0, 20.0])
    swept = poise.rest(model.set({"bath.K+": poise.Along("potassium", levels)}))
    for k, level in enumerate(levels):
        one = poise.rest(model.set({"bath.K+": float(level)}))
        assert swept.of("potential", "membrane")[k] == pytest.approx(one.of("potential", "membrane"), abs=1e-12)


def test_in_time_with_pitzer(axon):
    """The membrane charges to the rest that the roots give: the traced law is the one of NumPy."""
    model = read_model(axon("pitzer"))
    resting = poise.rest(model).of("potential", "membrane")
    run_ = poise.simulate(model, until=2.0, throw=True)
    assert run_.of("potential", "membrane")[-1] == pytest.approx(resting, abs=1e-6)


@pytest.mark.parametrize("command", ["check", "show", "rest", "cite"])
def test_commands_take_the_file(axon, command, capsys):
    assert run([command, str(axon("pitzer"))]) == 0
    told = capsys.readouterr()
    if command == "show":
        assert "pitzer" in told.out
    if command == "cite":
        assert "pitzer_kim_1974" in told.out
    if command == "check":
        assert "no Pitzer parameters" not in told.out + told.err


def test_check_names_what_pitzer_lacks(axon, capsys):
    path = axon("pitzer")
    path.write_text(path.read_text(encoding="utf-8").replace("Cl-: 470 mM", "gluconate-: 470 mM"), encoding="utf-8")
    assert run(["check", str(path)]) == 0
    told = capsys.readouterr()
    assert "K+ with gluconate-" in told.out + told.err


def test_the_file_round_trips(axon, tmp_path):
    model = read_model(axon("pitzer"))
    assert model.activity == Pitzer()
    write_model(model, tmp_path / "again.yaml")
    assert read_model(tmp_path / "again.yaml").activity == Pitzer()


def test_single_ion_coefficients_make_up_the_mean(axon):
    """sqrt(gamma_K gamma_Cl) of the mixture is near that of KCl alone at the same ionic strength (Harned's rule)."""
    inside = gammas(read_model(axon("pitzer")), "cytosol")
    alone = mean_activity("KCl", 0.49, 291.15)
    assert math.sqrt(inside["K+"] * inside["Cl-"]) == pytest.approx(alone, rel=0.03)
