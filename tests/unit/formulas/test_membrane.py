"""Nernst, Goldman-Hodgkin-Katz, chord conductance, Mullins-Noda: published numbers, limits, symmetries, smoothness."""

import math

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poise.formulas as f
from poise.errors import InputError

jax.config.update("jax_enable_x64", True)

BODY = 310.15  # K
concentration = st.floats(1e-4, 1e3)
permeability = st.floats(1e-3, 1e3)
kelvin = st.floats(273.15, 320.0)
volt = st.floats(-0.3, 0.3)
charge = st.sampled_from([-2, -1, 1, 2, 3])
ions = st.lists(st.tuples(permeability, st.sampled_from([1, -1]), concentration, concentration), min_size=1, max_size=5)


def columns(rows):
    return tuple(zip(*rows, strict=True))


def test_thermal_voltage_s01():
    assert f.thermal_voltage(BODY) == pytest.approx(26.727e-3, abs=5e-7)
    assert f.thermal_voltage(310.0) == pytest.approx(26.71e-3, abs=5e-6)  # the text's figure is 310.0 K
    assert f.thermal_temperature(f.thermal_voltage(BODY)) == pytest.approx(BODY, rel=1e-15)


@pytest.mark.parametrize(("celsius", "millivolt"), [(20, 58.17), (25, 59.16)])
def test_tenfold_ratio_s02(celsius, millivolt):
    assert f.nernst(1, 10.0, 1.0, celsius + 273.15) == pytest.approx(millivolt * 1e-3, abs=5e-6)


def test_extremophile_s03():
    assert f.nernst(1, 450.0, 7.5, BODY) == pytest.approx(109.4e-3, abs=5e-5)


@given(charge, concentration, kelvin)
def test_equal_concentrations_s04(z, c, temperature):
    assert f.nernst(z, c, c, temperature) == 0.0


@given(concentration, concentration, kelvin)
def test_potassium_and_chloride_s05(outside, inside, temperature):
    assert f.nernst(1, outside, inside, temperature) == -f.nernst(-1, outside, inside, temperature)


@given(charge, concentration, concentration, kelvin)
def test_swapping_sides_s06(z, a, b, temperature):
    assert f.nernst(z, a, b, temperature) == -f.nernst(z, b, a, temperature)


@pytest.mark.parametrize(
    ("z", "outside", "inside", "millivolt"), [(1, 3, 117, -97.87), (1, 120, 30, 37.03), (-1, 120, 4, -90.86)]
)
def test_ion_table_s40(z, outside, inside, millivolt):
    assert f.nernst(z, outside, inside, 310.0) == pytest.approx(millivolt * 1e-3, abs=5e-6)


def test_driving_force_s29():
    assert f.driving_force(-0.070, 0.055) == pytest.approx(-0.125, abs=1e-15)


@given(charge, concentration, concentration, kelvin)
def test_inverses(z, outside, inside, temperature):
    potential = f.nernst(z, outside, inside, temperature)
    assert f.inside_for(potential, z, outside, temperature) == pytest.approx(inside, rel=1e-11)
    assert f.outside_for(potential, z, inside, temperature) == pytest.approx(outside, rel=1e-11)


@pytest.mark.parametrize("ratio", [50, 100])
def test_neuron_s12(ratio):
    table = ((1.0, 1 / ratio), (1, 1), (5.0, 145.0), (140.0, 12.0))
    rest = f.ghk_voltage(*table, BODY)
    e_k, e_na = f.nernst(1, 5.0, 140.0, BODY), f.nernst(1, 145.0, 12.0, BODY)
    assert e_k < rest < e_na
    assert -0.085 < rest < -0.070
    assert sum(f.ghk_shares(*table)) == pytest.approx(1.0, abs=1e-15)


def test_squid_sums():
    """Hodgkin & Katz 1949: 61 over 654 at rest, 8843 over 1652 at the peak (GHKV-003, GHKV-004)."""
    table = ((1, 1, -1), (20, 440, 560), (400, 50, 52))
    assert f.ghk_sums((1, 0.04, 0.45), *table) == pytest.approx((61, 654), abs=0.6)
    assert f.ghk_sums((1, 20, 0.45), *table) == pytest.approx((8843, 1652), abs=0.6)


