"""S10 to S20, S29: membranes in which several ions and a pump compete."""

import numpy as np
import pytest

import poise.formulas as f
from poise.analysis.iv import iv
from poise.analysis.rest import rest
from poise.chemistry.atp import standard_free_energy
from poise.constants import FARADAY, ZERO_CELSIUS
from poise.io import read_model
from systems.cells import MV, PUMP, cell, close, flux, ghk, ohmic, resting

BODY = 37 + ZERO_CELSIUS


def one_way(model, potential, emptied):
    """Outward current of the K_leak at a potential with K+ taken from one side [A/m2]."""
    curve = iv(model.set(emptied, "0 mM"), low=potential - 1e-3, high=potential + 1e-3, points=3, process="K_leak")
    return curve["current"][0, 1]


def test_S10_membrane_for_potassium_alone():
    """The rest is E_K, nothing flows on balance, and yet each one-way flux is there, equal to the other."""
    model = read_model("potassium_only")
    answer = rest(model)
    v = answer.of("potential", "membrane")
    assert v == pytest.approx(f.nernst(1, 4, 140, BODY), abs=1e-13)
    out, back = one_way(model, v, "bath.K+"), one_way(model, v, "cytosol.K+")
    assert out == pytest.approx(-back, rel=1e-12)
    assert out / FARADAY * 1e8 > 1  # pmol/(cm2 s)
    assert abs(flux(answer, "K+")) < 1e-12 * out / FARADAY


def test_S11_astrocyte_is_close_to_E_K():
    answer = rest(read_model("astrocyte_rest"))
    off = answer.of("potential", "membrane") - answer.of("nernst", "membrane.cytosol.K+")
    assert 1 * MV < off < 3 * MV


@pytest.mark.parametrize("ratio", [50, 100])
@pytest.mark.parametrize("name", ["textbook_neuron", "courseshub table"])
def test_S12_neuron(name, ratio):
    """Between E_K and E_Na, near -70 to -85 mV by composition; weights as shares."""
    if name == "textbook_neuron":
        model = read_model(name).set("membrane.Na_leak.permeability", 4e-9 / ratio).without("membrane.pump")
    else:
        leaks = ghk("K_leak", "K+", 4e-7), ghk("Na_leak", "Na+", 4e-7 / ratio), ghk("Cl_leak", "Cl-", 1.8e-7)
        model = cell(*leaks, k=(4, 140), na=(145, 12), cl=(110, 6))
    answer = rest(model)
    v = answer.of("potential", "membrane")
    given = {one: (model.get(f"bath.{one}"), model.get(f"cytosol.{one}")) for one in ("K+", "Na+", "Cl-")}
    p = [model.get(f"membrane.{one}.permeability") for one in ("K_leak", "Na_leak", "Cl_leak")]
    out, into = zip(*given.values(), strict=True)
    assert v == pytest.approx(f.ghk_voltage(p, [1, 1, -1], out, into, BODY), abs=1e-12)
    assert answer.of("nernst", "membrane.cytosol.K+") < v < answer.of("nernst", "membrane.cytosol.Na+")
    assert -85 < v / MV < -70
    shares = f.ghk_shares(p, [1, 1, -1], out, into)
    assert sum(shares) == pytest.approx(1, abs=1e-12)
    assert shares[0] > shares[1]
    assert answer["share"].sum() == pytest.approx(1, abs=1e-12)


def test_S12_known_values():
    """K+ 4/140, Na+ 145/12 mM, 37 degC, no Cl-: -80.50 and -86.78 mV."""
    for ratio, expected in ((50, -80.50), (100, -86.78)):
        model = cell(ghk("K_leak", "K+", 1e-7), ghk("Na_leak", "Na+", 1e-7 / ratio), k=(4, 140), na=(145, 12))
        assert resting(model) == pytest.approx(expected, abs=5e-3)


def test_S13_sodium_pump():
    """3 Na+ : 2 K+ : 1 ATP carries one charge out; it stalls where ATP's affinity is spent."""
    model = read_model("textbook_neuron")
    process = model.processes["membrane.pump"]
    (move,) = process.moves()
    assert move.charge == 1
    net = {one.name: move.net(one) for (_, one), _ in move.amounts}
    assert (net["Na+"], net["K+"], net["ATP"]) == ((-3, 3), (2, -2), (-1, 0))
    standard = standard_free_energy(BODY, 7.2, -np.log10(0.5e-3))
    affinity = f.atp_affinity(standard, 3.0, 0.1, 4.0, BODY)
    stall = f.pump_stall_potential([3, -2], [1, 1], [145, 5], [15, 120], affinity, BODY)
    assert rest(model).of("equilibrium", "membrane.pump") == pytest.approx(stall, abs=1e-9)
    curve = iv(model, low=stall - 0.05, high=stall + 0.05, process="pump")
    assert curve["zero"][0, 0] == pytest.approx(stall, abs=1e-9)
    assert curve["current"][0, 0] < 0 < curve["current"][0, -1]


