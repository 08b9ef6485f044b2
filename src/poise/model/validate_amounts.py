"""What is wrong with the amounts of a model: volumes, what is held, water, capacitances, gases, injected ions."""

from collections.abc import Iterator

from ..errors import Problem
from ..processes.water.equilibrium import OsmoticEquilibrium
from ..processes.water.osmosis import Osmosis
from .model import Model
from .validate_circuit import has_sides


def amounts(model: Model) -> Iterator[Problem]:
    """Every problem with what changes in time."""
    for name in model.compartments:
        yield from _compartment(model, name)
    for name in model.interfaces:
        if has_sides(model, name):
            yield from _water(model, name)
            yield from _interface(model, name)


def _compartment(model: Model, name: str) -> Iterator[Problem]:
    place = model.compartments[name]
    for one in place.held:
        if one not in place.contents:
            yield Problem(
                f"compartments.{name}.held",
                f"{one} is to be held in '{name}', which does not contain it",
                f"write its concentration under compartments.{name}.contents, or leave it out of `held`",
            )
    if place.reservoir:
        if place.held:
            yield Problem(
                f"compartments.{name}.held",
                f"'{name}' has no volume, so that everything in it is held already",
                "leave `held` out, or write `volume: 2000 um3`",
                "warning",
            )
        if place.processes:
            yield Problem(
                f"compartments.{name}.processes",
                f"'{name}' has no volume, so that its composition is fixed and its processes change nothing",
                "write `volume: 2000 um3`",
                "warning",
            )
        return
    for one in place.contents:
        if one.phase == "gas" and one not in place.held:
            yield Problem(
                f"compartments.{name}.contents.{one.name}",
                f"{one} is a gas in '{name}', which has a volume: a fugacity is no amount that could change",
                f"write `held: [{one}]`, or name what is dissolved, such as CO2(aq)",
            )


def _water(model: Model, name: str) -> Iterator[Problem]:
    face = model.interfaces[name]
    both = [model.compartments[face.inside], model.compartments[face.outside]]
    flows = {label: one for label, one in face.processes.items() if isinstance(one, Osmosis)}
    equal = {label: one for label, one in face.processes.items() if isinstance(one, OsmoticEquilibrium)}
    for label, process in {**flows, **equal}.items():
        if all(place.reservoir for place in both):
            yield Problem(
                f"interfaces.{name}.processes.{label}",
                f"process '{label}' ({process.title}) changes nothing: neither '{face.inside}' nor '{face.outside}' "
                "has a volume",
                f"write `volume: 2000 um3` in compartment '{face.inside}'",
                "warning",
            )
    for label in equal:
        if flows:
            yield Problem(
                f"interfaces.{name}.processes.{label}",
                f"interface '{name}' has both osmotic flow ('{next(iter(flows))}') and osmotic equilibrium ('{label}')",
                "keep one: `osmosis` takes its time, `osmotic_equilibrium` takes none",
            )
        if face.processes[label].gates:
            yield Problem(
                f"interfaces.{name}.processes.{label}.gates",
                f"process '{label}' (osmotic equilibrium) has gates, but it has no rate that they could change",
                "use `osmosis`, or leave the gates out",
            )


def _interface(model: Model, name: str) -> Iterator[Problem]:
    face = model.interfaces[name]
    holding = [one for one in (face.inside, face.outside) if not model.compartments[one].reservoir]
    if holding and face.capacitance is None:
        yield Problem(
            f"interfaces.{name}",
            f"interface '{name}' has no capacitance, which a run in time needs ('{holding[0]}' has a volume)",
            "write `capacitance: 1 uF/cm2`",
            "warning",
        )
    if face.carrier.phase == "aqueous":
        for side in (face.inside, face.outside):
            if face.carrier not in model.compartments[side].contents:
                yield Problem(
                    f"interfaces.{name}.carrier",
                    f"the injected current is carried by {face.carrier}, which compartment '{side}' lacks",
                    f"write its amount under compartments.{side}.contents, or name another carrier",
                )
