"""The verb `run`: against closed forms, against itself cut in two, and what it says when it cannot go on."""

import dataclasses
import math
from types import MappingProxyType

import numpy as np
import pytest

import poise
from poise.constants import WATER_MOLAR_VOLUME
from poise.errors import InputError, StatusError, UnknownNameError

AXON = poise.load("squid_axon")


def passive(capacitance: str = "1 uF/cm2") -> poise.Model:
    """A membrane that is a resistor and a capacitor."""
    law = poise.law("leak")
    face = poise.Interface("cytosol", "bath", {"leak": law("0.1 mS/cm2", "-60 mV")}, capacitance=capacitance)  # type: ignore[call-arg]
    places = {"cytosol": poise.Compartment({}), "bath": poise.Compartment({}, ground=True)}
    return poise.Model("passive", places, {"membrane": face}, "20 degC")


def rewritten(model: poise.Model, label: str, process: poise.Process) -> poise.Model:
    """The model with one process of its membrane replaced."""
    face = model.interfaces["membrane"]
    processes = MappingProxyType({**face.processes, label: process})
    return dataclasses.replace(
        model, interfaces=MappingProxyType({"membrane": dataclasses.replace(face, processes=processes)})
    )


def test_a_pulse_charges_the_membrane() -> None:
    pulse = poise.Protocol("60 ms", [poise.Step("membrane.injected", "1 uA/cm2", at="5 ms", duration="20 ms")])
    times = np.array([0.004, 0.005, 0.01, 0.025, 0.04, 0.06])
    found = poise.simulate(passive(), pulse, times=times, rtol=1e-9)
    tau, top = 0.01, 0.01
    since, gone = np.clip(times - 0.005, 0.0, 0.02), np.clip(times - 0.025, 0.0, None)
    want = -0.06 + top * (1.0 - np.exp(-since / tau)) * np.exp(-gone / tau)
    np.testing.assert_allclose(found["potential"][0], want, atol=1e-11)


@pytest.mark.parametrize("method", [poise.Rodas5P(), poise.Tsit5()])
def test_a_ramp_of_current(method: object) -> None:
    ramp = poise.Protocol("50 ms", [poise.Ramp("membrane.injected", "1 uA/cm2", at=0.0, duration="50 ms")])
    found = poise.simulate(passive(), ramp, every="10 ms", rtol=1e-9, method=method)  # type: ignore[arg-type]
    t, tau = found.coordinates["time"].values, 0.01
    want = -0.06 + 0.2 * (t - tau * (1.0 - np.exp(-t / tau)))
    np.testing.assert_allclose(found["potential"][0], want, atol=1e-11)


def test_gates_relax_exponentially_under_a_clamp() -> None:
    clamp = poise.Protocol("20 ms", [poise.Clamp("membrane", "-20 mV")])
    found = poise.simulate(AXON, clamp, every="1 ms", rtol=1e-10)
    v, t = -20.0, found.coordinates["time"].values * 1e3
    x = (v + 55.0) / 10.0
    alpha, beta = 0.1 * x / (1.0 - math.exp(-x)), 0.125 * math.exp(-(v + 65.0) / 80.0)
    start = found.of("gate", "K.n")[0]
    want = alpha / (alpha + beta) + (start - alpha / (alpha + beta)) * np.exp(-(alpha + beta) * t)
    np.testing.assert_allclose(found.of("gate", "K.n"), want, rtol=1e-8)
    assert np.ptp(found["potential"]) < 1e-15


def test_a_clamp_supplies_what_flows() -> None:
    clamp = poise.Protocol("20 ms", [poise.Clamp("membrane", "0 mV", at="5 ms", duration="10 ms")])
    found = poise.simulate(AXON, clamp)
    t = found.coordinates["time"].values
    held = (t >= 0.005) & (t < 0.015)
    np.testing.assert_allclose(found["injected_current"][0][held], found["current"].sum(axis=0)[held], rtol=1e-9)
    np.testing.assert_allclose(found["injected_current"][0][~held], 0.0, atol=1e-30)
    assert found.facts["conservation"]["charge_relative"] < 1e-13


