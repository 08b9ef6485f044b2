"""Ensembles: the same as `simulate` at the end, what another program finds, statuses, compiled code."""

import numpy as np
import pytest

import poise
from poise.analysis import simulator as simulators
from poise.analysis.ensemble import ensemble
from poise.analysis.reductions import Count, Frequency, Maximum, Watching
from poise.errors import InputError, UnknownNameError
from poise.solve.backends import XLA, Native
from poise.solve.status import Status

AXON = poise.load("squid_axon")


def test_the_end_and_the_accounts_are_those_of_a_run() -> None:
    model = poise.load("squid_axon_conserving").set(
        {
            "bath.K+": poise.Along("k", [15.0, 20.0]),
            "membrane.Na.conductance": poise.Along("g", [900.0, 1200.0, 1500.0]),
        }
    )
    clamped = poise.Protocol(
        "6 ms",
        [poise.Clamp("membrane", "0 mV", at="1 ms", duration="1 ms"), poise.Step("membrane.injected", 0.1, at="3 ms")],
    )
    found = ensemble(model, clamped, watch={"end": "last(membrane.potential)"}, accounts=True)
    run = poise.simulate(model, clamped, times=[0.006])
    assert found.ok
    assert found.sizes == {"k": 2, "g": 3}
    state = run.parts["final"].facts["state"]
    assert found["end"].shape == (2, 3)
    assert found["end"].ravel() == pytest.approx(state["membrane.potential"], abs=1e-14)
    for row, label in enumerate(found.labels):
        if label in state and label.count(".") == 2:
            assert found.state[row] == pytest.approx(np.ravel(state[label]), rel=1e-12), label
    assert found.accepted.tolist() == np.ravel(run.facts["steps"]["accepted"]).tolist()
    assert found.reached_s.tolist() == [0.006] * 6
    theirs = run.facts["conservation"]
    assert found.conservation is not None
    assert found.conservation.charge == pytest.approx(np.ravel(theirs["charge_relative"]), abs=1e-13)
    assert found.conservation.charge.max() < 1e-9
    for name, error in found.conservation.species.items():
        assert error == pytest.approx(np.ravel(theirs["species_relative"][name]), abs=1e-13)


def test_an_axon_that_fires_as_it_does_in_neuron() -> None:
    """8, 9 and 12 uA/cm2: 62.56, 65.70 and 72.97 Hz (NEURON 9.0.2, CVODE, 1e-9), and 69 impulses in 1 s at 10."""
    model = AXON.set({"membrane.injected": poise.Along("current", [0.08, 0.09, 0.10, 0.12])})
    watch = {"n": Count("membrane.potential"), "rate": Frequency("membrane.potential")}
    found = ensemble(model, until="1 s", watch=watch)
    assert found["rate"][[0, 1, 3]] == pytest.approx([62.56, 65.70, 72.97], abs=0.06)  # the first intervals differ
    assert found["n"][2] == 69
    assert found.quantities == {"n": "number", "rate": "rate"}


@pytest.mark.slow
def test_both_engines_say_the_same() -> None:
    watch = {"n": Count("membrane.potential"), "apd": "apd(membrane.potential)", "k": "mean(bath.K+)"}
    washed = poise.Protocol(
        "8 ms", [poise.Step("membrane.injected", 0.2, duration="1 ms"), poise.Wash("bath.K+", 25.0, "1 ms")]
    )
    model = AXON.set({"membrane.Na.conductance": poise.Along("g", [1000.0, 1200.0])})
    native = ensemble(model, washed, watch=watch, backend=Native(), method=poise.Tsit5())
    xla = ensemble(model, washed, watch=watch, backend=XLA(), method=poise.Tsit5())
    for name in watch:
        assert native[name] == pytest.approx(xla[name], rel=1e-9), name
    assert native["n"].tolist() == [1.0, 1.0]


def test_a_lane_that_fails_has_a_status_and_no_value() -> None:
    model = AXON.set({"membrane.Na.conductance": poise.Along("g", [300.0, 1200.0])})
    seen: list[float] = []
    found = ensemble(model, "spike", watch={"top": Maximum("membrane.potential")}, most=200, progress=seen.append)
    assert found.status.tolist() == [Status.ok, Status.too_many_steps]
    assert not found.ok
    assert np.isfinite(found["top"]).tolist() == [True, False]
    assert found.reached_s[1] < found.reached_s[0] == 0.03
    assert seen == [found.reached_s[1] / 0.03]  # one call for all steps: nothing was handed over on the way


def test_what_is_kept_has_its_own_code() -> None:
    def made(protocol: str, **watch: object) -> object:
        _, _, motion = simulators.structure_of(AXON, protocol, accounts=False)
        watching = Watching.of(motion, watch)  # type: ignore[arg-type]
        return simulators.prepare(AXON, protocol, accounts=False, record=False, watch=watching.watch).compiled

    top = made("spike", top=Maximum("membrane.potential"))
    assert made("spike", peak="maximum(membrane.potential)") is top  # the same by another name
    assert made("refractory", top="maximum(membrane.potential)") is top  # another protocol of one structure
    assert made("spike", top="minimum(membrane.potential)") is not top
    assert made("spike", n=Count("membrane.potential", "-20 mV")) is not made("spike", n=Count("membrane.potential"))
    assert made("spike", n=Count("membrane.potential", "0 V")) is made("spike", n=Count("membrane.potential"))
    assert simulators.prepare(AXON, "spike", accounts=False, record=False).compiled is not top


def test_what_does_not_make_an_ensemble() -> None:
    with pytest.raises(UnknownNameError, match="watch 'x': no reduction 'maximim'"):
        ensemble(AXON, "spike", watch={"x": "maximim(membrane.potential)"})
    with pytest.raises(UnknownNameError, match="watch 'x': nothing to follow at 'membrane'"):
        ensemble(AXON, "spike", watch={"x": "maximum(membrane)"})
    with pytest.raises(InputError, match="rtol"):
        ensemble(AXON, "spike", rtol=0.5)
    with pytest.raises(UnknownNameError, match="no protocol 'spkie'"):
        ensemble(AXON, "spkie")
