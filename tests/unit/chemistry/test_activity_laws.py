"""What every activity model must obey: limits, Gibbs-Duhem, order of the ions, array libraries, pure water."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from poise.chemistry.activity import ACTIVITY_MODELS, DebyeHueckel, Pitzer
from poise.chemistry.species import species
from poise.constants import WATER_MOLAR_MASS
from poise.formulas import debye_hueckel_a, water_density, water_permittivity

T = 298.15
SOLUTIONS = {
    "NaCl": {"Na+": 1.5, "Cl-": 1.5},
    "saline": {"Na+": 0.14, "K+": 0.005, "Ca2+": 0.002, "Mg2+": 0.001, "Cl-": 0.126, "HCO3-": 0.025},
    "brine": {"Na+": 2.0, "K+": 0.5, "Mg2+": 0.6, "Cl-": 3.2, "SO42-": 0.25, "CO2(aq)": 0.02},
    "2:2": {"Mg2+": 0.5, "SO42-": 0.5},
    "pipette": {"K+": 0.15, "gluconate-": 0.13, "Cl-": 0.016, "HEPES-": 0.004, "glucose": 0.01},
}
MODELS = {**ACTIVITY_MODELS, "one size": DebyeHueckel(sizes=tuple((n, 4e-10) for n in ("Na+", "K+", "Cl-")))}


def parts(solution):
    return [species(name) for name in solution], np.array(list(solution.values()))


def gibbs_duhem(model, solution, direction, temperature):
    """Both sides of sum m_i d ln gamma_i = d(sum m (phi - 1)) along a direction, by central differences."""
    kinds, start = parts(solution)

    def at(step):
        m = start + step * direction
        logs = np.log(np.array([float(g) for g in model.molal_coefficients(kinds, list(m), temperature)]))
        return logs, float(m.sum() * (model.molal_osmotic(kinds, list(m), temperature) - 1.0))

    h = 1e-5
    (high, up), (low, down) = at(h), at(-h)
    return float(start @ (high - low)) / (2 * h), (up - down) / (2 * h)


@pytest.mark.parametrize("temperature", [278.15, 310.15])
@pytest.mark.parametrize("solution", SOLUTIONS)
@pytest.mark.parametrize("name", list(MODELS))
def test_gibbs_duhem_along_dilution(name, solution, temperature):
    _, start = parts(SOLUTIONS[solution])
    one, other = gibbs_duhem(MODELS[name], SOLUTIONS[solution], start, temperature)
    assert one == pytest.approx(other, rel=1e-6, abs=1e-8)
    if name == "pitzer":
        assert abs(one) > 1e-3


@pytest.mark.parametrize("solution", SOLUTIONS)
@pytest.mark.parametrize("name", ["ideal", "davies", "pitzer"])
def test_gibbs_duhem_in_every_neutral_direction(name, solution):
    """Salts and neutral solutes added one by one, also those of which no law was fitted."""
    kinds, start = parts(SOLUTIONS[solution])
    charges = np.array([one.charge for one in kinds])
    for c in np.flatnonzero(charges > 0):
        for a in np.flatnonzero(charges < 0):
            direction = np.zeros_like(start)
            direction[c], direction[a] = -charges[a], charges[c]
            one, other = gibbs_duhem(ACTIVITY_MODELS[name], SOLUTIONS[solution], direction, T)
            assert one == pytest.approx(other, rel=1e-5, abs=1e-8)
    for n in np.flatnonzero(charges == 0):
        direction = np.zeros_like(start)
        direction[n] = 1.0
        one, other = gibbs_duhem(ACTIVITY_MODELS[name], SOLUTIONS[solution], direction, T)
        assert one == pytest.approx(other, rel=1e-5, abs=1e-8)


def test_gibbs_duhem_with_one_size_of_ions_in_every_direction():
    model = MODELS["one size"]
    for direction in ([1.0, 0.0, 1.0], [0.0, 1.0, 1.0]):
        solution = {"Na+": 0.1, "K+": 0.05, "Cl-": 0.15}
        one, other = gibbs_duhem(model, solution, np.array(direction), T)
        assert one == pytest.approx(other, rel=1e-6)


@pytest.mark.parametrize("name", ["debye_hueckel", "davies", "pitzer"])
@pytest.mark.parametrize(("cation", "anion"), [("Na+", "Cl-"), ("Ca2+", "Cl-"), ("Mg2+", "SO42-"), ("La3+", "Cl-")])
def test_infinite_dilution_has_the_limiting_slope(name, cation, anion):
    """ln gamma / sqrt(I) -> -A ln(10) z^2 and (1 - phi) / sqrt(I) -> A ln(10) |z z'| / 3."""
    kinds = [species(cation), species(anion)]
    z, w = kinds[0].charge, -kinds[1].charge
    a = debye_hueckel_a(T, water_permittivity(T), water_density(T)) * np.log(10)
    m = 1e-9
    molal = [w * m, z * m]
    root = np.sqrt(0.5 * (w * m * z**2 + z * m * w**2))
    model = ACTIVITY_MODELS[name]
    for one, gamma in zip(kinds, model.molal_coefficients(kinds, molal, T), strict=True):
        assert np.log(gamma) / root == pytest.approx(-a * one.charge**2, rel=2e-3)
    assert (1 - model.molal_osmotic(kinds, molal, T)) / root == pytest.approx(a * z * w / 3, rel=2e-3)


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_the_order_of_the_species_changes_nothing(name):
    kinds, molal = parts(SOLUTIONS["brine"])
    model = ACTIVITY_MODELS[name]
    forward = model.molal_coefficients(kinds, list(molal), T)
    order = np.random.default_rng(1).permutation(len(kinds))
    shuffled = model.molal_coefficients([kinds[k] for k in order], list(molal[order]), T)
    np.testing.assert_allclose(shuffled, np.array(forward)[order], rtol=1e-13)
    phi = model.molal_osmotic([kinds[k] for k in order], list(molal[order]), T)
    assert phi == pytest.approx(model.molal_osmotic(kinds, list(molal), T), rel=1e-13)


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_jax_lanes_and_numpy_agree(name):
    kinds, molal = parts(SOLUTIONS["brine"])
    model = ACTIVITY_MODELS[name]
    table = 1e3 * np.outer(molal, np.array([1e-6, 0.01, 1.0]))
    warm = np.array([278.15, 298.15, 310.15])
    numpy = np.array(model.coefficients(kinds, list(table), warm))
    assert numpy.shape == table.shape
    with jax.enable_x64(True):
        lanes = jax.jit(lambda c, t: jnp.stack(model.coefficients(kinds, list(c), t)))(table, warm)
        water = jax.jit(lambda c, t: model.water_activity(kinds, list(c), t))(table, warm)
    np.testing.assert_allclose(np.asarray(lanes), numpy, rtol=1e-12)
    np.testing.assert_allclose(np.asarray(water), model.water_activity(kinds, list(table), warm), rtol=1e-13)
    single = [float(c) for c in table[:, 2]]
    np.testing.assert_allclose(model.coefficients(kinds, single, 310.15), numpy[:, 2], rtol=1e-13)


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_gradients_are_finite_down_to_pure_water(name):
    kinds = [species(one) for one in ("Na+", "Ca2+", "Mg2+", "Cl-", "SO42-", "CO2(aq)")]
    model = ACTIVITY_MODELS[name]
    with jax.enable_x64(True):
        levels = jnp.outer(jnp.array([0.0, 1e-12, 1e-6, 1.0]), jnp.ones(len(kinds)))
        slopes = jax.jacfwd(lambda c: jnp.stack(model.coefficients(kinds, list(c), T)))
        osmotic = jax.grad(lambda c: model.osmotic_coefficient(kinds, list(c), T))
        assert bool(jnp.isfinite(jax.vmap(slopes)(levels)).all())
        assert bool(jnp.isfinite(jax.vmap(osmotic)(levels)).all())


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_pure_water(name):
    kinds, _ = parts(SOLUTIONS["brine"])
    nothing = [0.0] * len(kinds)
    model = ACTIVITY_MODELS[name]
    assert model.coefficients(kinds, nothing, T) == pytest.approx([1.0] * len(kinds), abs=1e-7)
    assert model.osmotic_coefficient(kinds, nothing, T) == pytest.approx(1.0, abs=1e-7)
    assert model.water_activity(kinds, nothing, T) == 1.0
    assert model.valid(kinds, nothing, T) == ""
    assert model.osmotic_coefficient([species("H2O")], [55e3], T) == pytest.approx(1.0, abs=1e-7)


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_water_activity_is_that_of_the_osmotic_coefficient(name):
    kinds, molal = parts(SOLUTIONS["saline"])
    model = ACTIVITY_MODELS[name]
    phi = model.osmotic_coefficient(kinds, list(1e3 * molal), T)
    total = molal.sum()
    if name == "pitzer":
        total = sum(Pitzer().molalities(kinds, list(1e3 * molal), T)[0])
    assert np.log(model.water_activity(kinds, list(1e3 * molal), T)) == pytest.approx(-WATER_MOLAR_MASS * phi * total)


