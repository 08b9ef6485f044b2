"""Couples, cells, Butler-Volmer, Tafel lines and mixed potentials: published numbers and limits."""

import math

import jax
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poise.formulas as f

jax.config.update("jax_enable_x64", True)

T = 298.15
current = st.floats(1e-6, 1e3)
eta = st.floats(-0.5, 0.5)
transfer = st.floats(0.2, 0.8)


def test_couples():
    """REDOX-015, -021, -022, -032: Skoog's titration, Fe3+/Sn2+, Gibbs energies, Daniell's cell."""
    skoog = 0.0592 / f.nernst_slope(1.0)
    assert f.redox_potential(0.68, 1, 0.045603, 0.006219, skoog) == pytest.approx(0.731224, abs=2e-4)
    assert f.equivalence_potential((0.771, 0.151), (1, 2)) == pytest.approx((0.771 + 2 * 0.151) / 3, rel=1e-15)
    assert f.standard_potential(-78900, -4700, 1) == pytest.approx(0.771, abs=6e-3)
    assert f.cell_emf(0.34, -0.7618) == pytest.approx(1.1018, rel=1e-14)


def test_hydrogen_electrode_is_the_couple():
    """2 H+ + 2 e- = H2 at 1 bar."""
    assert f.hydrogen_electrode(7.0, T) == pytest.approx(f.redox_potential(0.0, 2, 1e-14, 1.0, T), rel=1e-12)


@given(current, eta, transfer)
def test_butler_volmer(exchange, over, share):
    i = f.butler_volmer(exchange, over, T, share, 1 - share)
    assert f.butler_volmer(exchange, -over, T, 1 - share, share) == pytest.approx(-i, rel=1e-12)
    forward = exchange * math.exp(share * over / f.thermal_voltage(T))
    assert i == pytest.approx(forward * -math.expm1(-over / f.thermal_voltage(T)), rel=1e-9, abs=1e-12 * exchange)
    assert f.butler_volmer(exchange, 0.0, T) == 0.0
    free = f.limited_butler_volmer(exchange, over, T, math.inf, math.inf, share, 1 - share)
    assert free == pytest.approx(i, rel=1e-9, abs=1e-12 * exchange)


@given(current, eta, transfer, current, current)
def test_limited_butler_volmer_solves_its_equation(exchange, over, share, anodic, cathodic):
    i = f.limited_butler_volmer(exchange, over, T, anodic, cathodic, share, 1 - share)
    u = over / f.thermal_voltage(T)
    up, down = exchange * math.exp(share * u), exchange * math.exp(-(1 - share) * u)
    assert i == pytest.approx((1 - i / anodic) * up - (1 + i / cathodic) * down, rel=1e-6, abs=1e-9 * (up + down))
    assert -cathodic * (1 + 1e-12) <= i <= anodic * (1 + 1e-12)


@pytest.mark.parametrize("over", [-30.0, -0.2, 0.0, 0.2, 30.0])
def test_limited_butler_volmer_is_smooth_at_and_far_from_equilibrium(over):
    slope = float(jax.grad(lambda x: f.limited_butler_volmer(10.0, x, T, 100.0, 50.0))(over))
    assert math.isfinite(slope)
    if over == 0.0:
        resistance = f.thermal_voltage(T) * (1 / 10.0 + 1 / 100.0 + 1 / 50.0)  # Bard & Faulkner 2001, eq. 3.4.13
        assert slope == pytest.approx(1 / resistance, rel=1e-12)


def test_tafel_lines_cross():
    """REDOX-008, -009: zinc in acid."""
    potential, i = f.corrosion_point(-0.908, 1e-8, 0.15, -0.059, 2e-10, -0.12)
    assert potential == pytest.approx(-0.5495980002890679, abs=1e-12)
    assert i == pytest.approx(2.4510189259358904e-6, rel=1e-12)
    assert f.tafel_current(potential, -0.908, 1e-8, 0.15) == pytest.approx(i, rel=1e-12)
    assert f.tafel_current(potential, -0.059, 2e-10, -0.12) == pytest.approx(i, rel=1e-12)
    assert f.tafel_potential(i, -0.059, 2e-10, -0.12) == pytest.approx(potential, rel=1e-12)


def test_transport_limit_sets_the_corrosion_current():
    for exchange in (1e-8, 1e-6):
        potential, i = f.limited_corrosion_point(-0.44, exchange, 0.1, 1e-5)
        assert i == pytest.approx(1e-5, rel=1e-12)
        assert f.tafel_current(potential, -0.44, exchange, 0.1) == pytest.approx(i, rel=1e-12)


def test_corrosion_rate_of_iron():
    """1 uA/cm2 on iron is 11.6 um a year."""
    depth = f.corrosion_rate(1e-2, 55.845e-3, 2) / 7874.0 * 365.25 * 86400
    assert depth == pytest.approx(11.6e-6, rel=0.01)


def test_mixed_potential_of_equal_couples_is_midway():
    """REDOX-036."""
    assert f.mixed_potential((0.771, 0.151), (1e-3, 1e-3), T, (0.5, 0.5), (0.5, 0.5)) == pytest.approx(0.461, abs=1e-12)


@given(st.lists(st.tuples(st.floats(-1.0, 1.0), current, transfer, transfer), min_size=1, max_size=4))
def test_mixed_potential_has_no_net_current(rows):
    e, i0, a, c = zip(*rows, strict=True)
    potential = f.mixed_potential(e, i0, T, a, c)
    assert min(e) - 1e-12 <= potential <= max(e) + 1e-12
    net = sum(f.butler_volmer(i, potential - one, T, up, down) for one, i, up, down in rows)
    size = sum(abs(f.butler_volmer(i, potential - one, T, up, down)) + i for one, i, up, down in rows)
    assert abs(net) <= 1e-10 * size


def test_mixed_potential_far_from_both_couples_is_the_tafel_crossing():
    slope = f.nernst_slope(T) / 0.5
    point, _ = f.corrosion_point(-0.76, 1e-3, slope, 0.0, 1e-4, -slope)
    mixed = f.mixed_potential((-0.76, 0.0), (1e-3, 1e-4), T, (0.5, 0.5), (0.5, 0.5))
    assert mixed == pytest.approx(point, abs=1e-7)