def test_series_resistance_makes_an_error() -> None:
    clamp = poise.Protocol("20 ms", [poise.Clamp("membrane", "0 mV", at=0.0, series_resistance="10 ohm cm2")])
    found = poise.simulate(AXON, clamp)
    volts, current = found["potential"][0][-1], found["injected_current"][0][-1]
    assert current == pytest.approx((0.0 - volts) / 1e-3, rel=1e-12)
    assert abs(volts) > 1e-3


def test_switching_between_clamps() -> None:
    both = poise.Protocol(
        "30 ms",
        [
            poise.Clamp("membrane", "-80 mV", at="5 ms", duration="5 ms"),
            poise.Clamp("membrane", "-40 mV", at="10 ms", duration="5 ms"),
            poise.Step("membrane.injected", "10 uA/cm2", at="20 ms", duration="1 ms"),
        ],
    )
    found = poise.simulate(AXON, both, times=[0.007, 0.012, 0.0201])
    assert found["potential"][0][:2].tolist() == [-0.08, -0.04]
    assert found.ok


def test_a_run_cut_in_two_is_the_same() -> None:
    model = AXON.set("membrane.injected", "10 uA/cm2")
    whole = poise.simulate(model, until="40 ms", rtol=1e-10)
    first = poise.simulate(model, until="17 ms", rtol=1e-10)
    second = poise.simulate(model, until="23 ms", start=first, rtol=1e-10)
    assert second.final["potential"][0] == pytest.approx(whole.final["potential"][0], abs=1e-8)


def test_a_run_of_a_cell_cut_in_two_is_the_same() -> None:
    model = poise.load("pump_leak_cell").set("membrane.pump.rate", 0.0)
    whole = poise.simulate(model, until="2 h", rtol=1e-10)
    first = poise.simulate(model, until="1 h", rtol=1e-10)
    second = poise.simulate(model, until="1 h", start=first, rtol=1e-10)
    np.testing.assert_allclose(second.final["volume"], whole.final["volume"], rtol=1e-8)
    assert second.final["potential"][0] == pytest.approx(whole.final["potential"][0], rel=1e-7)


def test_lanes_are_as_each_alone() -> None:
    values = np.array([1000.0, 1200.0, 1400.0])
    many = poise.simulate(AXON.set("membrane.Na.conductance", values), "spike", rtol=1e-8)
    for lane, value in enumerate(values):
        alone = poise.simulate(AXON.set("membrane.Na.conductance", float(value)), "spike", rtol=1e-8)
        assert many.facts["events"]["spike"][lane] == pytest.approx(alone.facts["events"]["spike"], abs=1e-9)
        assert many.final["potential"][0, lane] == pytest.approx(alone.final["potential"][0], abs=1e-8)


def test_events_are_when_they_are() -> None:
    found = poise.simulate(AXON, "train", rtol=1e-9)
    times = found.facts["events"]["spike"]
    assert len(times) == 69  # published: NEURON, Myokit and others, ENGINE_NOTES
    fine = poise.simulate(AXON, "train", times=np.array(times), rtol=1e-9)
    np.testing.assert_allclose(fine["potential"][0], 0.0, atol=1e-7)


def test_events_on_a_concentration_and_a_volume() -> None:
    protocol = dataclasses.replace(
        poise.load("pump_leak_cell").protocols["ouabain"],
        events={
            "salty": poise.Rises("cytosol.Na+", "50 mM"),
            "swollen": poise.Rises("cytosol.volume", "3000 um3"),
            "never": poise.Falls("cytosol.volume", "100 um3"),
        },
    )
    model = poise.load("pump_leak_cell")
    found = poise.simulate(model, protocol, rtol=1e-9)
    (salty,), (swollen,) = found.facts["events"]["salty"], found.facts["events"]["swollen"]
    assert found.facts["events"]["never"] == []
    check = poise.simulate(model, protocol, times=np.sort([salty, swollen]), rtol=1e-9)
    sodium = check.of("concentration", "cytosol.Na+")[int(salty > swollen)]
    assert sodium == pytest.approx(50.0, rel=1e-7)
    assert check.of("volume", "cytosol")[int(swollen > salty)] == pytest.approx(3e-15, rel=1e-7)


