"""Samplers against a Gaussian, whose moments are known; seeds; what goes wrong in a density."""

import numpy as np
import pytest

from poise.errors import InputError
from poise.solve.sampling import AffineInvariant, EnsembleSlice, Nuts, diagnostics, sample

MEAN = np.array([1.0, -2.0])
COVARIANCE = np.array([[1.0, 0.8], [0.8, 2.0]])
INVERSE = np.linalg.inv(COVARIANCE)


def gauss(x):
    away = x - MEAN[:, None]
    return -0.5 * np.einsum("il,ij,jl->l", away, INVERSE, away)


def drawn(sampler, seed=3, density=gauss):
    return sample(sampler, density, np.zeros(2), np.diag([1.5, 1.5]), seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sampler",
    [
        AffineInvariant(draws=600, warmup=150),
        EnsembleSlice(draws=300, warmup=100),
        Nuts(draws=600, warmup=200),
        Nuts(chains=1, draws=1500, warmup=300),
    ],
)
def test_moments_of_a_gaussian(sampler):
    found = drawn(sampler)
    flat = found.x.reshape(-1, 2)
    r_hat, effective = diagnostics(found.x)
    assert (r_hat < 1.03).all()
    error = np.sqrt(np.diag(COVARIANCE) / np.minimum(effective, len(flat) / 5))
    assert (np.abs(flat.mean(axis=0) - MEAN) < 5 * error).all()
    assert np.cov(flat.T) == pytest.approx(COVARIANCE, rel=0.2)
    assert 0.05 < found.acceptance <= 1.0
    assert found.divergences == 0


@pytest.mark.slow
def test_the_same_seed_gives_the_same_draws():
    first, second = (drawn(AffineInvariant(draws=20, warmup=10), seed=5).x for _ in range(2))
    assert (first == second).all()
    assert (drawn(AffineInvariant(draws=20, warmup=10), seed=6).x != first).any()


@pytest.mark.parametrize("good", [0, pytest.param(3, marks=pytest.mark.slow)])
def test_an_error_of_the_density_comes_out(good):
    """Of the first call, and of one from within compiled code."""
    calls = []

    def broken(x):
        calls.append(x.shape)
        if len(calls) > good:
            raise InputError("lost")
        return gauss(x)

    with pytest.raises(InputError, match="lost"):
        drawn(AffineInvariant(draws=20, warmup=10), density=broken)


def test_no_density_and_too_few_walkers():
    with pytest.raises(InputError, match="no density"):
        drawn(AffineInvariant(draws=20, warmup=10), density=lambda x: np.full(x.shape[1], np.nan))
    for walkers in (5, 4):
        with pytest.raises(InputError, match="even number, at least 6"):
            drawn(AffineInvariant(walkers=walkers))
    with pytest.raises(InputError, match="draws"):
        drawn(AffineInvariant(draws=3))
    with pytest.raises(InputError, match="chains"):
        drawn(Nuts(chains=0))


def test_r_hat_of_chains_that_disagree():
    random = np.random.default_rng(2)
    alike = random.standard_normal((4, 500, 1))
    assert diagnostics(alike)[0][0] == pytest.approx(1.0, abs=0.01)
    assert diagnostics(alike + np.arange(4.0)[:, None, None])[0][0] > 1.3
