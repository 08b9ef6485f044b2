"""Work, capacitor, protons, cotransport: textbook numbers and identities."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import poise.formulas as f
from poise.constants import AVOGADRO, FARADAY, GAS

concentration = st.floats(1e-3, 1e3)
PUMP = ((3, -2), (1, 1), (145.0, 4.0), (12.0, 140.0))


def test_energy_stored_in_potassium_s07():
    stored = f.free_energy_of_transport(1, 4.0, 145.0, 0.0, 310.0)
    assert stored == pytest.approx(9.254e3, abs=0.5)
    assert f.pump_least_work((-1,), (1,), (4.0,), (145.0,), 0.0, 310.0) == pytest.approx(stored, rel=1e-15)


@given(concentration, concentration, st.sampled_from([-2, -1, 1, 2]))
def test_no_work_at_equilibrium(outside, inside, z):
    v = f.nernst(z, outside, inside, 310.0)
    scale = GAS * 310.0 * (1 + abs(math.log(outside / inside)))
    assert f.free_energy_of_transport(z, outside, inside, v, 310.0) == pytest.approx(0.0, abs=1e-12 * scale)


def test_published_transport_energies():
    """ENERGY-003 and -004: 12.6 and 19.5 kJ/mol."""
    assert f.free_energy_of_transport(1, 15, 145, 0.07, 310.0) == pytest.approx(12.6e3, abs=50)
    assert f.free_energy_of_transport(1, 0.267, 80, 0.05, 310.0) == pytest.approx(19.5e3, abs=50)


def test_pump_stalls_where_its_work_is_the_affinity():
    affinity = f.atp_affinity(-30.5e3, 4.0, 0.4, 4.0, 310.15)
    assert affinity == pytest.approx(30.5e3 + GAS * 310.15 * math.log(1000 * 4.0 / (0.4 * 4.0)))
    stall = f.pump_stall_potential(*PUMP, affinity, 310.15)
    assert f.pump_least_work(*PUMP, stall, 310.15) == pytest.approx(affinity, rel=1e-12)
    assert -0.25 < stall < -0.1  # Chapman & Johnson 1978: far below rest, so the pump runs forward
    assert f.pump_least_work(*PUMP, -0.07, 310.15) < affinity


def test_pump_without_fuel_stalls_at_the_coupled_potential():
    """One ion moved out for nothing else: the stall potential without fuel is its Nernst potential."""
    assert f.pump_stall_potential((1,), (1,), (145.0,), (12.0,), 0.0, 310.0) == pytest.approx(
        f.nernst(1, 145.0, 12.0, 310.0), rel=1e-14
    )


def test_charges_at_the_membrane_s41():
    """70 mV at 1 uF/cm2: 0.73 pmol/cm2, and a share of the content that falls as 1/r."""
    moved = f.ions_moved(1e-2, 0.07)
    assert moved == pytest.approx(7e-4 / FARADAY, rel=1e-15)
    assert moved * 1e-4 == pytest.approx(0.7255e-12, rel=1e-3)
    radius, inside = 10e-6, 140.0
    sphere = 4 * math.pi * radius**2 * moved / (4 / 3 * math.pi * radius**3 * inside)
    assert f.share_of_sphere(radius, inside, 1e-2, 0.07) == pytest.approx(sphere, rel=1e-14)
    cylinder = f.axon_ions_moved(2 * radius, 1.0, 1e-2, 0.07) / f.axon_content(2 * radius, 1.0, inside)
    assert f.share_of_cylinder(radius, inside, 1e-2, 0.07) == pytest.approx(cylinder, rel=1e-14)
    assert f.share_of_sphere(2 * radius, inside, 1e-2, 0.07) == pytest.approx(sphere / 2, rel=1e-14)


def test_impulse_of_a_giant_axon():
    """ENERGY-005, -006, -008: 6e11 ions/cm2, 1e11 ions per cm, 2.45 nJ/cm2."""
    assert f.ions_moved(1e-2, 0.1) * AVOGADRO * 1e-4 == pytest.approx(6e11, rel=0.05)
    assert f.axon_ions_moved(5e-4, 1e-2, 1e-2, 0.1) * AVOGADRO == pytest.approx(1e11, rel=0.05)
    assert f.stored_energy(1e-2, 0.07) * 1e-4 == pytest.approx(2.45e-9, rel=1e-12)
    assert f.charge_moved(1e-2, 0.07) * 0.07 / 2 == pytest.approx(f.stored_energy(1e-2, 0.07), rel=1e-14)


@given(st.floats(-0.3, 0.3), st.floats(3, 9), st.floats(3, 9))
def test_proton_motive_force_is_the_distance_from_equilibrium(v, ph_in, ph_out):
    equilibrium = f.nernst(1, 10.0**-ph_out, 10.0**-ph_in, 298.15)
    assert f.proton_motive_force(v, ph_in, ph_out, 298.15) == pytest.approx(v - equilibrium, abs=1e-13)


def test_proton_work_per_atp():
    """VACUOLE-003: 2 H+ into a lumen at +30 mV and 4 pH units more acid, 51.453 kJ/mol."""
    force = f.proton_motive_force(0.03, 3.0, 7.0, 298.15)
    assert f.proton_work(2, force) == pytest.approx(51.453195947680676e3, rel=1e-12)


def test_antiporter_stops_where_both_ions_agree():
    """At the electroneutral antiporter's end sodium and protons have one and the same equilibrium potential."""
    vacuole = f.nhx_equilibrium(20.0, 7.5, 6.5)
    assert vacuole == pytest.approx(200.0, rel=1e-14)
    sodium = f.nernst(1, 20.0, vacuole, 298.15)
    assert sodium == pytest.approx(f.nernst(1, 10.0**-7.5, 10.0**-6.5, 298.15), rel=1e-12)


@given(concentration, concentration, concentration, concentration, concentration)
def test_cotransporters_stop_where_their_ions_agree(cl_out, k_out, k_in, na_out, na_in):
    e_k, e_na = f.nernst(1, k_out, k_in, 310.0), f.nernst(1, na_out, na_in, 310.0)
    kcc = f.nernst(-1, cl_out, f.kcc_chloride(cl_out, k_out, k_in), 310.0)
    nkcc = f.nernst(-1, cl_out, f.nkcc_chloride(cl_out, na_out, na_in, k_out, k_in), 310.0)
    assert kcc == pytest.approx(e_k, rel=1e-9, abs=1e-12)
    assert nkcc == pytest.approx((e_k + e_na) / 2, rel=1e-9, abs=1e-12)
