"""`energy`: ATP and watts against closed sums, budgets, the balance at rest and at steady states."""

import math

import numpy as np
import pytest

import poise
from poise.analysis.energy import energy, read_budget
from poise.constants import AVOGADRO, FARADAY, GAS
from poise.errors import InputError, UnitError

ONE_TEMPERATURE = [
    name for name in poise.shipped() if all(face.temperature is None for face in poise.load(name).interfaces.values())
]


@pytest.mark.parametrize("name", ONE_TEMPERATURE)
def test_the_balance_is_closed_at_every_rest(name):
    found = energy(poise.load(name))
    assert found.balance_error < 1e-14
    assert found.dissipated >= 0


@pytest.mark.parametrize("name", ["pump_leak_cell", "frog_muscle_steps", "squid_axon_conserving", "run_down_cell"])
def test_nothing_is_stored_at_a_steady_state(name):
    found = energy(poise.load(name), at="steady")
    assert abs(found.stored) < 1e-12 * found.dissipated
    assert found.power_in == pytest.approx(found.dissipated, rel=1e-12)


def test_against_the_steady_state_itself():
    model = poise.load("pump_leak_cell")
    state = poise.steady(model)
    found = energy(model, at=state)
    assert found.to_dict() == energy(model, at="steady").to_dict()
    assert found.dissipated / 310.15 == pytest.approx(state.facts["entropy_production_W_per_K"], rel=1e-12)
    pump = next(one for one in found.processes if one.name == "membrane.pump")
    area = model.get("membrane.area")
    assert pump.atp == pytest.approx(state.of("rate", "pump") * area, rel=1e-12)
    assert pump.dissipation == pytest.approx(state.of("dissipation", "pump") * area, rel=1e-12)
    atp, adp, pi, h = (model.get(f"cytosol.{one}") / 1000 for one in ("ATP", "ADP", "Pi", "H+"))
    from poise.chemistry.atp import standard_free_energy

    standard = standard_free_energy(310.15, -math.log10(h), -math.log10(0.5e-3))
    assert found.free_energy == pytest.approx(standard + GAS * 310.15 * math.log(adp * pi / atp), rel=1e-9)
    assert found.free_energy is not None
    assert found.power_in == pytest.approx(-found.free_energy * found.atp, rel=1e-12)
    ions = 3 * FARADAY * (state.of("nernst", "cytosol.Na+") - state["potential"][0]) - 2 * FARADAY * (
        state.of("nernst", "cytosol.K+") - state["potential"][0]
    )
    assert -found.free_energy == pytest.approx(ions + state.of("affinity", "pump"), rel=1e-9)


def test_a_pump_without_a_fuel_counts_as_supplied():
    found = energy(poise.load("spreading_depression_cell"), at="steady")
    pump = next(one for one in found.processes if one.declared)
    assert (pump.name, pump.dissipation, pump.power) == ("membrane.pump", None, 0.0)
    assert pump.supplied == pytest.approx(found.dissipated, rel=1e-12)
    assert found.free_energy is None
    assert "paper's pump" in found.notes[0]


def test_an_electrode_brings_power_in():
    model = poise.load("squid_axon").set("membrane.injected", "5 uA/cm2")
    found = energy(model)
    volts = poise.rest(model)["potential"][0]
    assert found.electrodes["membrane"] == pytest.approx(0.05 * volts, rel=1e-12)
    assert found.balance_error < 1e-14


def test_per_area_where_there_is_no_area():
    found = energy(poise.load("textbook_neuron"))
    content = found.to_dict()
    assert found.area is None
    assert content["atp_mol_per_s"] is content["power_in_W"] is content["atp_per_s"] is None
    assert content["atp_mol_per_m2_s"] == pytest.approx(1.1628e-8, rel=1e-4)
    set_area = energy(poise.load("textbook_neuron").set("membrane.area", "1000 um2")).to_dict()
    assert set_area["power_in_W"] == pytest.approx(1e-9 * content["power_in_W_per_m2"], rel=1e-12)
    assert set_area["power_in_W_per_m2"] == pytest.approx(content["power_in_W_per_m2"], rel=1e-12)


@pytest.mark.parametrize(
    ("text", "power", "atp"),
    [
        ("10 pW", 1e-11, None),
        ("1e7 1/s", None, 1e7 / AVOGADRO),
        ("1e7/s", None, 1e7 / AVOGADRO),
        ("20 amol/s", None, 20e-18),
        ("1.2 fmol/min", None, 1.2e-15 / 60),
    ],
)
def test_budgets(text, power, atp):
    assert read_budget(text) == (pytest.approx(power) if power else None, pytest.approx(atp) if atp else None)
    model = poise.load("pump_leak_cell")
    found = energy(model, text, at="steady")
    expected = found.atp_power / power if power else found.atp / atp
    assert found.budget is not None
    assert found.budget.share == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("text", ["10", "10 mV", "-1 pW", "0 pW", "lots", "", "1e7 mol", "nan pW"])
def test_bad_budgets(text):
    with pytest.raises((InputError, UnitError), match="budget"):
        energy(poise.load("pump_leak_cell"), text)


def test_bad_states():
    model = poise.load("pump_leak_cell")
    with pytest.raises(InputError, match="at:"):
        energy(model, at="noon")
    with pytest.raises(InputError, match="another model"):
        energy(model, at=poise.rest(poise.load("textbook_neuron")))
    with pytest.raises(InputError, match="arrays"):
        energy(model.set("bath.K+", [1.0, 2.0]))
    with pytest.raises(InputError, match="area"):
        energy(poise.load("textbook_neuron"), "1 pW")


def test_gradients_that_run_down():
    found = energy(poise.load("three_rests"))
    assert found.power_in == 0
    assert found.stored == pytest.approx(-found.dissipated, rel=1e-12)
    assert "run down" in str(found)
    assert np.isfinite(found.stored)
