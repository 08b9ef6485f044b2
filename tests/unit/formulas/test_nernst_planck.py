"""The stationary Nernst-Planck layer against closed forms and against SciPy's boundary-value solver."""

import math

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_bvp

from poise.constants import FARADAY, GAS
from poise.errors import InputError
from poise.formulas import ghk_flux, ghk_voltage
from poise.formulas.diffusion_layer import layer_fluxes
from poise.formulas.nernst_planck import stationary_potential, stationary_profile

T = 298.15
RT_F = GAS * T / FARADAY


@pytest.mark.parametrize(("plus", "minus"), [(1, -1), (2, -1), (1, -2), (3, -1), (1, -4), (2, -2)])
@pytest.mark.parametrize("ratio", [1.0001, 3.0, 1e4])
def test_one_salt(plus: int, minus: int, ratio: float) -> None:
    """(D+ - D-) / (z+ D+ - z- D-) RT/F ln(c1/c2): the diffusion potential of one salt."""
    d = np.array([1.3, 2.0])
    c = np.array([-minus, plus], dtype=float)
    found = stationary_potential([plus, minus], d, ratio * c, c, T)
    expected = (d[0] - d[1]) / (plus * d[0] - minus * d[1]) * RT_F * math.log(ratio)
    assert found == pytest.approx(expected, rel=1e-10)


def test_constant_field_where_the_total_is_the_same() -> None:
    """Monovalent ions of one total concentration: the field is constant, the potential Goldman's."""
    z, d = [1, 1, -1, -1], [1.957, 1.334, 2.032, 0.65]
    left, right = [140, 10, 130, 20], [5, 145, 60, 90]
    found = stationary_potential(z, d, left, right, T)
    assert found == pytest.approx(ghk_voltage(d, z, left, right, T), rel=1e-9)
    fluxes = layer_fluxes(z, d, left, right, 0.03, T)
    for k in range(4):
        assert fluxes[k] == pytest.approx(ghk_flux(d[k], z[k], right[k], left[k], -0.03, T), rel=1e-9)


def boundary_value(z, d, a, b, potential=None):
    """Potential or fluxes by collocation in x with the fluxes as unknowns: another method, no common line."""
    z, d, a, b = (np.asarray(one, dtype=float) for one in (z, d, a, b))
    n = len(z)

    def right(x, y, p):
        c, g = y[:n], p[:n] / d
        field = -(z @ g) / (z**2 @ c)
        return np.vstack([-g[:, None] - z[:, None] * c * field, field])

    def ends(start, stop, p):
        last = z @ p[:n] if potential is None else stop[n] - potential / RT_F
        return np.concatenate([start[:n] - a, [start[n]], (stop[:n] - b)[:-1], [last]])

    x = np.linspace(0, 1, 400)
    guess = np.vstack([a[:, None] + (b - a)[:, None] * x, np.zeros_like(x)])
    found = solve_bvp(right, ends, x, guess, p=d * (a - b), tol=1e-9, max_nodes=100_000)
    assert found.success
    return found.y[n, -1] * RT_F, found.p


TRIO = ([2, 1, -1], [0.792, 1.957, 2.032], [10.0, 3.0, 23.0], [0.5, 40.0, 41.0])
QUINTET = ([1, 1, 2, -1, -2], [1.957, 1.334, 0.792, 2.032, 1.065], [120, 10, 1, 92, 20], [4, 140, 2, 140, 4])


@pytest.mark.parametrize("case", [TRIO, QUINTET])
def test_against_collocation(case) -> None:
    z, d, a, b = case
    potential, fluxes = boundary_value(z, d, a, b)
    assert stationary_potential(z, d, a, b, T) == pytest.approx(potential, abs=1e-9)
    layer = stationary_profile(z, d, a, b, T)
    assert layer.fluxes == pytest.approx(fluxes, rel=1e-6)


@pytest.mark.parametrize("potential", [-0.08, 0.02, 0.15])
def test_with_a_current_against_collocation(potential: float) -> None:
    z, d, a, b = TRIO
    _, fluxes = boundary_value(z, d, a, b, potential)
    assert np.asarray(layer_fluxes(z, d, a, b, potential, T)) == pytest.approx(fluxes, rel=1e-6)


