"""Derivatives of accepted steps: native code against JAX, forwards against backwards, against differences; memory."""

from functools import cache

import numpy as np
import pytest

from poise.solve.backends import XLA, Native
from poise.solve.flow import Flow
from poise.solve.integrate import begin, padded_breaks, settings
from poise.solve.native.engine import NativeIntegrator
from poise.solve.rodas5p import Rodas5P
from poise.solve.sensitivity.differential import Either, Seeded
from poise.solve.sensitivity.native import NativeDifferential
from poise.solve.sensitivity.told import Told
from poise.solve.sensitivity.trail import Trail
from poise.solve.sensitivity.xla import XLADifferential
from poise.solve.tsit5 import Tsit5


def _rates(t, y, k, p):
    """A driven van der Pol oscillator with a decay beside it: not linear, not autonomous, different in each segment."""
    import jax.numpy as jnp

    a, b, push = p["a"][0], p["b"][0], p["push"][k, 0]
    force = push * jnp.cos(2.0 * t)
    rates = jnp.stack([y[1], a * (1.0 - y[0] ** 2) * y[1] - y[0] + force, -b * y[2] * jnp.exp(-(y[0] ** 2))])
    return rates, jnp.zeros((0, y.shape[1]))


def _enter(y, k, p):
    """A kick that depends on what is told, and on the state."""
    import jax.numpy as jnp

    return jnp.stack([y[0], y[1] + p["push"][k, 0] * y[0] ** 2, y[2]])


FLOW = Flow(_rates, _enter, segmented=("push",), shared=())
TOLD = {"a": np.array([[3.0]]), "b": np.array([[0.7]]), "push": np.array([[0.3], [-0.5], [0.1]])}
EDGES = np.array([0.0, 1.0, 2.5, 4.0])
START = np.array([[1.2], [0.1], [1.0]])


@cache
def recording(method):
    return Native().integrating(FLOW, method, record=True)


@cache
def native(method):
    return NativeDifferential(FLOW, method)


def trail(method, p=TOLD, start=START, rtol=1e-8, room=64e6):
    found = Trail(recording(method), padded_breaks(EDGES), p, settings(rtol, np.full(3, rtol)), EDGES, room)
    assert found.run(begin(start, 0, 0.0)).status.tolist() == [0]
    return found


def told_slopes(told, count):
    """Derivatives of what is told by a, b and the push of the second segment, of `count` directions."""
    dp = {key: np.zeros((*np.shape(value), count)) for key, value in TOLD.items()}
    dp["a"][..., 3] = dp["b"][..., 4] = 1.0
    dp["push"][1, ..., 5] = 1.0
    return lambda segments: told.rows(segments, dp, more=1)


def forwards(engine, path):
    told = Told(FLOW, TOLD)
    slopes, of = np.eye(3, 6), told_slopes(told, 6)
    for piece in path.forwards():
        segments = np.unique(piece.segment)
        slopes = engine.push(told, piece, told.rows(segments), slopes, of(segments), record=False).slopes
    return slopes


def backwards(engine, path):
    told = Told(FLOW, TOLD)
    weights, total = np.eye(3), told.nothing(3)
    for piece in path.backwards():
        segments = np.unique(piece.segment)
        made = engine.pull(told, piece, told.rows(segments), weights, Seeded(np.zeros(0, int), np.zeros((0, 5, 3, 3))))
        told.add(total, segments, made.z_weights)
        weights = made.weights
    parts = [total["a",].reshape(1, 3), total["b",].reshape(1, 3), total["push",][1].reshape(1, 3)]
    return np.concatenate([weights, *parts]).T


@pytest.fixture(scope="module", params=[Rodas5P(), Tsit5()], ids=["rodas5p", "tsit5"])
def taken(request):
    return request.param, trail(request.param)


def test_forwards_and_backwards_are_one_matrix(taken):
    method, path = taken
    one, other = forwards(native(method), path), backwards(native(method), path)
    scale = np.abs(one).max(axis=1, keepdims=True)
    assert np.abs(one - other).max() < 1e-12 * scale.max()


@pytest.mark.slow
@pytest.mark.parametrize("method", [Tsit5(), Rodas5P()], ids=["tsit5", "rodas5p"])
def test_jax_finds_the_same(method):
    path, reference = trail(method, rtol=1e-6), XLADifferential(FLOW, method)
    one = forwards(native(method), path)
    scale = np.abs(one).max()
    assert np.abs(forwards(reference, path) - one).max() < 1e-11 * scale
    assert np.abs(backwards(reference, path) - one).max() < 1e-11 * scale


