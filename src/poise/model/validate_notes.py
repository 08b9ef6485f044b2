"""What is worth knowing about a model: references and sources, charge balance, the range of the activity model."""

from collections.abc import Iterator
from typing import Any

from ..errors import Problem, UnknownNameError, did_you_mean
from ..processes.fields import kinds
from ..references import bibliography
from .along import Along
from .model import Model

_FEW = 20  # unknown names for which the nearest known ones are looked up
_NEUTRAL = 1e-6  # mol/m3: a smaller excess of charge is rounding of the numbers in the file


def loose_ends(model: Model) -> Iterator[Problem]:
    """References, sources and species that lead nowhere."""
    unknown = [key for key in model.references if key not in bibliography()]
    for number, key in enumerate(unknown):
        near = did_you_mean(key, bibliography()) if number < _FEW else ""  # each takes a millisecond
        yield Problem(f"references.{key}", f"no reference '{key}' in references.bib", near, "warning")
    yield from _sources(model)
    used = {one for compartment in model.compartments.values() for one in compartment.contents}
    for one in model.species:
        if one not in used:
            yield Problem(
                f"species.{one.name}",
                f"species '{one.name}' is declared but no compartment holds it",
                severity="warning",
            )


def _sources(model: Model) -> Iterator[Problem]:
    paths = model.paths()
    known = {*paths, *model.compartments, *model.interfaces, *model.protocols, *_parts(model)}
    count = 0
    for path in model.sources:
        try:
            _ = path in known or model.resolve(path, paths)
        except UnknownNameError as error:
            count += 1
            if count > _FEW:
                yield Problem("sources", "more sources are of quantities that the model lacks", severity="warning")
                return
            yield Problem(f"sources.{path}", str(error), severity="warning")


def _parts(model: Model) -> Iterator[str]:
    """Paths of what has a source though it is no number: processes, their fields and gates, and what is held."""
    for path, process in {**model.processes, **model.reactions}.items():
        yield path
        yield from (f"{path}.{field}" for field in kinds(type(process)))
        for name, gate in process.gates.items():
            yield from (f"{path}.{name}", *(f"{path}.{name}.{key}" for key in gate.write()))
    yield from (f"{name}.held" for name in model.compartments)


def net_charge(model: Model, compartment: str) -> Any:
    """Excess charge of a compartment, sum(z c) [mol/m3] (a number, or array where one concentration is an array)."""
    total: Any = 0.0
    for one, value in model.compartments[compartment].contents.items():
        if one.phase == "aqueous":
            total = total + one.charge * (value.values if isinstance(value, Along) else value)
    return total


def charge_balance(model: Model) -> Iterator[Problem]:
    """Compartments whose ions carry net charge."""
    for name, compartment in model.compartments.items():
        if any(isinstance(value, Along) for value in compartment.contents.values()):
            continue
        excess = float(net_charge(model, name))
        if abs(excess) > _NEUTRAL:
            yield Problem(
                f"compartments.{name}",
                f"the ions given for '{name}' do not balance: net charge {excess:+.4g} mM of elementary charges",
                "some ions are not listed; potentials at given concentrations are unaffected",
                "warning",
            )


def activity_range(model: Model) -> Iterator[Problem]:
    """Solutions beyond what the activity model is good for."""
    warm = model.temperature.values if isinstance(model.temperature, Along) else model.temperature
    for name, compartment in model.compartments.items():
        species = [one for one in compartment.contents if one.phase == "aqueous"]
        values = [compartment.contents[one] for one in species]
        if any(isinstance(value, Along) for value in values):
            continue
        remark = model.activity.valid(species, values, warm)
        if remark:
            yield Problem(f"compartments.{name}", f"'{name}': {remark}", severity="warning")
