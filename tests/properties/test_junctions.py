"""Any two neutral mixtures have a junction potential: found, odd, independent of order, within its bounds."""

import numpy as np
import pytest

from poise.analysis.junction import junction
from poise.chemistry.species import Species
from poise.formulas import henderson_potential, planck_potential
from poise.formulas.nernst_planck import stationary_potential

VALENCES = np.array([-4, -3, -2, -1, 1, 2, 3])
T = 298.15


def mixtures(random, most=12, valences=VALENCES):
    """2 to 12 ions over four decades of concentration and two of mobility, three in ten absent on a side; neutral."""
    while True:
        z = random.choice(valences, random.integers(2, most + 1)).astype(float)
        if (z > 0).any() and (z < 0).any():
            break
    sides = []
    for _ in range(2):
        c = 10 ** random.uniform(-1, 3, len(z)) * (random.random(len(z)) < 0.7)
        for sign in (1, -1):
            if not c[z * sign > 0].any():
                c[random.choice(np.flatnonzero(z * sign > 0))] = 10 ** random.uniform(-1, 3)
        c[z < 0] *= (z * c)[z > 0].sum() / -(z * c)[z < 0].sum()
        sides.append(c)
    return z, 10 ** random.uniform(-10, -8, len(z)), *sides


@pytest.mark.parametrize("count", [1000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_none_fails(count):
    random = np.random.default_rng(20)
    potentials = [stationary_potential(*mixtures(random), T) for _ in range(count)]
    assert np.isfinite(potentials).all()
    assert max(map(abs, potentials)) < 0.5


def test_order_and_exchange():
    random = np.random.default_rng(21)
    for _ in range(200):
        z, d, a, b = mixtures(random)
        found = stationary_potential(z, d, a, b, T)
        order = random.permutation(len(z))
        assert abs(stationary_potential(z[order], d[order], a[order], b[order], T) - found) < 1e-12
        assert abs(stationary_potential(z, d, b, a, T) + found) < 1e-12


def test_the_verb_is_exactly_odd_and_blind_to_order():
    random = np.random.default_rng(22)
    for _ in range(60):
        z, _, a, b = mixtures(random, most=8)
        ions = [Species(f"X{k}", float(one), conductivity=1e-3 * (k + 1)) for k, one in enumerate(z)]
        left, right = dict(zip(ions, a.tolist(), strict=True)), dict(zip(ions, b.tolist(), strict=True))
        there = junction(left, right)
        assert junction(right, left).potential == -there.potential
        mixed = dict(reversed(left.items())), dict(reversed(right.items()))
        assert abs(junction(*mixed).potential - there.potential) < 1e-12
        assert junction(left, left).potential == 0.0


def test_planck_is_the_stationary_layer_of_monovalent_ions():
    random = np.random.default_rng(23)
    for _ in range(500):
        z, d, a, b = mixtures(random, valences=np.array([-1, 1]))
        exact = planck_potential(z, d, a, b, T)
        assert stationary_potential(z, d, a, b, T) == pytest.approx(exact, rel=3e-7, abs=1e-12)


def test_one_salt_is_the_same_for_every_method():
    random = np.random.default_rng(24)
    for _ in range(100):
        z = np.array([random.integers(1, 4), -random.integers(1, 5)], float)
        d = 10 ** random.uniform(-10, -8, 2)
        a, b = (10 ** random.uniform(-1, 3) * np.array([-z[1], z[0]]) for _ in range(2))
        exact = henderson_potential(z, d, a, b, T)
        assert stationary_potential(z, d, a, b, T) == pytest.approx(exact, rel=3e-7, abs=1e-12)
