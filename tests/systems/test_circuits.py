"""S40 to S47: the table of ions, the charge on the membrane, the circuit, who holds the rest."""

import numpy as np
import pytest

import poise.formulas as f
from poise.analysis.knockout import knockout
from poise.analysis.rest import rest
from poise.constants import AVOGADRO, ZERO_CELSIUS
from poise.io import check_model, read_model
from systems.cells import MV, PUMP, cell, close, flux, ghk, ionic_currents, ohmic, resting

BODY = 37 + ZERO_CELSIUS


def test_S40_table_of_text_004():
    """E_K -97.87, E_Na +37.03, E_Cl -90.86 mV at 310 K; the table's charge reported."""
    answer = rest(read_model("electrolyte_table"))
    for ion, expected in {"K+": -97.87, "Na+": 37.03, "Cl-": -90.86}.items():
        assert answer.of("nernst", f"membrane.cytosol.{ion}") / MV == pytest.approx(expected, abs=5e-3)
    told = " ".join(problem.message for problem in check_model("electrolyte_table"))
    assert "+27 mM" in told
    assert "+3 mM" in told
    assert resting(read_model("electrolyte_table")) == pytest.approx(-70, abs=2)  # "about -70 mV"


def test_S40_what_minus_85_would_need():
    """The text's -85 mV for K+ is a ratio of 30 at 20 degC, or of 24 at 310 K; its own ratio is 39."""
    assert f.nernst(1, 1, 30, 20 + ZERO_CELSIUS) / MV == pytest.approx(-85.9, abs=0.05)
    assert f.nernst(1, 1, 24.1, 310.0) / MV == pytest.approx(-85, abs=0.05)
    assert f.nernst(-1, 30, 1, 310.0) / MV == pytest.approx(-90.86, abs=0.01)  # its E_Cl at 1:30


@pytest.mark.parametrize("radius", [1e-6, 5e-6, 10e-6, 50e-6])
def test_S41_a_thin_layer_of_charge(radius):
    """70 mV at 1 uF/cm2: 0.73 pmol/cm2, 4400 ions per um2, and a tiny part of the cell's K+."""
    moved = f.ions_moved(0.01, 0.07)
    assert moved * 1e8 == pytest.approx(0.7255, abs=1e-4)  # pmol/cm2
    assert moved * AVOGADRO * 1e-12 == pytest.approx(4369, abs=1)  # per um2
    share = f.share_of_sphere(radius, 120.0, 0.01, 0.07)
    assert share == pytest.approx(3 / radius * moved / 120.0, rel=1e-14)
    assert share < 3e-4 * (1e-6 / radius) * 1.0001


def test_S42_chloride_steps_only_for_a_while():
    """Frog muscle: K+ outside moves V strongly; Cl- outside moves it at once, and not at all when Cl- has followed."""
    model = read_model("frog_muscle")
    before = resting(model)
    assert resting(model.set("bath.K+", "10 mM")) - before > 10
    lowered = model.set("bath.Cl-", "30.25 mM")  # a quarter, with an impermeant anion in its place
    assert resting(lowered) - before > 10
    followed = lowered.set("cytosol.Cl-", model.get("cytosol.Cl-") / 4)
    assert resting(followed) == pytest.approx(before, abs=0.05)
    # Cl- leaves the fibre meanwhile (text 004 has it enter)
    assert flux(rest(lowered), "Cl-") < 0


@pytest.mark.parametrize("count", [2, 3, 5])
def test_S43_chord_conductance(count):
    """V = sum(g E) / sum(g), for any number of ions."""
    rng = np.random.default_rng(count)
    g, e = rng.uniform(0.01, 1, count), rng.uniform(-90, 60, count)
    model = cell(*(
        f"one{k}: {{law: leak, conductance: {float(g[k])!r} mS/cm2, reversal: {float(e[k])!r} mV}}"
        for k in range(count)
    ))  # fmt: skip
    answer = rest(model)
    assert answer.of("potential", "membrane") / MV == pytest.approx(f.chord_potential(g, e), abs=1e-11)
    close(answer["share"], g / g.sum(), relative=1e-9)


def test_S43_three_ions_of_text_004():
    model = cell(ohmic("K", "K+", 0.5), ohmic("Na", "Na+", 0.05), ohmic("Cl", "Cl-", 0.2))
    e = [f.nernst(1, 5, 140, BODY), f.nernst(1, 145, 15, BODY), f.nernst(-1, 110, 10, BODY)]
    assert resting(model) * MV == pytest.approx(f.chord_potential([0.5, 0.05, 0.2], e), abs=1e-9)


