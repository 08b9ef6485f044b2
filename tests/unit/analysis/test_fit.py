"""Fits against closed forms: Goldman inverted, straight lines with their textbook errors, exponentials, priors."""

import numpy as np
import pytest
from scipy.stats import t as student

from poise.analysis.fit import fit
from poise.analysis.fits.intervals import ProfileLikelihood, Wald
from poise.analysis.fits.iv_data import IVData
from poise.analysis.fits.parameter import Parameter
from poise.analysis.fits.rest_data import RestData, ReversalData
from poise.analysis.fits.run_data import RunData
from poise.io import read_model
from poise.solve.losses import Cauchy
from poise.solve.sampling import AffineInvariant

from .fits import E_K, E_NA, VOLT, fibre, goldman, ohmic, straight

K_OUT = np.array([0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 100.0])
VOLTS = np.linspace(-0.12, 0.04, 9)
NOISE = np.array([0.3, -1.1, 0.4, 0.9, -0.6, 1.3, -0.2, -1.4, 0.5])  # of unit size, fixed
LINES = np.stack([VOLTS - E_K, VOLTS - E_NA], axis=1)
BOTH = ["membrane.K_leak.conductance", "membrane.Na_leak.conductance"]


def test_a_permeability_ratio_from_one_reversal_potential_is_goldman_inverted():
    """x = exp(EF/RT) = (Na_o + r K_o)/(Na_i + r K_i), so r = (Na_o - x Na_i)/(x K_i - K_o), 12 degC."""
    channel = read_model("nonselective_channel")
    kt = VOLT * 285.15 / 293.15
    data = ReversalData({}, {"membrane.AChR.equilibrium": [-0.0123]}, {"membrane.AChR.equilibrium": 1e-3})
    found = fit(channel, data, ["membrane.AChR.ratios.K+"])
    x = np.exp(-0.0123 / kt)
    ratio = (115 - x * 12) / (x * 120 - 2.5)
    assert found["AChR.ratios.K+"] == pytest.approx(ratio, rel=1e-9)
    slope = x / kt * (-12 * (x * 120 - 2.5) - (115 - x * 12) * 120) / (x * 120 - 2.5) ** 2  # dr/dE
    assert found.parameters[0].error == pytest.approx(abs(slope) * 1e-3, rel=1e-6)
    # one datum, one parameter: the ends are where the datum is 1.96 errors off
    ends = [np.exp((-0.0123 + d * 1.959963985e-3) / kt) for d in (1, -1)]
    wanted = [(115 - y * 12) / (y * 120 - 2.5) for y in ends]
    assert [found.parameters[0].low, found.parameters[0].high] == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize("calls", ["few", "many"])
def test_goldman_rests_give_back_ratio_and_content(calls, monkeypatch):
    """Exact data; once by the scan, once by compiled code."""
    if calls == "many":
        monkeypatch.setattr("poise.analysis.fits.rests._PATIENCE", 1)
    data = RestData(
        {"bath.K+": K_OUT}, {"membrane.potential": goldman(K_OUT, 0.013, 151.0)}, {"membrane.potential": 1e-3}
    )
    found = fit(fibre(), data, ["membrane.Na_leak.permeability", "cytosol.K+"], intervals=Wald())
    assert found["Na_leak.permeability"] == pytest.approx(0.013 * 2e-8, rel=1e-6)
    assert found["cytosol.K+"] == pytest.approx(151.0, rel=1e-7)
    assert found.status == "ok"
    assert found.identified
    # errors from the derivatives of Goldman's equation, on the scale of the search, ln P and ln c
    r, c = 0.013, 151.0
    rows = np.stack([r * (120 / (K_OUT + r * 120) - 10 / (c + r * 10)), -c / (c + r * 10) + 0 * K_OUT], axis=1) * VOLT
    covariance = np.linalg.inv(rows.T @ rows) * 1e-6
    assert [one.error / one.value for one in found.parameters] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-5)
    assert found.correlations[0, 1] == pytest.approx(
        covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]), rel=1e-5
    )
    assert found.model.get("cytosol.K+") == found["cytosol.K+"]