@given(charge.filter(lambda z: abs(z) == 1), permeability, concentration, concentration, kelvin)
def test_ghk_of_one_ion_is_nernst(z, p, outside, inside, temperature):
    one = f.ghk_voltage((p,), (z,), (outside,), (inside,), temperature)
    assert one == pytest.approx(f.nernst(z, outside, inside, temperature), rel=1e-12, abs=1e-15)


@given(ions, kelvin)
def test_ghk_voltage_swaps_sign_with_the_sides(rows, temperature):
    p, z, a, b = columns(rows)
    assert f.ghk_voltage(p, z, a, b, temperature) == -f.ghk_voltage(p, z, b, a, temperature)


@given(ions, kelvin)
def test_ghk_currents_vanish_at_the_ghk_voltage(rows, temperature):
    p, z, a, b = columns(rows)
    v = f.ghk_voltage(p, z, a, b, temperature)
    currents = [f.ghk_current(p, z, o, i, v, temperature) for p, z, o, i in rows]
    ways = [f.ghk_current(p, z, 0.0, i, v, temperature) for p, z, _, i in rows]
    ways += [f.ghk_current(p, z, o, 0.0, v, temperature) for p, z, o, _ in rows]
    assert abs(sum(currents)) <= 1e-10 * sum(abs(way) for way in ways)


@given(charge, concentration, concentration, volt, kelvin)
def test_flux_is_zero_at_nernst_and_changes_sign_with_the_sides(z, outside, inside, v, temperature):
    scale = f.ghk_flux(1.0, z, 0.0, inside, v, temperature) - f.ghk_flux(1.0, z, outside, 0.0, v, temperature)
    there = f.ghk_flux(1.0, z, outside, inside, v, temperature)
    back = f.ghk_flux(1.0, z, inside, outside, -v, temperature)
    assert there == pytest.approx(-back, rel=1e-12, abs=1e-14 * scale)
    equilibrium = f.nernst(z, outside, inside, temperature)
    at_rest = f.ghk_flux(1.0, z, outside, inside, equilibrium, temperature)
    assert abs(at_rest) <= 1e-11 * max(inside, outside) * (1 + abs(z * equilibrium) / f.thermal_voltage(temperature))


@pytest.mark.parametrize("z", [-2, -1, 1, 2])
def test_flux_is_continuous_at_zero_potential(z):
    v = np.array([-1e-3, -2.6e-4, -1e-9, 0.0, 1e-12, 2.6e-4, 1e-3])
    flux = f.ghk_flux(1e-8, z, 5.0, 140.0, v, BODY)
    assert flux[3] == pytest.approx(1e-8 * 135.0, rel=1e-14)
    u = z * v / f.thermal_voltage(BODY)
    straight = 1e-8 * (135.0 + u * 145.0 / 2 + u * u * 135.0 / 12)  # Taylor's series to second order
    np.testing.assert_allclose(flux, straight, rtol=1e-7)


@pytest.mark.parametrize("inside", [0.0, 140.0])
@pytest.mark.parametrize("outside", [0.0, 5.0])
@pytest.mark.parametrize("v", [0.0, 1e-300, -1e-8, 2.0, -2.0])
def test_flux_has_finite_derivatives(inside, outside, v):
    first = jax.grad(lambda *x: f.ghk_flux(1e-8, 2, *x, BODY), argnums=(0, 1, 2))(outside, inside, v)
    second = jax.grad(jax.grad(lambda x: f.ghk_flux(1e-8, 2, outside, inside, x, BODY)))(v)
    assert np.all(np.isfinite([*first, second]))


def test_flux_slope_at_zero_potential():
    """dJ/dV at V = 0 is P z F (c_in + c_out) / 2RT."""
    slope = jax.grad(lambda v: f.ghk_flux(1e-8, 1, 5.0, 140.0, v, BODY))(0.0)
    assert float(slope) == pytest.approx(1e-8 * 145.0 / 2 / f.thermal_voltage(BODY), rel=1e-12)


