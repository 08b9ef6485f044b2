"""Derivatives of graphs of scalar operations: along a direction, and of one number by all that it is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ..native.graph import TRUTHS, Graph

ENDS: Final = frozenset({"number", "truth", "input", "floor", *TRUTHS})  # what has no slope


def along(graph: Graph, outputs: Sequence[int], directions: Mapping[int, int]) -> list[int]:
    """The derivative of each output along a direction.

    Args:
        graph: where the operations are, and where those of the derivative go.
        outputs: nodes.
        directions: rate of change of each input that changes.
    """
    slopes = dict(directions)
    zero = graph.number(0.0)
    for node in graph.needed(outputs):
        kind = graph.nodes[node]
        if node in slopes or kind[0] in ENDS:
            continue
        if kind[0] == "select":
            test, yes, no = kind[1:]
            if yes in slopes or no in slopes:
                slopes[node] = graph.apply("select", test, slopes.get(yes, zero), slopes.get(no, zero))
            continue
        moving = [slopes.get(one) for one in kind[1:]]
        if all(one is None for one in moving):
            continue
        terms = [
            graph.apply("mul", partial, slope)
            for partial, slope in zip(partials(graph, node, [one is not None for one in moving]), moving, strict=True)
            if partial is not None and slope is not None
        ]
        slopes[node] = graph.total(terms)
    return [slopes.get(node, zero) for node in outputs]


def gradient(graph: Graph, outputs: Mapping[int, int], inputs: Sequence[int]) -> list[int]:
    """The derivative by each input of the sum of outputs times their weights.

    Args:
        graph: where the operations are, and where those of the derivative go.
        outputs: weight of each node.
        inputs: nodes.
    """
    order = graph.needed(outputs)
    wanted = set(inputs)
    reached = set(wanted)  # what an input has a part in
    for node in order:
        kind = graph.nodes[node]
        if kind[0] not in ENDS and any(one in reached for one in kind[1:]):
            reached.add(node)
    weights = dict(outputs)

    def give(node: int, weight: int) -> None:
        if node in reached and not graph.zero(weight):
            weights[node] = graph.apply("add", weights[node], weight) if node in weights else weight

    zero = graph.number(0.0)
    for node in reversed(order):
        kind = graph.nodes[node]
        weight = weights.get(node)
        if weight is None or node not in reached or kind[0] in ENDS:
            continue
        if kind[0] == "select":
            test, yes, no = kind[1:]
            give(yes, graph.apply("select", test, weight, zero))
            give(no, graph.apply("select", test, zero, weight))
            continue
        for part, partial in zip(kind[1:], partials(graph, node, [one in reached for one in kind[1:]]), strict=True):
            if partial is not None:
                give(part, graph.apply("mul", weight, partial))
    return [weights.get(node, zero) for node in inputs]


def partials(graph: Graph, node: int, asked: Iterable[bool]) -> tuple[int | None, ...]:
    """The derivative of a node by each of its parts, as nodes; `None` where nobody asks."""
    name, *parts = graph.nodes[node]
    made = _RULES[name](graph, node, *parts)
    return tuple(make() if wanted else None for make, wanted in zip(made, asked, strict=True))


Rule = Callable[..., tuple[Callable[[], int], ...]]


def _one(function: Callable[[Graph, int, int], int]) -> Rule:
    return lambda g, node, a: (lambda: function(g, node, a),)


def _sign(g: Graph, a: int) -> int:
    return g.apply("select", g.apply("lt", a, g.number(0.0)), g.number(-1.0), g.number(1.0))


def _chooses(name: str) -> Rule:
    def rule(g: Graph, node: int, a: int, b: int) -> Any:
        first = g.apply(name, a, b)
        one, none = g.number(1.0), g.number(0.0)
        return lambda: g.apply("select", first, one, none), lambda: g.apply("select", first, none, one)

    return rule


def _over(g: Graph, a: int, b: int) -> int:
    return g.apply("div", a, b)


def _power_by_base(g: Graph, a: int, b: int) -> int:
    return g.apply("mul", b, g.apply("pow", a, g.apply("sub", b, g.number(1.0))))


def _log_of_positive(g: Graph, a: int) -> int:
    """The logarithm; 0 at 0, where the power is 0 beside it."""
    positive = g.apply("gt", a, g.number(0.0))
    return g.apply("select", positive, g.apply("log", g.apply("select", positive, a, g.number(1.0))), g.number(0.0))


_RULES: Final[Mapping[str, Rule]] = {
    "add": lambda g, node, a, b: (lambda: g.number(1.0), lambda: g.number(1.0)),
    "sub": lambda g, node, a, b: (lambda: g.number(1.0), lambda: g.number(-1.0)),
    "mul": lambda g, node, a, b: (lambda: b, lambda: a),
    "select": lambda g, node, test, a, b: (
        lambda: g.number(0.0),
        lambda: g.apply("select", test, g.number(1.0), g.number(0.0)),
        lambda: g.apply("select", test, g.number(0.0), g.number(1.0)),
    ),
    "div": lambda g, node, a, b: (
        lambda: _over(g, g.number(1.0), b),
        lambda: g.apply("neg", g.apply("mul", node, _over(g, g.number(1.0), b))),
    ),
    "pow": lambda g, node, a, b: (
        lambda: _power_by_base(g, a, b),
        lambda: g.apply("mul", node, _log_of_positive(g, a)),
    ),
    "max": _chooses("gt"),
    "min": _chooses("lt"),
    "neg": _one(lambda g, node, a: g.number(-1.0)),
    "abs": _one(lambda g, node, a: _sign(g, a)),
    "exp": _one(lambda g, node, a: node),
    "expm1": _one(lambda g, node, a: g.apply("add", node, g.number(1.0))),
    "log": _one(lambda g, node, a: _over(g, g.number(1.0), a)),
    "log1p": _one(lambda g, node, a: _over(g, g.number(1.0), g.apply("add", a, g.number(1.0)))),
    "sqrt": _one(lambda g, node, a: _over(g, g.number(0.5), node)),
    "tanh": _one(lambda g, node, a: g.apply("sub", g.number(1.0), g.apply("mul", node, node))),
    "sinh": _one(lambda g, node, a: g.apply("cosh", a)),
    "cosh": _one(lambda g, node, a: g.apply("sinh", a)),
    "sin": _one(lambda g, node, a: g.apply("cos", a)),
    "cos": _one(lambda g, node, a: g.apply("neg", g.apply("sin", a))),
}