def test_derivatives_are_those_of_the_solution(taken):
    """Against differences of solutions at a tighter tolerance, with Richardson's extrapolation."""
    method, path = taken
    found = forwards(native(method), path)

    def end(column, step):
        start, p = START.copy(), {key: value.copy() for key, value in TOLD.items()}
        if column < 3:
            start[column] += step
        else:
            target = {3: p["a"], 4: p["b"], 5: p["push"][1]}[column]
            target += step
        last = list(trail(method, p, start, 1e-11).forwards())[-1]
        return last.coefficients[-1].sum(axis=0)

    for column in (0, 3, 5):
        coarse, fine = ((end(column, h) - end(column, -h)) / (2 * h) for h in (2e-3, 1e-3))
        assert found[:, column] == pytest.approx((4 * fine - coarse) / 3, rel=2e-6, abs=1e-7)


def test_coefficients_have_derivatives_too(taken):
    """Their sum is the end of the step, so that derivatives of the last ones add up to that of the end."""
    method, path = taken
    told, slopes = Told(FLOW, TOLD), np.eye(3, 6)
    of = told_slopes(told, 6)
    for piece in path.forwards():
        segments = np.unique(piece.segment)
        made = native(method).push(told, piece, told.rows(segments), slopes, of(segments), record=True)
        assert made.powers[-1].sum(axis=0) == pytest.approx(made.slopes, rel=1e-9, abs=1e-12)
        slopes = made.slopes


def test_seeds_at_a_step_are_pulled_as_they_are_pushed(taken):
    method, path = taken
    told = Told(FLOW, TOLD)
    piece = next(iter(path.forwards()))
    segments = np.unique(piece.segment)
    seed = np.random.default_rng(1).normal(size=(5, 3, 1))
    place = len(piece) // 2
    pulled = native(method).pull(
        told, piece, told.rows(segments), np.zeros((3, 1)), Seeded(np.array([place]), seed[None])
    )
    pushed = native(method).push(
        told, piece, told.rows(segments), np.eye(3), np.zeros((len(segments), told.size, 3)), record=True
    )
    expected = np.tensordot(seed[:, :, 0], pushed.powers[place], 2)
    assert pulled.weights[:, 0] == pytest.approx(expected, rel=1e-10)


def test_a_trail_that_forgets_gives_the_same_steps_and_keeps_little():
    whole = trail(Tsit5(), rtol=1e-10)
    few = NativeIntegrator(FLOW, Tsit5(), True, chunk=8)
    brief = Trail(few, whole.breaks, TOLD, whole.how, EDGES, room=2000.0)
    brief.run(begin(START, 0, 0.0))
    assert brief.steps == whole.steps
    assert len(brief._carries) < 0.5 * len(brief._firsts)
    one = np.concatenate([piece.states for piece in whole.forwards()])
    backward = [piece.states for piece in brief.backwards()]
    assert np.array_equal(np.concatenate(backward[::-1]), one)
    assert max(len(brief._pieces), 1) <= brief._stride


def test_what_has_no_scalar_form_is_differentiated_by_jax():
    import jax

    def rates(t, y, k, p):
        grown = jax.lax.fori_loop(0, 3, lambda _, x: x * (1.0 + 0.1 * p["a"][0]), y)
        return -grown, jax.numpy.zeros((0, y.shape[1]))

    flow = Flow(rates)
    p = {"a": np.array([[0.5]])}
    path = Trail(XLA().integrating(flow, Tsit5(), record=True), padded_breaks([0.0, 1.0]), p,
                 settings(1e-9, np.full(1, 1e-9)), np.array([0.0, 1.0]))  # fmt: skip
    path.run(begin(np.array([[2.0]]), 0, 0.0))
    told, engine = Told(flow, p), Either(flow, Tsit5())
    slopes = np.array([[1.0, 0.0]])
    for piece in path.forwards():
        dz = np.zeros((1, told.size, 2))
        dz[:, 0, 1] = 1.0
        slopes = engine.push(told, piece, told.rows(np.array([0])), slopes, dz, record=False).slopes
    rate = 1.05**3
    assert slopes[0, 0] == pytest.approx(np.exp(-rate), rel=1e-7)
    assert slopes[0, 1] == pytest.approx(-2.0 * np.exp(-rate) * 3 * 1.05**2 * 0.1, rel=1e-7)
    assert type(engine._chosen).__name__ == "XLADifferential"
