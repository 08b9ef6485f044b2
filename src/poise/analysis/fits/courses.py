"""What of a run can be compared with data: paths of potentials, currents, gates, contents, volumes over time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownNameError, did_you_mean
from ...model.model import Model
from ...system.dynamics import Moment
from ...system.layout import Layout
from ...units import DIMENSIONS, Dimension
from ..process_rows import reversal_potential


@dataclass(frozen=True)
class Course:
    """One quantity over time.

    Attributes:
        name: "membrane.potential", as a run's table and files call it.
        dimension: of its numbers.
        of: (layout, moment, currents of the electrodes, states (n, points)) to values (points,), SI.
    """

    name: str
    dimension: Dimension
    of: Callable[[Layout, Moment, Any, Any], Any]


def course_of(model: Model, name: str, called: str) -> Course:
    """The quantity of that name.

    Raises:
        UnknownNameError: a run of the model holds nothing of that name; the text offers the nearest ones.
    """
    known = courses(model)
    if name not in known:
        near = did_you_mean(name, known) or "for instance " + ", ".join(list(known)[:6])
        raise UnknownNameError(f"{called}: a run of '{model.name}' holds no '{name}'; {near}")
    return known[name]


def courses(model: Model) -> dict[str, Course]:
    """Everything that a run of a model holds over time, by name."""
    found: list[Course] = []

    def put(name: str, dimension: str, of: Callable[[Layout, Moment, Any, Any], Any]) -> None:
        found.append(Course(name, DIMENSIONS[dimension], of))

    for face, one in model.interfaces.items():
        put(f"{face}.potential", "potential", lambda lay, m, i, y, face=face: m.potentials[face])
        put(f"{face}.injected", "current per area", lambda lay, m, i, y, face=face: i[face])
        for label, process in one.processes.items():
            path = f"{face}.{label}"
            put(f"{path}.current", "current per area", _of(_current, face, label))
            put(f"{path}.open", "number", _of(_open, face, label))
            if len(process.moves()) == 1:
                put(f"{path}.rate", "flux", _of(_rate, face, label))
            if any(move.electrogenic for move in process.moves()):
                put(f"{path}.equilibrium", "potential", _of(_equilibrium, face, label))
                put(f"{path}.conductance", "conductance per area", _of(_conductance, face, label))
            for gate, law in process.gates.items():
                for state in law.states:
                    name = ".".join(filter(None, (path, gate, state)))
                    put(name, "number", lambda lay, m, i, y, name=name: y[lay.labels.index(name)])
    for name, place in model.compartments.items():
        if place.reservoir:
            continue
        put(f"{name}.volume", "volume", lambda lay, m, i, y, name=name: m.system.volumes[name])
        for one in place.contents:
            put(f"{name}.{one.name}", "concentration", _held(name, one))
            put(f"{name}.{one.name}.amount", "amount", _amount(name, one))
    return {one.name: one for one in found}


def _held(at: str, one: Any) -> Callable[[Layout, Moment, Any, Any], Any]:
    return lambda layout, moment, currents, states: moment.system.concentrations[at][one]


def _amount(at: str, one: Any) -> Callable[[Layout, Moment, Any, Any], Any]:
    return lambda layout, moment, currents, states: moment.system.concentrations[at][one] * moment.system.volumes[at]


def _of(
    function: Callable[[Moment, str, str], Any], face: str, label: str
) -> Callable[[Layout, Moment, Any, Any], Any]:
    return lambda layout, moment, currents, states: function(moment, face, label)


def _current(moment: Moment, face: str, label: str) -> Any:
    return moment.system.process_current(face, label, moment.system.local(face, moment.potentials[face]))


def _open(moment: Moment, face: str, label: str) -> Any:
    return moment.system.open(face, label, moment.system.local(face, moment.potentials[face]))


def _rate(moment: Moment, face: str, label: str) -> Any:
    return moment.system.rates(face, label, moment.system.local(face, moment.potentials[face]))[0]


def _equilibrium(moment: Moment, face: str, label: str) -> Any:
    potential = moment.potentials[face]
    process = moment.system.interfaces[face].processes[label]
    return reversal_potential(process, moment.system.local(face, potential), len(potential))


def _conductance(moment: Moment, face: str, label: str) -> Any:
    """Chord conductance: current over driving force."""
    return _current(moment, face, label) / (moment.potentials[face] - _equilibrium(moment, face, label))