def test_inside_of_a_layer() -> None:
    """Electroneutral everywhere, no current, the ends as given, monotone potential."""
    z, d, a, b = (np.asarray(one, dtype=float) for one in QUINTET)
    layer = stationary_profile(z, d, a, b, T)
    assert np.abs(z @ layer.concentrations).max() < 1e-9
    assert abs(z @ layer.fluxes) < 1e-12 * np.abs(layer.fluxes).max()
    assert layer.concentrations[:, 0].tolist() == a.tolist()
    assert layer.concentrations[:, -1].tolist() == b.tolist()
    assert layer.position[[0, -1]].tolist() == [0.0, 1.0]
    assert (np.diff(layer.position) > 0).all()
    assert abs(np.sign(np.diff(layer.potential)).sum()) == len(layer.potential) - 1
    # each flux is that of its own gradient and field, by differences inside
    x, c, phi = layer.position, layer.concentrations, layer.potential / RT_F
    middle = len(x) // 2
    local = slice(middle - 1, middle + 2)
    for k in range(len(z)):
        slope, field = (np.polyfit(x[local], one, 2) for one in (c[k, local], phi[local]))
        at = x[middle]
        flux = -d[k] * (np.polyval(np.polyder(slope), at) + z[k] * c[k, middle] * np.polyval(np.polyder(field), at))
        assert flux == pytest.approx(layer.fluxes[k], rel=2e-3)


ions = st.lists(
    st.tuples(st.sampled_from([-3, -2, -1, 1, 2]), st.floats(0.2, 9), st.floats(0, 100), st.floats(0, 100)),
    min_size=1,
    max_size=6,
)


@given(ions=ions, order=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_order_and_sides(ions, order) -> None:
    z, d, a, b = (
        np.array(one, dtype=float) for one in zip(*ions, (1, 2.0, 0.1, 0.1), (-1, 2.0, 0.1, 0.1), strict=True)
    )
    for side in (a, b):
        charge = z @ side
        side[-1 if charge > 0 else -2] += abs(charge)
    found = stationary_potential(z, d, a, b, T)
    shuffled = list(range(len(z)))
    order.shuffle(shuffled)
    assert stationary_potential(z[shuffled], d[shuffled], a[shuffled], b[shuffled], T) == found
    assert stationary_potential(z, d, b, a, T) == -found
    assert stationary_potential(z, d, a, a, T) == 0.0
    assert np.isfinite(found)
    assert stationary_potential(z, 7.0 * d, 3.0 * a, 3.0 * b, T) == pytest.approx(found, rel=1e-9, abs=1e-14)
    neutral = stationary_potential([*z, 0], [*d, 1.0], [*a, 50.0], [*b, 1.0], T)
    assert neutral == found


def test_the_same_under_jax_and_in_lanes() -> None:
    z, d, a, b = [1, 1, -1], [1.957, 1.334, 2.032], [140, 10, 150], [5, 145, 150]
    volts = np.array([-0.05, 0.0, 0.1])
    plain = [layer_fluxes(z, d, a, b, float(v), T) for v in volts]
    lanes = layer_fluxes(z, d, a, b, volts, T)
    with jax.enable_x64(True):
        traced = jax.jit(lambda v: layer_fluxes(z, d, a, b, v, T))(volts)
    for k in range(3):
        assert lanes[k] == pytest.approx([one[k] for one in plain], rel=1e-12)
        assert np.asarray(traced[k]) == pytest.approx(lanes[k], rel=1e-9)


def test_current_grows_with_the_potential() -> None:
    """The law says that it does (`monotone`): no junction is known in which it does not."""
    random = np.random.default_rng(3)
    volts = np.linspace(-0.25, 0.25, 21)
    for _ in range(12):
        count = int(random.integers(2, 6))
        z = np.concatenate([[1, -1], random.choice([-2, -1, 1, 2], count)]).astype(float)
        d = 10 ** random.uniform(-0.7, 1, count + 2)
        sides = []
        for _ in range(2):
            c = 10 ** random.uniform(-2, 2, count + 2)
            c[z > 0] /= (z * c)[z > 0].sum()
            c[z < 0] /= -(z * c)[z < 0].sum()
            sides.append(c * 10 ** random.uniform(-2, 2))
        fluxes = layer_fluxes(z, d, list(sides[0]), list(sides[1]), volts, T)
        current = sum(charge * flux for charge, flux in zip(z, fluxes, strict=True))
        assert (np.diff(current) < 0).all()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (([1, -1], [1.0], [1, 1], [1, 1]), "one charge, diffusion coefficient"),
        (([1, -1], [1.0, 1.0], [1, -1], [1, 1]), "not negative"),
        (([1, -1], [1.0, 0.0], [1, 1], [1, 1]), "positive"),
        (([1, -1], [1.0, 1.0], [0, 0], [1, 1]), "ions on both sides"),
        (([1, -1], [1.0, 1.0], [1, math.nan], [1, 1]), "finite"),
    ],
)
def test_bad_input(columns, told: str) -> None:
    with pytest.raises(InputError, match=told):
        stationary_potential(*columns, T)
