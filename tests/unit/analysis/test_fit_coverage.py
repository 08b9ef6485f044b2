"""How often intervals hold the truth, over many synthetic experiments; and posteriors of estimated errors."""

import numpy as np
import pytest
from scipy.stats import t as student

from poise.analysis.fit import fit
from poise.analysis.fits.intervals import ProfileLikelihood, Wald
from poise.analysis.fits.iv_data import IVData
from poise.analysis.fits.parameter import Parameter
from poise.analysis.fits.rest_data import RestData, ReversalData
from poise.io import read_model
from poise.solve.sampling import AffineInvariant, Nuts

from .fits import E_K, E_NA, VOLT, fibre, goldman, ohmic, straight

SODIUM = np.array([5.0, 11.5, 23.0, 46.0, 92.0, 150.0])


@pytest.mark.slow
@pytest.mark.parametrize("given", [True, False])
def test_profile_intervals_hold_the_truth_in_95_of_100_experiments(given):
    """Reversal potentials with errors of 3 mV: ratio and content found from six data, 120 times. 95 % +- 3 x 2 %."""
    channel = read_model("nonselective_channel")
    random = np.random.default_rng(12 if given else 13)
    exact = VOLT * 285.15 / 293.15 * np.log((SODIUM + 1.11 * 2.5) / (12 + 1.11 * 120))
    name = "membrane.AChR.equilibrium"
    held = np.zeros(2)
    count = 120
    for _ in range(count):
        noisy = exact + 3e-3 * random.standard_normal(len(exact))
        data = ReversalData({"bath.Na+": SODIUM}, {name: noisy}, {name: 3e-3} if given else {})
        found = fit(channel, data, ["membrane.AChR.ratios.K+", "bath.K+"], curves=False)
        truth = np.array([1.11, 2.5])
        low = np.nan_to_num([one.low for one in found.parameters], nan=-np.inf)
        high = np.nan_to_num([one.high for one in found.parameters], nan=np.inf)
        held += (low < truth) & (truth < high)
    assert (np.abs(held / count - 0.95) < 3 * np.sqrt(0.95 * 0.05 / count)).all(), held


@pytest.mark.slow
def test_known_parameters_come_back_from_noisy_rests():
    """Means of 60 fits lie within their errors of the truth, and the errors told are those seen."""
    outside = np.geomspace(0.5, 100, 10)
    random = np.random.default_rng(7)
    values, errors = [], []
    for _ in range(60):
        volts = goldman(outside, 0.01) + 1e-3 * random.standard_normal(10)
        data = RestData({"bath.K+": outside}, {"membrane.potential": volts}, {"membrane.potential": 1e-3})
        found = fit(fibre(), data, ["membrane.Na_leak.permeability", "cytosol.K+"], intervals=Wald(), curves=False)
        values.append([one.value for one in found.parameters])
        errors.append([one.error for one in found.parameters])
    seen, told = np.std(values, axis=0, ddof=1), np.mean(errors, axis=0)
    assert (np.abs(np.mean(values, axis=0) - [2e-10, 139.0]) < 3.5 * seen / np.sqrt(60)).all()
    assert told == pytest.approx(seen, rel=0.3)


@pytest.mark.slow
@pytest.mark.parametrize("sampler", [AffineInvariant(draws=1500, warmup=300), Nuts(draws=600, warmup=300)])
def test_with_the_error_integrated_out_the_posterior_is_students(sampler):
    """One conductance, flat prior, error unknown with prior 1/sigma: Student's t with n - 1 degrees about the fit."""
    volts = np.linspace(-0.1, 0.0, 5)
    flow = straight(volts, 2.5, 0.2) + 0.05 * np.array([0.4, -1.2, 0.7, 0.9, -0.8])
    data = IVData({"membrane.potential": volts}, {"membrane.current": flow})
    free = [Parameter("membrane.K_leak.conductance", low=0.0, high=20.0, log=False)]
    found = fit(ohmic(), data, free, sampler=sampler, intervals=Wald(), seed=2)
    assert found.posterior is not None
    x, y = volts - E_K, flow - 0.2 * (volts - E_NA)
    value = np.sum(x * y) / np.sum(x**2)
    error = np.sqrt(np.sum((y - value * x) ** 2) / 4 / np.sum(x**2))
    shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    away = (found.posterior.quantiles(*shares)[:, 0] - value) / error - student.ppf(shares, 4)
    assert np.abs(away[1:4]).max() < 0.12
    assert np.abs(away).max() < 0.3  # a normal distribution is 0.49 off


@pytest.mark.slow
def test_profiles_of_curved_valleys_are_wider_than_their_curvature():
    """Where data end before the plateau the interval by profile is skew, as the likelihood is."""
    outside = np.array([8.0, 40.0, 100.0])
    data = RestData({"bath.K+": outside}, {"membrane.potential": goldman(outside, 0.01)}, {"membrane.potential": 1e-3})
    free = {"membrane.Na_leak.permeability": (1e-15, 1e-7)}
    found = fit(fibre(), data, free, intervals=ProfileLikelihood()).parameters[0]
    assert found.high / found.value < found.value / found.low
