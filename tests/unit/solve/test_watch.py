"""What is kept of every lane on the way: begun once, brought up to date by accepted steps only, no bit changed."""

import dataclasses

import numpy as np
import pytest

from poise.solve.flow import Flow
from poise.solve.integrate import Carry, begin, integrator, padded_breaks, settings
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status
from poise.solve.watch import Watch, together

HOW = settings(1e-6, np.array([1e-9, 1e-9]))
BREAKS = padded_breaks([0.0, 1.0, 3.0, 8.0])


def rates(t, y, k, p):
    import jax.numpy as jnp

    return jnp.stack([y[1], p["mu"] * (1.0 - y[0] ** 2) * y[1] - y[0]]), y[:1]


def enter(y, k, p):
    import jax.numpy as jnp

    return y + jnp.asarray([0.5, -1.0, 2.0] + 5 * [0.0])[k] * jnp.array([[1.0], [0.0]])


def watch_begin(t, y, k, p):
    import jax.numpy as jnp

    zero = jnp.zeros_like(t)
    return jnp.stack([y[0], zero, zero, zero, zero + y[0], zero])


def watch_step(w, t, h, c, k, p):
    """First value, steps, time, integral, last value, sum of jumps."""
    import jax.numpy as jnp

    mean = c[0, 0] + c[1, 0] / 2 + c[2, 0] / 3 + c[3, 0] / 4 + c[4, 0] / 5
    end = c[0, 0] + c[1, 0] + c[2, 0] + c[3, 0] + c[4, 0]
    jumps = w[5] + c[0, 0] - w[4]
    return jnp.stack([w[0], w[1] + 1.0, w[2] + h, w[3] + h * mean, end, jumps])


WATCH = Watch(6, watch_begin, watch_step)
FLOW = Flow(rates, enter=enter)


def parameters(lanes):
    return {"mu": np.linspace(0.5, 20.0, lanes)}


def start(lanes, size=0):
    return begin(np.array([np.linspace(0.5, 2.0, lanes), np.zeros(lanes)]), 1, 0.0, size)


@pytest.fixture(scope="module")
def watched():
    return integrator(dataclasses.replace(FLOW, watch=WATCH), Rodas5P(), record=False, chunk=50)


def test_steps_times_integrals_and_jumps_of_every_lane(watched):
    end = watched.last(start(3, 6), BREAKS, parameters(3), HOW)
    w = np.asarray(end.w)
    assert not watched._refused  # the whole loop was one kernel
    assert (np.asarray(end.rejected) > 0).any()
    assert w[0] == pytest.approx(start(3).y[0] + 0.5)  # after the first jump
    assert w[1].tolist() == np.asarray(end.accepted).tolist()
    assert w[2] == pytest.approx([8.0, 8.0, 8.0], abs=1e-13)
    assert w[3] == pytest.approx(np.asarray(end.q)[0], rel=1e-5)  # the quadrature integrates the same
    assert w[4] == pytest.approx(np.asarray(end.y)[0], abs=1e-13)
    assert w[5] == pytest.approx([1.0, 1.0, 1.0], abs=1e-11)  # -1 and 2


def test_being_watched_changes_no_bit(watched):
    bare = integrator(FLOW, Rodas5P(), record=False, chunk=50).last(start(3), BREAKS, parameters(3), HOW)
    seen = watched.last(start(3, 6), BREAKS, parameters(3), HOW)
    for name in Carry._fields:
        if name != "w":
            assert np.array_equal(np.asarray(getattr(bare, name)), np.asarray(getattr(seen, name))), name
    assert np.shape(bare.w) == (0, 3)


def test_resumed_from_arrays_to_the_same_bits(watched, tmp_path):
    whole = watched.last(start(2, 6), BREAKS, parameters(2), HOW)
    carry = start(2, 6)
    while (np.asarray(carry.status) == Status.unfinished).any():
        carry, _ = watched.advance(carry, BREAKS, parameters(2), HOW)
        np.savez(tmp_path / "state.npz", **carry.arrays())
        with np.load(tmp_path / "state.npz") as saved:
            carry = Carry.of(saved)
    assert np.array_equal(np.asarray(whole.w), carry.w)


def test_two_watches_as_one():
    import jax.numpy as jnp

    other = Watch(1, lambda t, y, k, p: y[1:], lambda w, t, h, c, k, p: jnp.maximum(w, c[0, 1:]), "other")
    both = together([other, WATCH, other])
    assert both.size == 8
    assert both.identity == ""  # one of them says not what it is
    assert together([other, other]).identity == "other\nother"
    assert together([WATCH]) is WATCH
    t, y, w = jnp.zeros(2), jnp.array([[1.0, 2.0], [3.0, 4.0]]), jnp.arange(16.0).reshape(8, 2)
    c = jnp.stack([y, y, y, y, y])
    assert np.array_equal(both.begin(t, y, t, None)[1:7], WATCH.begin(t, y, t, None))
    made = both.step(w, t, t + 0.1, c, t, None)
    assert np.array_equal(made[0], [3.0, 4.0])
    assert np.array_equal(made[1:7], WATCH.step(w[1:7], t, t + 0.1, c, t, None))
    assert np.array_equal(made[7], w[7])
