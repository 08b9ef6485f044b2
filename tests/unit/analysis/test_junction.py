"""The verb `junction`: what it reads, refuses, closes and warns of; activities in closed form; symmetries."""

import dataclasses
import math

import numpy as np
import pytest

from poise.analysis.junction import junction
from poise.analysis.junction_methods import Henderson, NernstPlanck, NernstPlanckPoisson, Planck, junction_method
from poise.chemistry.activity import activity_model
from poise.chemistry.species import Species, species
from poise.errors import InputError, UnitError, UnknownNameError
from poise.formulas import henderson_potential, nernst, thermal_voltage
from poise.io.yaml_recipe import read_recipe

RTF = thermal_voltage(298.15)
PIPETTE = {"K+": "140 mM", "gluconate-": "120 mM", "Cl-": "20 mM"}
BATH = {"Na+": "145 mM", "K+": "3 mM", "Ca2+": "2 mM", "Cl-": "152 mM"}
MONO = {"Na+": "145 mM", "K+": "3 mM", "Cl-": "148 mM"}


def test_henderson_is_the_formula():
    found = junction(PIPETTE, BATH, method="henderson")
    names = [one.name for one in found.ions]
    d = [species(name).diffusion for name in names]
    z = [species(name).charge for name in names]
    a, b = ([held.get(name, "0 mM") for name in names] for held in (PIPETTE, BATH))
    left, right = ([float(text.split()[0]) for text in side] for side in (a, b))
    assert found.potential == pytest.approx(henderson_potential(z, d, left, right, 298.15), rel=1e-13)
    assert found.comparison["henderson"] == found.potential
    assert sum(one.contribution for one in found.ions) == pytest.approx(found.potential, abs=1e-7)


def test_three_ways_to_write_a_solution():
    text = junction("K+=140 mM,gluconate-=120,Cl-=20 mM", "Na+=145,K+=3,Ca2+=2,Cl-=0.152 M")
    assert text.potential == pytest.approx(junction(PIPETTE, BATH).potential, abs=1e-17)
    aliases = junction({"potassium": 140.0, "gluconate": 120, "Cl": "20 mM"}, BATH)
    assert aliases.potential == text.potential
    protons = junction({"H+": "pH 2", "Cl-": "10 mM"}, {"H+": "pH 3", "Cl-": "1 mM"})
    exact = -RTF * (349.65 - 76.31) / (349.65 + 76.31) * math.log(0.1)
    assert protons.potential == pytest.approx(exact, rel=1e-9)


def test_recipes_are_solved_at_the_temperature_of_the_bath():
    found = junction(read_recipe("k_gluconate"), read_recipe("acsf"))
    assert found.temperature == pytest.approx(305.15)
    assert any("k_gluconate says 22 degC" in text for text in found.notes)
    assert found.a.ph == pytest.approx(7.3, abs=0.01)
    assert found.b.osmolarity is not None
    assert 0.012 < found.potential < 0.018
    assert any("MgATP2-" in text for text in found.warnings)
    other = junction(read_recipe("k_gluconate"), read_recipe("acsf"), temperature="22 degC")
    assert other.temperature == pytest.approx(295.15)


def test_exchange_and_order_and_equality():
    for method in (Henderson(), NernstPlanck()):
        there = junction(PIPETTE, BATH, method=method)
        assert junction(BATH, PIPETTE, method=method).potential == -there.potential
        shuffled = junction(dict(reversed(PIPETTE.items())), dict(reversed(BATH.items())), method=method)
        assert shuffled.potential == there.potential
        assert junction(BATH, BATH, method=method).potential == 0.0
    there, back = junction(PIPETTE, MONO, method=Planck()), junction(MONO, PIPETTE, method=Planck())
    assert there.potential == -back.potential
    assert there.profile.concentrations[:, 0] == pytest.approx(back.profile.concentrations[:, -1])
    assert there.profile.potential[-1] == pytest.approx(there.potential, rel=1e-9)
    assert back.profile.potential[-1] == pytest.approx(back.potential, rel=1e-9)
    assert there.comparison["planck"] == pytest.approx(there.comparison["nernst-planck"], rel=1e-9)


@pytest.mark.parametrize("method", ["henderson", "planck", "nernst-planck"])
def test_profiles_are_neutral_and_end_in_the_solutions(method):
    found = junction(PIPETTE, MONO, method=method)
    charge = np.array([one.charge for one in found.ions])
    c = found.profile.concentrations
    assert c[:, 0] == pytest.approx([one.a for one in found.ions], abs=1e-9)
    assert c[:, -1] == pytest.approx([one.b for one in found.ions], abs=1e-9)
    assert np.abs(charge @ c).max() < 1e-6
    assert (np.diff(found.profile.place) > 0).all()
    assert found.profile.place[[0, -1]] == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("activity", ["davies", "pitzer"])
