"""The verbs steady, continue and shoot on models: against published numbers, integration and each other."""

import dataclasses
from types import MappingProxyType

import numpy as np
import pytest

import poise
from poise.errors import InputError, UnknownNameError

AXON = poise.load("squid_axon")


def test_the_axon_rests_where_it_was_published() -> None:
    found = poise.steady(AXON)
    assert found["potential"][0] == pytest.approx(-64.97405242471434e-3, abs=1e-7)  # reference check HH-001
    assert found.of("gate", "Na.h") == pytest.approx(0.5952130175893573, abs=1e-6)  # HH-003
    assert found.facts["stable"]
    assert len(found.facts["eigenvalues_per_s"]) == 4


def test_a_steady_state_is_where_integration_leads() -> None:
    model = poise.load("spreading_depression_cell")
    still = poise.simulate(model, until="100 s", start=poise.steady(model), rtol=1e-9)
    assert np.ptp(still["potential"]) < 1e-8


def test_lanes_are_as_each_alone() -> None:
    values = np.array([1000.0, 1200.0, 1400.0])
    many = poise.steady(AXON.set("membrane.Na.conductance", values))
    alone = [poise.steady(AXON.set("membrane.Na.conductance", float(one)))["potential"][0] for one in values]
    assert many["potential"][0].tolist() == pytest.approx(alone, abs=1e-13)


def test_without_a_pump_and_without_impermeants_outside_the_cell_bursts() -> None:
    """Keener & Sneyd: no pump, no steady volume."""
    model = poise.load("pump_leak_tosteson").set("membrane.pump.P", 0.0)
    found = poise.steady(model)
    assert found.status == "no_steady_state"
    assert "cytosol.volume rises without end" in " ".join(found.notes)


def test_the_donnan_state_produces_no_entropy() -> None:
    model = poise.load("pump_leak_cell")
    with_pump = poise.steady(model).facts["entropy_production_W_per_K"]
    without = poise.steady(model.set("membrane.pump.rate", 0.0)).facts["entropy_production_W_per_K"]
    assert with_pump > 0
    assert abs(without) < 1e-12 * with_pump


def test_turnover_is_amount_over_influx() -> None:
    found = poise.steady(poise.load("pump_leak_cell"))
    amount = 140.0 * 2e-15
    gross = abs(found.of("rate", "pump")) * 2 * 1e-9  # two K+ come in for each cycle; the leak lets them out
    assert found.facts["turnover_s"]["cytosol.K+"] == pytest.approx(amount / gross, rel=1e-6)


def test_follow_goes_where_time_goes() -> None:
    """Above the Hopf point the root is unstable; Newton finds it, and time alone would not."""
    found = poise.steady(AXON.set("membrane.injected", "20 uA/cm2"))
    assert found.ok
    assert not found.facts["stable"]


def test_the_hopf_points_of_the_axon() -> None:
    model = AXON.set("membrane.leak.reversal", "-54.387 mV")
    found = poise.continue_(model, "membrane.injected", "0 uA/cm2", "200 uA/cm2")
    low, high = found.facts["hopfs"]
    assert low["value"] * 100 == pytest.approx(9.77544, rel=1e-4)  # reference check HH-035
    assert low["frequency_Hz"] == pytest.approx(93.302, rel=1e-3)  # HH-037
    assert 150 < high["value"] * 100 < 160
    unstable = ~found["stable"].astype(bool)
    inside = (found["parameter"] > low["value"]) & (found["parameter"] < high["value"])
    assert (unstable == inside).all()


def test_a_branch_has_folds_where_two_states_meet() -> None:
    model = poise.load("spreading_depression_cell")
    found = poise.continue_(model, "membrane.pump.P", 0.0, 1.4e-6)
    assert len(found.facts["folds"]) >= 1
    for one in found.facts["folds"]:
        assert min(abs(complex(*v)) for v in one["eigenvalues_per_s"]) < 1e-6 * max(
            abs(complex(*v)) for v in one["eigenvalues_per_s"]
        )


@pytest.mark.parametrize(
    ("path", "low", "high", "error", "text"),
    [
        ("bath.Kplus", 1.0, 2.0, UnknownNameError, "no quantity"),
        ("bath.K+", "5 mM", "5 mM", InputError, "empty"),
        ("bath.K+", "5 mV", "6 mV", InputError, "unit of potential"),
        ("membrane.capacitance", 0.01, 0.02, InputError, "cannot be followed"),
    ],
)
def test_branches_that_cannot_be_are_refused(
    path: str, low: object, high: object, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        poise.continue_(AXON, path, low, high)


def test_a_paced_axon_comes_back_to_itself() -> None:
    protocol = poise.Protocol("20 ms", [poise.Step("membrane.injected", "20 uA/cm2", at="1 ms", duration="0.5 ms")])
    found = poise.shoot(AXON, protocol)
    assert found.ok
    assert found.facts["stable"]
    beats = poise.simulate(AXON, dataclasses.replace(_train(protocol, 30), until=0.6), rtol=1e-9)
    assert beats.final["potential"][0] == pytest.approx(found["potential"][0, 0], abs=1e-7)


def _train(protocol: poise.Protocol, times: int) -> poise.Protocol:
    (pulse,) = protocol.actions
    return poise.Protocol(1.0, [dataclasses.replace(pulse, every=protocol.until, times=times)])


def test_a_firing_axon_has_a_period() -> None:
    found = poise.shoot(AXON.set("membrane.injected", "8 uA/cm2"))
    assert found.ok
    assert found.facts["frequency_Hz"] == pytest.approx(62.560955475203684, rel=5e-4)  # reference check HH-022
    assert found.facts["stable"]
    sizes = sorted(abs(complex(*one)) for one in found.facts["multipliers"])
    assert sizes[-1] == pytest.approx(1.0, abs=1e-4)


def test_a_resting_axon_has_none() -> None:
    found = poise.shoot(AXON)
    assert found.status == "no_period"
    assert "came to rest" in " ".join(found.notes)


def test_what_cannot_change_is_refused() -> None:
    face = dataclasses.replace(AXON.interfaces["membrane"], capacitance=None)
    model = dataclasses.replace(AXON, interfaces=MappingProxyType({"membrane": face}))
    with pytest.raises(InputError, match="has no capacitance"):
        poise.steady(model)
