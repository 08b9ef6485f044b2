"""S14, S16, S17 in time: the pump stops, and what was held against equilibrium runs down to it."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import poise
import poise.formulas as f
from poise.constants import FARADAY, WATER_MOLAR_VOLUME
from systems.cells import MV
from systems.plain import F, ghk_flux

TIMES = [1.0, 3.0, 60.0, 600.0, 1800.0, 3600.0, 7200.0, 18000.0, 36000.0]
HOURS = 3600.0
CHARGES = {"K": 1, "Na": 1, "Cl": -1}
POISONED = poise.Protocol("10 h", (poise.Scale("membrane.pump", 0.0),))


@pytest.fixture(scope="module")
def cell():
    return poise.load("pump_leak_cell")


@pytest.fixture(scope="module")
def resting(cell):
    return poise.steady(cell, throw=True)


@pytest.fixture(scope="module")
def poisoned(cell, resting):
    return poise.simulate(cell, POISONED, start=resting, times=TIMES, rtol=1e-10, throw=True)


@pytest.fixture(scope="module")
def dead(cell, resting):
    """The state without a pump, by root, from the rest: the charge on the membrane is counted from there."""
    return poise.steady(cell.set("membrane.pump.rate", 0.0), start=resting, throw=True)


def plain_cell(cell, resting):
    """The cell without a pump, for SciPy: the rates of n_K, n_Cl [mol], V [V], volume [m3], Na+ following from charge;
    the start; the contents K+, Na+, Cl- [mol] of a state; absolute tolerances."""
    temperature = cell.temperature
    area, capacitance = cell.get("membrane.area"), cell.get("membrane.capacitance")
    p = {ion: cell.get(f"membrane.{ion}_leak.permeability") for ion in CHARGES}
    p_f = cell.get("membrane.water.permeability")
    ions = ("K+", "Na+", "Cl-")
    first, other = resting.of("volume", "cytosol"), resting.of("volume", "bath")
    inside = np.array([resting.of("content", f"cytosol.{ion}") for ion in ions]) * first
    outside = np.array([resting.of("content", f"bath.{ion}") for ion in ions]) * other
    stays = (resting.of("content", "cytosol.A-") + resting.of("content", "cytosol.Mg2+")) * first
    sucrose = resting.of("content", "bath.sucrose") * other
    v_0 = resting.of("potential", "membrane")
    total = inside + outside

    def contents(y):
        k, cl, v, _ = y
        na = inside[1] + (inside[0] - k) + (cl - inside[2]) + capacitance * area * (v - v_0) / F
        return np.array([k, na, cl])

    def slope(t, y):
        n, v, volume = contents(y), y[2], y[3]
        bath = first + other - volume
        i, o = n / volume, (total - n) / bath
        j = [ghk_flux(p[ion], z, v, temperature, i[k], o[k]) for k, (ion, z) in enumerate(CHARGES.items())]
        swelling = WATER_MOLAR_VOLUME * area * p_f * ((i.sum() + stays / volume) - (o.sum() + sucrose / bath))
        return [-area * j[0], -area * j[2], -F * (j[0] + j[1] - j[2]) / capacitance, swelling]

    return slope, [inside[0], inside[2], v_0, first], contents, [1e-28, 1e-28, 1e-14, 1e-29]


def plain_run_down(cell, resting):
    """V, volume and concentrations at the times."""
    slope, start, contents, atol = plain_cell(cell, resting)
    found = solve_ivp(slope, (0, TIMES[-1]), start, "Radau", t_eval=TIMES, rtol=1e-11, atol=atol)
    return found.y[2], found.y[3], np.array([contents(y) / y[3] for y in found.y.T])


def closed_donnan(cell, resting, *, capacitance):
    """The end by the closed equations, with the charge that V leaves on the membrane, C A (V - V_rest)."""
    volumes = {place: resting.of("volume", place) for place in ("cytosol", "bath")}
    amount = {
        place: [resting.of("content", f"{place}.{ion}") * volumes[place] for ion in ("K+", "Na+", "Cl-")]
        for place in volumes
    }
    osmoles = {
        "cytosol": (resting.of("content", "cytosol.A-") + resting.of("content", "cytosol.Mg2+")) * volumes["cytosol"],
        "bath": resting.of("content", "bath.sucrose") * volumes["bath"],
    }
    v_0, v = resting.of("potential", "membrane"), 0.0
    for _ in range(60):
        moved = capacitance * cell.get("membrane.area") * (v - v_0) / FARADAY
        mobile = {place: n[0] + n[1] - n[2] for place, n in amount.items()}
        state = f.donnan_closed_osmotic(
            np.add(amount["cytosol"], amount["bath"]), (1, 1, -1), osmoles["cytosol"], osmoles["bath"],
            -mobile["cytosol"] - moved, -mobile["bath"] + moved, sum(volumes.values()), cell.temperature,
        )  # fmt: skip
        last, v = v, float(state.potential)
        if abs(v - last) < 1e-15:
            break
    return state


def test_S14_at_once_only_the_electrogenic_part(cell, resting, poisoned):
    """V jumps by a few mV to the Goldman voltage of gradients that have not changed yet; it does not vanish."""
    ions = ("K", "Na", "Cl")
    goldman = f.ghk_voltage(
        [cell.get(f"membrane.{ion}_leak.permeability") for ion in ions], [1, 1, -1],
        [cell.get(f"bath.{ion}") for ion in ("K+", "Na+", "Cl-")],
        [cell.get(f"cytosol.{ion}") for ion in ("K+", "Na+", "Cl-")], cell.temperature,
    )  # fmt: skip
    v = poisoned.of("potential", "membrane")
    jump = v[1] - resting.of("potential", "membrane")
    assert 2 * MV < jump < 6 * MV
    assert v[1] == pytest.approx(goldman, abs=0.05 * MV)


def test_S14_then_hours(poisoned, resting):
    """The gradients run down over hours: Na+ in, K+ out, Cl- in, the cell swells, V falls towards zero."""
    v = poisoned.of("potential", "membrane")
    assert (np.diff(v[1:]) > 0).all()
    assert v[3] < -60 * MV  # after 10 min most is left
    assert v[-1] > -20 * MV  # after 10 h little is
    for ion, sign in (("Na+", 1), ("K+", -1), ("Cl-", 1)):
        assert (sign * np.diff(poisoned.of("concentration", f"cytosol.{ion}")) > 0).all()
    volume = poisoned.of("volume", "cytosol")
    assert (np.diff(volume) > 0).all()
    assert volume[-1] > 1.5 * resting.of("volume", "cytosol")


def test_S14_time_course_against_scipy(cell, resting, poisoned):
    v, volume, contents = plain_run_down(cell, resting)
    np.testing.assert_allclose(poisoned.of("potential", "membrane"), v, rtol=1e-6)
    np.testing.assert_allclose(poisoned.of("volume", "cytosol"), volume, rtol=1e-6)
    for k, ion in enumerate(("K+", "Na+", "Cl-")):
        np.testing.assert_allclose(poisoned.of("concentration", f"cytosol.{ion}"), contents[:, k], rtol=1e-6)


def test_S14_ends_at_the_closed_donnan_state(cell, resting, dead):
    """By root and by 10,000 h of run-down: V, volume and contents of the closed equations to 1e-6."""
    expected = closed_donnan(cell, resting, capacitance=cell.get("membrane.capacitance"))
    late = poise.simulate(
        cell, poise.Protocol(1e4 * HOURS, (poise.Scale("membrane.pump", 0.0),)), start=resting, times=[1e4 * HOURS],
        rtol=1e-9, throw=True,
    ).final  # fmt: skip
    for found in (dead, late):
        assert found.of("potential", "membrane") == pytest.approx(float(expected.potential), rel=1e-6)
        assert found.of("volume", "cytosol") == pytest.approx(float(expected.volume_inside), rel=1e-6)
        for ion, amount in zip(("K+", "Na+", "Cl-"), expected.inside, strict=True):
            inside = amount / expected.volume_inside
            assert found.of("content", f"cytosol.{ion}") == pytest.approx(float(inside), rel=1e-6)
    neutral = closed_donnan(cell, resting, capacitance=0.0)
    charge_moves = abs(neutral.potential / expected.potential - 1.0)
    assert 1e-7 < charge_moves < 1e-3  # the charge on the membrane is little, not nothing


def test_S14_all_nernst_potentials_are_V_at_the_end(dead):
    for ion in ("K+", "Na+", "Cl-"):
        nernst = dead.of("nernst", f"membrane.cytosol.{ion}")
        assert nernst == pytest.approx(dead.of("potential", "membrane"), rel=1e-8)


def test_S14_the_books_balance(poisoned):
    """Charge, every species and water over 10 h of ouabain: 1e-12."""
    kept = poisoned.facts["conservation"]
    assert kept["charge_relative"] < 1e-12
    assert max(kept["species_relative"].values()) < 1e-12
    assert kept["water_relative"] < 1e-12


def test_S16_steady_is_not_equilibrium(resting, dead, poisoned):
    """With the pump each leak carries a flux and entropy is made; at Donnan neither, and on the way always some."""
    for leak in ("K_leak", "Na_leak"):
        assert abs(resting.of("rate", f"membrane.{leak}")) * 1e8 > 1  # pmol/(cm2 s)
    assert abs(resting.of("net_current", "membrane")) < 1e-9 * abs(resting.of("current", "membrane.K_leak"))
    alive = resting.facts["entropy_production_W_per_K"]
    assert alive > 0
    assert abs(dead.facts["entropy_production_W_per_K"]) < 1e-12 * alive
    assert (poisoned["entropy_rate"] > 0).all()
    assert poisoned.facts["entropy_produced_J_per_K"] > 0


def test_S16_entropy_is_the_pumps_fuel(cell, resting):
    """At the steady state all that is dissipated comes from ATP: T dS/dt = affinity of ATP times cycles."""
    from poise.chemistry.atp import free_energy_counting_protons
    from poise.constants import GAS

    t = cell.temperature
    atp, adp, pi, protons = (cell.get(f"cytosol.{one}") / 1e3 for one in ("ATP", "ADP", "Pi", "H+"))
    standard = float(free_energy_counting_protons(t, protons, cell.get("cytosol.Mg2+") / 1e3))
    affinity = -standard - GAS * t * math.log(adp * pi * protons / atp)
    cycles = resting.of("rate", "membrane.pump") * cell.get("membrane.area")
    assert t * resting.facts["entropy_production_W_per_K"] == pytest.approx(affinity * cycles, rel=1e-6)


def test_S17_chloride_without_active_transport_is_at_V(resting):
    gap = resting.of("potential", "membrane") - resting.of("nernst", "membrane.cytosol.Cl-")
    assert abs(gap) < 1e-9


def test_S17_with_KCC2_it_is_not():
    """Duesterwald 2018: E_Cl 11.26 mV below V with KCC2; at V without it."""
    model = poise.load("chloride_homeostasis")
    with_kcc2 = poise.steady(model, throw=True)
    without = poise.steady(model.set("membrane.KCC2.conductance", 0.0), throw=True)
    gaps = [one.of("potential", "membrane") - one.of("nernst", "membrane.cytosol.Cl-") for one in (with_kcc2, without)]
    assert gaps[0] / MV == pytest.approx(83.8431 - 72.5881, abs=2e-3)
    assert abs(gaps[1]) < 1e-9