@pytest.mark.parametrize("method", ["henderson", "nernst-planck"])
@pytest.mark.parametrize(("strong", "weak"), [(500.0, 5.0), (100.0, 90.0)])
def test_one_salt_with_activities_is_the_cell_with_transference(activity, method, strong, weak):
    """-(RT/F)(t_+ d ln a_+ - t_- d ln a_-) with constant transference numbers (MacInnes 1939, ch. 8)."""
    ions = [species("Na+"), species("Cl-")]
    model = activity_model(activity)
    gamma = [[float(one) for one in model.coefficients(ions, [c, c], 298.15)] for c in (strong, weak)]
    t = ions[0].diffusion / (ions[0].diffusion + ions[1].diffusion)
    steps = [math.log(weak * gamma[1][k] / (strong * gamma[0][k])) for k in (0, 1)]
    found = junction({"Na+": strong, "Cl-": strong}, {"Na+": weak, "Cl-": weak}, activity=activity, method=method)
    assert found.potential == pytest.approx(-RTF * (t * steps[0] - (1 - t) * steps[1]), abs=2e-8)
    assert found.activity == activity
    assert found.ions[0].nernst == pytest.approx(RTF * steps[0], rel=1e-12)


def test_activities_move_a_real_junction_by_little():
    ideal = junction(PIPETTE, BATH)
    real = junction(PIPETTE, BATH, activity="davies")
    assert 1e-6 < abs(real.potential - ideal.potential) < 1e-3
    assert real.error is not None
    assert real.error < 1e-6
    back = junction(BATH, PIPETTE, activity="davies")
    assert back.potential == -real.potential


def test_in_time_it_ends_at_the_stationary_layer():
    found = junction(PIPETTE, MONO, method=NernstPlanckPoisson(width=1e-6, cells=40, times=13))
    assert found.ok
    assert found.potential == pytest.approx(found.comparison["nernst-planck"], abs=1e-6)
    assert found.course.times[0] == 0.0
    assert found.course.conservation < 1e-10
    assert found.profile.width == 1e-6
    assert found.profile.place[[0, -1]] == pytest.approx([0.0, 1e-6])
    early = junction(MONO, PIPETTE, method=NernstPlanckPoisson(width=1e-5, until=1e-4, cells=40, times=5))
    assert early.course.potentials[-1][-1] == pytest.approx(early.potential, abs=1e-3)


def test_net_charge():
    uneven = {"K+": 140, "Cl-": 136}
    with pytest.raises(InputError, match=r"\+4 mM.*more than rounding.*Cl-.*balance"):
        junction(uneven, BATH)
    closed = junction(uneven, BATH, balance="Cl-")
    assert closed.potential == pytest.approx(junction({"K+": 140, "Cl-": 140}, BATH).potential, abs=1e-15)
    assert any("closed with +4 mM Cl-" in text for text in closed.notes)
    rounded = junction({"K+": 140.05, "Cl-": 140}, BATH)
    assert any("+0.05 mM" in text and "K+" in text for text in rounded.notes)
    assert not junction(PIPETTE, BATH).notes
    with pytest.raises(InputError, match="too little"):
        junction({"K+": 140, "Na+": 1, "Cl-": 10}, BATH, balance="Na+")


def test_mobilities_given_estimated_and_missing():
    faster = junction(PIPETTE, BATH, mobilities={"gluconate-": 30e-4})
    assert faster.potential < junction(PIPETTE, BATH).potential
    assert [one.known for one in faster.ions if one.name == "gluconate-"] == ["given"]
    with pytest.raises(InputError, match="S m2/mol"):
        junction(PIPETTE, BATH, mobilities={"gluconate-": 30})
    guessed = junction({"K+": 20, "PIPES2-": 10}, BATH)
    assert any("PIPES2-" in text and "estimated" in text for text in guessed.warnings)
    assert any("open" in text for text in guessed.warnings)
    assert "schwarzenbach_2003" in guessed.references
    lost = junction({"K+": 140, "V2+": 1, "Cl-": 142}, BATH)
    assert any("V2+ (1 mM" in text and "K+" in text for text in lost.warnings)
    assert lost.potential == junction({"K+": 142, "Cl-": 142}, BATH).potential
    own = Species("X-", -1, conductivity=24.255e-4)
    assert junction({"K+": 140, own: 120, "Cl-": 20}, BATH).potential == pytest.approx(
        junction(PIPETTE, BATH).potential, abs=1e-12
    )


