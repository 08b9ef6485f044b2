"""Nodes of a graph made of fewer operations: what a trace and its derivative say twice is said once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .graph import PLAIN, Graph

_TURNED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}  # of a comparison with 0, where the number's sign is
_DEAR: Final = {"exp": 25, "expm1": 25, "log": 30, "log1p": 40, "tanh": 30, "sinh": 30, "cosh": 30, "pow": 60, "div": 6}

Facts = frozenset[tuple[int, bool]]  # truth values that are known


def tidied(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """Nodes that say the same with less work for each x; what does not change with x may be more."""
    best = list(outputs)
    for shorter in (_decided, _signed, _factored, _collected):
        found = shorter(graph, best)
        if _cost(graph, found) < _cost(graph, best):
            best = found
    return best


def _cost(graph: Graph, outputs: Sequence[int]) -> int:
    """Operations that are done for each x."""
    moving = [graph.nodes[node][0] for node in graph.needed(outputs) if graph.changing[node]]
    return sum(_DEAR.get(name, 1) for name in moving if name not in PLAIN)


def _decided(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """Inside a choice its test is known: what asks the same again is decided."""
    return [_Decided(graph).of(node, frozenset()) for node in outputs]


@dataclass
class _Decided:
    graph: Graph
    _made: dict[tuple[int, Facts], int] = field(default_factory=dict)
    _asked: dict[int, frozenset[int]] = field(default_factory=dict)

    def asked(self, node: int) -> frozenset[int]:
        """Tests, and numbers of which the sign is asked, anywhere in a node."""
        found = self._asked.get(node)
        if found is None:
            name, *parts = self.graph.nodes[node]
            own: set[int] = set()
            if name not in PLAIN:
                own = own.union(*(self.asked(part) for part in parts))
                own |= {parts[0]} if name == "select" else set()
                own |= self._signs(parts[0]) if name in _TURNED and self.graph.zero(parts[1]) else set()
            found = self._asked[node] = frozenset(own)
        return found

    def _signs(self, node: int) -> set[int]:
        """What a number may turn out to be, apart from its sign."""
        name, *parts = self.graph.nodes[node]
        if name == "neg":
            return self._signs(parts[0])
        return self._signs(parts[1]) | self._signs(parts[2]) if name == "select" else {node}

    def of(self, node: int, facts: Facts) -> int:
        """A node where these facts hold."""
        name, *parts = self.graph.nodes[node]
        if name in PLAIN:
            return node
        asked = self.asked(node)
        facts = frozenset(one for one in facts if one[0] in asked or self._not_zero(one) in asked)
        found = self._made.get((node, facts))
        if found is None:
            made = self._choice(parts, facts) if name == "select" else self._plain(name, parts, facts)
            found = self._made[node, facts] = made
        return found

    def _plain(self, name: str, parts: list[int], facts: Facts) -> int:
        made = [self.of(part, facts) for part in parts]
        if name in _TURNED and self.graph.zero(made[1]) and self.graph.nodes[made[0]][0] == "neg":
            return self._plain(_TURNED[name], [self.graph.nodes[made[0]][1], made[1]], facts)
        return self.graph.apply(name, *made)

    def _choice(self, parts: list[int], facts: Facts) -> int:
        test, yes, no = self.of(parts[0], facts), parts[1], parts[2]
        name, *compared = self.graph.nodes[test]
        if (
            name in _TURNED
            and self.graph.zero(compared[1])
            and any(self._not_zero(one) == compared[0] for one in facts)
        ):
            test = self.graph.apply("gt", *compared)
            yes, no = (no, yes) if name in ("lt", "le") else (yes, no)
        told = dict(facts).get(test, self.graph.value(test))
        if told is not None:
            return self.of(yes if told else no, facts)
        sides = (self.of(side, facts | {(test, truth)}) for side, truth in ((yes, True), (no, False)))
        return self.graph.apply("select", test, *sides)

    def _not_zero(self, fact: tuple[int, bool]) -> int | None:
        """The number that cannot be 0 because it is not smaller in size than a positive one."""
        name, *parts = self.graph.nodes[fact[0]]
        if fact[1] or name != "lt" or self.graph.nodes[parts[0]][0] != "abs":
            return None
        least = self.graph.value(parts[1])
        return self.graph.nodes[parts[0]][1] if least is not None and least > 0 else None


def _signed(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """Signs carried outwards, so that what differs by its sign alone is one."""

    def inner(node: int) -> int | None:
        return graph.nodes[node][1] if graph.nodes[node][0] == "neg" else None

    def make(_: int, name: str, *parts: int) -> int:
        turned = [inner(part) for part in parts]
        values = [graph.value(part) for part in parts]
        if name == "mul" and sum(value is not None and value < 0 for value in values) == 1:
            sizes = [
                part if value is None else graph.number(abs(value)) for part, value in zip(parts, values, strict=True)
            ]
            return graph.apply("neg", graph.apply("mul", *sizes))
        if name in ("add", "sub") and turned[0] is not None:
            if turned[1] is not None:
                return graph.apply("neg", graph.apply(name, turned[0], turned[1]))
            if name == "sub":
                return graph.apply("neg", graph.apply("add", turned[0], parts[1]))
        if name == "select" and turned[1] is not None and turned[2] is not None:
            return graph.apply("neg", graph.apply("select", parts[0], turned[1], turned[2]))
        return graph.apply(name, *parts)

    return graph.rebuilt(outputs, make)


def _uses(graph: Graph, outputs: Sequence[int]) -> Counter[int]:
    """How often each node is wanted."""
    return Counter(outputs) + graph.uses(graph.needed(outputs))


def _factored(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """a c + b c as (a + b) c."""
    uses = _uses(graph, outputs)
    once: dict[int, bool] = {}  # whether a node that was made is used once
    had = len(graph.nodes)

    def factors(node: int) -> tuple[bool, list[int]]:
        name, *parts = graph.nodes[node]
        if name == "neg":
            turned, found = factors(parts[0])
            return not turned, found
        if name == "mul" and once.get(node, node >= had):
            (one, left), (other, right) = factors(parts[0]), factors(parts[1])
            return one != other, left + right
        return False, [node]

    def product(parts: list[int]) -> int:
        found = graph.number(1.0)
        for part in parts:
            found = graph.apply("mul", found, part)
        return found

    def make(node: int, name: str, *parts: int) -> int:
        found = shared(name, *parts) if name in ("add", "sub") else None
        found = graph.apply(name, *parts) if found is None else found
        once[found] = found not in once and uses[node] == 1
        return found

    def shared(name: str, *parts: int) -> int | None:
        (one, left), (other, right) = factors(parts[0]), factors(parts[1])
        common = list((Counter(left) & Counter(right)).elements())
        if not common or len(left) + len(right) < 3:
            return None
        rest = [product(list((Counter(side) - Counter(common)).elements())) for side in (left, right)]
        signed = [graph.apply("neg", part) if turned else part for part, turned in zip(rest, (one, other), strict=True)]
        return graph.apply("mul", product(common), graph.apply(name, *signed))

    return graph.rebuilt(outputs, make)


def _collected(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """Sums as a b + c d + ..., where a, c, ... do not change with x and are added up before."""
    uses = _uses(graph, outputs)
    one = graph.number(1.0)

    def spread(node: int, factor: int, terms: dict[int, list[int]], top: bool) -> None:
        """Add a node times a factor to the terms: by what changes, its factors; those of 1 do not change."""
        name, *parts = graph.nodes[node]
        if not graph.changing[node]:
            terms.setdefault(one, []).append(graph.apply("mul", factor, node))
            return
        if top or uses[node] == 1:
            still = [part for part in parts if name == "mul" and not graph.changing[part]]
            if name in ("add", "sub", "neg"):
                for k, part in enumerate(parts):
                    turned = name == "neg" or (name == "sub" and k == 1)
                    spread(part, graph.apply("neg", factor) if turned else factor, terms, False)
                return
            if still:
                moving = parts[1 - parts.index(still[0])]
                spread(moving, graph.apply("mul", factor, still[0]), terms, False)
                return
        terms.setdefault(node, []).append(factor)

    made = []
    for node in outputs:
        terms: dict[int, list[int]] = {}
        spread(node, one, terms, True)
        made.append(graph.total(graph.apply("mul", graph.total(found), moving) for moving, found in terms.items()))
    return made
