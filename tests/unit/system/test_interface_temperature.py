"""An interface's own temperature: what it changes, and that its absence changes nothing."""

import dataclasses

import numpy as np
import pytest

import poise
from poise.chemistry.activity import Davies
from poise.errors import InputError
from poise.io import parse_model, write_model
from poise.processes.derived import entropies
from poise.system.heat import entropy_production, side_temperatures
from poise.system.system import System, activities_of

CELL = poise.load("textbook_neuron")


def two_electrodes(couple, **numbers):
    """One couple at two temperatures, its solution the same."""
    law = poise.laws()["electrode_reaction"]
    ions = {one.name: "10 mM" for one, _ in (*law(couple, 1e-5).couple.oxidised, *law(couple, 1e-5).couple.reduced)}
    faces = {
        name: poise.Interface(f"{name}_metal", "solution", {"e": law(couple, 1e-5)}, area=1.0, temperature=kelvin)
        for name, kelvin in numbers.items()
    }
    places = {f"{name}_metal": poise.Compartment({}) for name in numbers}
    return poise.Model(
        "two", {"solution": poise.Compartment(ions, ground=True), **places}, faces, temperature="25 degC"
    )


def test_own_temperature_is_that_of_the_model_set_so():
    """A membrane at its own temperature rests as in a model of that temperature (ideal solutions)."""
    own, whole = CELL.set("membrane.temperature", "20 degC"), CELL.set("temperature", "20 degC")
    one, other = poise.rest(own), poise.rest(whole)
    assert one.of("potential", "membrane") == pytest.approx(other.of("potential", "membrane"), rel=1e-12)
    assert one.of("nernst", "membrane.cytosol.K+") == pytest.approx(
        other.of("nernst", "membrane.cytosol.K+"), rel=1e-12
    )
    assert "membrane is at 20 degC, its own temperature." in one.notes
    np.testing.assert_allclose(one["dissipation"], other["dissipation"], rtol=1e-9)


def test_absent_it_changes_nothing():
    assert CELL.get("membrane.temperature") is None
    assert "temperature" not in CELL.describe()["interfaces"]["membrane"]
    assert System.of(CELL).local("membrane", 0.0).ambient is None


def test_written_and_read_back():
    model = CELL.set({"membrane.temperature": "20 degC", "membrane.heat_conductance": "5 W/m2/K"})
    again = parse_model(write_model(model))
    assert again.hash == model.hash != CELL.hash
    assert again.get("membrane.temperature") == 293.15
    assert again.get("membrane.heat_conductance") == 5.0
    with pytest.raises(InputError, match="out of range"):
        CELL.set("membrane.temperature", "2000 K")


def test_activities_are_of_the_own_temperature():
    model = dataclasses.replace(CELL, activity=Davies()).set("membrane.temperature", "5 degC")
    system = System.of(model)
    local = system.local("membrane", 0.0)
    expected = activities_of(model, system.concentrations["bath"], 278.15)
    for one, value in expected.items():
        assert local.activities["outside", one] == value


def test_many_temperatures_at_once():
    kelvins = np.array([280.0, 300.0, 310.0])
    found = poise.rest(CELL.set("membrane.temperature", kelvins))
    for k, kelvin in enumerate(kelvins):
        alone = poise.rest(CELL.set("membrane.temperature", kelvin)).of("potential", "membrane")
        assert found.of("potential", "membrane")[k] == pytest.approx(alone, rel=1e-12)


def test_in_time():
    """A run knows it too, and may change it."""
    model = poise.load("squid_axon")
    warm = poise.simulate(model.set("temperature", "12 degC"), until="2 ms", start={"membrane.potential": "-50 mV"})
    own = poise.simulate(
        model.set("membrane.temperature", "12 degC"), until="2 ms", start={"membrane.potential": "-50 mV"}
    )
    assert own.final.of("potential", "membrane") == pytest.approx(warm.final.of("potential", "membrane"), rel=1e-6)


def test_two_electrodes_share_the_scale_of_one_hydrogen_electrode():
    """E changes by dE0/dT + 0.871 mV/K (deBethune, Licht & Swendeman 1959), not by dE0/dT alone."""
    couple = "Fe(CN)63-/Fe(CN)64-"
    found = poise.rest(two_electrodes(couple, hot=313.15, cold=293.15))
    volts = found.of("potential", "hot") - found.of("potential", "cold")
    slope = poise.laws()["electrode_reaction"](couple, 1.0).couple.slope
    assert volts == pytest.approx((slope + 0.871e-3) * 20.0, rel=1e-9)
    same = poise.rest(two_electrodes(couple, hot=298.15, cold=298.15))
    assert same.of("potential", "hot") == pytest.approx(0.36, abs=1e-12)


def test_a_couple_without_a_slope_is_refused_at_a_temperature_of_its_own():
    name = next(one.name for one in poise.chemistry.couples.couples().values() if one.slope is None)
    law = poise.laws()["electrode_reaction"](name, 1e-5)
    ions = {one.name: "10 mM" for one, _ in (*law.couple.oxidised, *law.couple.reduced) if one.phase == "aqueous"}
    face = poise.Interface("metal", "solution", {"e": law}, temperature=310.0)
    places = {"metal": poise.Compartment({}), "solution": poise.Compartment(ions, ground=True)}
    with pytest.raises(InputError, match="no temperature coefficient"):
        poise.rest(poise.Model("one", places, {"electrode": face}, temperature=298.15))


def test_entropy_of_a_gradient_is_that_of_mixing():
    """A K+ ion that leaves gains R ln(a_in / a_out), whatever the potential."""
    system = System.of(CELL)
    law = poise.laws()["ghk_channel"]("K+", 1e-8)
    (found,) = entropies(law, system.local("membrane", -0.05))
    inside, outside = CELL.get("cytosol.K+"), CELL.get("bath.K+")
    assert found == pytest.approx(8.314462618 * np.log(inside / outside), rel=1e-9)


def test_heat_between_sides_needs_one_temperature_each():
    model = poise.load("thermogalvanic_cell")
    assert side_temperatures(System.of(model), "electrolyte") == (333.15, 293.15)
    crossed = dataclasses.replace(
        model.interfaces["external"], inside="cold_solution", outside="hot_metal", temperature=300.0
    )
    odd = dataclasses.replace(model, interfaces={**model.interfaces, "external": crossed})
    with pytest.raises(InputError, match="several interfaces with"):
        side_temperatures(System.of(odd, check=False), "electrolyte")


def test_heat_that_passes_makes_entropy():
    """K (T_h - T_c)^2 / (T_h T_c) at open circuit."""
    model = poise.load("thermogalvanic_cell").set("external.load.conductance", 0.0)
    found = poise.rest(model)
    potentials = {name: found.of("potential", name) for name in model.interfaces}
    made = float(entropy_production(System.of(model), potentials))
    assert made == pytest.approx(40.4 * 40.0**2 / (333.15 * 293.15), rel=1e-9)


def test_energy_refuses_several_temperatures():
    with pytest.raises(InputError, match="temperature of its own"):
        poise.energy(poise.load("thermogalvanic_cell"))
