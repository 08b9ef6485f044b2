"""Henderson and Planck: one salt in closed form, exact symmetries, the classical equations, gradients, absent ions."""

import math

import numpy as np
import pytest

from poise.errors import InputError
from poise.formulas import (
    henderson_parts,
    henderson_potential,
    henderson_profile,
    log_quotient,
    planck_potential,
    planck_profile,
    thermal_voltage,
)
from poise.formulas.nernst_planck import stationary_potential

T = 298.15
RTF = thermal_voltage(T)
NA_K_CL = ([1, 1, -1], [50.11, 73.5, 76.31])


def drawn(random, ions):
    """Two neutral mixtures of monovalent ions, some of them on one side only."""
    z = np.where(np.arange(ions) % 2 == 0, 1.0, -1.0)
    sides = []
    for _ in range(2):
        c = 10 ** random.uniform(-1, 3, ions) * (random.random(ions) < 0.7)
        c[:2] += 0.1
        c[z < 0] *= c[z > 0].sum() / c[z < 0].sum()
        sides.append(c)
    return z, 10 ** random.uniform(0, 2, ions), *sides


@pytest.mark.parametrize("formula", [henderson_potential, planck_potential])
@pytest.mark.parametrize(("left", "right"), [(100.0, 3.45), (1000.0, 0.1), (5.0, 5.0001), (7.0, 7.0)])
def test_one_salt_at_two_concentrations(formula, left, right):
    exact = -RTF * (349.65 - 76.31) / (349.65 + 76.31) * math.log(right / left)
    found = formula([1, -1], [349.65, 76.31], [left, left], [right, right], T)
    assert found == pytest.approx(exact, rel=1e-12, abs=1e-18)


def test_a_salt_of_any_valence():
    """u_+ - u_-, over z_+ u_+ + |z_-| u_-: CaCl2 of Harper 1985 at two concentrations (LJP-035)."""
    calcium, chloride = 59.5 / 2, 76.31
    found = henderson_potential([2, -1], [calcium, chloride], [0.29, 0.58], [0.00545, 0.0109], T)
    exact = -RTF * (calcium - chloride) / (2 * calcium + chloride) * math.log(0.00545 / 0.29)
    assert found == pytest.approx(exact, rel=1e-13)
    assert 1e3 * found == pytest.approx(-35.0063, abs=1e-4)


def test_two_salts_with_a_common_ion_are_lewis_and_sargent():
    """At equal total concentrations both are RT/F ln of the ratio of conductivities (MacInnes 1939, ch. 13)."""
    exact = RTF * math.log((50.11 + 76.31) / (73.5 + 76.31))
    for formula in (henderson_potential, planck_potential):
        assert formula(*NA_K_CL, [50.0, 0.0, 50.0], [0.0, 50.0, 50.0], T) == pytest.approx(exact, rel=1e-13)


def test_plancks_classical_equation_holds():
    """(x U2 - U1)/(V2 - x V1) = [ln(C2/C1) - ln x]/[ln(C2/C1) + ln x] (x C2 - C1)/(C2 - x C1), x = exp(F E/RT)."""
    random = np.random.default_rng(3)
    for _ in range(50):
        z, u, a, b = drawn(random, 6)
        delta = planck_potential(z, u, a, b, T) / RTF
        x, far = math.exp(delta), math.log(b.sum() / a.sum())
        u1, u2, v1, v2 = ((u * c)[z == sign].sum() for sign in (1, -1) for c in (a, b))
        one = (x * u2 - u1) / (v2 - x * v1)
        other = (far - delta) / (far + delta) * (x * b.sum() - a.sum()) / (b.sum() - x * a.sum())
        assert one == pytest.approx(other, rel=1e-8)


