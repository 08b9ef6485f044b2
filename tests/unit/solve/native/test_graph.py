"""Graphs of scalar operations: what is folded stays right, and elimination solves what NumPy solves."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poise.solve.native.elimination import factored, solved
from poise.solve.native.graph import Graph
from poise.solve.native.lower import NotLoweredError, lowered

OPERATIONS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "max": max,
    "min": min,
    "neg": lambda a: -a,
    "exp": math.exp,
    "abs": abs,
    "lt": lambda a, b: a < b,
    "ge": lambda a, b: a >= b,
    "gt": lambda a, b: a > b,
    "eq": lambda a, b: a == b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "not": lambda a: not a,
    "select": lambda t, a, b: a if t else b,
    "sqrt": math.sqrt,
    "log": math.log,
    "pow": math.pow,
    "tanh": math.tanh,
    "expm1": math.expm1,
    "sinh": math.sinh,
}


def value(graph, node, inputs):
    """The value of a node, by plain recursion."""
    kind = graph.nodes[node]
    if kind[0] in ("number", "truth"):
        return kind[1]
    if kind[0] == "input":
        return inputs[kind[1]]
    return OPERATIONS[kind[0]](*(value(graph, part, inputs) for part in kind[1:]))


NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 2.0, 0.5]) | st.sampled_from(["x", "y"])
TERMS = st.recursive(
    NUMBERS,
    lambda inner: (
        st.tuples(st.sampled_from(["add", "sub", "mul", "max", "min"]), inner, inner)
        | st.tuples(st.sampled_from(["neg", "abs", "tanh"]), inner)
        | st.tuples(st.just("choose"), inner, inner, inner)
    ),
    max_leaves=12,
)


def built(graph, term):
    """The node of a term, and its value by hand."""
    inputs = {"x": 0.7, "y": -1.3}
    if isinstance(term, str):
        return graph.input(term, changing=True), inputs[term]
    if isinstance(term, float):
        return graph.number(term), term
    if term[0] == "choose":
        (a, x), (b, y), (c, z) = (built(graph, part) for part in term[1:])
        return graph.apply("select", graph.apply("lt", a, b), b, c), (y if x < y else z)
    parts = [built(graph, part) for part in term[1:]]
    return graph.apply(term[0], *(node for node, _ in parts)), OPERATIONS[term[0]](*(known for _, known in parts))


@given(TERMS)
@settings(max_examples=200, deadline=None)
def test_simplified_expressions_keep_their_value(term):
    graph = Graph()
    node, exact = built(graph, term)
    assert value(graph, node, {"x": 0.7, "y": -1.3}) == pytest.approx(exact, rel=1e-14, abs=1e-14)


def test_each_operation_stands_once_and_zeros_vanish():
    graph = Graph()
    x, y = graph.input("x", changing=True), graph.input("y", changing=True)
    assert graph.apply("add", x, y) == graph.apply("add", y, x)
    assert graph.apply("mul", x, graph.number(0.0)) == graph.number(0.0)
    assert graph.apply("sub", x, graph.number(0.0)) == x
    assert graph.power(x, 4) == graph.power(graph.power(x, 2), 2)
    assert graph.apply("select", graph.truth(False), x, y) == y


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_elimination_against_numpy(size, seed):
    """Random sparse matrices that are diagonally dominant, as 1/(h gamma) - J is for short steps."""
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(size, size)) * (rng.uniform(size=(size, size)) < 0.4)
    dense += np.diag(np.abs(dense).sum(axis=1) + 1.0)
    graph = Graph()
    matrix = {
        (i, j): graph.input((i, j), changing=True) for i in range(size) for j in range(size) if dense[i, j] != 0.0
    }
    right = [graph.input(("b", k), changing=True) for k in range(size)]
    factors = factored(graph, matrix, size)
    assert sorted(factors.order) == list(range(size))
    inputs = {(i, j): dense[i, j] for i, j in matrix}
    b = rng.normal(size=size)
    inputs |= {("b", k): b[k] for k in range(size)}
    found = [value(graph, node, inputs) for node in solved(graph, factors, right)]
    assert found == pytest.approx(np.linalg.solve(dense, b), rel=1e-10, abs=1e-12)


def test_gates_are_eliminated_first_without_fill():
    """39 gates, each of which feels the potential only, and a potential that feels all: no entry is filled in."""
    size = 40
    graph = Graph()
    matrix = {(k, k): graph.input((k, k), changing=True) for k in range(size)}
    for gate in range(1, size):
        matrix[gate, 0] = graph.input((gate, 0), changing=True)
        matrix[0, gate] = graph.input((0, gate), changing=True)
    factors = factored(graph, matrix, size)
    assert factors.order[-2:] in [(0, 39), (39, 0)] or factors.order[-1] == 0
    assert len(factors.below) + len(factors.above) == 2 * (size - 1)


def lowered_value(function, *arrays):
    """A traced function's value by its graph."""
    import jax

    graph, inputs, nodes = Graph(), {}, []
    for number, array in enumerate(arrays):
        array = np.asarray(array, float)
        made = np.empty(array.shape, np.int64)
        for place in np.ndindex(array.shape):
            made[place] = graph.input((number, *place), changing=True)
            inputs[number, *place] = float(array[place])
        nodes.append(made)
    with jax.enable_x64(True):
        (found,) = lowered(graph, function, [np.asarray(one, float) for one in arrays], nodes)
    return np.vectorize(lambda node: value(graph, int(node), inputs), otypes=[float])(found)


def test_lowering_of_arrays():
    import jax
    import jax.numpy as jnp

    a, b = np.arange(6.0).reshape(2, 3) / 7 + 0.1, np.linspace(-1.0, 1.0, 3)
    cases = {
        "sums": lambda a, b: (a * b).sum(axis=1) + jnp.mean(b),
        "products": lambda a, b: a @ b,
        "shapes": lambda a, b: jnp.concatenate([a.T.reshape(-1)[1:5], jnp.flip(b)]),
        "choices": lambda a, b: jnp.where(a > b, a**3, jnp.maximum(a, -b)),
        "functions": lambda a, b: jax.nn.sigmoid(a) + jnp.tanh(b) + jnp.expm1(a) * jnp.sign(b) + jnp.sinh(b) + a**-2,
        "inner": lambda a, b: jax.jit(lambda x: jnp.exp(x) / jnp.sqrt(1.0 + x * x))(a) + jnp.stack([b, b * 2.0]),
        "derivative": lambda a, b: jax.jvp(lambda x: jnp.exp(x * b).sum(axis=0), (a,), (jnp.ones_like(a),))[1],
        "clipped": lambda a, b: jnp.clip(a, 0.2, 0.6) + jnp.abs(b),
    }
    with jax.enable_x64(True):
        for name, function in cases.items():
            exact = np.asarray(function(jnp.asarray(a), jnp.asarray(b)))
            assert lowered_value(function, a, b) == pytest.approx(exact, rel=1e-14), name


def test_what_has_no_scalar_form_is_said():
    import jax.numpy as jnp

    with pytest.raises(NotLoweredError, match="sort"):
        lowered_value(lambda a: jnp.sort(a), np.arange(3.0))
