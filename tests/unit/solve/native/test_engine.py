"""The native engine against XLA, the reference: trajectories, breaks, statuses, resuming, threads, kept code."""

import jax.numpy as jnp
import numpy as np
import pytest

from poise.errors import InputError
from poise.solve.backends import XLA, Native, Quickest
from poise.solve.flow import Flow
from poise.solve.integrate import Carry, begin, integrator, padded_breaks, settings
from poise.solve.native.engine import NativeIntegrator
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status
from poise.solve.trajectory import Sampler, steps_of
from poise.solve.tsit5 import Tsit5
from poise.solve.watch import Watch

METHODS = pytest.mark.parametrize("method", [Rodas5P(), Tsit5()], ids=lambda method: type(method).__name__)
BREAKS = padded_breaks([0.0, 4.0, 10.0])
HOW = settings(1e-7, np.array([1e-9, 1e-9]))


def oscillator(t, y, k, p):
    """Van der Pol, pushed in some segments; its first component is counted."""
    return jnp.stack([y[1], p["mu"] * (1.0 - y[0] ** 2) * y[1] - y[0] + p["push"][k] * jnp.cos(t)]), y[:1]


def jump(y, k, p):
    return jnp.stack([y[0] + p["kick"][k], y[1]])


def largest(t, y, k, p):
    return y[:1]


def larger(w, t, h, c, k, p):
    return jnp.maximum(w, c.sum(axis=0)[:1])


FLOW = Flow(
    oscillator,
    jump,
    segmented=("push", "kick"),
    shared=("push", "kick"),
    watch=Watch(1, largest, larger),
)


def told(lanes):
    segments = len(BREAKS) - 1
    push, kick = np.zeros(segments), np.zeros(segments)
    push[1], kick[1] = 1.0, 0.5
    return {"push": push, "kick": kick, "mu": np.linspace(0.5, 5.0, lanes)}


def start(lanes, m=1, w=1):
    return begin(np.array([np.linspace(0.5, 2.0, lanes), np.zeros(lanes)]), m, 0.0, w)


@METHODS
def test_an_ensemble_is_what_xla_makes_of_it(method):
    lanes = 21  # more than side by side, and no multiple
    native = NativeIntegrator(FLOW, method, record=False).last(start(lanes), BREAKS, told(lanes), HOW)
    reference = integrator(FLOW, method, record=False).last(start(lanes), BREAKS, told(lanes), HOW)
    assert (native.status == Status.ok).all()
    assert np.asarray(native.y) == pytest.approx(np.asarray(reference.y), rel=1e-9)
    assert np.asarray(native.q) == pytest.approx(np.asarray(reference.q), rel=1e-9)
    assert np.asarray(native.w) == pytest.approx(np.asarray(reference.w), rel=1e-7)  # of the steps' ends, which differ
    assert native.accepted.tolist() == np.asarray(reference.accepted).tolist()
    assert native.rejected.tolist() == np.asarray(reference.rejected).tolist()


@METHODS
def test_a_lane_gives_the_same_bits_wherever_it_stands(method):
    lanes = 21
    it = NativeIntegrator(FLOW, method, record=False)
    together = it.last(start(lanes), BREAKS, told(lanes), HOW)
    turned = start(lanes)
    order = np.roll(np.arange(lanes), 5)
    turned = turned._replace(y=turned.y[:, order], attempt=turned.attempt[:, order])
    other = it.last(turned, BREAKS, told(lanes) | {"mu": told(lanes)["mu"][order]}, HOW)
    assert np.array_equal(other.y, together.y[:, order])
    assert np.array_equal(other.w, together.w[:, order])


@METHODS
def test_the_record_is_what_xla_records(method):
    """The same steps, and the same states between them; step sizes alone repeat rounding errors manyfold."""
    times = np.linspace(0.0, 10.0, 101)
    found = []
    for it in (
        NativeIntegrator(FLOW, method, record=True, chunk=37),
        integrator(FLOW, method, record=True, chunk=50),
    ):
        sampler, steps = Sampler(times), [0, 0]
        for _, chunk in it.run(start(2), BREAKS, told(2), HOW):
            sampler.take(chunk)
            steps = [steps[lane] + len(steps_of(chunk, lane).begin) for lane in range(2)]
        found.append((sampler.states, steps))
    assert found[0][1] == found[1][1]
    assert np.isfinite(found[0][0]).all()
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-8, abs=1e-8)


