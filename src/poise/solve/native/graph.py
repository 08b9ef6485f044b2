"""Expressions of one lane as a graph of scalar operations: each one once, zeros and ones folded."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

PLAIN: Final = frozenset({"number", "truth", "input"})  # nodes that are made of no others
# what each operation gives: a number or a truth value
TRUTHS: Final = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "xor", "finite", "truth"})
_FOLDED: Final = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "neg": lambda a: -a,
    "abs": abs,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "xor": lambda a, b: a != b,
    "not": lambda a: not a,
    "finite": math.isfinite,
    "max": max,
    "min": min,
}


@dataclass
class Graph:
    """Operations in the order in which they were asked for; a node is its place in the list.

    Attributes:
        nodes: (operation, what it is made of): ("number", value), ("truth", value), ("input", name), ("add", a, b), ...
        changing: whether a node depends on an input that changes from stage to stage.
    """

    nodes: list[tuple[Any, ...]] = field(default_factory=list)
    changing: list[bool] = field(default_factory=list)
    _known: dict[tuple[Any, ...], int] = field(default_factory=dict, repr=False)

    def _node(self, key: tuple[Any, ...], changing: bool) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.nodes)
            self.nodes.append(key)
            self.changing.append(changing)
        return found

    def number(self, value: float) -> int:
        """A constant."""
        value = float(value)
        return self._node(("number", value, math.copysign(1.0, value)), False)

    def truth(self, value: bool) -> int:
        """A constant truth value."""
        return self._node(("truth", bool(value)), False)

    def input(self, name: Any, *, changing: bool) -> int:
        """What is read from the lane's own numbers; `changing` if it differs from stage to stage."""
        return self._node(("input", name), changing)

    def value(self, node: int) -> Any:
        """The value of a constant; `None` of anything else."""
        kind = self.nodes[node]
        return kind[1] if kind[0] in ("number", "truth") else None

    def is_truth(self, node: int) -> bool:
        """Whether a node is a truth value."""
        return self.nodes[node][0] in TRUTHS or (self.nodes[node][0] == "select" and self.is_truth(self.nodes[node][2]))

    def zero(self, node: int) -> bool:
        """Whether a node is the constant 0."""
        return self.nodes[node][0] == "number" and self.nodes[node][1] == 0.0

    def apply(self, name: str, *args: int) -> int:
        """An operation on nodes, simplified where a constant allows it."""
        values = [self.value(one) for one in args]
        if name in _FOLDED and all(one is not None for one in values):
            folded = _FOLDED[name](*values)
            return self.truth(folded) if name in TRUTHS else self.number(folded)
        simple = _SIMPLER.get(name)
        if simple is not None:
            found = simple(self, args, values)
            if found is not None:
                return found
        if name in ("add", "mul", "and", "or", "eq", "ne") and args[0] > args[1]:
            args = (args[1], args[0])  # so that a + b and b + a are one
        return self._node((name, *args), any(self.changing[one] for one in args))

    def total(self, terms: Iterable[int]) -> int:
        """The sum of nodes; 0 of none."""
        found: int | None = None
        for one in terms:
            found = one if found is None else self.apply("add", found, one)
        return self.number(0.0) if found is None else found

    def power(self, base: int, exponent: int) -> int:
        """A whole power by multiplication."""
        if exponent < 0:
            return self.apply("div", self.number(1.0), self.power(base, -exponent))
        result: int | None = None
        square = base
        while exponent:
            if exponent & 1:
                result = square if result is None else self.apply("mul", result, square)
            exponent >>= 1
            if exponent:
                square = self.apply("mul", square, square)
        return self.number(1.0) if result is None else result

    def replaced(self, outputs: Sequence[int], by: Mapping[int, int]) -> list[int]:
        """Nodes with others in the place of some that they are made of."""
        return self.rebuilt(outputs, lambda _, name, *parts: self.apply(name, *parts), by)

    def rebuilt(
        self, outputs: Sequence[int], make: Callable[..., int], by: Mapping[int, int] | None = None
    ) -> list[int]:
        """Nodes made anew, parts first, by `make(node, name, *parts)`, but for those that `by` has."""
        made = dict(by or {})
        for node in self.needed(outputs):
            name, *parts = self.nodes[node]
            if node not in made:
                made[node] = node if name in PLAIN else make(node, name, *(made[part] for part in parts))
        return [made[node] for node in outputs]

    def uses(self, nodes: Iterable[int]) -> Counter[int]:
        """How often each node stands in these."""
        return Counter(part for node in nodes if self.nodes[node][0] not in PLAIN for part in self.nodes[node][1:])

    def needed(self, outputs: Iterable[int], known: Sequence[int] | set[int] = ()) -> list[int]:
        """The nodes that outputs are made of, parts first, without those that are known and what only they need."""
        order: list[int] = []
        seen = set(known)
        stack = [(one, False) for one in reversed(list(outputs))]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
                continue
            if node in seen:
                continue
            seen.add(node)
            stack.append((node, True))
            if self.nodes[node][0] not in PLAIN:
                stack.extend((part, False) for part in reversed(self.nodes[node][1:]) if part not in seen)
        return order


def _add(g: Graph, args: Any, values: Any) -> int | None:
    for one, other in ((0, 1), (1, 0)):
        if values[one] == 0.0:
            return args[other]
        kind = g.nodes[args[one]]
        if kind[0] == "neg":
            return g.apply("sub", args[other], kind[1])
    return None