def test_davies_and_debye_hueckel_with_equal_sizes_agree_without_a_linear_term():
    """B d = 1 makes both the same law: Davies with b = 0."""
    from poise.chemistry.activity import Davies
    from poise.formulas import debye_hueckel_b

    size = 1.0 / debye_hueckel_b(T, water_permittivity(T), water_density(T))
    kinds, molal = parts(SOLUTIONS["NaCl"])
    other = DebyeHueckel(sizes=(("Na+", size), ("Cl-", size)))
    one = Davies(b=0.0)
    assert other.molal_osmotic(kinds, list(molal), T) == pytest.approx(
        one.molal_osmotic(kinds, list(molal), T), rel=1e-13
    )


@pytest.mark.parametrize("name", list(ACTIVITY_MODELS))
def test_tables_of_points_by_lanes(name):
    """Concentrations of shape (points, lanes) with a temperature by lane, as profiles have them."""
    kinds, molal = parts(SOLUTIONS["brine"])
    model = ACTIVITY_MODELS[name]
    table = 1e3 * molal[:, None, None] * np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
    warm = np.array([283.15, 310.15])
    found = model.coefficients(kinds, list(table), warm)
    phi = model.osmotic_coefficient(kinds, list(table), warm)
    for point in range(3):
        for lane in range(2):
            single = [float(c) for c in table[:, point, lane]]
            expected = model.coefficients(kinds, single, warm[lane])
            assert [gamma[point, lane] for gamma in found] == pytest.approx(expected, rel=1e-13)
            assert phi[point, lane] == pytest.approx(model.osmotic_coefficient(kinds, single, warm[lane]), rel=1e-13)
