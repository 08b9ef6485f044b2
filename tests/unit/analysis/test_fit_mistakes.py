"""What is wrong with a fit's input is said: paths, bounds, starts, priors, data, and what the data cannot tell."""

import numpy as np
import pytest

from poise.analysis.designs import Normal
from poise.analysis.fit import fit
from poise.analysis.fits.intervals import ProfileLikelihood, Wald
from poise.analysis.fits.iv_data import IVData
from poise.analysis.fits.parameter import Parameter, parameters_of
from poise.analysis.fits.rest_data import RestData, ReversalData
from poise.analysis.fits.run_data import RunData
from poise.errors import InputError, UnitError, UnknownNameError
from poise.io import read_model
from poise.solve.sampling import AffineInvariant

from .fits import fibre, goldman, ohmic, straight

K_OUT = np.array([1.0, 2.5, 10.0, 40.0])
VOLTS = goldman(K_OUT, 0.01)
REST = RestData({"bath.K+": K_OUT}, {"membrane.potential": VOLTS})
LEAK = "membrane.Na_leak.permeability"


@pytest.mark.parametrize(
    ("free", "error", "words"),
    [
        (["membrane.Na_leak.permeabilty"], UnknownNameError, [LEAK]),
        ([], InputError, ["nothing is free"]),
        ([LEAK, LEAK], InputError, ["free twice"]),
        (7, InputError, ["not a list of parameters"]),
        ({LEAK: (1e-9, 1e-12)}, InputError, ["lower bound", "not below", "exchange them"]),
        ({LEAK: ("1e-6 cm/s", "1e-5 cm/s")}, InputError, ["start", "1e-07 cm/s", "outside the bounds"]),
        ({LEAK: (1, 2, 3)}, InputError, ["3 bounds"]),
        ({LEAK: ("1 mV", "2 mV")}, UnitError, [LEAK, "mV"]),
        ([Parameter(LEAK, low="1e-5 mM")], UnitError, [LEAK, "mM"]),
        ([Parameter(LEAK, low=-1.0)], InputError, [LEAK, "at least 0"]),
        ([Parameter(LEAK, start=[1e-9, 2e-9])], InputError, ["one number"]),
        ([Parameter(LEAK, low=0.0, log=True, start=0.0)], InputError, ["logarithmic scale"]),
        ({LEAK: "normal(1 mV, 2 mV)"}, UnitError, [LEAK, "prior", "mV"]),
        ({LEAK: "norml(1e-7 cm/s, 10 %)"}, UnknownNameError, [LEAK, "normal"]),
        ({LEAK: Normal(1e-9, 0.0)}, InputError, [LEAK, "deviation"]),
        (["bath.K+"], InputError, ["condition of the data"]),
        (["membrane.area"], InputError, ["no value", "start"]),
    ],
)
def test_parameters(free, error, words):
    with pytest.raises(error) as caught:
        fit(fibre(), REST, free)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_bounds_scales_and_priors_are_read():
    first, second, third, fourth = parameters_of(
        fibre(),
        [
            LEAK,
            Parameter("temperature", "10 degC", "30 degC"),
            Parameter("membrane.K_leak.permeability", prior="lognormal(2e-6 cm/s, 30 %)"),
            Parameter(
                "cytosol.K+", prior="truncated(normal(140, 5 mM), 130, 150 mM)".replace("normal(140", "normal(140 mM")
            ),
        ],
    )
    assert (first.log, first.low, first.high) == (True, pytest.approx(1e-12), pytest.approx(1e-6))
    assert (second.log, second.low, second.high) == (False, 283.15, 303.15)
    assert third.prior is not None
    assert third.prior.residual(2e-8 * np.exp(np.sqrt(np.log1p(0.09)))) == pytest.approx(1.0)
    assert fourth.prior is not None
    assert (fourth.low, fourth.high, fourth.prior.residual(145.0)) == (130.0, 150.0, pytest.approx(1.0))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (RestData({"bath.Kx+": K_OUT}, {"membrane.potential": VOLTS}), ["bath.Kx+"]),
        (RestData({"bath.K+": K_OUT[:3]}, {"membrane.potential": VOLTS}), ["'bath.K+' has 3 values, others have 4"]),
        (RestData({"bath.K+": ["1 mM", "2 mM", "3 mV", "4 mM"]}, {"membrane.potential": VOLTS}), ["bath.K+", "3 mV"]),
        (RestData({"bath.K+": [1, 2, np.nan, 4]}, {"membrane.potential": VOLTS}), ["bath.K+", "every row"]),
        (RestData({"bath.K+": -K_OUT}, {"membrane.potential": VOLTS}), ["bath.K+", "at least 0"]),
        (RestData({"bath.K+": K_OUT}, {"membran.potential": VOLTS}), ["membrane.potential"]),
        (RestData({"bath.K+": K_OUT}, {"membrane.potential": VOLTS * np.nan}), ["no value at all"]),
        (RestData({"bath.K+": K_OUT}, {"membrane.potential": VOLTS}, {"membrane.potential": 0.0}), ["more than 0"]),
        (RestData({"bath.K+": K_OUT}, {"membrane.potential": VOLTS}, {"bath.K+": 1.0}), ["not measured"]),
        (ReversalData({}, {"membrane.pump.equilibrium": [0.0]}), ["membrane.pump.equilibrium"]),
        (IVData({"bath.K+": K_OUT}, {"membrane.current": VOLTS}), ["potential of one interface"]),
        (IVData({"membrane.potential": VOLTS}, {"membrane.Kleak.current": VOLTS}), ["membrane.K_leak.current"]),
        (IVData({"membrane.potential": VOLTS}, {"membrane.current": VOLTS}, whole=True), ["area"]),
        (RunData({"bath.K+": K_OUT}, {"membrane.potential": VOLTS}), ["'time'"]),
        (RunData({"time": K_OUT}, {"membrane.potental": VOLTS}), ["membrane.potential"]),
        (RunData({"time": -K_OUT}, {"membrane.potential": VOLTS}), ["times of 0 and more"]),
        (RunData({"time": K_OUT}, {"membrane.potential": VOLTS}, until="1 ms"), ["40 s", "until"]),
        (RunData({"time": K_OUT}, {"membrane.potential": VOLTS}, protocol="spike"), ["no protocol 'spike'"]),
    ],
)
def test_data(data, words):
    with pytest.raises(InputError) as caught:
        fit(fibre(), data, [LEAK])
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_data_that_are_none():
    with pytest.raises(InputError, match="nothing is measured"):
        RestData({"bath.K+": K_OUT}, {})
    with pytest.raises(InputError, match="give RestData"):
        fit(fibre(), [], [LEAK])


