"""ATP hydrolysis against Alberty's published numbers."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.chemistry.atp import debye_hueckel_slope, standard_free_energy
from poise.constants import GAS
from poise.formulas.energy import atp_affinity


@pytest.mark.parametrize(
    ("pmg", "expected", "tolerance"),
    [
        # Alberty 2003, transformed formation energies at pH 7, I = 0.25 M, no Mg: ADP, Pi, ATP, H2O;
        # table 1.2's rounded pK leave 0.04 kJ/mol
        (math.inf, -1424.70e3 - 1059.49e3 + 2292.50e3 + 155.66e3, 60.0),
        (3.0, -32.48e3, 20.0),  # Alberty 1998, Arch. Biochem. Biophys. 353, 116
    ],
)
def test_standard_free_energy_at_25_degrees(pmg: float, expected: float, tolerance: float) -> None:
    assert standard_free_energy(298.15, 7.0, pmg) == pytest.approx(expected, abs=tolerance)


def test_enthalpy_at_25_degrees() -> None:
    step = 0.01  # Gibbs-Helmholtz: dH = -T^2 d(dG/T)/dT, -30.88 kJ/mol at pH 7, pMg 3, I = 0.25 M (Alberty 1998)
    high, low = (standard_free_energy(T, 7.0, 3.0) / T for T in (298.15 + step, 298.15 - step))
    assert -(298.15**2) * (high - low) / (2 * step) == pytest.approx(-30.88e3, abs=10.0)


@pytest.mark.parametrize(
    ("pk", "squares", "expected"),
    [(7.60, 8, 3.426e-7), (6.18, 16, 1.229e-4), (4.68, 6, 1.483e-4), (3.63, 12, 1.181e-2), (2.69, 8, 2.785e-2),
     (7.18, 6, 4.689e-7), (7.22, 4, 2.225e-7)],
)  # fmt: skip
def test_constants_at_quarter_molar_are_alberty_s(pk: float, squares: int, expected: float) -> None:
    """Alberty 2003, table 1.2: K at I = 0.25 M from pK at I = 0."""
    screening = debye_hueckel_slope(298.15) * 0.5 / (1 + 1.6 * 0.5)
    assert 10**-pk * math.exp(squares * screening) == pytest.approx(expected, rel=2e-3)


def test_slope() -> None:
    assert GAS * 298.15 * debye_hueckel_slope(298.15) == pytest.approx(2914.82, rel=1e-4)  # Alberty 2003, p. 260


def test_at_the_concentrations_of_a_cell() -> None:
    standard = standard_free_energy(310.15, 7.2, 3.0, 170.0)
    affinity = atp_affinity(standard, atp=5.0, adp=0.05, phosphate=5.0, temperature=310.15)
    assert affinity == pytest.approx(GAS * 310.15 * math.log(2e4) - standard)
    assert 54e3 < affinity < 64e3  # the range of living cells


def test_arrays_numbers_and_gradients_agree() -> None:
    ph = np.linspace(5.0, 9.0, 9)
    table = standard_free_energy(310.15, ph[:, None], np.array([2.0, 3.0, np.inf]), 150.0)
    assert table.shape == (9, 3)
    assert table[4, 1] == pytest.approx(standard_free_energy(310.15, 7.0, 3.0, 150.0), rel=1e-14)
    with jax.enable_x64(True):
        traced = jax.jit(standard_free_energy)(
            jnp.asarray(310.15), jnp.asarray(7.0), jnp.asarray(3.0), jnp.asarray(150.0)
        )
        slope = jax.grad(standard_free_energy, argnums=1)(310.15, 7.0, 3.0, 150.0)
        assert jnp.isfinite(jax.grad(standard_free_energy, argnums=1)(310.15, 7.0, jnp.inf, 150.0))
    assert float(traced) == pytest.approx(table[4, 1], rel=1e-12)
    released = -float(slope) / (GAS * 310.15 * math.log(10))  # protons set free per ATP: between 0 and 1 at neutral pH
    assert 0.4 < released < 1.0


@given(st.floats(273.15, 313.15), st.floats(5, 9), st.floats(2, 8), st.floats(0, 350))
def test_hydrolysis_always_runs_downhill(temperature: float, ph: float, pmg: float, strength: float) -> None:
    assert -60e3 < standard_free_energy(temperature, ph, pmg, strength) < -25e3