def test_temperature_speeds_up_gates() -> None:
    cold = poise.simulate(AXON, "spike", rtol=1e-8)
    warm = poise.simulate(AXON.set("temperature", "16.3 degC"), "spike", rtol=1e-8)
    assert warm.facts["events"]["spike"][0] < cold.facts["events"]["spike"][0]


def test_water_follows_a_salt_step() -> None:
    """A bag of sucrose in a stronger bath: v' = P A v_w (N/v - osm), whose solution is implicit."""
    water = poise.law("osmosis")
    face = poise.Interface(
        "cell", "bath", {"water": water("0.01 cm/s"), "leak": poise.law("leak")("0.1 mS/cm2", "0 mV")},  # type: ignore[call-arg]
        area="1000 um2", capacitance="1 uF/cm2",
    )  # fmt: skip
    model = poise.Model(
        "bag",
        {
            "cell": poise.Compartment({"sucrose": "300 mM"}, volume="2000 um3"),
            "bath": poise.Compartment({"sucrose": "600 mM"}, ground=True),
        },
        {"membrane": face},
        "25 degC",
    )
    found = poise.simulate(model, until="10 s", every="1 s", rtol=1e-10)
    volume, time = found["volume"][0], found.coordinates["time"].values
    v0, end, pace = 2e-15, 1e-15, 1e-4 * 1e-9 * WATER_MOLAR_VOLUME
    # t(v) from separating the variables
    want = ((v0 - volume) + end * np.log((v0 - end) / (volume - end))) / (600.0 * pace)
    np.testing.assert_allclose(want[1:], time[1:], rtol=1e-7)
    assert found.facts["conservation"]["water_relative"] < 1e-13


def test_water_at_equilibrium_is_the_limit_of_fast_water() -> None:
    model = poise.load("pump_leak_cell")
    slow = poise.simulate(model.set("membrane.water.permeability", "1 m/s"), "ouabain", rtol=1e-9)
    fast = poise.simulate(rewritten(model, "water", poise.law("osmotic_equilibrium")()), "ouabain", rtol=1e-9)
    np.testing.assert_allclose(fast.final["volume"], slow.final["volume"], rtol=1e-6)
    assert fast.final["potential"][0] == pytest.approx(slow.final["potential"][0], rel=1e-5)


def test_a_markov_channel_is_the_gate_that_it_spells() -> None:
    alpha, beta = "0.1/ms * linoid((V + 55 mV)/(10 mV))", "0.125/ms * exp(-(V + 65 mV)/(80 mV))"
    single = poise.law("ohmic_channel")("K+", "36 mS/cm2", gates={"n": {"alpha": alpha, "beta": beta}})  # type: ignore[call-arg]
    scheme = {"open": "O", "rates": {"C -> O": alpha, "O -> C": beta}}
    markov = poise.law("ohmic_channel")("K+", "36 mS/cm2", gates={"n": scheme})  # type: ignore[call-arg]
    protocol = poise.Protocol("20 ms", [poise.Step("membrane.injected", "20 uA/cm2", at="1 ms", duration="5 ms")])
    one = poise.simulate(rewritten(AXON, "K", single), protocol, every="1 ms", rtol=1e-10)
    other = poise.simulate(rewritten(AXON, "K", markov), protocol, every="1 ms", rtol=1e-10)
    np.testing.assert_allclose(one["potential"], other["potential"], atol=1e-9)


def test_own_steps_rise_and_end_at_the_end() -> None:
    found = poise.simulate(AXON, "spike")
    time = found.coordinates["time"].values
    assert (np.diff(time) > 0).all()
    assert (time[0], time[-1]) == (0.0, found.provenance["until_s"])


