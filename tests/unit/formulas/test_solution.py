"""Water, Debye-Hueckel, activity coefficients and mobilities: handbook numbers and limits."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import poise.formulas as f

strength = st.floats(1e-8, 1.0)


@pytest.mark.parametrize(("celsius", "density"), [(0, 999.8396), (4, 999.9720), (25, 997.0449), (100, 958.3637)])
def test_water_density(celsius, density):
    """Kell 1975, table of densities at atmospheric pressure."""
    assert f.water_density(celsius + 273.15) == pytest.approx(density, abs=2e-3)


@pytest.mark.parametrize(("kelvin", "epsilon"), [(273.15, 87.9), (298.15, 78.38), (373.15, 55.6)])
def test_water_permittivity(kelvin, epsilon):
    assert f.water_permittivity(kelvin) == pytest.approx(epsilon, rel=3e-3)
    assert f.water_permittivity(kelvin, 1e8) > f.water_permittivity(kelvin)


def test_debye_hueckel_parameters_at_25_degrees():
    """Robinson & Stokes: A 0.5115 with their permittivity; B 0.329 per Angstrom; Pitzer's A_phi 0.391 to 0.392."""
    water = (298.15, f.water_permittivity(298.15), f.water_density(298.15))
    assert f.debye_hueckel_a(*water) == pytest.approx(0.511, abs=2e-3)
    assert f.debye_hueckel_b(*water) == pytest.approx(0.329e10, rel=2e-3)
    assert f.pitzer_a_phi(*water) == pytest.approx(0.3915, abs=5e-4)


def test_debye_length():
    """0.304 nm / sqrt(I) at 25 degC (Israelachvili's rule); B is its inverse at the solvent's density."""
    eps, rho = f.water_permittivity(298.15), f.water_density(298.15)
    assert f.debye_length(100.0, eps, 298.15) == pytest.approx(0.304e-9 / math.sqrt(0.1), rel=2e-3)
    inverse = f.debye_hueckel_b(298.15, eps, rho) * math.sqrt(0.1)
    assert f.debye_length(0.1 * rho, eps, 298.15) == pytest.approx(1 / inverse, rel=1e-12)


def test_ionic_strength():
    assert f.ionic_strength((0.1393, 0.1393), (2, -3)) == pytest.approx(0.90545, rel=1e-12)


@given(strength, st.sampled_from([-2, -1, 1, 2, 3]))
def test_activity_laws_agree_in_the_limit(i, z):
    a, b = 0.51, 3.28e9
    limit = f.log10_gamma_limiting(z, i, a)
    assert f.log10_gamma_debye_hueckel(z, i, a, b, 0.0) == limit
    assert limit < f.log10_gamma_debye_hueckel(z, i, a, b, 4e-10) < 0
    small = i * 1e-6
    limit = f.log10_gamma_limiting(z, small, a)
    assert f.log10_gamma_davies(z, small, a) == pytest.approx(limit, rel=2e-3)
    assert f.log10_gamma_debye_hueckel(z, small, a, b, 4e-10, 0.1) == pytest.approx(limit, rel=2e-3)


def test_published_coefficients():
    """Reaktoro's tests (ACTIVITY-212, -221, -216) and the KCl of Tang 1986 (ACTIVITY-288)."""
    i, a, b = 1.0500090291255821, 0.506654698817558, 0.3277659489747289e10
    assert 10 ** f.log10_gamma_davies(1, i, a) == pytest.approx(0.800165626605902, rel=1e-6)
    assert 10 ** f.log10_gamma_debye_hueckel(1, i, a, b, 4.08e-10, 0.082) == pytest.approx(0.7363279956, rel=1e-5)
    assert 10 ** f.log10_gamma_neutral(i) == pytest.approx(1.273505728674341, rel=1e-9)
    kcl = (0.5108, 1.35, -0.009842, 0.007625, -0.0007892, 2.492e-05)
    assert 10 ** f.log10_gamma_hamer_wu(2.0, *kcl) == pytest.approx(0.57094, rel=0.012)


def test_mobilities():
    """MOBILITY-001, -006, -010, -013."""
    assert f.relative_mobility(50.11, 1, 73.5) == pytest.approx(0.682, abs=2e-3)
    assert f.relative_mobility(59.5, 2, 73.5) == pytest.approx(0.405, abs=2e-3)
    assert f.nernst_einstein(50.11e-4, 1, 298.15) == pytest.approx(1.3344e-9, rel=1e-4)
    assert f.salt_conductivity((349.8, 76.4), (1, 1)) == pytest.approx(426.1, abs=0.2)


@given(st.floats(1e-4, 1e-1), st.sampled_from([-3, -2, -1, 1, 2, 3]))
def test_mobility_and_diffusion_are_one(conductivity, z):
    """Nernst-Einstein of the molar conductivity goes as the generalised mobility of the equivalent one."""
    d = f.nernst_einstein(f.equivalent_to_molar(conductivity, z), z, 298.15)
    reference = f.nernst_einstein(73.5e-4, 1, 298.15)
    assert d / reference == pytest.approx(f.relative_mobility(conductivity, z, 73.5e-4), rel=1e-12)
