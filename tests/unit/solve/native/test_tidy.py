"""Tidied nodes say the same with fewer operations: choices inside choices, signs, common factors, sums."""

import numpy as np
import pytest

from poise.solve.native.graph import Graph
from poise.solve.native.tidy import tidied


def changed(graph, outputs):
    """Operations that are done for each x."""
    plain = ("number", "truth", "input")
    return [graph.nodes[k][0] for k in graph.needed(outputs) if graph.changing[k] and graph.nodes[k][0] not in plain]


def value(graph, node, told):
    """A node's value by NumPy; a test's own side alone is looked at by `where`."""
    does = {
        "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative, "abs": np.abs,
        "exp": np.exp, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal, "select": np.where,
    }  # fmt: skip
    name, *parts = graph.nodes[node]
    if name == "input":
        return told[parts[0]]
    if name in ("number", "truth"):
        return parts[0]
    with np.errstate(all="ignore"):
        return does[name](*(value(graph, part, told) for part in parts))


@pytest.fixture
def graph():
    return Graph()


@pytest.fixture
def told():
    rng = np.random.default_rng(4)
    x = np.concatenate([rng.uniform(-40.0, 40.0, 200), rng.uniform(-0.6, 0.6, 200), [0.0, 0.5, -0.5]])
    return {"x": x, "a": rng.uniform(0.1, 2.0, x.size), "b": rng.uniform(0.1, 2.0, x.size)}


def quotient(g, u):
    """u / (exp(u) - 1) for a large |u| by a quotient, 1 - u / 2 for a small one, and the same of -u."""
    near = g.apply("lt", g.apply("abs", u), g.number(0.5))
    safe = g.apply("select", near, g.number(1.0), u)
    size = g.apply("abs", safe)
    decay = g.apply("exp", g.apply("neg", size))
    small = g.apply("div", g.apply("mul", size, decay), g.apply("sub", g.number(1.0), decay))
    large = g.apply("add", small, size)
    positive = g.apply("gt", safe, g.number(0.0))
    half = g.apply("mul", g.number(0.5), u)
    return (
        g.apply("select", near, g.apply("sub", g.number(1.0), half), g.apply("select", positive, small, large)),
        g.apply("select", near, g.apply("add", g.number(1.0), half), g.apply("select", positive, large, small)),
    )


def test_an_even_and_odd_quotient_of_u_and_of_minus_u_is_one(graph, told):
    x = graph.input("x", changing=True)
    a, b = (graph.input(name, changing=False) for name in "ab")
    one, other = quotient(graph, x)
    swapped = quotient(graph, graph.apply("neg", x))
    flows = [
        graph.apply("mul", part, graph.apply("sub", to, graph.apply("mul", graph.number(3.0), fro)))
        for part, to, fro in ((a, one, other), (b, *swapped))
    ]
    total = graph.apply("sub", *flows)
    (found,) = tidied(graph, [total])
    assert len(changed(graph, [found])) < 0.65 * len(changed(graph, [total]))
    assert changed(graph, [found]).count("select") == 4
    assert value(graph, found, told) == pytest.approx(value(graph, total, told), rel=1e-13, abs=1e-13)


def test_a_derivative_by_the_chain_rule_shares_its_inner_slope(graph, told):
    """d/dx of c0 + x^2 (c1 + x^2 (c2 + ...)) as JAX writes it: the slope of x^2 in every term."""
    x = graph.input("x", changing=True)
    square, inner = graph.apply("mul", x, x), graph.apply("add", x, x)
    even, slope = graph.number(0.3), graph.number(0.0)
    for c in (0.2, -0.7, 0.1, 1.5):
        slope = graph.apply("add", graph.apply("mul", inner, even), graph.apply("mul", square, slope))
        even = graph.apply("add", graph.number(c), graph.apply("mul", square, even))
    found = tidied(graph, [even, slope])
    assert len(changed(graph, found)) <= len(changed(graph, [even, slope])) - 3
    for one, before in zip(found, (even, slope), strict=True):
        assert value(graph, one, told) == pytest.approx(value(graph, before, told), rel=1e-12)


def test_factors_that_stand_still_are_added_up_before(graph, told):
    x = graph.input("x", changing=True)
    a, b = (graph.input(name, changing=False) for name in "ab")
    grown = graph.apply("exp", x)
    parts = [graph.apply("mul", one, graph.apply("sub", grown, one)) for one in (a, b)]
    total = graph.apply("add", *parts)
    (found,) = tidied(graph, [total])
    assert sorted(changed(graph, [found])) == ["exp", "mul", "sub"] or sorted(changed(graph, [found])) == [
        "add",
        "exp",
        "mul",
    ]
    assert value(graph, found, told) == pytest.approx(value(graph, total, told), rel=1e-12)


def test_what_cannot_be_less_stays(graph):
    x = graph.input("x", changing=True)
    exp = graph.apply("exp", graph.apply("mul", x, graph.number(2.0)))
    assert tidied(graph, [exp, x]) == [exp, x]