@pytest.mark.parametrize("method", [ProfileLikelihood(level=0.9), Wald(level=0.9)])
def test_straight_lines_have_the_regression_of_the_textbooks(method):
    """I = g_K (V - E_K) + g_Na (V - E_Na), the error estimated: values, errors, t intervals, likelihood."""
    flow = straight(VOLTS, 2.5, 0.3) + 0.02 * NOISE
    values, squares, _, _ = np.linalg.lstsq(LINES, flow, rcond=None)
    covariance = np.linalg.inv(LINES.T @ LINES) * squares[0] / 7
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow})
    found = fit(ohmic(), data, [Parameter(path, log=False) for path in BOTH], intervals=method)
    assert [one.value for one in found.parameters] == pytest.approx(values, rel=1e-7)
    assert [one.error for one in found.parameters] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-6)
    half = student.ppf(0.95, 7) * np.sqrt(np.diag(covariance))
    assert [one.low for one in found.parameters] == pytest.approx(values - half, rel=1e-5)
    assert [one.high for one in found.parameters] == pytest.approx(values + half, rel=1e-5)
    widest = squares[0] / 9
    likelihood = -4.5 * (np.log(2 * np.pi * widest) + 1)
    assert found.goodness.log_likelihood == pytest.approx(likelihood, rel=1e-8)
    assert found.goodness.aic == pytest.approx(2 * 3 - 2 * likelihood, rel=1e-8)
    assert found.goodness.bic == pytest.approx(3 * np.log(9) - 2 * likelihood, rel=1e-8)
    assert found.data[0].sigma == pytest.approx(np.full(9, np.sqrt(squares[0] / 7)), rel=1e-6)
    assert found.data[0].residuals * found.data[0].sigma == pytest.approx(flow - LINES @ values, abs=1e-9)


def test_currents_of_the_whole_cell_in_amperes():
    flow = straight(VOLTS, 2.5, 0.3) * 1e-9
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow}, whole=True)
    found = fit(ohmic(), data, BOTH, intervals=Wald())
    assert [one.value for one in found.parameters] == pytest.approx([2.5, 0.3], rel=1e-8)
    assert any("passes through every datum" in one for one in found.notes)


def test_given_errors_weigh_the_data():
    """Two data sets of one line, errors 1 : 10: the weighted mean; and its chi-square."""
    flow = straight(VOLTS, 2.5, 0.2)
    good = IVData({"membrane.potential": VOLTS}, {"membrane.K_leak.current": 2.5 * (VOLTS - E_K) + 0.01 * NOISE},
                  {"membrane.K_leak.current": 0.01}, name="good")  # fmt: skip
    bad = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow + 0.5}, {"membrane.current": 0.1}, name="bad")
    found = fit(ohmic(), [good, bad], ["membrane.K_leak.conductance"], intervals=Wald())
    x = VOLTS - E_K
    weight = np.concatenate([np.full(9, 1e4), np.full(9, 1e2)])
    y = np.concatenate([2.5 * x + 0.01 * NOISE, flow + 0.5 - 0.2 * (VOLTS - E_NA)])
    both = np.concatenate([x, x])
    value = np.sum(weight * both * y) / np.sum(weight * both**2)
    assert found.parameters[0].value == pytest.approx(value, rel=1e-8)
    assert found.parameters[0].error == pytest.approx(np.sum(weight * both**2) ** -0.5, rel=1e-6)
    assert found.goodness.chi_square == pytest.approx(np.sum(weight * (y - value * both) ** 2), rel=1e-8)
    assert found.goodness.p_value is not None
    assert found.goodness.p_value < 1e-3
    assert any("by more than the errors given" in one for one in found.notes)


def test_the_errors_of_two_data_sets_are_estimated_apart():
    """A bad set beside a good one hardly moves it: with one error for both it would."""
    x = VOLTS - E_K
    good = IVData({"membrane.potential": VOLTS}, {"membrane.K_leak.current": 2.5 * x + 1e-4 * NOISE}, name="good")
    bad = IVData(
        {"membrane.potential": VOLTS}, {"membrane.current": straight(VOLTS, 2.5, 0.2) + 0.5 * NOISE}, name="bad"
    )
    found = fit(ohmic(), [good, bad], ["membrane.K_leak.conductance"], intervals=Wald())
    alone = fit(ohmic(), good, ["membrane.K_leak.conductance"], intervals=Wald())
    assert found.parameters[0].value == pytest.approx(alone.parameters[0].value, rel=1e-6)
    assert found.data[0].sigma[0] == pytest.approx(1e-4, rel=0.5)
    assert found.data[1].sigma[0] == pytest.approx(0.5, rel=0.5)


