"""`poise load` and `poise solar`: what they print, write and refuse."""

import pytest


def test_solar(poise):
    found = poise("solar", "--gap", "1.34 eV")
    assert found.status == 0
    assert "efficiency       33.68 %" in found.out
    assert "1.34 eV, 26.85 degC" in found.out


def test_solar_json(poise):
    found = poise("solar", "--gap", "1.12", "--temperature", "300 K", "--json").json
    assert found["open_circuit_mV"] == pytest.approx(876.594, abs=2)  # check PV-017
    assert found["short_circuit_A_per_m2"] == pytest.approx(438.268, rel=5e-3)  # check PV-018
    total = sum(found["losses_W_per_m2"].values()) + found["maximum"]["power_W_per_m2"]
    assert total == pytest.approx(found["power_in_W_per_m2"], rel=1e-12)
    assert len(found["voltage_mV"]) == len(found["current_A_per_m2"]) == 201


def test_solar_scan(poise, tmp_path):
    found = poise("solar", "--scan", "0.5:3.0", "--plot", "limit.png", "--json")
    assert found.json["best"]["gap_eV"] == pytest.approx(1.337, abs=0.01)  # check PV-073
    assert found.json["best"]["efficiency"] == pytest.approx(0.33703, abs=1e-3)  # check PV-072
    assert (tmp_path / "limit.png").stat().st_size > 10_000
    assert "wrote limit.png" in found.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give one of --gap"),
        (("--gap", "1.34 eV", "--scan", "1:2"), "give one of --gap"),
        (("--gap", "1.34 K"), "is a unit of temperature"),
        (("--gap", "9"), "tabulated for 0.31 eV"),
        (("--scan", "3:1"), "smaller one first"),
        (("--scan", "3"), "is not a range"),
        (("--gap", "1,34"), "a decimal point is a point"),
        (("--gap", "1.34", "--concentration", "-1"), "more than 0"),
        (("--gap", "1.34", "--temperature", "5 K"), "out of range"),
        (("--gap", "1.34", "--plot", "x.txt"), "must end in"),
    ],
)
def test_solar_mistakes(poise, arguments, words):
    found = poise("solar", *arguments)
    assert found.status == 2
    assert words in found.err
    assert "Traceback" not in found.err


def test_load(poise, tmp_path):
    found = poise("load", "thermogalvanic_cell", "--plot", "load.svg")
    assert found.status == 0
    assert "open circuit      56.00 mV" in found.out
    assert "fill factor       0.2500" in found.out
    assert (tmp_path / "load.svg").exists()


def test_load_json(poise):
    found = poise("load", "solar_cell", "--load", "external.load", "--points", "51", "--json").json
    assert len(found["voltage_mV"]) == len(found["power_W_per_m2"]) == 51
    assert found["voltage_mV"][-1] == 0.0
    assert found["conductance_S_per_m2"][-1] is None  # a load without bound
    assert found["maximum"]["power_W_per_m2"] == pytest.approx(337.0, abs=0.1)
    assert found["temperatures_K"] is None


def test_load_of_nothing(poise):
    """No difference of temperature: done, but the answer is no."""
    found = poise("load", "thermogalvanic_cell", "--set", "hot.temperature=20 degC")
    assert found.status == 1
    assert "nothing drives a current" in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("textbook_neuron",), "no ohmic conductor"),
        (("solar_cell", "--load", "light"), "no ohmic conductor"),
        (("solar_cell", "--points", "3"), "whole number from 5"),
        (("solar_cell", "--set", "temperature=290 K,300 K"), "has many values"),
        (("solar_cel",), "solar_cell"),
    ],
)
def test_load_mistakes(poise, arguments, words):
    found = poise("load", *arguments)
    assert found.status == 2
    assert words in found.err


def test_rest_of_the_solar_cell_is_its_working_point(poise):
    open_circuit = poise("rest", "solar_cell", "--set", "external.load.conductance=0", "--json").json
    assert open_circuit["interfaces"]["junction"]["potential_mV"] == pytest.approx(1078.9, abs=0.1)