def _sub(g: Graph, args: Any, values: Any) -> int | None:
    a, b = args
    if values[1] == 0.0:
        return a
    if values[0] == 0.0:
        return g.apply("neg", b)
    kind = g.nodes[b]
    if kind[0] == "neg":
        return g.apply("add", a, kind[1])
    if kind[0] == "log" == g.nodes[a][0] and g.changing[a] and g.changing[b]:
        return g.apply("log", g.apply("div", g.nodes[a][1], kind[1]))  # a division costs less than a logarithm
    return None


def _mul(g: Graph, args: Any, values: Any) -> int | None:
    for one, other in ((0, 1), (1, 0)):
        if values[one] == 0.0:
            return g.number(0.0)
        if values[one] == 1.0:
            return args[other]
        if values[one] == -1.0:
            return g.apply("neg", args[other])
        kind = g.nodes[args[one]]
        if kind[0] == "neg":
            return g.apply("neg", g.apply("mul", kind[1], args[other]))
        if kind[0] == "mul" and not g.changing[args[other]] and g.changing[args[one]]:
            for still, moving in ((1, 2), (2, 1)):
                if not g.changing[kind[still]]:  # two factors that do not change are multiplied once for a lane
                    return g.apply("mul", g.apply("mul", args[other], kind[still]), kind[moving])
    return None


def _div(g: Graph, args: Any, values: Any) -> int | None:
    a, b = args
    if values[0] == 0.0:
        return g.number(0.0)
    if values[1] is not None and values[1] != 0.0:
        if values[0] is not None:
            return g.number(values[0] / values[1])
        return g.apply("mul", a, g.number(1.0 / values[1]))
    if values[0] == 1.0:
        kind = g.nodes[b]
        if kind[0] == "mul" and kind[1] == kind[2]:
            once = g.apply("div", a, kind[1])
            return g.apply("mul", once, once)
        return _turned(g, b)
    # a quotient and its derivatives share the reciprocal, which is computed once
    return g.apply("mul", a, g.apply("div", g.number(1.0), b))


def _turned(g: Graph, node: int) -> int | None:
    """1 / (1 / x) and 1 / (k / x)."""
    kind = g.nodes[node]
    if kind[0] == "div" and g.value(kind[1]) == 1.0:
        return kind[2]
    for still, moving in ((1, 2), (2, 1)) if kind[0] == "mul" else ():
        if not g.changing[kind[still]]:
            inner = _turned(g, kind[moving])
            if inner is not None:
                return g.apply("mul", g.apply("div", g.number(1.0), kind[still]), inner)
    return None


def _abs(g: Graph, args: Any, values: Any) -> int | None:
    kind = g.nodes[args[0]]
    if kind[0] in ("neg", "abs"):
        return g.apply("abs", kind[1])
    if kind[0] == "select" and g.value(kind[2]) is not None:  # so that what is the same for u and -u is one
        return g.apply("select", kind[1], g.apply("abs", kind[2]), g.apply("abs", kind[3]))
    return None


def _neg(g: Graph, args: Any, values: Any) -> int | None:
    kind = g.nodes[args[0]]
    if kind[0] == "neg":
        return kind[1]
    if kind[0] == "sub":
        return g.apply("sub", kind[2], kind[1])
    return None


def _select(g: Graph, args: Any, values: Any) -> int | None:
    """select(test, if true, if false)."""
    if values[0] is not None:
        return args[1] if values[0] else args[2]
    alike = args[1] == args[2] or (g.zero(args[1]) and g.zero(args[2]))  # no law hangs on the sign of zero
    return args[1] if alike else None


def _both(g: Graph, args: Any, values: Any) -> int | None:
    for one, other in ((0, 1), (1, 0)):
        if values[one] is not None:
            return args[other] if values[one] else g.truth(False)
    return args[0] if args[0] == args[1] else None


def _either(g: Graph, args: Any, values: Any) -> int | None:
    for one, other in ((0, 1), (1, 0)):
        if values[one] is not None:
            return g.truth(True) if values[one] else args[other]
    return args[0] if args[0] == args[1] else None


def _unary(function: Any) -> Any:
    def folded(g: Graph, args: Any, values: Any) -> int | None:
        if values[0] is None:
            return None
        try:
            return g.number(function(values[0]))
        except (ValueError, OverflowError):
            return None

    return folded


def _pow(g: Graph, args: Any, values: Any) -> int | None:
    exponent = values[1]
    if exponent is None:
        return None
    if values[0] is not None and values[0] > 0:
        return g.number(values[0] ** exponent)
    if exponent == 0.5:
        return g.apply("sqrt", args[0])
    if exponent == int(exponent) and abs(exponent) <= 64:
        return g.power(args[0], int(exponent))
    return None


_SIMPLER: Final = {
    "add": _add,
    "sub": _sub,
    "mul": _mul,
    "div": _div,
    "neg": _neg,
    "abs": _abs,
    "select": _select,
    "and": _both,
    "or": _either,
    "pow": _pow,
    "exp": _unary(math.exp),
    "log": _unary(math.log),
    "sqrt": _unary(math.sqrt),
    "expm1": _unary(math.expm1),
    "log1p": _unary(math.log1p),
    "tanh": _unary(math.tanh),
    "sinh": _unary(math.sinh),
    "cosh": _unary(math.cosh),
}