def test_a_prior_is_one_more_datum():
    """A normal prior of a straight line's slope: the mean weighted by precisions, in closed form."""
    flow = straight(VOLTS, 2.5, 0.2) + 0.1 * NOISE
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow}, {"membrane.current": 0.1})
    parameter = Parameter("membrane.K_leak.conductance", prior="normal(0.2 mS/cm2, 5 %)", log=False)
    found = fit(ohmic(), data, [parameter], intervals=Wald())
    x, y = VOLTS - E_K, flow - 0.2 * (VOLTS - E_NA)
    precision = np.sum(x**2) / 0.01 + 1 / 0.1**2
    value = (np.sum(x * y) / 0.01 + 2.0 / 0.1**2) / precision
    assert found.parameters[0].value == pytest.approx(value, rel=1e-8)
    assert found.parameters[0].error == pytest.approx(precision**-0.5, rel=1e-6)
    assert found.parameters[0].prior == "normal(0.2 mS/cm2, 5 %)"


def test_a_charging_curve_gives_conductance_and_capacitance():
    """V = E + I/g (1 - exp(-(t - 5 ms) g/C)) during a pulse: two parameters from exact data."""
    times = np.array([2.0, 5.5, 6.0, 7.0, 9.0, 12.0, 16.0, 19.5]) * 1e-3
    g, c = 3.7, 0.013
    rest = (3.4 * E_K + 0.3 * E_NA) / g
    volts = rest + 0.02 / g * -np.expm1(-np.maximum(times - 5e-3, 0.0) * g / c)
    data = RunData({"time": times}, {"membrane.potential": volts}, {"membrane.potential": 1e-4}, protocol="pulse")
    model = ohmic().set({"membrane.Na_leak.conductance": 0.3})
    found = fit(model, data, ["membrane.K_leak.conductance", "membrane.capacitance"], intervals=Wald())
    assert found["K_leak.conductance"] == pytest.approx(3.4, rel=1e-5)
    assert found["capacitance"] == pytest.approx(c, rel=1e-4)
    assert len(found.data[0].curves[0].place) > 50


def test_runs_under_several_conditions_are_fitted_together():
    """Before the pulse V is the chord of the batteries, whatever K+ outside."""
    times, outside = np.tile([0.0, 0.0049], 2), np.repeat([2.5, 10.0], 2)
    potassium = VOLT * np.log(outside / 139)
    chord = (4.0 * potassium + 0.2 * E_NA) / 4.2
    data = RunData({"time": times, "bath.K+": outside}, {"membrane.potential": chord}, protocol="pulse")
    found = fit(ohmic(), data, {"membrane.K_leak.conductance": ("0.01 mS/cm2", "10 mS/cm2")}, intervals=Wald())
    assert found["K_leak.conductance"] == pytest.approx(4.0, rel=1e-6)
    assert found.data[0].labels == ("bath.K+ 2.5 mM", "bath.K+ 10 mM")


def test_a_robust_loss_passes_an_outlier_by():
    flow = straight(VOLTS, 2.5, 0.3) + 0.01 * NOISE
    flow[2] += 3.0
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow})
    plain = fit(ohmic(), data, BOTH, intervals=Wald())
    robust = fit(ohmic(), data, BOTH, loss=Cauchy())
    assert abs(plain["K_leak.conductance"] - 2.5) > 0.5
    assert robust["K_leak.conductance"] == pytest.approx(2.5, abs=0.1)
    assert robust.goodness.aic is None
    assert robust.parameters[0].low < 2.5 < robust.parameters[0].high
    assert robust.data[0].sigma[0] < 0.05


def reversals(ratio, sigma=5e-4):
    """Reversal potentials of the endplate's channel, 12 degC: Goldman's, with a little noise."""
    sodium = np.array([11.5, 23.0, 46.0, 92.0, 150.0])
    exact = VOLT * 285.15 / 293.15 * np.log((sodium + ratio * 2.5) / (12 + ratio * 120))
    name = "membrane.AChR.equilibrium"
    return ReversalData({"bath.Na+": sodium}, {name: exact + sigma * NOISE[:5]}, {name: sigma})


def test_what_only_a_ratio_is_known_of_is_said():
    free = ["membrane.AChR.ratios.Na+", "membrane.AChR.ratios.K+"]
    found = fit(read_model("nonselective_channel"), reversals(1.11), free)
    assert [one.status for one in found.parameters] == ["not identified", "not identified"]
    assert not found.identified
    assert found["ratios.K+"] / found["ratios.Na+"] == pytest.approx(1.11, rel=0.05)
    said = f"The data determine only the ratio of {free[0]} and {free[1]}: fix one of them."
    assert said in found.notes
    assert found.to_dict()["parameters"][0]["low"] is None
    quick = fit(read_model("nonselective_channel"), reversals(1.11), free, intervals=Wald())
    assert [one.status for one in quick.parameters] == ["not identified", "not identified"]


