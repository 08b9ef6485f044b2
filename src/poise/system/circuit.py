"""The circuit: which compartments are linked, which links stand alone, and which close loops."""

from dataclasses import dataclass

from ..model.model import Model


@dataclass(frozen=True)
class Link:
    """All interfaces between one pair of compartments.

    Attributes:
        inside, outside: the pair, as the first interface names it.
        interfaces: (name, +1 where it has the same sides, -1 where they are exchanged).
    """

    inside: str
    outside: str
    interfaces: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Circuit:
    """How a model's compartments hang together.

    Attributes:
        ground: the compartment at potential 0.
        bridges: links without which the circuit falls apart: no net current crosses them at rest, so that each is a
            problem of one unknown.
        loops: groups of links that close loops, to be solved together.
    """

    ground: str
    bridges: tuple[Link, ...]
    loops: tuple[tuple[Link, ...], ...]

    @classmethod
    def of(cls, model: Model) -> "Circuit":
        """The circuit of a valid model."""
        ground = next(name for name, one in model.compartments.items() if one.ground)
        links = _links(model)
        bridges = [
            link for link in links if not _joined(link.inside, link.outside, [o for o in links if o is not link])
        ]
        loops: list[list[Link]] = []
        for link in (one for one in links if one not in bridges):
            touching = [g for g in loops if any({o.inside, o.outside} & {link.inside, link.outside} for o in g)]
            loops = [g for g in loops if g not in touching] + [[*(o for g in touching for o in g), link]]
        return cls(ground, tuple(bridges), tuple(tuple(group) for group in loops))


def _links(model: Model) -> list[Link]:
    found: dict[frozenset[str], list[tuple[str, int]]] = {}
    first: dict[frozenset[str], tuple[str, str]] = {}
    for name, face in model.interfaces.items():
        pair = frozenset((face.inside, face.outside))
        first.setdefault(pair, (face.inside, face.outside))
        found.setdefault(pair, []).append((name, 1 if (face.inside, face.outside) == first[pair] else -1))
    return [Link(*first[pair], tuple(names)) for pair, names in found.items()]


def _joined(one: str, other: str, links: list[Link]) -> bool:
    """Whether two compartments are linked by these links."""
    reached, last = {one}, 0
    while len(reached) != last:
        last = len(reached)
        for link in links:
            if {link.inside, link.outside} & reached:
                reached |= {link.inside, link.outside}
    return other in reached


def from_ground(circuit: Circuit) -> list[tuple[str, str, str, int]]:
    """How potentials follow from the ground: (compartment, from, interface, sign) for each compartment but it.

    phi(compartment) = phi(from) + sign * potential of the interface.
    """
    links = [*circuit.bridges, *(link for group in circuit.loops for link in group)]
    found: list[tuple[str, str, str, int]] = []
    reached, last = {circuit.ground}, 0
    while len(reached) != last:
        last = len(reached)
        for link in links:
            name, sign = link.interfaces[0]
            if link.outside in reached and link.inside not in reached:
                found.append((link.inside, link.outside, name, sign))
                reached.add(link.inside)
            elif link.inside in reached and link.outside not in reached:
                found.append((link.outside, link.inside, name, -sign))
                reached.add(link.outside)
    return found