def test_S13_stall_potential_of_the_authors():
    """Pan et al. 2020, NaK_sim.m: -276.32 mV where ATP is worth 64.027 kJ/mol."""
    stall = f.pump_stall_potential([3, -2], [1, 1], [140, 5.4], [10, 145], 64027.0, 310.0)
    assert stall / MV == pytest.approx(-276.32, abs=0.02)


def test_S14_poisoned_pump_at_once():
    """Ouabain: V moves at once by the electrogenic part, a few mV, not to zero (the run-down needs time)."""
    model = read_model("textbook_neuron")
    blocked = model.set("membrane.pump.rate", 0.0)
    jump = resting(blocked) - resting(model)
    assert 1 < jump < 5
    assert resting(blocked) == pytest.approx(resting(model.without("membrane.pump")), abs=1e-9)
    bound = f.pump_contribution_bound(BODY) / MV
    assert jump < abs(bound)


def test_S16_steady_state_is_not_equilibrium():
    """At rest the net current is nothing, yet K+ and Na+ flow through their leaks and ATP's energy is dissipated."""
    model = read_model("textbook_neuron")
    answer = rest(model)
    assert abs(answer.of("net_current", "membrane")) < 1e-15
    for leak in ("K_leak", "Na_leak"):
        assert abs(answer.of("rate", f"membrane.{leak}")) * 1e8 > 1
    assert (answer["dissipation"] > 0).all()
    assert answer.of("total_dissipation", "membrane") > 0
    donnan = rest(read_model("potassium_only"))
    assert donnan.of("total_dissipation", "membrane") == pytest.approx(0, abs=1e-20)


def test_S16_dissipation_at_steady_state_is_the_fuel():
    """With the gradients steady, all that is dissipated is what hydrolysis gives."""
    model = read_model("textbook_neuron")
    answer = rest(model)
    affinity = f.atp_affinity(standard_free_energy(BODY, 7.2, -np.log10(0.5e-3)), 3.0, 0.1, 4.0, BODY)
    fuel = affinity * answer.of("rate", "membrane.pump")
    assert answer.of("total_dissipation", "membrane") == pytest.approx(fuel, rel=0.01)


def test_S17_chloride_without_and_with_KCC2():
    """With KCC2 Cl- is steady 11 mV from V (the published state); without it only where E_Cl = V."""
    model = read_model("chloride_neuron")
    answer = rest(model)
    leak = abs(answer.of("rate", "membrane.Cl_leak"))
    gap = answer.of("potential", "membrane") - answer.of("nernst", "membrane.cytosol.Cl-")
    assert gap / MV == pytest.approx(11.255, abs=2e-3)
    assert abs(flux(answer, "Cl-")) < 1e-4 * leak

    without = model.without("membrane.KCC2")
    assert flux(rest(without), "Cl-") == pytest.approx(leak, rel=1e-9)  # flows in
    low, high = 5.0, 20.0  # mM inside; Cl- is steady at one concentration between
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if flux(rest(without.set("cytosol.Cl-", middle)), "Cl-") > 0 else (low, middle)
    passive = rest(without.set("cytosol.Cl-", middle))
    assert passive.of("nernst", "membrane.cytosol.Cl-") == pytest.approx(passive.of("potential", "membrane"), abs=1e-12)


@pytest.mark.parametrize("name", ["textbook_neuron", "frog_muscle"])
def test_S17_passive_chloride_is_at_the_rest(name):
    """Shipped cells whose Cl- has no active transport hold it where E_Cl is V, within 0.5 mV."""
    answer = rest(read_model(name))
    gap = answer.of("potential", "membrane") - answer.of("nernst", "membrane.cytosol.Cl-")
    assert abs(gap) < 0.5 * MV


def test_S18_no_voltage_satisfies_all():
    """E_K -90, E_Na +65, E_Cl -64 mV at one membrane: the rest is a compromise, and somebody pays."""
    g = {"K": 1.0, "Na": 0.05, "Cl": 0.4}
    battery = {"K": -90, "Na": 65, "Cl": -64}
    model = cell(*(
        f"{one}: {{law: leak, conductance: {g[one]} mS/cm2, reversal: {battery[one]} mV}}" for one in g
    ))  # fmt: skip
    answer = rest(model)
    v = answer.of("potential", "membrane")
    assert v == pytest.approx(f.chord_potential(list(g.values()), [e * MV for e in battery.values()]), abs=1e-14)
    currents = {one: answer.of("current", f"membrane.{one}") for one in g}
    assert all(abs(i) > 1e-2 for i in currents.values())  # nobody is satisfied
    assert sum(currents.values()) == pytest.approx(0, abs=1e-14)
    curve = iv(model, low=-0.1, high=0.07, points=18)
    assert (np.abs(curve["current"]).max(axis=0) > 0.05).all()  # at no potential are all at rest
    assert answer.of("total_dissipation", "membrane") > 0  # each battery pays: i (V - E) > 0
    assert (answer["dissipation"] > 0).all()