@given(st.floats(0.01, 100), concentration, concentration, kelvin)
def test_fatt_and_ginsborg(ratio, potassium, calcium, temperature):
    """K+ inside and Ca2+ outside: y (y + 1) = 4 P' [Ca] / [K], and the two constant-field currents cancel."""
    v = f.divalent_monovalent_voltage((1.0, ratio), (1, 2), (0.0, calcium), (potassium, 0.0), temperature)
    y = math.exp(v / f.thermal_voltage(temperature))
    assert y * (y + 1) == pytest.approx(4 * ratio * calcium / potassium, rel=1e-10)
    out = f.ghk_current(1.0, 1, 0.0, potassium, v, temperature)
    assert f.ghk_current(ratio, 2, calcium, 0.0, v, temperature) == pytest.approx(-out, rel=1e-9)


@given(ions, kelvin)
def test_spangler_without_divalent_ions_is_ghk(rows, temperature):
    table = columns(rows)
    assert f.divalent_monovalent_voltage(*table, temperature) == pytest.approx(
        f.ghk_voltage(*table, temperature), rel=1e-9, abs=1e-14
    )


def test_spangler_is_smooth_where_the_sides_balance():
    """With equal monovalent sums on either side the quadratic loses its linear term."""

    def voltage(c):
        return f.divalent_monovalent_voltage((1.0, 1.0), (1, 2), (100.0, 2.0), (c, 0.1), BODY)

    slope = float(jax.grad(voltage)(100.0))
    assert slope == pytest.approx((voltage(100.001) - voltage(99.999)) / 0.002, rel=1e-6)


@pytest.mark.parametrize("function", [f.ghk_sums, f.ghk_shares])
def test_multivalent_ions_are_refused(function):
    with pytest.raises(InputError, match="divalent_monovalent_voltage"):
        function((1.0,), (2,), (2.0,), (1e-4,))


def test_uneven_columns_are_refused():
    with pytest.raises(InputError, match="2 x permeability"):
        f.ghk_voltage((1.0, 2.0), (1,), (5.0,), (140.0,), BODY)
    with pytest.raises(InputError, match="each ion"):
        f.chord_potential((), ())


def test_permeability_ratio_undoes_the_reversal():
    reversal = f.ghk_voltage((1.0, 2.5), (1, 1), (0.0, 90.0), (120.0, 0.0), BODY)
    assert f.permeability_ratio(reversal, 1, 90.0, 120.0, BODY) == pytest.approx(2.5, rel=1e-12)


def test_selectivity_by_a_barrier():
    """12 kJ/mol is about a hundredfold at 310 K (GHKV-016)."""
    assert f.barrier_permeability_ratio(12e3, 310.0) == pytest.approx(100, rel=0.06)


def test_chord_s43():
    """CHORD-001: squid conductances at rest."""
    assert f.chord_potential((1, 0.04, 0.45), (-89, 61, -64)) == pytest.approx(-77.4, abs=0.05)
    emf, conductance = f.thevenin((2.0, 3.0), (-0.09, 0.06))
    assert emf == f.chord_potential((2.0, 3.0), (-0.09, 0.06))
    assert conductance == 5.0
    assert f.pump_shift(1e-2, 5.0) == pytest.approx(-2e-3, rel=1e-15)  # 1 uA/cm2 through 0.5 mS/cm2


@given(st.floats(0.0, 1.0), concentration, concentration, concentration, concentration, st.floats(1.0, 3.0))
def test_mullins_noda(b, k_out, k_in, na_out, na_in, r):
    args = (b, k_out, k_in, na_out, na_in, BODY)
    ghk = f.ghk_voltage((1.0, b), (1, 1), (k_out, na_out), (k_in, na_in), BODY)
    assert f.mullins_noda_voltage(*args, 1.0) == pytest.approx(ghk, rel=1e-12, abs=1e-15)
    shift = f.mullins_noda_voltage(*args, r) - f.mullins_noda_voltage(*args, 1.0)
    assert abs(shift) <= f.pump_contribution_bound(BODY, r) + 1e-15


def test_mullins_noda_chord_s44():
    """The leaks stand in the ratio -r, so the pump balances both."""
    g_k, e_k, g_na, e_na = 1.0, -0.098, 0.04, 0.037
    v = f.mullins_noda_chord(g_k, e_k, g_na, e_na)
    assert g_na * (v - e_na) / (g_k * (v - e_k)) == pytest.approx(-1.5, rel=1e-12)
    assert f.mullins_noda_chord(g_k, e_k, g_na, e_na, 1.0) == pytest.approx(f.chord_potential((g_k, g_na), (e_k, e_na)))