def test_an_ion_that_runs_out_stops_the_run() -> None:
    flux = poise.law("prescribed_flux")("3 Na+(in) + 2 K+(out) -> 3 Na+(out) + 2 K+(in)", "500 pmol/cm2/s")  # type: ignore[call-arg]
    model = rewritten(poise.load("pump_leak_cell"), "pump", flux).set("membrane.potential", "-70 mV")
    found = poise.simulate(model, until="1 h")
    assert found.status == "left_domain"
    assert "cytosol.Na+ would become negative" in " ".join(found.notes)
    assert 0.0 < found.coordinates["time"].values[-1] < 10.0
    with pytest.raises(StatusError, match="left_domain"):
        poise.simulate(model, until="1 h", throw=True)


def test_rates_that_overflow_say_so() -> None:
    wild = poise.law("custom")("K+(in) -> K+(out)", "1e-9 mol/m2/s * exp(V/(0.1 mV))", unaccounted="a test")  # type: ignore[call-arg]
    model = rewritten(poise.load("pump_leak_cell"), "wild", wild).set("membrane.potential", "100 mV")
    found = poise.simulate(model, until="1 s")
    assert found.status == "started_badly"
    assert found["potential"].shape[1] == 1


def test_a_concentration_of_zero_stops_where_it_comes() -> None:
    found = poise.simulate(AXON, poise.Protocol("1 s", [poise.Step("bath.K+", "0 mM", at="10 ms")]))
    assert found.status == "not_finite"
    assert found.coordinates["time"].values[-1] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({}, InputError, "say how long"),
        ({"protocol": "spikes"}, UnknownNameError, "spike"),
        ({"protocol": "spike", "rtol": 1.0}, InputError, "rtol"),
        ({"protocol": "spike", "every": "1 s"}, InputError, "every"),
        ({"protocol": "spike", "times": [0.0, 1.0]}, InputError, "times"),
        ({"protocol": "spike", "times": [0.0], "every": 1e-3}, InputError, "not both"),
        ({"protocol": "spike", "start": {"membrane.Na.m": 1.5}}, InputError, "membrane.Na.m at the start"),
        ({"protocol": "spike", "start": {"membrane.Na.q": 0.5}}, UnknownNameError, "membrane.Na.m"),
        ({"until": "20 mV"}, InputError, "until"),
        ({"protocol": 5, "until": 1.0}, InputError, "is not a protocol"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, object], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        poise.simulate(AXON, **arguments)  # type: ignore[arg-type]


def test_a_membrane_without_capacitance_cannot_run() -> None:
    face = dataclasses.replace(AXON.interfaces["membrane"], capacitance=None)
    model = dataclasses.replace(AXON, interfaces=MappingProxyType({"membrane": face}))
    with pytest.raises(InputError, match="has no capacitance"):
        poise.simulate(model, until="1 ms")


def test_lanes_of_currents_start_at_the_rest_without_them() -> None:
    currents = np.array([0.0, 0.05, 0.1])
    found = poise.simulate(AXON.set("membrane.injected", currents), until="100 ms")
    np.testing.assert_allclose(found["potential"][0, 0], -64.97405e-3, atol=1e-8)
    assert np.ptp(found["potential"][0], axis=0)[0] < 1e-6
    assert np.ptp(found["potential"][0], axis=0)[2] > 0.05


def test_lanes_go_on_from_lanes() -> None:
    model = AXON.set("membrane.Na.conductance", np.array([1000.0, 1200.0]))
    whole = poise.simulate(model, "spike", "6 ms", rtol=1e-10)
    first = poise.simulate(model, "spike", "4 ms", rtol=1e-10)
    second = poise.simulate(model, until="2 ms", start=first, rtol=1e-10)
    np.testing.assert_allclose(second.final["potential"], whole.final["potential"], atol=1e-8)
    with pytest.raises(InputError, match="several lanes"):
        poise.simulate(AXON, until="1 ms", start=first)