def test_S19_channel_for_two_ions():
    """The reversal runs from E_K to E_Na as P_Na/P_K grows, and equals an equilibrium potential only at the ends."""
    model = read_model("nonselective_channel")
    e_k, e_na = f.nernst(1, 2.5, 120, model.temperature), f.nernst(1, 115, 12, model.temperature)
    ratios = np.logspace(-4, 4, 33)
    reversal = rest(model.set({"membrane.AChR.ratios.K+": 1 / ratios})).of("potential", "membrane")
    exact = [f.ghk_voltage([1, b], [1, 1], [2.5, 115], [120, 12], model.temperature) for b in ratios]
    close(reversal, exact, tolerance=1e-12)
    assert (np.diff(reversal) > 0).all()
    assert ((e_k < reversal) & (reversal < e_na)).all()
    alone = rest(model.set("membrane.AChR.ratios.Na+", 0.0)).of("potential", "membrane")
    assert alone == pytest.approx(e_k, abs=1e-12)
    alone = rest(model.set("membrane.AChR.ratios.K+", 0.0)).of("potential", "membrane")
    assert alone == pytest.approx(e_na, abs=1e-12)


def test_S20_three_rests():
    """An N-shaped curve crosses zero three times; the outer crossings are stable, the inner is not."""
    model = read_model("three_rests")
    answer = rest(model)
    roots, stable = answer["root"][0], answer["root_stable"][0]
    assert len(roots) == 3
    assert stable.tolist() == [True, False, True]
    e_k = f.nernst(1, 4.5, 151.9, 295.0)
    t = f.thermal_voltage(295.0)

    def current(v):  # the two laws written out
        kir = 2.88 * (v - e_k) / (1 + np.exp((v - e_k) / 0.012))
        u = v / t
        leak = 2e-10 * FARADAY * u * ((151.9 + 6.888) - (4.5 + 138.3) * np.exp(-u)) / (1 - np.exp(-u))
        return kir + leak

    for root in roots:
        assert abs(current(root)) < 1e-9
        assert current(root - 1e-4) * current(root + 1e-4) < 0
    curve = iv(model, low=-0.12, high=0.02)
    close(curve["zero"].ravel(), roots, tolerance=1e-9)
    depolarised = rest(model, near=0.0)
    assert depolarised.of("potential", "membrane") == pytest.approx(roots[2], abs=1e-12)


def test_S20_paper_with_three_rests():
    """Osteoclast rectifier (Sims et al. 1991: half at -89 mV, 12 mV, 50 pS/pF is 18 % of all) and a linear leak.

    Expected: zeros of the curve written out elsewhere; the leak is assumed.
    """
    model = cell(
        "Kir: {law: boltzmann_channel, ion: K+, conductance: 277.7778 S/m2, half: -89 mV, slope: -12 mV}",
        "leak: {law: leak, conductance: 8 S/m2, reversal: 0 mV}",
        k=(4.7, 140),
        temperature="295.15 K",
    )
    close(rest(model)["root"][0] / MV, [-78.717, -51.876, -2.092], tolerance=1e-3)


def test_S20_low_potassium_loses_the_negative_rest():
    """The paradoxical depolarisation: three rests at 4.5 mM outside, one near 0 mV at 2 mM."""
    answer = rest(read_model("three_rests").set("bath.K+", [2.0, 4.5]))
    roots = answer["root"][0]
    assert np.isfinite(roots).sum(axis=0).tolist() == [1, 3]
    assert np.nanmin(roots[:, 0]) > -0.01


def test_S29_driving_force_on_sodium():
    """-70 mV against E_Na +55: -125 mV; it falls on the way up while the current may rise."""
    assert f.driving_force(-70, 55) == -125
    out = f.outside_for(55 * MV, 1, 15.0, BODY)
    model = cell(ohmic("Na_leak", "Na+", 0.01), PUMP, na=(out, 15), k=(5, 140))
    answer = rest(model.set("membrane.pump.rate", 0.01 * 10 * 0.125 / FARADAY))  # rest set to -70 mV
    assert answer.of("potential", "membrane") / MV == pytest.approx(-70, abs=1e-6)
    assert answer.of("driving_force", "membrane.Na_leak") / MV == pytest.approx(-125, abs=1e-6)
