"""The loop over steps: breaks, lanes, resuming, statuses; and what is read from its record."""

import os
import subprocess
import sys

import numpy as np
import pytest

from poise.solve.flow import Flow
from poise.solve.integrate import Carry, Chunk, begin, chunk_length, integrator, padded_breaks, settings
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status
from poise.solve.trajectory import Crossings, Sampler, steps_of
from poise.solve.tsit5 import Tsit5

METHODS = pytest.mark.parametrize("method", [Rodas5P(), Tsit5()], ids=lambda method: type(method).__name__)


def oscillator(t, y, k, p):
    """Van der Pol, pushed in the segments named by p["push"]."""
    import jax.numpy as jnp

    push = p["push"][k]
    return jnp.stack([y[1], p["mu"] * (1.0 - y[0] ** 2) * y[1] - y[0] + push * jnp.cos(t)]), y[:1]


def parameters(lanes, pushes=(0.0,)):
    return {"push": np.pad(np.array(pushes), (0, 8 - len(pushes))), "mu": np.linspace(0.5, 5.0, lanes)}


def start(lanes):
    return begin(np.array([np.linspace(0.5, 2.0, lanes), np.zeros(lanes)]), 1, 0.0)


HOW = settings(1e-7, np.array([1e-9, 1e-9]))