@pytest.mark.parametrize("g_na", [0.005, 0.05, 0.4])
def test_S44_balanced_pump_with_ohmic_channels(g_na):
    """V = (1.5 g_K E_K + g_Na E_Na) / (1.5 g_K + g_Na), as a limit of the solver, to 1e-9."""
    model = cell(ohmic("K_leak", "K+", 0.5), ohmic("Na_leak", "Na+", g_na), PUMP)
    answer = rest(model, balance={"membrane.pump": "Na+"}, throw=True)
    e_k, e_na = f.nernst(1, 5, 140, BODY), f.nernst(1, 145, 15, BODY)
    exact = (1.5 * 0.5 * e_k + g_na * e_na) / (1.5 * 0.5 + g_na)
    assert f.mullins_noda_chord(0.5, e_k, g_na, e_na) == pytest.approx(exact, rel=1e-14)
    assert answer.of("potential", "membrane") == pytest.approx(exact, rel=1e-9)
    leak = {one: answer.of("current", f"membrane.{one}_leak") for one in ("K", "Na")}
    assert leak["Na"] / leak["K"] == pytest.approx(-1.5, rel=1e-9)
    for current in ionic_currents(answer, {"K+": 1, "Na+": 1}).values():
        assert abs(current) < 1e-9 * abs(leak["Na"])


@pytest.mark.parametrize("b", [0.01, 0.02, 0.04, 0.2])
def test_S44_balanced_pump_with_constant_field(b):
    """Mullins & Noda 1963 with r = 1.5, to 1e-9; r = 1 would be GHK."""
    model = cell(ghk("K_leak", "K+", 4e-7), ghk("Na_leak", "Na+", 4e-7 * b), PUMP)
    answer = rest(model, balance={"membrane.pump": "Na+"}, throw=True)
    exact = f.mullins_noda_voltage(b, 5, 140, 145, 15, BODY)
    assert answer.of("potential", "membrane") == pytest.approx(exact, rel=1e-9)
    assert exact < f.ghk_voltage([1, b], [1, 1], [5, 145], [140, 15], BODY)


def test_S44_any_pump_law_gives_the_same():
    """The balanced potential knows the pump's stoichiometry alone: ATP's law gives the same as a fixed flux."""
    shipped = read_model("textbook_neuron").without("membrane.Cl_leak")
    answer = rest(shipped, balance={"membrane.pump": "Na+"}, throw=True)
    exact = f.mullins_noda_voltage(0.02, 5, 120, 145, 15, BODY)
    assert answer.of("potential", "membrane") == pytest.approx(exact, rel=1e-9)


def test_S45_battery_and_resistor():
    """The ohmic membrane is one battery and one resistor: V and the slope are Thevenin's."""
    model = cell(ohmic("K", "K+", 0.5), ohmic("Na", "Na+", 0.05), ohmic("Cl", "Cl-", 0.2))
    answer = rest(model)
    battery, whole = f.thevenin(answer["conductance"], answer["equilibrium"])
    assert whole == pytest.approx(7.5, rel=1e-9)  # S/m2
    assert battery == pytest.approx(answer.of("potential", "membrane"), rel=1e-9)
    assert answer.of("slope_conductance", "membrane") == pytest.approx(whole, rel=1e-6)
    driven = rest(model.set("membrane.injected", 0.01))
    assert driven.of("potential", "membrane") - battery == pytest.approx(0.01 / whole, rel=1e-9)


def test_S46_who_holds_the_motor_neuron():
    """Knock-outs of a declared model: NALCN depolarises, TASK hyperpolarises, CLC (passive Cl-) only steadies."""
    model = read_model("motor_neuron_rest")
    found = knockout(model)
    shift = {path.partition(".")[2]: value / MV for path, value in found.shifts.items()}
    assert found.potential / MV == pytest.approx(-70, abs=2)
    assert shift["NALCN"] < -10
    assert shift["TASK"] > 10
    assert abs(shift["CLC"]) < 0.5
    assert 0 < shift["pump"] < abs(f.pump_contribution_bound(BODY)) / MV
    for path, value in found.without.items():
        assert value == pytest.approx(rest(model.without(path)).of("potential", "membrane"), abs=1e-12)
    # CLC's use shows when the others change: without it the same step moves V further
    step = "membrane.NALCN.permeability"
    doubled = 2 * model.get(step)
    moved = resting(model.set(step, doubled)) - resting(model)
    without = model.without("membrane.CLC")
    assert moved < resting(without.set(step, doubled)) - resting(without)


@pytest.mark.parametrize(
    ("leak", "direction", "target"),
    [("K_leak", -1, "K+"), ("Na_leak", 1, "Na+"), ("Cl_leak", 1, "Cl-")],
)
def test_S47_a_permeability_changes(leak, direction, target):
    """V moves to the new compromise, toward that ion's equilibrium potential, and never past it."""
    model = read_model("textbook_neuron")
    path = f"membrane.{leak}.permeability"
    steps = model.get(path) * np.array([1, 3, 10, 100])
    answer = rest(model.set(path, steps))
    v = answer.of("potential", "membrane")
    e = answer.of("nernst", f"membrane.cytosol.{target}")
    assert (np.diff(v) * direction > 0).all()
    gap = np.abs(v - e)
    assert (np.diff(gap) < 0).all()
    assert (np.sign(v - e) == np.sign(v - e)[0]).all()
