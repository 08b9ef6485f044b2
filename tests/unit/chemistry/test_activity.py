"""Activity models against printed tables."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poise.chemistry.activity import (
    ACTIVITY_MODELS,
    KIELLAND,
    Davies,
    DebyeHueckel,
    Ideal,
    activity_model,
    solution_strength,
)
from poise.chemistry.species import species
from poise.errors import InputError

T = 298.15


def at_strength(model, name: str, molar: float) -> float:
    """gamma of one ion in a solution whose strength some NaCl makes up."""
    ions = [species("Na+"), species("Cl-"), species(name)]
    return model.coefficients(ions, [1e3 * molar, 1e3 * molar, 0.0], T)[2]


# Kielland 1937, table II, as reprinted in Freeze & Cherry 1979, appendix IV
KIELLAND_TABLE = {
    "K+": (0.975, 0.964, 0.945, 0.925, 0.899, 0.85, 0.805, 0.755),
    "Li+": (0.975, 0.965, 0.948, 0.929, 0.907, 0.87, 0.835, 0.80),
    "H+": (0.975, 0.967, 0.950, 0.933, 0.914, 0.88, 0.86, 0.83),
    "Cs+": (0.975, 0.964, 0.945, 0.924, 0.898, 0.85, 0.80, 0.75),
    "CO32-": (0.903, 0.867, 0.805, 0.742, 0.665, 0.55, 0.455, 0.37),
    "Ba2+": (0.903, 0.868, 0.805, 0.744, 0.67, 0.555, 0.465, 0.38),
    "Ca2+": (0.905, 0.870, 0.809, 0.749, 0.675, 0.57, 0.485, 0.405),
    "Mg2+": (0.906, 0.872, 0.813, 0.755, 0.69, 0.595, 0.52, 0.45),
    "PO43-": (0.796, 0.725, 0.612, 0.505, 0.395, 0.25, 0.16, 0.095),
    "La3+": (0.802, 0.738, 0.632, 0.54, 0.445, 0.325, 0.245, 0.18),
}
STRENGTHS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1)


@pytest.mark.parametrize("name", KIELLAND_TABLE)
def test_debye_hueckel_gives_kielland_s_table(name: str) -> None:
    for strength, printed in zip(STRENGTHS, KIELLAND_TABLE[name], strict=True):
        assert at_strength(DebyeHueckel(), name, strength) == pytest.approx(printed, abs=8e-3)


@pytest.mark.parametrize(
    ("salt", "printed", "tolerance"),
    [(("Na+", "Cl-"), 0.778, 0.01), (("K+", "Cl-"), 0.770, 0.02), (("Li+", "Cl-"), 0.790, 0.02)],
)
def test_davies_at_a_tenth_molal(salt, printed: float, tolerance: float) -> None:
    """Mean coefficients at 25 degC: Robinson & Stokes 2002, appendix 8.10."""
    plus, minus = Davies().coefficients([species(name) for name in salt], [100.0, 100.0], T)
    assert (plus * minus) ** 0.5 == pytest.approx(printed, rel=tolerance)


def test_ideal() -> None:
    assert Ideal().coefficients([species("Na+"), species("H2O")], [100.0, 0.0], T) == [1.0, 1.0]
    (table,) = Ideal().coefficients([species("K+")], [np.array([1.0, 2.0])], T)
    assert table.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("model", list(ACTIVITY_MODELS.values()), ids=list(ACTIVITY_MODELS))
def test_what_is_not_dissolved_counts_for_nothing(model) -> None:
    ions = [species(name) for name in ("K+", "Cl-")]
    others = [species(name) for name in ("e-", "charge", "H2O", "Ag", "O2")]
    gammas = model.coefficients(ions + others, [10.0] * 7, T)
    assert gammas[2:] == [1.0] * 5
    assert gammas[:2] == model.coefficients(ions, [10.0, 10.0], T)
    assert solution_strength([*ions, *others, species("glucose")], [10.0] * 8) == 10.0
    assert model.coefficients(others, [1.0] * 5, T) == [1.0] * 5


@pytest.mark.parametrize("model", [Ideal(), DebyeHueckel(), Davies()])
def test_neutral_solutes_are_ideal_without_pitzer(model) -> None:
    assert model.coefficients([species(name) for name in ("K+", "Cl-", "glucose")], [10.0] * 3, T)[2] == 1.0


@pytest.mark.parametrize("model", list(ACTIVITY_MODELS.values()), ids=list(ACTIVITY_MODELS))
def test_numbers_arrays_and_gradients_agree(model) -> None:
    ions = [species(name) for name in ("Na+", "Ca2+", "Cl-")]
    table = model.coefficients(ions, [np.array([10.0, 50.0]), 2.0, np.array([14.0, 54.0])], T)
    single = model.coefficients(ions, [50.0, 2.0, 54.0], T)
    assert [row[1] for row in table[:1]] == pytest.approx(single[:1], rel=1e-14)
    with jax.enable_x64(True):
        cases = jnp.array([50.0, 0.0]), jnp.array([2.0, 0.0])  # the second is pure water
        traced = jax.grad(lambda c, calcium: model.coefficients(ions, [c, calcium, c + 2.0 * calcium], T)[1])
        slope, at_zero = jax.vmap(traced)(*cases)
    step = 1e-3
    high, low = (model.coefficients(ions, [c, 2.0, c + 4.0], T)[1] for c in (50.0 + step, 50.0 - step))
    assert float(slope) == pytest.approx((high - low) / (2 * step), rel=1e-5, abs=1e-12)
    assert jnp.isfinite(at_zero)
    assert model.coefficients(ions, [0.0, 0.0, 0.0], T) == pytest.approx([1.0] * 3, abs=1e-7)
    assert hash(model) == hash(type(model)())


def test_warnings_where_a_law_ends() -> None:
    def said(model, *strength):
        return model.valid([species("Na+"), species("Cl-")], [np.array(strength)] * 2, T)

    assert said(Ideal(), 5000.0) == ""
    assert said(DebyeHueckel(), 100.0) == ""
    assert "0.1 mol/L" in said(DebyeHueckel(), 150.0)
    assert said(Davies(), 10.0, 500.0) == ""
    assert said(Davies(), 10.0, 700.0).endswith("here it is 0.7 mol/L")


def test_names() -> None:
    assert activity_model(" Davies ") is ACTIVITY_MODELS["davies"]
    assert activity_model(Davies(b=0.2)) == Davies(b=0.2)
    with pytest.raises(InputError, match="no activity model 'sit'; known: davies, debye_hueckel, ideal, pitzer"):
        activity_model("sit")
    with pytest.raises(InputError, match="did you mean 'davies'"):
        activity_model("davis")


def test_refusals() -> None:
    with pytest.raises(InputError, match="2 species but 1 concentrations"):
        Davies().coefficients([species("K+"), species("Cl-")], [1.0], T)
    with pytest.raises(InputError, match="metres"):
        DebyeHueckel(sizes=(("K+", 3.0),))


def test_kielland_s_ions_are_in_the_species_table() -> None:
    for name in KIELLAND:
        assert species(name).name == name
    assert DebyeHueckel(sizes=(("K+", 4e-10),)).size(species("K+")) == 4e-10
    assert DebyeHueckel().size(species("gluconate-")) == 4.5e-10


@given(st.floats(0, 500), st.floats(273.15, 323.15))
def test_coefficients_of_salts_lie_between_0_and_1(concentration: float, temperature: float) -> None:
    ions = [species("K+"), species("SO42-")]
    for model in (DebyeHueckel(), Davies()):
        gammas = model.coefficients(ions, [2 * concentration / 3, concentration / 3], temperature)
        assert all(0 < gamma <= 1 for gamma in gammas)
        assert gammas[1] <= gammas[0]
