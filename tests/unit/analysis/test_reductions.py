"""Reductions: against closed forms, against the record of `simulate`, against exact roots of random courses."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

import poise
from poise.analysis import reductions as kinds
from poise.analysis.ensemble import ensemble, structure_of
from poise.analysis.reductions import REDUCTIONS, Reduction, Watching, reduction
from poise.analysis.reductions.course import Course
from poise.analysis.simulator import prepare
from poise.analysis.unfold import moments
from poise.errors import InputError, UnitError, UnknownNameError
from poise.solve.integrate import Chunk
from poise.solve.trajectory import Crossings, Sampler

AXON = poise.load("squid_axon")
TAU = np.array([0.005, 0.01, 0.02])  # s


def passive(start: str | None = None) -> poise.Model:
    """Three membranes that are a resistor and a capacitor, with the time constants above."""
    law = poise.law("leak")
    conductance = poise.Along("cell", 0.01 / TAU)
    leak = {"leak": law(conductance, "-60 mV")}  # type: ignore[call-arg]
    face = poise.Interface("cytosol", "bath", leak, capacitance="1 uF/cm2", potential=start)
    places = {"cytosol": poise.Compartment({}), "bath": poise.Compartment({}, ground=True)}
    return poise.Model("passive", places, {"membrane": face}, "20 degC")


def of(path: str = "membrane.potential", leave: tuple[str, ...] = ()) -> dict[str, Reduction]:
    """Every reduction that a path alone makes, but some."""
    return {name: kind(path) for name, kind in REDUCTIONS.items() if name not in leave}  # type: ignore[call-arg]


def test_a_pulse_on_a_resistor_and_a_capacitor() -> None:
    pulse = poise.Protocol("80 ms", [poise.Step("membrane.injected", "1 uA/cm2", at="5 ms", duration="20 ms")])
    watch = of(leave=("count", "frequency", "apd")) | {
        "up": kinds.FirstTime("membrane.potential", "-53 mV"),
        "down": kinds.LastTime("membrane.potential", "-53 mV", rises=False),
        "passed": kinds.Count("membrane.potential", -0.053),
        "far": kinds.FirstTime("membrane.potential", "-20 mV"),
    }
    found = ensemble(passive(), pulse, watch=watch, rtol=1e-10)
    high = 1.0 * TAU  # current times resistance [V]
    top = high * (1.0 - np.exp(-0.02 / TAU))
    reached = top > 0.007
    assert reached.tolist() == [False, True, True]
    assert found.ok
    assert found["maximum"] == pytest.approx(-0.06 + top, abs=1e-11)
    assert found["time_of_maximum"] == pytest.approx([0.025] * 3, abs=1e-12)
    assert found["minimum"] == pytest.approx([-0.06] * 3, abs=1e-11)
    assert found["last"] == pytest.approx(-0.06 + top * np.exp(-0.055 / TAU), abs=1e-11)
    area = high * 0.02 - top * TAU + top * TAU * (1.0 - np.exp(-0.055 / TAU))
    assert found["mean"] == pytest.approx(-0.06 + area / 0.08, abs=1e-11)
    up = np.where(reached, 0.005 - TAU * np.log(1.0 - np.minimum(0.007 / high, 0.9)), np.nan)
    down = np.where(reached, 0.025 + TAU * np.log(top / 0.007), np.nan)
    assert found["up"] == pytest.approx(up, abs=1e-10, nan_ok=True)
    assert found["down"] == pytest.approx(down, abs=1e-10, nan_ok=True)
    assert np.isnan(found["far"]).all()
    assert found["passed"].tolist() == reached.tolist()
    assert found.quantities["maximum"] == found.quantities["mean"] == "potential"
    assert (found.quantities["up"], found.quantities["passed"]) == ("time", "number")


def test_jumps_under_a_clamp_are_passages_at_the_break() -> None:
    """Steps to 0 mV and back, then a ramp from -80 to 20 mV in 10 ms; the leak takes over at 40 ms."""
    actions = [
        poise.Clamp("membrane", "-65 mV", at="0 ms", duration="2 ms"),
        poise.Clamp("membrane", "0 mV", at="2 ms", duration="10 ms"),
        poise.Clamp("membrane", "-65 mV", at="12 ms", duration="8 ms"),
        poise.Clamp("membrane", "20 mV", start="-80 mV", at="20 ms", duration="10 ms"),
        poise.Clamp("membrane", "-90 mV", at="30 ms", duration="10 ms"),
    ]
    watch = of(leave=("first_time", "last_time", "apd", "last")) | {
        "count": kinds.Count("membrane.potential", "-20 mV"),
        "fell": kinds.LastTime("membrane.potential", "-20 mV", rises=False),
        "back": kinds.LastTime("membrane.potential", "-70 mV"),
        "frequency": kinds.Frequency("membrane.potential", "-20 mV"),
    }
    found = ensemble(passive("-60 mV"), poise.Protocol("80 ms", actions), watch=watch, accounts=True)
    same = {
        "count": 2.0,
        "fell": 0.030,
        "frequency": 1.0 / 0.024,
        "maximum": 0.02,
        "time_of_maximum": 0.03,
        "minimum": -0.09,
        "time_of_minimum": 0.03,
    }
    for name, value in same.items():
        assert found[name] == pytest.approx([value] * 3, abs=1e-12), name
    assert found["back"] == pytest.approx(0.04 + TAU * np.log(3.0), abs=1e-8)
    held = (-0.065 * 2 + 0.0 * 10 - 0.065 * 8 - 0.03 * 10 - 0.09 * 10) * 1e-3
    free = -0.06 * 0.04 - 0.03 * TAU * (1.0 - np.exp(-0.04 / TAU))
    assert found["mean"] == pytest.approx((held + free) / 0.08, abs=1e-9)
    assert found.conservation is not None
    assert found.conservation.charge.max() < 1e-12  # what the clamps put in at once is counted


def test_a_bath_that_is_washed() -> None:
    """c = c1 + (c0 - c1) exp(-t / tau): not linear in the state, and hardly seen by the step control."""
    washed = poise.Protocol("100 ms", [poise.Wash("bath.K+", "60 mM", at="10 ms", time_constant="15 ms")])
    path = "bath.K+"
    watch = of(path, ("count", "frequency", "apd")) | {
        "first_time": kinds.FirstTime(path, "50 mM"),
        "last_time": kinds.LastTime(path, "50 mM", False),
    }
    model = AXON.set({"membrane.Na.conductance": 0.0})
    found = ensemble(model, washed, watch=watch, rtol=1e-8)
    decay = 0.015 * (1.0 - np.exp(-6.0))
    assert found["maximum"] == found["last"] == pytest.approx(60.0 - 40.0 * np.exp(-6.0), rel=1e-13)
    assert found["time_of_maximum"] == pytest.approx(0.1)
    assert (found["minimum"], found["time_of_minimum"]) == (pytest.approx(20.0, rel=1e-14), 0.0)
    assert found["mean"] == pytest.approx((20.0 * 0.01 + 60.0 * 0.09 - 40.0 * decay) / 0.1, rel=1e-7)
    assert found["first_time"] == pytest.approx(0.01 + 0.015 * np.log(4.0), abs=1e-7)
    assert np.isnan(found["last_time"])
    assert found.quantities["mean"] == "concentration"


def recorded(model: poise.Model, protocol: str, until: str | None, watch: Any, times: Any) -> tuple[Any, Any, Any, Any]:
    """What was kept, and of the same run the states at given times (n, times, lanes) and when 0 mV was passed."""
    _, _, motion = structure_of(model, protocol, until, accounts=False)
    watching = Watching.of(motion, watch)
    simulator = prepare(model, protocol, until, accounts=False, watch=watching.watch)
    weights = np.zeros(motion.layout.size)
    weights[-1] = 1.0
    sampler, kept = Sampler(times), None
    passed = {rises: Crossings(weights, 0.0, rises) for rises in (True, False)}
    for state, chunk in simulator.chunks(1e-6):
        assert chunk is not None
        kept = state
        for one in (sampler, *passed.values()):
            one.take(chunk)
    assert kept is not None
    assert (np.asarray(kept.status) == 0).all()
    return watching.values(kept.w), sampler.states, {rises: one.times for rises, one in passed.items()}, simulator


def test_impulses_of_the_axon_against_the_record_of_the_run() -> None:
    model = AXON.set({"membrane.Na.conductance": poise.Along("axon", [300.0, 900.0, 1100.0, 1200.0])})
    asked = of(leave=("time_of_minimum",)) | {
        "m": kinds.Maximum("membrane.Na.m"),
        "half": reduction("apd(membrane.potential, 0.5)"),
        "last_time": kinds.LastTime("membrane.potential", rises=False),
    }
    times = np.linspace(0.0, 0.06, 60_001)
    found, states, passed, simulator = recorded(model, "train", "60 ms", asked, times)
    potential, m = states[-1], states[simulator.layout.labels.index("membrane.Na.m")]
    assert found["count"].tolist() == [len(one) for one in passed[True]]
    assert len(set(found["count"].tolist())) > 2
    for lane, (ups, downs) in enumerate(zip(passed[True], passed[False], strict=True)):
        assert found["first_time"][lane] == pytest.approx(ups[0] if ups else np.nan, abs=1e-12, nan_ok=True)
        assert found["last_time"][lane] == pytest.approx(downs[-1] if downs else np.nan, abs=1e-12, nan_ok=True)
        rate = (len(ups) - 1) / (ups[-1] - ups[0]) if len(ups) > 1 else np.nan
        assert found["frequency"][lane] == pytest.approx(rate, rel=1e-12, nan_ok=True)
        v = potential[:, lane]
        assert found["maximum"][lane] == pytest.approx(v.max(), abs=1e-7)  # 1 us between the samples
        assert found["maximum"][lane] >= v.max()
        assert found["minimum"][lane] == pytest.approx(v.min(), abs=1e-9)
        assert found["time_of_maximum"][lane] == pytest.approx(times[v.argmax()], abs=2e-6)
        assert found["mean"][lane] == pytest.approx(np.trapezoid(v, times) / 0.06, abs=1e-7)
        assert found["last"][lane] == pytest.approx(v[-1], abs=1e-14)
        assert found["m"][lane] == pytest.approx(m[:, lane].max(), abs=1e-7)
        assert found["apd"][lane] == pytest.approx(measured(times, v, 0.9), abs=3e-6, nan_ok=True)
        assert found["half"][lane] == pytest.approx(measured(times, v, 0.5), abs=3e-6, nan_ok=True)


def measured(times: Any, v: Any, share: float) -> float:
    """The duration of the last action potential that is over, from samples."""
    ups = np.flatnonzero((v[:-1] <= 0.0) & (v[1:] > 0.0))
    for k in range(len(ups) - 1, -1, -1):
        before = v[ups[k - 1] : ups[k]] if k else v[: ups[k]]
        peak = ups[k] + v[ups[k] : (ups[k + 1] if k + 1 < len(ups) else len(v))].argmax()
        low = before[before.argmax() :].argmin() + before.argmax() + (ups[k - 1] if k else 0) if k else before.argmin()
        ends = np.flatnonzero(v[peak:] <= v[peak] - share * (v[peak] - v[low]))
        if ends.size:
            steepest = low + np.gradient(v, times)[low:peak].argmax()
            return times[peak + ends[0]] - times[steepest]
    return float("nan")


def test_amounts_and_volumes_against_the_record_of_the_run() -> None:
    watch = {
        "largest": "maximum(cytosol.volume)",
        "shrinks": "time_of_minimum(cytosol.volume)",
        "mean": "mean(cytosol.Na+)",
        "end": "last(cytosol.Na+)",
        "half": "first_time(cytosol.Na+, 30 mM)",
    }
    times = np.linspace(0.0, 36_000.0, 36_001)
    found, states, _, simulator = recorded(poise.load("pump_leak_cell"), "ouabain_washed_out", None, watch, times)
    system = moments(simulator, times, states[:, :, 0], np.zeros(len(times), int)).system
    volume, na = system.volumes["cytosol"], system.concentrations["cytosol"][simulator.model.book["Na+"]]
    assert found["largest"] == pytest.approx(volume.max(), rel=1e-8)
    assert found["shrinks"] == pytest.approx(times[volume.argmin()], abs=1.0)
    assert found["mean"] == pytest.approx(np.trapezoid(na, times) / 36_000.0, rel=1e-5)
    assert found["end"] == pytest.approx(na[-1], rel=1e-14)
    after = int(np.argmax(na > 30.0))
    reached = np.interp(30.0, na[after - 1 : after + 1], times[after - 1 : after + 1])
    assert found["half"] == pytest.approx(reached, abs=1e-3)


LANES, STEPS = 400, 6


def test_random_courses_against_their_exact_roots() -> None:
    """Quartics end to end, with a jump at every third joint: 400 lanes of 6 steps, several passages in many a step."""
    import jax
    import jax.numpy as jnp

    rng = np.random.default_rng(5)
    c = rng.normal(size=(STEPS, 5, LANES)) * np.array([0.2, 5.0, 30.0, 50.0, 25.0])[:, None]
    for k in range(1, STEPS):
        if k % 3:
            c[k, 0] = c[k - 1].sum(axis=0)
    begin = np.linspace(0.0, 3.0, STEPS + 1)
    taken = [kinds.Count("x", 0.1, True), kinds.FirstTime("x", 0.1, True), kinds.LastTime("x", 0.1, False)]
    taken += [kind("x") for kind in (kinds.Maximum, kinds.TimeOfMinimum, kinds.Mean)]

    def step(rows: Any, t: Any, h: Any, poly: Any) -> Any:
        course = Course.of_polynomial(t, h, tuple(poly))
        return [one.step(kept, course) for one, kept in zip(taken, rows, strict=True)]

    with jax.enable_x64(True):
        stepped = jax.jit(step)
        rows = [one.begin(jnp.zeros(LANES), jnp.asarray(c[0, 0])) for one in taken]
        for k in range(STEPS):
            rows = stepped(rows, jnp.full(LANES, begin[k]), jnp.full(LANES, 0.5), jnp.asarray(c[k]))
        rows = jax.tree.map(np.asarray, rows)
    counts, first, last, most, when, mean = (one.value(kept) for one, kept in zip(taken, rows, strict=True))
    start, end = (np.broadcast_to(one[:, None], (STEPS, LANES)) for one in (begin[:-1], begin[1:]))
    chunk = Chunk(STEPS, start, end, c[:, :, None])
    ups, downs = Crossings(np.ones(1), 0.1, True), Crossings(np.ones(1), 0.1, False)
    ups.take(chunk)
    downs.take(chunk)
    assert counts.tolist() == [len(one) for one in ups.times]
    assert max(counts) >= 4
    assert first == pytest.approx([one[0] if one else np.nan for one in ups.times], abs=1e-8, nan_ok=True)
    assert last == pytest.approx([one[-1] if one else np.nan for one in downs.times], abs=1e-8, nan_ok=True)
    theta = np.linspace(0.0, 1.0, 2001)[:, None]
    x = np.concatenate([sum(c[k, power] * theta**power for power in range(5)) for k in range(STEPS)])
    time = np.concatenate([begin[k] + 0.5 * theta[:, 0] for k in range(STEPS)])
    assert most == pytest.approx(x.max(axis=0), abs=1e-5)
    assert (most >= x.max(axis=0) - 1e-12).all()
    assert when == pytest.approx(time[x.argmin(axis=0)], abs=1e-3)
    assert mean == pytest.approx((c / np.arange(1.0, 6.0)[:, None]).sum(axis=1).mean(axis=0), abs=1e-13)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("maximum(membrane.potential)", kinds.Maximum("membrane.potential")),
        (" count( membrane.potential , -20 mV )", kinds.Count("membrane.potential", "-20 mV")),
        ("count(membrane.potential, 0 mV, falls)", kinds.Count("membrane.potential", "0 mV", False)),
        ("count(bath.K+, rises=false, level=12 mM)", kinds.Count("bath.K+", "12 mM", False)),
        ("apd(membrane.potential, 0.5)", kinds.Duration("membrane.potential", 0.5)),
        ("apd(membrane.potential, level=-20 mV)", kinds.Duration("membrane.potential", 0.9, "-20 mV")),
    ],
)
def test_text_is_a_reduction_and_back(text: str, made: Reduction) -> None:
    assert reduction(text) == made
    assert reduction(made.text) == made
    assert reduction(made) is made


@pytest.mark.parametrize("kind", REDUCTIONS.values(), ids=REDUCTIONS)
def test_every_reduction_says_its_text(kind: type[Reduction]) -> None:
    one = kind("membrane.potential")  # type: ignore[call-arg]
    assert one.text == f"{kind.name}(membrane.potential)"
    assert reduction(one.text) == one


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("maximim(membrane.potential)", UnknownNameError, "did you mean 'maximum'"),
        ("maximum membrane.potential", InputError, "write one such as 'maximum(membrane.potential)'"),
        ("maximum()", InputError, "nothing is given for 'of'"),
        ("maximum(membrane.potential, 3)", InputError, "too much, or in disorder, at '3'; write maximum(path)"),
        ("count(membrane.potential, rises=true, 1 mV)", InputError, "in disorder, at '1 mV'"),
        ("count(membrane.potential, levle=1 mV)", UnknownNameError, "did you mean 'level'"),
        ("count(membrane.potential, 1 mV, level=2 mV)", InputError, "'level' is given twice"),
        ("count(membrane.potential, 1 mV, up)", InputError, "'up' is neither true nor false"),
        ("apd(membrane.potential, much)", InputError, "'much' is not a number"),
        ("apd(membrane.potential, 1.5)", InputError, "not a share of the amplitude"),
        ("apd(membrane.potential, nan)", InputError, "not a share of the amplitude"),
        ("maximum(" + 400 * "x" + ")", InputError, "not a reduction"),
    ],
)
def test_text_that_is_none(text: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        reduction(text)
    assert said in str(caught.value)
    assert type(caught.value) is error


def test_what_a_model_does_not_have() -> None:
    _, _, motion = structure_of(AXON, "spike")
    with pytest.raises(
        UnknownNameError, match=r"watch 'top': nothing to follow at 'membrane\.potentail'.*did you mean"
    ):
        Watching.of(motion, {"top": "maximum(membrane.potentail)"})
    with pytest.raises(UnknownNameError, match=r"'cytosol\.volume'"):  # a reservoir has none
        Watching.of(motion, {"top": "maximum(cytosol.volume)"})
    with pytest.raises(UnitError, match="watch 'n': '5 mM': 'mM' is a unit of concentration"):
        Watching.of(motion, {"n": kinds.Count("membrane.potential", "5 mM")})
    with pytest.raises(InputError, match="neither a finite number"):
        kinds.Count("membrane.potential", float("nan"))
    with pytest.raises(InputError, match="neither true"):
        kinds.Count("membrane.potential", "0 mV", rises=1)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="is not a path"):
        kinds.Last("  ")


@dataclass(frozen=True)
class Steps(Reduction):
    """How many steps were taken: a reduction that Poise does not ship."""

    of: str
    name: ClassVar[str] = "steps"
    size: ClassVar[int] = 1

    def begin(self, time: Any, first: Any) -> list[Any]:
        return [0.0 * time]

    def step(self, rows: Any, course: Course) -> list[Any]:
        return [rows[0] + 1.0]

    def value(self, rows: Any) -> Any:
        return rows[0]


def test_a_reduction_of_ones_own() -> None:
    found = ensemble(passive("-50 mV"), until="10 ms", watch={"steps": Steps("membrane.potential")})
    assert found["steps"].tolist() == found.accepted.tolist()
    _, _, motion = structure_of(AXON, "spike")
    assert Watching.of(motion, {"steps": Steps("membrane.potential")}).watch.identity == ""
    assert Watching.of(motion, {"end": "last(membrane.potential)"}).watch.identity != ""
    with pytest.raises(TypeError, match="not built on another"):

        @dataclasses.dataclass(frozen=True)
        class Most(kinds.Maximum):  # type: ignore[misc]
            name: ClassVar[str] = "most"