def arrays_equal(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


@METHODS
def test_lanes_give_what_each_gives_alone(method):
    it = integrator(Flow(oscillator), method, record=False)
    breaks = padded_breaks([0.0, 10.0])
    p = parameters(3)
    together = it.last(start(3), breaks, p, HOW)
    for lane in range(3):
        alone = it.last(
            begin(start(3).y[:, lane : lane + 1], 1, 0.0), breaks, p | {"mu": p["mu"][lane : lane + 1]}, HOW
        )
        assert np.asarray(together.y)[:, lane] == pytest.approx(np.asarray(alone.y)[:, 0], rel=1e-11)
        assert int(together.accepted[lane]) == int(alone.accepted[0])
    assert len(set(together.accepted.tolist())) == 3  # each at its own pace


@METHODS
def test_chunks_and_resuming_from_arrays_change_no_bit(method, tmp_path):
    breaks, p = padded_breaks([0.0, 4.0, 10.0]), parameters(2, (0.0, 1.0))
    whole = integrator(Flow(oscillator), method).last(start(2), breaks, p, HOW)
    pieces = integrator(Flow(oscillator), method, chunk=7)
    carry = start(2)
    while (np.asarray(carry.status) == Status.unfinished).any():
        carry, chunk = pieces.advance(carry, breaks, p, HOW)
        assert isinstance(chunk, Chunk)
        np.savez(tmp_path / "state.npz", **carry.arrays())
        with np.load(tmp_path / "state.npz") as saved:
            carry = Carry.of(saved)
    assert arrays_equal(whole, carry)
    assert not pieces._refused  # the whole loop was one kernel


@METHODS
def test_breaks_are_met_exactly_and_a_pulse_is_two_integrations(method):
    flow = Flow(oscillator)
    it = integrator(flow, method)
    p = parameters(2, (0.0, 3.0, 0.0))
    edges = [0.0, 1.0 / 3.0, 2.7, 9.1]
    carry, ends, begins = start(2), [], []
    for after, chunk in it.run(start(2), padded_breaks(edges), p, HOW):
        carry, steps = after, steps_of(chunk, 0)
        ends += steps.end.tolist()
        begins += steps.begin.tolist()
    assert set(edges[1:]) <= set(ends)
    assert begins[1:] == ends[:-1]
    assert carry.t.tolist() == [9.1, 9.1]
    state = start(2)
    for a, b, push in zip(edges[:-1], edges[1:], (0.0, 3.0, 0.0), strict=True):
        fresh = begin(state.y, 1, a)
        part = it.last(fresh, padded_breaks([a, b]), parameters(2, (push,)), HOW)
        state = part._replace(q=np.asarray(state.q) + np.asarray(part.q))
    assert np.asarray(carry.y) == pytest.approx(np.asarray(state.y), abs=1e-12)
    assert np.asarray(carry.q) == pytest.approx(np.asarray(state.q), abs=1e-12)


def test_no_sliver_is_left_before_a_break():
    it = integrator(Flow(oscillator), Rodas5P())
    rng = np.random.default_rng(3)
    edges = [0.0, *np.sort(rng.uniform(0.1, 20.0, 7)).tolist()]
    for _, chunk in it.run(start(1), padded_breaks(edges), parameters(1, (1.0,)), HOW):
        steps = steps_of(chunk, 0)
        sizes = steps.end - steps.begin
        lands = np.flatnonzero(np.isin(steps.end, edges))
        before = lands[(lands > 0) & ~np.isin(steps.begin[lands], edges)]
        assert (sizes[before] > 0.3 * sizes[before - 1]).all()


def test_a_jump_on_entering_a_segment_is_applied_also_to_the_first():
    import jax.numpy as jnp

    def rates(t, y, k, p):
        return -y, y[:0]

    def enter(y, k, p):
        return y + jnp.asarray([1.0, 0.0, 2.0, 0, 0, 0, 0, 0])[k]

    it = integrator(Flow(rates, enter=enter), Rodas5P())
    sampler, rises = Sampler(np.array([0.0, 1.0, 1.5, 2.0, 3.0])), Crossings(np.array([1.0]), 1.5)
    carry = begin(np.zeros((1, 1)), 0, 0.0)
    for after, chunk in it.run(carry, padded_breaks([0.0, 1.0, 2.0, 3.0]), None, HOW_ONE):
        carry = after
        sampler.take(chunk)
        rises.take(chunk)
    after = np.exp(-2.0) + 2.0
    wanted = [1.0, np.exp(-1), np.exp(-1.5), after, after * np.exp(-1)]
    assert sampler.states[0, :, 0] == pytest.approx(wanted, rel=1e-8)
    assert rises.times == [[2.0]]
    assert carry.status.tolist() == [Status.ok]


HOW_ONE = settings(1e-9, np.array([1e-12]))


def one_state(function):
    return lambda t, y, k, p: (function(t, y), y[:0])


def outcome(rates, y0=1.0, end=10.0, method=None, inside=None, how=HOW_ONE, lanes=1):
    flow = Flow(one_state(rates)) if inside is None else Flow(one_state(rates), inside=inside)
    it = integrator(flow, method or Rodas5P(), record=False)
    return it.last(begin(np.full((1, lanes), y0), 0, 0.0), padded_breaks([0.0, end]), None, how)


@METHODS
def test_a_blow_up_ends_in_a_status_at_its_time(method):
    carry = outcome(lambda t, y: y**2, method=method)
    assert Status(int(carry.status[0])) in (Status.step_too_small, Status.not_finite)
    assert carry.t[0] == pytest.approx(1.0, abs=1e-6)
    assert np.isfinite(carry.y).all()


@METHODS
def test_rates_that_are_not_numbers(method):
    import jax.numpy as jnp

    bad = outcome(lambda t, y: y * jnp.nan, method=method)
    assert bad.status.tolist() == [Status.started_badly]
    assert bad.accepted.tolist() == [0]
    later = outcome(lambda t, y: jnp.where(t > 2.0, jnp.nan, -y), method=method)
    assert later.status.tolist() == [Status.not_finite]
    assert later.t[0] == pytest.approx(2.0, abs=1e-9)
    assert later.culprit(0) == 0
    start_bad = outcome(lambda t, y: -y, y0=np.nan, method=method)
    assert start_bad.status.tolist() == [Status.started_badly]
    assert outcome(lambda t, y: -y, y0=np.inf, method=method).status.tolist() == [Status.started_badly]


@METHODS
def test_a_state_that_becomes_impossible(method):
    carry = outcome(lambda t, y: -1.0 + 0.0 * y, method=method, inside=lambda y, k, p: y[0] >= 0.0)
    assert carry.status.tolist() == [Status.left_domain]
    assert carry.t[0] == pytest.approx(1.0, abs=1e-9)
    assert carry.y[0, 0] >= 0.0
    already = outcome(lambda t, y: -y, y0=-1.0, method=method, inside=lambda y, k, p: y[0] >= 0.0)
    assert already.status.tolist() == [Status.started_badly]


@METHODS
def test_too_many_steps_and_one_bad_lane_beside_good_ones(method):
    import jax.numpy as jnp

    def rates(t, y):
        return jnp.where(jnp.arange(3) == 1, y**2, jnp.where(jnp.arange(3) == 2, 50.0 * jnp.cos(50.0 * t), -y))

    carry = outcome(rates, method=method, lanes=3, how=settings(1e-9, np.array([1e-12]), most=200))
    assert carry.status[0] == Status.ok
    assert carry.status[1] in (Status.step_too_small, Status.too_many_steps, Status.not_finite)
    assert carry.status[2] == Status.too_many_steps
    assert int(carry.accepted[2] + carry.rejected[2]) == 200
    assert carry.y[0, 0] == pytest.approx(np.exp(-10.0), rel=1e-7)


def test_nothing_moves_and_nothing_is_there():
    carry = outcome(lambda t, y: 0.0 * y, y0=0.0, end=1e4)
    assert carry.status.tolist() == [Status.ok]
    assert carry.y.tolist() == [[0.0]]
    assert int(carry.accepted[0]) < 20


def test_statuses_have_messages():
    assert all(status.message for status in Status)


def test_a_flow_that_xla_cannot_put_into_one_kernel_runs_all_the_same(capfd):
    import jax.numpy as jnp

    def rates(t, y, k, p):
        return -jnp.sort(y, 0) + jnp.linalg.solve(jnp.eye(2) * 2.0, y), y[:0]

    it = integrator(Flow(rates), Rodas5P())
    end = it.last(begin(np.array([[1.0], [2.0]]), 0, 0.0), padded_breaks([0.0, 1.0]), None, HOW)
    assert np.asarray(end.y)[:, 0] == pytest.approx(np.exp(-0.5) * np.array([1.0, 2.0]), rel=1e-6)
    assert capfd.readouterr().err == ""


def test_a_changed_tolerance_or_parameter_compiles_nothing_anew():
    it = integrator(Flow(oscillator), Tsit5(), record=False)
    breaks = padded_breaks([0.0, 1.0])
    it.last(start(2), breaks, parameters(2), HOW)
    it.last(start(2), padded_breaks([0.0, 0.5, 0.7, 3.0]), parameters(2, (1.0, 2.0)), settings(1e-5, np.full(2, 1e-6)))
    assert it._whole._cache_size() == 1


@pytest.mark.parametrize("times", [[0.0], [0.0, 0.0], [1.0, 0.0], [0.0, np.inf], [0.0, np.nan]])
def test_breaks_that_do_not_rise_are_refused(times):
    with pytest.raises(ValueError, match="rising"):
        padded_breaks(times)


def test_a_chunk_stays_small():
    assert chunk_length(4, 1) == 1024
    assert chunk_length(20, 1000) * 8 * 1000 * 102 < 17e6


def chunk_of(*pieces):
    """A record of one lane and one state from (begin, end, coefficients)."""
    begins, ends, polynomials = zip(*pieces, strict=True)
    return Chunk(
        np.int64(len(pieces)),
        np.array(begins)[:, None],
        np.array(ends)[:, None],
        np.array(polynomials, float)[:, :, None, None],
    )


def crossings(chunks, level=0.0, rises=True, weights=(1.0,)):
    found = Crossings(np.array(weights), level, rises)
    for chunk in chunks:
        found.take(chunk)
    return found.times[0]


def test_all_crossings_within_one_step_are_found():
    # 100 (x - 0.1)(x - 0.3)(x - 0.55)(x - 0.9)
    chunk = chunk_of((2.0, 4.0, np.polynomial.polynomial.polyfromroots([0.1, 0.3, 0.55, 0.9]) * 100.0))
    assert crossings([chunk]) == pytest.approx([2.6, 3.8], abs=1e-13)
    assert crossings([chunk], rises=False) == pytest.approx([2.2, 3.1], abs=1e-13)


def test_a_touch_is_no_crossing_and_a_pair_closer_than_any_grid_is_two():
    touch = chunk_of((0.0, 1.0, [0.25, -1.0, 1.0, 0, 0]))
    assert crossings([touch]) == crossings([touch], rises=False) == []
    pair = chunk_of((0.0, 1.0, [0.25 - 1e-10, -1.0, 1.0, 0, 0]))
    assert crossings([pair]) == pytest.approx([0.50001], abs=1e-10)
    assert crossings([pair], rises=False) == pytest.approx([0.49999], abs=1e-10)


def test_crossings_at_the_joint_of_steps_count_once_and_jumps_count():
    up = [(0.0, 1.0, [-1.0, 1.0, 0, 0, 0]), (1.0, 2.0, [0.0, 1.0, 0, 0, 0])]
    assert crossings([chunk_of(*up)]) == [1.0]
    assert crossings([chunk_of(up[0]), chunk_of(up[1])]) == [1.0]
    back = [(0.0, 1.0, [-1.0, 1.0, 0, 0, 0]), (1.0, 2.0, [0.0, -1.0, 0, 0, 0])]
    assert crossings([chunk_of(*back)]) == []
    jump = [(0.0, 1.0, [-1.0, 0, 0, 0, 0]), (1.0, 2.0, [1.0, 0, 0, 0, 0]), (2.0, 3.0, [-1.0, 0, 0, 0, 0])]
    assert crossings([chunk_of(*jump)]) == [1.0]
    assert crossings([chunk_of(*jump)], rises=False) == [2.0]
    rejected = [jump[0], (1.0, 1.0, [np.nan] * 5), jump[1]]
    assert crossings([chunk_of(*rejected)]) == [1.0]
    rest = [(0.0, 1.0, [0.0] * 5), (1.0, 2.0, [0.0, 1.0, 0, 0, 0])]
    assert crossings([chunk_of(*rest)]) == []  # starts on the level


def test_samples_outside_of_the_record_are_nan():
    sampler = Sampler(np.array([-1.0, 0.0, 0.25, 1.0, 1.5]))
    sampler.take(chunk_of((0.0, 0.5, [1.0, 2.0, 0, 0, 0]), (0.5, 1.0, [5.0, 0, 0, 0, 8.0])))
    assert sampler.states[0, :, 0] == pytest.approx([np.nan, 1.0, 2.0, 13.0, np.nan], nan_ok=True)


SECOND = """
import sys, numpy as np, jax
from poise.solve.flow import Flow
from poise.solve.integrate import begin, integrator, padded_breaks, settings
from poise.solve.tsit5 import Tsit5
hits = []
jax.monitoring.register_event_listener(lambda name, **_: hits.append(name))
it = integrator(Flow(lambda t, y, k, p: (-y, y[:0])), Tsit5(), record=False)
end = it.last(begin(np.ones((1, 1)), 0, 0.0), padded_breaks([0.0, 1.0]), None, settings(1e-6, np.array([1e-9])))
print(int(end.status[0]), hits.count("/jax/compilation_cache/cache_hits"))
"""


def second(folder):
    environment = {**os.environ, "POISE_CACHE": str(folder)}
    environment.pop("JAX_COMPILATION_CACHE_DIR", None)
    return subprocess.run([sys.executable, "-c", SECOND], capture_output=True, text=True, env=environment, check=True)


def test_a_second_process_finds_the_compiled_code_and_says_nothing(tmp_path):
    first, again = second(tmp_path / "cache"), second(tmp_path / "cache")
    assert first.stdout.split() == ["0", "0"]
    assert int(again.stdout.split()[1]) > 0
    assert first.stderr == again.stderr == ""


def test_a_cache_folder_that_cannot_be_is_no_hindrance(tmp_path):
    (tmp_path / "file").write_text("in the way")
    nowhere = second(tmp_path / "file" / "cache")
    assert nowhere.stdout.split() == ["0", "0"]
    assert nowhere.stderr == ""