def test_fewer_data_than_parameters():
    two = RestData({"bath.K+": K_OUT[:2]}, {"membrane.potential": VOLTS[:2]}, {"membrane.potential": 1e-3})
    free = [LEAK, "cytosol.K+", "cytosol.Na+"]
    with pytest.raises(InputError, match="3 parameters, but 2 data"):
        fit(fibre(), two, free)
    scatter = RestData({"bath.K+": K_OUT[:2]}, {"membrane.potential": VOLTS[:2]})
    with pytest.raises(InputError, match="nothing to estimate the measurement error from; give sigma"):
        fit(fibre(), scatter, free[:2])


def test_a_parameter_without_influence():
    """A reversal potential does not know how many channels there are."""
    channel = read_model("nonselective_channel")
    data = ReversalData({"bath.Na+": [50.0, 100.0, 150.0]}, {"membrane.AChR.equilibrium": [-0.02, -0.01, 0.0]})
    with pytest.raises(InputError) as caught:
        fit(channel, data, ["membrane.AChR.ratios.K+", "membrane.AChR.permeability"])
    assert "membrane.AChR.permeability has no influence on these data" in str(caught.value)


def test_a_start_without_an_answer_names_the_row():
    model = ohmic().set({"membrane.injected": 100.0})  # the rest lies far outside of what is searched
    data = RestData({"bath.K+": [1.0, 2.0]}, {"membrane.potential": [-0.08, -0.07]})
    with pytest.raises(InputError) as caught:
        fit(model, data, ["membrane.K_leak.conductance"])
    assert all(word in str(caught.value) for word in ("no membrane.potential for row 1", "bath.K+ 1", "1 more"))


def test_settings():
    data = IVData({"membrane.potential": VOLTS}, {"membrane.current": straight(VOLTS, 3, 0.2)})
    for words, free, settings in (
        ("starts", "membrane.K_leak.conductance", {"starts": 0}),
        ("seed", "membrane.K_leak.conductance", {"seed": -1}),
        ("membrane.injected lacks one", "membrane.injected", {"starts": 3}),
        ("membrane.injected has neither", "membrane.injected", {"sampler": AffineInvariant()}),
    ):
        with pytest.raises(InputError, match=words):
            fit(ohmic(), data, [free], **settings)
    for kind in (ProfileLikelihood, Wald):
        for level in (0.0, 1.0, 95.0, float("nan")):
            with pytest.raises(InputError, match="level"):
                kind(level=level)


def test_a_model_with_arrays_is_refused():
    with pytest.raises(InputError, match="array at bath"):
        fit(fibre().set("bath.K+", [1.0, 2.0]), REST, [LEAK])
