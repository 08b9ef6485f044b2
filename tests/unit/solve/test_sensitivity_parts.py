"""What derivatives are made of: rules of operations, functions walked number by number, roots that move, variances."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poise.solve.native.graph import Graph
from poise.solve.native.lower import lowered
from poise.solve.sensitivity.graph_derivatives import along, gradient
from poise.solve.sensitivity.implicit import Correction
from poise.solve.sensitivity.smooth import Smooth
from poise.solve.sensitivity.tape import Tape
from poise.solve.sensitivity.variance import points, shares
from poise.solve.status import Status


def mixed(by, other):
    """Every operation that laws use, at values where it is smooth."""
    a, b, c = by[0], by[1], by[2]
    return {
        "first": jnp.stack([jnp.exp(-a) / (b + other), jnp.log(b) * jnp.sqrt(c), jnp.expm1(a * c), jnp.log1p(b)]),
        "second": jnp.where(a > b, jnp.tanh(a) - c, jnp.sinh(b) * jnp.cosh(c))
        + jnp.maximum(a, c) ** 3
        - jnp.minimum(b, c)
        + jnp.abs(a - 2.0) * b**1.7
        + jnp.sin(a) * jnp.cos(b),
        "none": jnp.ones(2),
    }


COMPILED = jax.jit(mixed), jax.jit(jax.jacfwd(mixed))


@given(*(st.floats(0.1, 3.0) for _ in range(4)))
@settings(max_examples=30)
def test_a_walked_function_has_the_derivatives_that_jax_finds(a, b, c, other):
    by, other = np.array([a, b, c]), np.float64(other)
    if min(abs(a - b), abs(a - c), abs(b - c), abs(a - 2.0)) < 1e-6:
        return  # a corner
    walked = Smooth(mixed, (by, other))
    with jax.enable_x64(True):
        value, slopes = jax.tree.map(np.asarray, (COMPILED[0](by, other), COMPILED[1](by, other)))
    for forward in (True, False):
        found, matrix = walked.slopes(by, other, forward=forward)
        for key in value:
            assert found[key] == pytest.approx(value[key], rel=1e-13)
            assert matrix[key] == pytest.approx(slopes[key], rel=1e-11, abs=1e-13)


def test_lanes_are_as_each_alone():
    by, other = np.random.default_rng(0).uniform(0.2, 1.5, (3, 7)), np.linspace(1.0, 2.0, 7)
    walked = Smooth(lambda x, y: mixed(x, y)["first"], (by[:, 0], other[0]))
    for forward in (True, False):
        values, slopes = walked.slopes(by, other, forward=forward, lanes=7)
        for lane in range(7):
            one, matrix = walked.slopes(by[:, lane], other[lane], forward=forward)
            assert values[:, lane] == pytest.approx(one, rel=1e-14)
            assert slopes[:, :, lane] == pytest.approx(matrix, rel=1e-13)


def test_a_loop_is_compiled_instead():
    def looped(by, other):
        return jax.lax.fori_loop(0, 5, lambda _, x: jnp.sin(x) + other, by)

    by = np.array([0.3, 0.9])
    found, matrix = Smooth(looped, (by, np.float64(0.5))).slopes(by, np.float64(0.5))
    with jax.enable_x64(True):
        assert found == pytest.approx(np.asarray(looped(by, 0.5)), rel=1e-14)
        assert matrix == pytest.approx(np.asarray(jax.jacrev(looped)(by, 0.5)), rel=1e-13)


def test_graphs_forwards_and_backwards():
    """The product of the Jacobian with a vector on either side is one number."""
    graph = Graph()
    nodes = np.array([graph.input(k, changing=True) for k in range(4)])
    (made,) = lowered(graph, lambda x: jnp.ravel(mixed(x[:3], x[3])["first"]), (np.ones(4),), (nodes,))
    outputs = [int(one) for one in made]
    direction, weight = np.array([0.3, -1.0, 0.7, 0.2]), np.array([1.0, -0.5, 2.0, 0.25])
    ahead = along(graph, outputs, {int(n): graph.number(d) for n, d in zip(nodes, direction, strict=True)})
    back = gradient(graph, {n: graph.number(w) for n, w in zip(outputs, weight, strict=True)}, nodes.tolist())
    at = dict(zip(nodes.tolist(), [0.4, 1.1, 0.8, 1.3], strict=True))
    one = sum(w * _value(graph, n, at) for w, n in zip(weight, ahead, strict=True))
    other = sum(d * _value(graph, n, at) for d, n in zip(direction, back, strict=True))
    assert one == pytest.approx(other, rel=1e-13)
    assert abs(one) > 0.1


def _value(graph, node, at):
    values, _ = Tape.of(graph, list(at), [node], []).run(np.array(list(at.values()))[:, None], forward=True)
    return float(values[0, 0])


def test_a_power_of_nothing_has_slopes():
    walked = Smooth(lambda by: (by[0] ** by[1])[None], (np.array([1.0, 2.0]),))
    value, slopes = walked.slopes(np.array([0.0, 2.5]))
    assert value.tolist() == [0.0]
    assert slopes.tolist() == [[0.0, 0.0]]


def test_what_is_not_chosen_may_have_no_slope():
    walked = Smooth(lambda by: jnp.where(by > 0.0, jnp.log(by), by), (np.array([1.0, -2.0]),))
    value, slopes = walked.slopes(np.array([4.0, -2.0]))
    assert value == pytest.approx([np.log(4.0), -2.0], rel=1e-14)
    assert slopes == pytest.approx(np.diag([0.25, 1.0]), rel=1e-14)


def test_a_root_moves_as_calculus_says():
    """x^2 + y^2 = a, x = b y at a = 5, b = 2: (2, 1)."""
    jacobian, by = np.array([[4.0, 2.0], [1.0, -2.0]]), np.array([[-1.0, 0.0], [0.0, -1.0]])
    found = Correction.of(jacobian, np.array([1e-3, 1e2]))
    assert -found.turn @ by == pytest.approx(np.array([[0.2, 0.2], [0.1, -0.4]]), rel=1e-12)
    assert found.neutral == 0


def test_a_line_of_roots_keeps_the_sum_of_the_start():
    """A <-> B with rates f, b: at rest f A = b B, A + B = s; dA/ds = b/(f + b), dA/df = -A/(f + b)."""
    f, b, s = 3.0, 2.0, 10.0
    a = s * b / (f + b)
    jacobian = np.array([[-f, b], [f, -b]])
    found = Correction.of(jacobian, np.array([1.0, 1.0]))
    assert found.neutral == 1
    assert found.hold @ np.array([1.0, 0.0]) == pytest.approx([b / (f + b), f / (f + b)], rel=1e-12)
    assert -found.turn @ np.array([-a, a]) == pytest.approx([-a / (f + b), a / (f + b)], rel=1e-12)


def test_a_fold_is_told():
    assert Correction.of(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-12]]), np.ones(2)).loose
    assert not Correction.of(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-7]]), np.ones(2)).loose


def ishigami(x):
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_indices_of_the_ishigami_function():
    """Ishigami & Homma 1990; indices as in Saltelli et al. 2008, Global Sensitivity Analysis, sec. 4.9."""
    x = np.pi * (2.0 * points(3, 4096, 0) - 1.0)
    found = shares(ishigami(x), 3, 0.95, 0)
    assert found.status == Status.ok
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    assert np.all(np.abs(found.first - [0.3139, 0.4424, 0.0]) < 1.5 * found.first_confidence)
    assert found.mean == pytest.approx(3.5, abs=0.03)  # a / 2
    assert found.deviation == pytest.approx(np.sqrt(13.8446), abs=0.05)


def test_blocks_with_a_failure_are_left_out():
    x = np.pi * (2.0 * points(3, 1024, 1) - 1.0)
    values = ishigami(x)
    values[::500] = np.nan
    found = shares(values, 3, 0.95, 1)
    assert found.failed == 11
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.05)
    assert shares(np.full(5 * 16, np.nan), 3, 0.95, 0).status == Status.not_finite
    assert shares(np.full(5 * 16, 2.0), 3, 0.95, 0).status == Status.flat