def test_temperature_acts_through_rt_and_the_mobilities():
    cold, warm = (junction(PIPETTE, BATH, temperature=kelvin) for kelvin in (278.15, 308.15))
    walden = [
        junction(PIPETTE, BATH, temperature=kelvin, temperature_of_mobility="walden").potential / kelvin
        for kelvin in (278.15, 308.15)
    ]
    assert walden[0] == pytest.approx(walden[1], rel=1e-12)
    assert warm.potential / 308.15 != pytest.approx(cold.potential / 278.15, rel=1e-4)
    with pytest.raises(InputError, match="0 to 50 degC"):
        junction(PIPETTE, BATH, temperature=340.0)


def test_reversal_potentials():
    found = junction(PIPETTE, BATH)
    by_name = {one.name: one for one in found.ions}
    assert by_name["K+"].nernst == pytest.approx(nernst(1, 3.0, 140.0, 298.15))
    assert by_name["Cl-"].nernst == pytest.approx(nernst(-1, 152.0, 20.0, 298.15))
    assert by_name["Na+"].nernst is None
    assert by_name["K+"].activity_a == pytest.approx(0.14)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "without ions"),
        ({"glucose": 10}, "no ions"),
        ({"K+": 140, "potassium": 1, "Cl-": 141}, "given twice"),
        ({"K+": -1, "Cl-": 1}, "at least 0"),
        ({"K+": "140 mV", "Cl-": 140}, "K\\+.*potential"),
        ({"Kalium": 140, "Cl-": 140}, "unknown species"),
        ({"K+": None, "Cl-": 1}, "not a concentration"),
        ({"K+": float("nan"), "Cl-": 1}, "at least 0"),
        ({"Cl-": "pH 7", "K+": 1}, "only H\\+"),
        (17, "not a solution"),
        ("my bath", "no list of ions"),
        ("K+=1,K+=2,Cl-=3", "given twice"),
    ],
)
def test_wrong_solutions(given, message):
    with pytest.raises(InputError, match=message):
        junction(given, BATH)


def test_wrong_methods():
    with pytest.raises(InputError, match=r"Ca2\+.*nernst-planck"):
        junction(PIPETTE, BATH, method="planck")
    with pytest.raises(InputError, match="ideal"):
        junction(PIPETTE, MONO, method="planck", activity="davies")
    with pytest.raises(UnknownNameError, match="henderson"):
        junction(PIPETTE, BATH, method="hendersson")
    with pytest.raises(UnknownNameError, match="davies"):
        junction(PIPETTE, BATH, activity="daves")
    with pytest.raises(InputError, match="10 nm"):
        NernstPlanckPoisson(width=2.0)
    with pytest.raises(InputError, match="until"):
        NernstPlanckPoisson(until=0.0)
    with pytest.raises(UnitError, match="degC"):
        junction(PIPETTE, BATH, temperature="30 mM")
    assert isinstance(junction_method("nernst_planck"), NernstPlanck)


def test_result_as_dictionary_text_and_figure(tmp_path):
    found = junction(PIPETTE, BATH, names=("pipette", "bath"))
    content = found.to_dict()
    assert content["potential_mV"] == 1e3 * found.potential
    assert content["method"] == "nernst-planck"
    assert set(content["profile"]["concentrations_mM"]) == {one.name for one in found.ions}
    assert len(content["profile"]["place"]) == len(content["profile"]["potential_mV"])
    text = str(found)
    assert text.startswith("junction pipette | bath, 25 degC")
    assert max(map(len, text.splitlines())) <= 110
    assert "Henderson" in text
    assert "@article" in found.cite()
    figure = found.plot.profile(tmp_path / "profile.png")
    names = {line.get_gid() for ax in figure.axes for line in ax.lines}
    assert {"potential", "concentration K+", "concentration Ca2+"} <= names
    assert (tmp_path / "profile.png").stat().st_size > 10_000
    with pytest.raises(InputError, match="in time"):
        found.plot.time()
    steep = junction({"K+": 1000, "Cl-": 1000}, {"K+": 1, "Cl-": 1})
    assert steep.plot.profile().axes[0].get_yscale() == "log"
    assert dataclasses.replace(found, status="not_converged").ok is False