@METHODS
def test_stopping_and_resuming_changes_no_bit(method):
    lanes = 5
    whole = NativeIntegrator(FLOW, method, record=False).last(start(lanes), BREAKS, told(lanes), HOW)
    carry, pieces = start(lanes), NativeIntegrator(FLOW, method, record=False, chunk=7)
    calls = 0
    while carry.under_way():
        carry, _ = pieces.advance(Carry.of(carry.arrays()), BREAKS, told(lanes), HOW)
        calls += 1
    assert calls > 5
    for name in ("t", "y", "q", "w", "accepted", "rejected", "status"):
        assert np.array_equal(getattr(carry, name), getattr(whole, name)), name


def test_threads_change_no_bit(monkeypatch):
    lanes = 1000
    found = []
    for threads in ("1", "2"):
        monkeypatch.setenv("POISE_THREADS", threads)
        it = NativeIntegrator(FLOW, Tsit5(), record=False)
        found.append(it.last(start(lanes), BREAKS, told(lanes), HOW))
    assert np.array_equal(found[0].y, found[1].y)
    assert (found[0].status == Status.ok).all()


@pytest.mark.parametrize(
    ("rates", "inside", "most", "status"),
    [
        (lambda t, y, k, p: (y**2, y[:0]), None, 10_000, Status.step_too_small),  # blows up at t = 1
        (lambda t, y, k, p: (-jnp.sqrt(y), y[:0]), None, 10_000, Status.not_finite),
        (lambda t, y, k, p: (-1.0 + 0.0 * y, y[:0]), lambda y, k, p: y[0] > 0.5, 10_000, Status.left_domain),
        (lambda t, y, k, p: (jnp.log(y - 1.0), y[:0]), None, 10_000, Status.started_badly),
        (lambda t, y, k, p: (-1e4 * y + jnp.cos(t), y[:0]), None, 50, Status.too_many_steps),
    ],
)
def test_statuses_are_those_of_xla(rates, inside, most, status):
    flow = Flow(rates) if inside is None else Flow(rates, inside=inside)
    how = settings(1e-6, np.array([1e-9]), most=most)
    breaks = padded_breaks([0.0, 3.0])
    method = Tsit5()
    native = NativeIntegrator(flow, method, record=False).last(begin(np.ones((1, 3)), 0, 0.0), breaks, None, how)
    reference = integrator(flow, method, record=False).last(begin(np.ones((1, 3)), 0, 0.0), breaks, None, how)
    assert native.status.tolist() == [status] * 3 == np.asarray(reference.status).tolist()
    assert native.t == pytest.approx(np.asarray(reference.t), rel=1e-6)
    assert native.culprit(0) == reference.culprit(0)


def test_code_is_kept_and_damage_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setenv("POISE_CACHE", str(tmp_path))
    named = Flow(lambda t, y, k, p: (-y, y[:0]), identity="decay of one number")
    breaks, how = padded_breaks([0.0, 1.0]), settings(1e-9, np.array([1e-12]))

    def ended():
        return NativeIntegrator(named, Tsit5(), record=False).last(begin(np.ones((1, 1)), 0, 0.0), breaks, None, how)

    assert ended().y[0, 0] == pytest.approx(np.exp(-1.0), rel=1e-8)
    (file,) = (tmp_path / "native").iterdir()
    first = file.stat().st_mtime_ns
    assert ended().y[0, 0] == pytest.approx(np.exp(-1.0), rel=1e-8)
    assert file.stat().st_mtime_ns == first
    file.write_bytes(file.read_bytes()[:-20] + b"x" * 20)
    assert ended().y[0, 0] == pytest.approx(np.exp(-1.0), rel=1e-8)
    assert file.stat().st_mtime_ns != first  # made anew


def test_what_cannot_be_lowered_runs_by_xla():
    sorted_flow = Flow(lambda t, y, k, p: (-jnp.sort(y, axis=0), y[:0]))
    breaks, how = padded_breaks([0.0, 1.0]), settings(1e-8, np.array([1e-10]))
    carry = begin(np.ones((1, 1)), 0, 0.0)
    either = Quickest().integrating(sorted_flow, Tsit5(), record=False)
    assert either.named(carry, None) == "xla"
    assert np.asarray(either.last(carry, breaks, None, how).y)[0, 0] == pytest.approx(np.exp(-1.0), rel=1e-7)
    with pytest.raises(InputError, match=r"sort.*XLA"):
        Native().integrating(sorted_flow, Tsit5(), record=False).last(carry, breaks, None, how)
    assert XLA().integrating(FLOW, Tsit5(), record=False).named(start(1), told(1)) == "xla"
    assert Quickest().integrating(FLOW, Tsit5(), record=False).named(start(1), told(1)) == "native"