def test_a_bound_that_is_met_is_said():
    channel = read_model("nonselective_channel").set("membrane.AChR.ratios.K+", 1.5)
    found = fit(channel, reversals(1.11), {"membrane.AChR.ratios.K+": (1.3, 2.0)})
    assert found.parameters[0].status == "at lower bound"
    assert found["ratios.K+"] == pytest.approx(1.3, rel=1e-4)
    assert np.isnan(found.parameters[0].low)
    assert "stands at its lower bound" in str(found)


def test_no_limit_below():
    """A permeability so small that the data cannot tell it from none."""
    found = fit(read_model("nonselective_channel"), reversals(0.0, 0.02), {"membrane.AChR.ratios.K+": (1e-9, 10.0)})
    assert found.parameters[0].status in ("no lower limit", "at lower bound")
    assert np.isnan(found.parameters[0].low)
    assert 1e-3 < found.parameters[0].high < 1.0


def test_several_stable_rests_each_datum_has_the_nearest():
    """A cell with two stable rests (library three_rests): both levels are met."""
    cell = read_model("three_rests")
    data = RestData({"bath.K+": [4.5, 4.5]}, {"membrane.potential": [-0.080, -0.0045]})
    found = fit(cell, data, {"membrane.Kir.conductance": ("0.1 mS/cm2", "1 mS/cm2")}, intervals=Wald())
    assert found.data[0].fitted[0] < -0.07
    assert found.data[0].fitted[1] > -0.02


def test_more_starts_are_counted_and_the_seed_makes_them():
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": straight(VOLTS, 2.5, 0.3) + 0.02 * NOISE})
    found, again = (fit(ohmic(), data, BOTH, starts=4, seed=4, intervals=Wald()) for _ in range(2))
    assert (found.goodness.starts, found.goodness.same) == (4, 4)
    assert again["K_leak.conductance"] == found["K_leak.conductance"]


def test_gaps_are_left_out():
    volts = np.stack([goldman(K_OUT, 0.01)]).ravel()
    volts[3] = np.nan
    data = RestData({"bath.K+": K_OUT}, {"membrane.potential": volts}, {"membrane.potential": "1 mV"})
    found = fit(fibre(), data, ["membrane.Na_leak.permeability"], intervals=Wald())
    assert found.goodness.points == 7
    assert found["Na_leak.permeability"] == pytest.approx(2e-10, rel=1e-6)


def test_neighbouring_residuals_alike_are_said():
    volts = np.linspace(-0.12, 0.04, 25)
    flow = straight(volts, 2.5, 0.3) + 20 * (volts + 0.04) ** 2
    found = fit(ohmic(), IVData({"membrane.potential": volts}, {"membrane.current": flow}), BOTH, intervals=Wald())
    assert any("neighbouring residuals" in one for one in found.notes)


def test_one_datum_far_away_is_said():
    volts = np.linspace(-0.12, 0.04, 25)
    flow = straight(volts, 2.5, 0.3)
    flow[7] += 1.0
    data = IVData({"membrane.potential": volts}, {"membrane.current": flow})
    found = fit(ohmic(), data, BOTH, intervals=Wald())
    assert any("row 8 is 4." in one for one in found.notes), found.notes


def test_the_posterior_of_a_straight_line_is_gaussian():
    """Given errors, flat between wide bounds on a linear scale: mean and covariance of the regression."""
    flow = straight(VOLTS, 2.5, 0.3) + 0.01 * NOISE
    covariance = np.linalg.inv(LINES.T @ LINES) * 1e-4
    values = covariance @ LINES.T @ flow / 1e-4
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": flow}, {"membrane.current": 0.01})
    free = [Parameter(path, low=0.0, high=50.0, log=False) for path in BOTH]
    found = fit(ohmic(), data, free, intervals=Wald(), sampler=AffineInvariant(draws=200, warmup=60), seed=11)
    drawn = found.posterior
    assert drawn is not None
    widths = np.sqrt(np.diag(covariance))
    assert np.abs((drawn.means - values) / widths).max() < 0.15
    assert drawn.deviations == pytest.approx(widths, rel=0.12)
    assert drawn.correlations[0, 1] == pytest.approx(covariance[0, 1] / np.prod(widths), abs=0.1)
    assert drawn.interval == pytest.approx(values + np.outer([-1.96, 1.96], widths), rel=0.06)
    assert (drawn.r_hat < 1.05).all()
    assert "posterior: 12 chains of 200 draws (AffineInvariant, seed 11)" in str(found)
