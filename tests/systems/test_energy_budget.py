"""S15: what the pump costs, in ATP and in watts, and its share of a stated budget."""

import math

import pytest

import poise
from poise.chemistry.atp import free_energy_counting_protons
from systems.plain import F, R, ghk_flux

AVOGADRO = 6.02214076e23


@pytest.fixture(scope="module")
def cell():
    return poise.load("pump_leak_cell")


def by_hand(cell):
    """ATP per second [mol/s] and power [W] from the Na+ that leaks in at the rest, three for each ATP."""
    t, v = cell.temperature, poise.steady(cell, throw=True).of("potential", "membrane")
    leak = -ghk_flux(cell.get("membrane.Na_leak.permeability"), 1, v, t, cell.get("cytosol.Na+"), cell.get("bath.Na+"))
    atp, adp, pi, protons = (cell.get(f"cytosol.{one}") / 1e3 for one in ("ATP", "ADP", "Pi", "H+"))
    standard = float(free_energy_counting_protons(t, protons, cell.get("cytosol.Mg2+") / 1e3))
    worth = -standard - R * t * math.log(adp * pi * protons / atp)
    used = leak / 3 * cell.get("membrane.area")
    return used, used * worth, leak


def test_S15_ATP_and_watts_at_rest(cell):
    """About 1e7 ATP per second and 1 pW for a cell of 2000 um3; each joule ends in the leaks and the pump itself."""
    used, power, leak = by_hand(cell)
    table = poise.energy(cell, at="steady")
    assert table.atp == pytest.approx(used, rel=1e-8)
    assert sum(one.power for one in table.processes) == pytest.approx(power, rel=1e-8)
    assert 1e6 < table.atp * AVOGADRO < 1e8
    parts = {one.name: one.dissipation for one in table.processes}
    assert sum(parts.values()) == pytest.approx(power, rel=1e-9)
    assert min(parts.values()) > -1e-9 * power
    v = poise.steady(cell).of("potential", "membrane")
    e_na = R * cell.temperature / F * math.log(cell.get("bath.Na+") / cell.get("cytosol.Na+"))
    area = cell.get("membrane.area")
    assert parts["membrane.Na_leak"] == pytest.approx(F * leak * (e_na - v) * area, rel=1e-8)


@pytest.mark.parametrize("share", [0.05, 1 / 3])
def test_S15_share_of_a_stated_budget(cell, share):
    """Text 001: up to a third. The share is used over stated, for a budget in watts and in ATP alike."""
    used, power, _ = by_hand(cell)
    for budget in (f"{power / share / 1e-12!r} pW", f"{used / share / 1e-18!r} amol/s"):
        assert poise.energy(cell, budget, at="steady").budget.share == pytest.approx(share, rel=1e-8)