def test_planck_is_the_stationary_layer():
    random = np.random.default_rng(4)
    for k in range(200):
        z, u, a, b = drawn(random, 2 + k % 11)
        exact = stationary_potential(z, u, a, b, T)
        assert planck_potential(z, u, a, b, T) == pytest.approx(exact, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("formula", [henderson_potential, planck_potential])
def test_exchange_order_and_equal_solutions(formula):
    random = np.random.default_rng(5)
    for _ in range(100):
        z, u, a, b = drawn(random, 7)
        found = formula(z, u, a, b, T)
        assert formula(z, u, b, a, T) == pytest.approx(-found, rel=1e-13, abs=1e-17)
        order = random.permutation(7)
        assert formula(z[order], u[order], a[order], b[order], T) == pytest.approx(found, abs=1e-12)
        assert formula(z, u, a, a, T) == 0.0
    exact = henderson_potential(z, u, b, a, T)
    assert exact == -henderson_potential(z, u, a, b, T)


@pytest.mark.parametrize("formula", [henderson_potential, planck_potential])
def test_smooth_where_both_sides_are_equally_concentrated(formula):
    """The value and the slope on both sides of the removable singularity."""

    def at(extra):
        return formula(*NA_K_CL, [50.0, 0.0, 50.0], [0.0, 50.0 + extra, 50.0 + extra], T)

    steps = np.array([-1e-3, -1e-6, -1e-9, 0.0, 1e-9, 1e-6, 1e-3])
    values = np.array([at(float(step)) for step in steps])
    slope = (at(1.0) - at(-1.0)) / 2.0
    assert values == pytest.approx(at(0.0) + slope * steps, abs=1e-9)
    assert np.diff(values)[[0, 1, 4, 5]] / np.diff(steps)[[0, 1, 4, 5]] == pytest.approx(slope, rel=1e-2)


def test_lanes_and_gradients_of_jax():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    for formula in (henderson_potential, planck_potential):

        def of(extra, formula=formula):
            return formula(*NA_K_CL, [50.0, 1.0, 51.0], [2.0, 100.0 + extra, 102.0 + extra], T)

        lanes = of(np.array([0.0, 10.0, 200.0]))
        assert lanes == pytest.approx([of(0.0), of(10.0), of(200.0)], rel=1e-13)
        slope = (of(3.001) - of(2.999)) / 0.002
        assert float(jax.grad(of)(3.0)) == pytest.approx(slope, rel=1e-6)
        assert float(jax.jit(of)(3.0)) == pytest.approx(of(3.0), rel=1e-13)


def test_profiles_end_where_they_should_and_are_neutral():
    z, u, a, b = drawn(np.random.default_rng(6), 6)
    x = np.linspace(0.0, 1.0, 11)
    for profile, formula in ((henderson_profile, henderson_potential), (planck_profile, planck_potential)):
        c, phi = profile(z, u, a, b, T, x)
        c = np.array(c)
        assert c[:, 0] == pytest.approx(a, rel=1e-12, abs=1e-12)
        assert c[:, -1] == pytest.approx(b, rel=1e-12, abs=1e-12)
        assert z @ c == pytest.approx(np.zeros(11), abs=1e-9)
        assert phi[0] == pytest.approx(0.0, abs=1e-17)
        assert phi[-1] == pytest.approx(formula(z, u, a, b, T), rel=1e-12)


def test_plancks_profile_has_the_same_flux_everywhere():
    z, u, a, b = drawn(np.random.default_rng(7), 5)
    x = np.linspace(0.0, 1.0, 20001)
    c, phi = planck_profile(z, u, a, b, T, x)
    slope = np.gradient(phi / RTF, x)
    for k in range(5):
        flux = -(np.gradient(c[k], x) + z[k] * c[k] * slope)[10:-10]
        assert np.ptp(flux) <= 1e-3 * (np.abs(flux).max() + a[k] + b[k])


def test_parts_add_up():
    parts = henderson_parts(*NA_K_CL, [140.0, 4.0, 144.0], [10.0, 135.0, 145.0], T)
    assert sum(parts) == henderson_potential(*NA_K_CL, [140.0, 4.0, 144.0], [10.0, 135.0, 145.0], T)
    assert parts[0] > 0 > parts[1]


def test_planck_refuses_other_valences_and_uneven_columns():
    with pytest.raises(InputError, match=r"charge \+2.*Nernst-Planck"):
        planck_potential([2, -1], [1.0, 1.0], [1.0, 2.0], [2.0, 4.0], T)
    with pytest.raises(InputError, match="3 x left"):
        henderson_potential([1, -1], [1.0, 1.0], [1.0, 1.0, 1.0], [2.0, 2.0], T)


@pytest.mark.parametrize("ratio", [1.0, 1.0 + 1e-12, 1.0 + 1e-6, 1.09, 1.1, 1.11, 2.0, 1e4, 1e-4])
def test_log_quotient(ratio):
    """Against the series of ln(1 + d) / d, or plainly."""
    d = ratio - 1.0
    exact = math.log1p(d) / d if d else 1.0
    assert log_quotient(3.0 * ratio, 3.0) == pytest.approx(exact / 3.0, rel=2e-15)
    assert log_quotient(3.0 * ratio, 3.0) == log_quotient(3.0, 3.0 * ratio)
