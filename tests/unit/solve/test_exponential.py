"""Exponential Euler: its order, gates exactly relaxed at the step's potential, native as XLA, 32 bits, bad input."""

import jax.numpy as jnp
import numpy as np
import pytest

from poise.errors import InputError
from poise.solve.backends import XLA, Native
from poise.solve.exponential import ExponentialEuler
from poise.solve.flow import Flow
from poise.solve.integrate import begin, integrator, padded_breaks, settings
from poise.solve.native.engine import NativeIntegrator
from poise.solve.rodas5p import Rodas5P
from poise.solve.status import Status

BREAKS = padded_breaks([0.0, 3.0, 10.0])
HOW = settings(1e-6, np.array([1e-9, 1e-9]))


def coupled(t, y, k, p):
    """A fast gate that follows a slow oscillator."""
    return jnp.stack([-y[0] * 0.3 + jnp.sin(t), 8.0 * (jnp.tanh(y[0]) - y[1])]), y[:1]


def gate(t, y, k, p):
    """Linear in itself: relaxed exactly."""
    return 2.0 * (0.7 - y), y[:0]


def ended(flow, method, lanes=3, single=False, native=True, m=1):
    make = NativeIntegrator(flow, method, False, single=single) if native else integrator(flow, method, record=False)
    n = 2 if flow.rates is coupled else 1
    carry = begin(np.broadcast_to(np.linspace(0.2, 0.9, lanes), (n, lanes)), m, 0.0)
    found = make.last(carry, BREAKS, None, settings(1e-6, np.full(n, 1e-9)))
    assert np.asarray(found.status).tolist() == [Status.ok] * lanes
    return found


def test_a_gate_is_exact_whatever_the_step():
    start = np.linspace(0.2, 0.9, 3)
    exact = 0.7 + (start - 0.7) * np.exp(-20.0)
    for size in (0.5, 2.5):
        found = ended(Flow(gate), ExponentialEuler(size), m=0)
        assert found.y[0] == pytest.approx(exact, rel=1e-13)
        assert found.accepted.tolist() == [int(np.ceil(3.0 / size) + np.ceil(7.0 / size))] * 3


@pytest.mark.parametrize("native", [True, False], ids=["native", "xla"])
def test_order_one(native):
    exact = ended(Flow(coupled), Rodas5P()).y
    errors = [
        np.abs(np.asarray(ended(Flow(coupled), ExponentialEuler(size), native=native).y) - exact).max()
        for size in (0.02, 0.01, 0.005)
    ]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert orders == pytest.approx(1.0, abs=0.05)


def test_native_is_what_xla_makes_of_it():
    native, reference = (ended(Flow(coupled), ExponentialEuler(0.013), native=one) for one in (True, False))
    assert native.y == pytest.approx(np.asarray(reference.y), rel=1e-12)
    assert native.q == pytest.approx(np.asarray(reference.q), rel=1e-12)
    assert native.accepted.tolist() == np.asarray(reference.accepted).tolist()


def test_32_bits_keep_six_digits():
    wide = ended(Flow(coupled), ExponentialEuler(0.01), lanes=19)
    narrow = ended(Flow(coupled), ExponentialEuler(0.01), lanes=19, single=True)
    assert narrow.y == pytest.approx(wide.y, rel=1e-5)
    assert not np.array_equal(narrow.y, wide.y)


def test_the_record_is_a_straight_line():
    it = integrator(Flow(gate), ExponentialEuler(0.5), record=True)
    carry = begin(np.full((1, 1), 0.2), 0, 0.0)
    _, chunk = next(it.run(carry, BREAKS, None, settings(1e-6, np.array([1e-9]))))
    native = NativeIntegrator(Flow(gate), ExponentialEuler(0.5), True)
    _, same = next(native.run(carry, BREAKS, None, settings(1e-6, np.array([1e-9]))))
    count = int(chunk.count)
    assert count == same.count == 20
    assert same.coefficients[:count] == pytest.approx(np.asarray(chunk.coefficients)[:count], abs=1e-14)
    assert not same.coefficients[:count, 2:].any()


@pytest.mark.parametrize("size", [0.0, -1e-5, np.nan, np.inf])
def test_no_step(size):
    with pytest.raises(InputError, match="not the size of a step"):
        ExponentialEuler(size)


def test_32_bits_control_no_error():
    with pytest.raises(InputError, match="fixed step"):
        Native(single=True).integrating(Flow(gate), Rodas5P(), record=False)
    assert XLA().integrating(Flow(gate), ExponentialEuler(1.0), record=False).method == ExponentialEuler(1.0)


def test_a_lane_that_fails_fails_where_xla_says():
    """Native code looks at 64 steps together; if one is impossible it goes back and takes them one by one."""
    flow = Flow(lambda t, y, k, p: (-1.0 + 0.0 * y, 0.5 * y), inside=lambda y, k, p: y[0] > 0.3)
    found = []
    for native in (True, False):
        make = NativeIntegrator if native else integrator
        it = make(flow, ExponentialEuler(0.01), record=False)
        carry = begin(np.array([[1.0, 2.0, 11.0]]), 1, 0.0)
        found.append(it.last(carry, padded_breaks([0.0, 3.0]), None, settings(1e-6, np.array([1e-9]))))
    mine, reference = found
    assert mine.status.tolist() == np.asarray(reference.status).tolist() == [Status.left_domain] * 2 + [Status.ok]
    for name in ("t", "y", "q", "accepted", "rejected"):
        assert np.asarray(getattr(mine, name)) == pytest.approx(np.asarray(getattr(reference, name)), rel=1e-12), name
    assert mine.t == pytest.approx([0.69, 1.69, 3.0], abs=1e-9)


def test_gates_take_their_turn_first():
    """x' = -g, g' = x with g first: the leapfrog, which keeps a circle of radius 1 to second order for ever."""
    flow = Flow(lambda t, y, k, p: (jnp.stack([y[1], -y[0]]), y[:0]), gates=1)
    plain = Flow(flow.rates)
    breaks, how = padded_breaks([0.0, 200.0]), settings(1e-6, np.full(2, 1e-9))
    carry = begin(np.array([[0.0], [1.0]]), 0, 0.0)
    ends = {}
    for name, one in (("turns", flow), ("at once", plain)):
        for native in (True, False):
            make = NativeIntegrator if native else integrator
            end = make(one, ExponentialEuler(0.02), record=False).last(carry, breaks, None, how)
            ends[name, native] = np.asarray(end.y)[:, 0]
    for native in (True, False):
        assert np.hypot(*ends["turns", native]) == pytest.approx(1.0, abs=0.02)
        assert np.hypot(*ends["at once", native]) > 5.0  # grows by h^2 / 2 a step
    assert ends["turns", True] == pytest.approx(ends["turns", False], abs=1e-10)
