"""What is wrong with how a model hangs together: names, ground, sides, links and areas."""

from collections.abc import Iterator

from ..errors import Problem, did_you_mean
from .model import Model


def names(model: Model) -> Iterator[Problem]:
    """Names that mean two things."""
    for name in set(model.compartments) & set(model.interfaces):
        yield Problem(
            f"interfaces.{name}",
            f"'{name}' names both a compartment and an interface, so that paths such as '{name}.x' would be ambiguous",
            "rename one of them",
        )


def compartments(model: Model) -> Iterator[Problem]:
    """No compartments, or not one ground."""
    if not model.compartments:
        yield Problem("compartments", "the model has no compartments", "write at least two")
        return
    grounds = [name for name, one in model.compartments.items() if one.ground]
    if not grounds:
        yield Problem(
            "compartments",
            "no compartment is ground, so that potentials have no zero",
            "write `ground: true` in one compartment, usually the bath or the solution",
        )
    for name in grounds[1:]:
        yield Problem(
            f"compartments.{name}.ground", f"'{grounds[0]}' is ground already", "only one compartment can be ground"
        )


def sides(model: Model) -> Iterator[Problem]:
    """Interfaces without two sides that the model has, or with nothing that crosses them."""
    if not model.interfaces:
        yield Problem("interfaces", "the model has no interfaces", "write at least one, with `inside` and `outside`")
    for name, face in model.interfaces.items():
        for side in ("inside", "outside"):
            compartment = getattr(face, side)
            if compartment not in model.compartments:
                yield Problem(
                    f"interfaces.{name}.{side}",
                    f"interface '{name}' has compartment '{compartment}' {side}, which the model does not have",
                    did_you_mean(compartment, model.compartments),
                )
        if face.inside == face.outside:
            yield Problem(f"interfaces.{name}.outside", f"interface '{name}' has '{face.inside}' on both sides")
        elif has_sides(model, name) and not face.processes:
            yield Problem(f"interfaces.{name}", f"nothing crosses interface '{name}': it has no processes")


def has_sides(model: Model, interface: str) -> bool:
    """Whether an interface lies between two compartments of the model."""
    face = model.interfaces[interface]
    return face.inside != face.outside and {face.inside, face.outside} <= set(model.compartments)


def links(model: Model) -> Iterator[Problem]:
    """Compartments that nothing links to the ground."""
    ground = next((name for name, one in model.compartments.items() if one.ground), None)
    edges = [(face.inside, face.outside) for face in model.interfaces.values()]
    if ground is None or any(side not in model.compartments for edge in edges for side in edge):
        return
    reached, last = {ground}, 0
    while len(reached) != last:
        last = len(reached)
        reached |= {b for a, b in edges if a in reached} | {a for a, b in edges if b in reached}
    for name in model.compartments:
        if name not in reached:
            yield Problem(
                f"compartments.{name}",
                f"no interface links compartment '{name}' to the ground '{ground}', so that its potential is anything",
                "add an interface, or take the compartment out",
            )


def areas(model: Model) -> Iterator[Problem]:
    """Interfaces without the area that they need."""
    for name, face in model.interfaces.items():
        if face.area is not None:
            continue
        holding = [
            one
            for one in (face.inside, face.outside)
            if one in model.compartments and not model.compartments[one].reservoir
        ]
        why = "currents of several interfaces meet" if len(model.interfaces) > 1 else ""
        if holding:
            why = f"what crosses it changes the amounts in '{holding[0]}', which has a volume"
        if why:
            yield Problem(f"interfaces.{name}", f"interface '{name}' needs an area: {why}", "write `area: 1000 um2`")
