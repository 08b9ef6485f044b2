"""S29 to S31 in time: the spike of the squid axon, what flows in it, and the silence after it.

Numbers to compare with come from the paper's equations in plain SciPy (`plain.py`).
"""

import numpy as np
import pytest

import poise
from systems.cells import MV
from systems.plain import hh_rest, hh_run

MS, UA = 1e-3, 1e-2
EVENTS = {"spike": poise.Rises("membrane.potential", "0 mV")}


@pytest.fixture(scope="module")
def axon():
    return poise.load("squid_axon")


@pytest.fixture(scope="module")
def spike(axon):
    return poise.simulate(axon, "spike", every="0.01 ms", rtol=1e-9, throw=True)


def pulses(axon, *given, until, rtol=1e-7):
    """Spike times [ms] after pulses of (ms at, ms long, uA/cm2)."""
    steps = tuple(
        poise.Step("membrane.injected", strength * UA, at=at * MS, duration=length * MS)
        for at, length, strength in given
    )
    run = poise.simulate(
        axon, poise.Protocol(until * MS, steps, EVENTS), times=[until * MS], rtol=rtol, method=poise.Tsit5(),
        accounts=False, throw=True,
    )  # fmt: skip
    return [t / MS for t in run.facts["events"]["spike"]]


def test_S30_peak_and_time_of_the_spike(spike):
    """+39.3 mV here (about +30 in the text); rest, peak and moment as in SciPy."""
    plain = hh_run([(1.0, 0.0), (0.5, 20.0), (28.5, 0.0)])
    v = spike.of("potential", "membrane") / MV
    assert v[0] == pytest.approx(hh_rest()[0], abs=1e-6)
    assert v.max() == pytest.approx(plain["most"], abs=2e-3)
    assert [t / MS for t in spike.facts["events"]["spike"]] == pytest.approx(plain["spikes"], abs=1e-6)
    assert 25 < v.max() < 50


def test_S30_currents_driving_forces_and_conductances(spike):
    """i = g (V - E) of each channel at all times; g_Na leads g_K; the currents are those of the paper's formulas."""
    v = spike.of("potential", "membrane")
    m, h, n = (spike.of("gate", f"membrane.{one}") for one in ("Na.m", "Na.h", "K.n"))
    for name, conductance, battery in (("Na", 1200 * m**3 * h, 0.05), ("K", 360 * n**4, -0.077)):
        path = f"membrane.{name}"
        np.testing.assert_allclose(spike.of("conductance", path), conductance, rtol=1e-9)
        np.testing.assert_allclose(spike.of("equilibrium", path), battery, rtol=1e-9)
        np.testing.assert_allclose(spike.of("driving_force", path), v - battery, rtol=0, atol=1e-12)
        np.testing.assert_allclose(spike.of("current", path), conductance * (v - battery), rtol=1e-8, atol=1e-12)
    g_na, g_k = spike.of("conductance", "membrane.Na"), spike.of("conductance", "membrane.K")
    assert g_na.argmax() < v.argmax() + 30
    assert g_na.argmax() < g_k.argmax()
    assert g_na.max() > 5 * g_k[0]


def test_S29_driving_force_falls_while_the_current_rises(spike):
    """In the upstroke Na+ comes closer to equilibrium and yet its current grows, for the conductance grows faster."""
    v = spike.of("potential", "membrane") / MV
    up = np.flatnonzero((v[:-1] < -30) & (v[1:] >= -30))[0], np.flatnonzero((v[:-1] < 10) & (v[1:] >= 10))[0]
    inward, force = -spike.of("current", "membrane.Na"), -spike.of("driving_force", "membrane.Na")
    assert force[up[1]] < force[up[0]] - 35 * MV
    assert inward[up[1]] > 2 * inward[up[0]]


def test_S31_undershoot_because_potassium_channels_close_slowly(spike):
    """V falls below the rest towards E_K; g_K is then still above its rest, g_Na below."""
    plain = hh_run([(1.0, 0.0), (0.5, 20.0), (28.5, 0.0)])
    v = spike.of("potential", "membrane") / MV
    low = v.argmin()
    assert v[low] == pytest.approx(plain["least"], abs=2e-3)
    assert -77 < v[low] < v[0] - 5
    assert spike.of("conductance", "membrane.K")[low] > 1.5 * spike.of("conductance", "membrane.K")[0]
    assert spike.of("gate", "membrane.Na.h")[low] < spike.of("gate", "membrane.Na.h")[0]


def refractory_end(fires, low, high, rounds):
    """The least gap [ms] at which the second pulse fires."""
    for _ in range(rounds):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if fires(middle) else (middle, high)
    return 0.5 * (low + high)


@pytest.mark.parametrize(("strength", "rounds"), [(20.0, 12), (80.0, 12)])
def test_S31_refractory_period_by_two_pulses(axon, strength, rounds):
    """The gap after which the second of two pulses (the first 20 uA/cm2, 0.5 ms) fires: longer for an equal pulse
    (relative) than for one four times as strong; to 0.01 ms as in SciPy."""

    def ours(gap):
        return len(pulses(axon, (1.0, 0.5, 20.0), (1.0 + gap, 0.5, strength), until=gap + 15.0)) == 2

    def plain(gap):
        run = hh_run([(0.5, 20.0), (gap - 0.5, 0.0), (0.5, strength), (13.5, 0.0)], rtol=1e-8, atol=1e-10)
        return len(run["spikes"]) == 2

    gap = refractory_end(ours, 3.0, 20.0, rounds)
    assert not plain(gap - 0.01)
    assert plain(gap + 0.01)


def test_S31_absolutely_refractory(axon):
    """2 ms after the peak 4 times the threshold gives no second spike that overshoots; 20 ms after, it does."""
    peak = pulses(axon, (1.0, 0.5, 20.0), until=20.0)[0]
    assert len(pulses(axon, (1.0, 0.5, 20.0), (peak + 2.0, 0.5, 60.0), until=25.0)) == 1
    assert len(pulses(axon, (1.0, 0.5, 20.0), (peak + 20.0, 0.5, 60.0), until=45.0)) == 2


def test_anode_break(axon):
    """Hodgkin & Huxley 1952: a spike when a hyperpolarising current ends; its moment as in SciPy."""
    run = poise.simulate(axon, "anode_break", rtol=1e-9, times=[0.07], throw=True)
    plain = hh_run([(5.0, 0.0), (30.0, -10.0), (35.0, 0.0)])
    assert [t / MS for t in run.facts["events"]["spike"]] == pytest.approx(plain["spikes"], abs=1e-5)
