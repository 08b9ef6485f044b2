"""Protocols bound to models: breaks, and what every varied quantity does between them."""

import math

import numpy as np
import pytest

import poise
from poise.errors import InputError, UnitError, UnknownNameError
from poise.system.schedule import Schedule

AXON = poise.load("squid_axon")


def value(schedule: Schedule, name: str, time: float) -> float:
    """A varied quantity at a time, from the tables."""
    k = min(int(np.searchsorted(schedule.breaks, time, side="right")) - 1, len(schedule.breaks) - 2)
    a, b, c, pace = schedule.tables[k, schedule.varied.index(name), :, 0]
    since = time - schedule.breaks[k]
    return float(a + b * since + c * math.exp(-pace * since))


def bound(*actions: object, until: str = "100 ms") -> Schedule:
    return Schedule.of(AXON, poise.Protocol(until, actions))  # type: ignore[arg-type]


def test_a_step_goes_back() -> None:
    found = bound(poise.Step("membrane.injected", "20 uA/cm2", at="10 ms", duration="5 ms"))
    assert found.breaks.tolist() == [0.0, 0.01, 0.015, 0.1]
    assert [value(found, "membrane.injected", t) for t in (0.005, 0.01, 0.0149, 0.015, 0.1)] == [0, 0.2, 0.2, 0, 0]


def test_a_train_repeats() -> None:
    found = bound(poise.Step("membrane.injected", 0.2, at="10 ms", duration="5 ms", every="20 ms", times=3))
    on = [t for t in np.arange(0.5e-3, 0.1, 1e-3) if value(found, "membrane.injected", t) > 0]
    assert len(on) == 15
    assert len(found.breaks) == 8


def test_a_ramp_stays_where_it_ends() -> None:
    found = bound(poise.Ramp("temperature", "16.3 degC", at="20 ms", duration="50 ms"))
    times = (0.0, 0.02, 0.045, 0.07, 0.1)
    assert [value(found, "temperature", t) for t in times] == pytest.approx([279.45, 279.45, 284.45, 289.45, 289.45])


def test_a_wash_is_exponential_and_washes_back() -> None:
    found = bound(poise.Wash("bath.K+", "10 mM", "10 ms", at="20 ms", duration="30 ms"))
    low = 10.0 + 10.0 * math.exp(-3.0)
    assert value(found, "bath.K+", 0.03) == pytest.approx(10.0 + 10.0 * math.exp(-1.0), rel=1e-12)
    assert value(found, "bath.K+", 0.06) == pytest.approx(20.0 + (low - 20.0) * math.exp(-1.0), rel=1e-12)


def test_the_later_in_the_list_wins() -> None:
    found = bound(
        poise.Step("bath.K+", "10 mM", at="10 ms", duration="50 ms"),
        poise.Step("bath.K+", "5 mM", at="20 ms", duration="10 ms"),
    )
    assert [value(found, "bath.K+", t) for t in (0.005, 0.015, 0.025, 0.035, 0.07)] == [20, 10, 5, 10, 20]


def test_a_ramp_cut_by_other_breaks_is_one_line() -> None:
    whole = bound(poise.Ramp("bath.K+", "40 mM", at="0 ms", duration="80 ms"))
    cut = bound(
        poise.Ramp("bath.K+", "40 mM", at="0 ms", duration="80 ms"),
        poise.Step("membrane.injected", 0.1, at="13 ms", duration="31 ms"),
    )
    times = np.linspace(0.0, 0.0999, 57)
    assert [value(cut, "bath.K+", t) for t in times] == pytest.approx([value(whole, "bath.K+", t) for t in times])


def test_scale_and_block() -> None:
    found = bound(poise.Scale("membrane.Na", 0.5, at="10 ms"))
    assert (value(found, "membrane.Na", 0.005), value(found, "membrane.Na", 0.05)) == (1.0, 0.5)


def test_clamps_and_series_resistance() -> None:
    found = bound(
        poise.Clamp("membrane", "0 mV", at="10 ms", duration="10 ms"),
        poise.Clamp("membrane", "-100 mV", at="30 ms", duration="10 ms", series_resistance="10 ohm cm2"),
    )
    assert found.clamps[:, 0].tolist() == [0, 1, 0, 0, 0]
    assert found.series[:, 0].tolist() == pytest.approx([0, 0, 0, 1e3, 0])


def test_lanes_keep_their_own_base() -> None:
    model = AXON.set("bath.K+", np.array([10.0, 20.0]))
    found = Schedule.of(model, poise.Protocol("1 s", [poise.Ramp("bath.K+", "40 mM", at=0.0, duration=1.0)]))
    assert found.tables[0, 0, 1].tolist() == pytest.approx([30.0, 20.0])


@pytest.mark.parametrize(
    ("action", "error", "text"),
    [
        (poise.Step("bath.Kplus", 1.0), UnknownNameError, "action 1: no quantity"),
        (poise.Scale("membrane.pumpp"), UnknownNameError, "no process 'membrane.pumpp' to scale"),
        (poise.Clamp("menbrane", "0 mV"), UnknownNameError, "did you mean 'membrane'"),
        (poise.Step("bath.K+", "5 mV"), UnitError, "unit of potential"),
        (poise.Step("membrane.capacitance", "2 uF/cm2"), InputError, "cannot be varied in time"),
        (poise.Step("membrane.potential", "0 mV"), InputError, "use a clamp"),
        (poise.Step("membrane.Na.m.power", 2.0), InputError, "cannot be varied in time"),
        (poise.Step("bath.K+", "-5 mM"), InputError, "out of range"),
    ],
)
def test_what_does_not_fit_is_refused(action: object, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        bound(action)


def test_amounts_that_follow_cannot_be_set() -> None:
    model = poise.load("pump_leak_cell")
    with pytest.raises(InputError, match="follows from what moves"):
        Schedule.of(model, poise.Protocol("1 s", [poise.Step("cytosol.K+", "5 mM")]))
    with pytest.raises(InputError, match="follows from the water"):
        Schedule.of(model, poise.Protocol("1 s", [poise.Step("cytosol.volume", "5 um3")]))


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: poise.Ramp("temperature", "300 K"), "needs `for`"),
        (lambda: poise.Step("bath.K+", 1.0, times=3), "`every` is missing"),
        (lambda: poise.Step("bath.K+", 1.0, duration=2.0, every=1.0, times=2), "shorter than `for`"),
        (lambda: poise.Step("bath.K+", 1.0, times=1.5, every=1.0), "not a whole number"),
        (lambda: poise.Clamp("membrane", "20 V"), "out of range"),
        (lambda: poise.Clamp("membrane", "0 mV", start="-80 mV"), "needs `for`"),
        (lambda: poise.Protocol("0 s"), "until"),
        (lambda: poise.Protocol("1 s", ["x"]), "is not an action"),  # type: ignore[list-item]
        (lambda: poise.Scale("membrane.Na", -1.0), "out of range"),
    ],
)
def test_actions_that_make_no_sense_are_refused(made: object, text: str) -> None:
    with pytest.raises(InputError, match=text):
        made()  # type: ignore[operator]
