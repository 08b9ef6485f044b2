"""Donnan equilibria: closed forms against one another, conservation, and the published Gibbs-Donnan end state."""

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poise.formulas as f
from poise.errors import InputError

jax.config.update("jax_enable_x64", True)

T = 310.15
amount = st.floats(1.0, 500.0)
fixed = st.floats(-500.0, 500.0)


@given(fixed, st.floats(1.0, 500.0))
def test_bath_of_one_salt(x, c):
    """Electroneutral inside, the same ion product on both sides; the general form agrees."""
    ratio = f.donnan_ratio(x, c)
    assert c * ratio - c / ratio + x == pytest.approx(0.0, abs=1e-9 * (abs(x) + c))
    potential = f.donnan_potential(x, c, T)
    assert potential == -f.donnan_potential(-x, c, T)
    assert f.nernst(1, c, c * ratio, T) == pytest.approx(potential, rel=1e-9, abs=1e-14)
    assert f.donnan_potential_any(x, (1, -1), (c, c), T) == pytest.approx(potential, rel=1e-9, abs=1e-14)


@given(st.floats(-2000.0, 2000.0), st.floats(0.1, 20.0), st.floats(1.0, 200.0))
def test_bath_with_divalent_ions(x, calcium, sodium):
    z, c = (1, 2, -1, -2), (sodium, calcium, sodium + 2 * calcium - 1.0, 0.5)
    potential = f.donnan_potential_any(x, z, c, T)
    inside = [f.inside_for(potential, one, bath, T) for one, bath in zip(z, c, strict=True)]
    charge = sum(one * bath for one, bath in zip(z, inside, strict=True))
    assert charge == pytest.approx(-x, rel=1e-10, abs=1e-9 * sum(inside))


def test_no_fixed_charge_no_potential():
    assert f.donnan_potential(0.0, 150.0, T) == 0.0
    assert f.donnan_potential_any(0.0, (1, 2, -1), (146.0, 2.0, 150.0), T) == pytest.approx(0.0, abs=1e-15)
    slope = jax.grad(lambda x: f.donnan_potential_any(x, (1, -1), (150.0, 150.0), T))(0.0)
    assert float(slope) == pytest.approx(f.thermal_voltage(T) / 300.0, rel=1e-9)


@given(st.floats(0.0, 500.0), st.floats(1.0, 500.0))
def test_equal_volumes(a, b):
    """Shaw: (a + x) x = (b - x)^2; the general closed form finds the same distribution."""
    x = f.donnan_salt_crossing(a, b)
    assert (a + x) * x == pytest.approx((b - x) ** 2, rel=1e-10, abs=1e-12 * b * b)
    state = f.donnan_closed_volumes((a + b, b), (1, -1), -a, 1.0, 1.0, T)
    assert state.inside[1] == pytest.approx(x, rel=1e-9)


@given(st.lists(amount, min_size=4, max_size=4), st.floats(-0.9, 0.9), st.floats(0.05, 20.0))
def test_closed_volumes(n, held, volume):
    z = (1, 1, -1, -1)
    bound = sum(n[:2]) if held < 0 else sum(n[2:])
    state = f.donnan_closed_volumes(n, z, held * bound, volume, 1.0, T)
    charge = sum(one * part for one, part in zip(z, state.inside, strict=True)) + held * bound
    assert charge == pytest.approx(0.0, abs=1e-9 * sum(n))
    for one, total, inside, outside in zip(z, n, state.inside, state.outside, strict=True):
        assert inside + outside == pytest.approx(total, rel=1e-12)
        assert f.nernst(one, outside, inside / volume, T) == pytest.approx(state.potential, rel=1e-7, abs=1e-10)


ROWS = (  # Huebel & Ullah 2016, code_Fig3.ode: K+, Na+, Cl- [fmol], total volume 2880 um3, RT/F 26.64 mV
    (280.5, 145.9, 111.5),
    (1, 1, -1),
    318.0,
    40.0,
    -310.6,
    -4.3,
    2880.0,
)


def test_gibbs_donnan_end_state():
    """The run-down of the published model ends at -16.2538 mV and 2631.396 um3 (DONNAN-003 ff)."""
    state = f.donnan_closed_osmotic(*ROWS, f.thermal_temperature(26.64e-3))
    assert state.potential == pytest.approx(-16.2538e-3, abs=5e-8)
    assert state.volume_inside == pytest.approx(2631.396, abs=1e-3)
    mM = [1e3 * n / state.volume_inside for n in state.inside]
    np.testing.assert_allclose(mM, [101.39318, 52.738, 36.09591], rtol=1e-4)


@given(st.lists(amount, min_size=3, max_size=3), amount, amount, st.floats(0.05, 0.95))
def test_closed_osmotic(n, held, lost, part):
    z = (1, 1, -1)
    surplus = n[2] - n[0] - n[1]
    qi, qo = surplus * part, surplus * (1 - part)
    state = f.donnan_closed_osmotic(n, z, held, lost, qi, qo, 1000.0, T)
    vi, vo = state.volume_inside, state.volume_outside
    assert vi + vo == pytest.approx(1000.0)
    assert min(vi, vo) > 0
    assert (sum(state.inside) + held) / vi == pytest.approx((sum(state.outside) + lost) / vo, rel=1e-9)
    for q, side in ((qi, state.inside), (qo, state.outside)):
        charge = sum(one * a for one, a in zip(z, side, strict=True)) + q
        assert charge == pytest.approx(0.0, abs=1e-9 * (sum(n) + held + lost))


def test_closed_osmotic_swaps_with_the_sides():
    n, z, ni, no, qi, qo, volume = ROWS
    one = f.donnan_closed_osmotic(*ROWS, T)
    other = f.donnan_closed_osmotic(n, z, no, ni, qo, qi, volume, T)
    assert other.potential == pytest.approx(-one.potential, rel=1e-12)
    assert other.volume_outside == pytest.approx(one.volume_inside, rel=1e-12)


def test_only_monovalent_ions_between_closed_volumes():
    with pytest.raises(InputError, match=r"\+2"):
        f.donnan_closed_volumes((1.0, 2.0), (2, -1), -1.0, 1.0, 1.0, T)
