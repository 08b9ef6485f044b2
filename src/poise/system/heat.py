"""Heat: what the processes of each interface draw from their surroundings, and what passes between the sides."""

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..processes.derived import dissipation, heat_drawn
from .dynamics import area_of
from .system import System


def side_temperatures(system: System, interface: str) -> tuple[Any, Any]:
    """Temperatures of the two sides (inside, outside) of an interface [K].

    That of a compartment is the temperature that another interface beside it has of its own; the model's where none
    has.

    Raises:
        InputError: interfaces beside one side have several temperatures.
    """
    face = system.interfaces[interface]
    return _side(system, interface, face.inside), _side(system, interface, face.outside)


def _side(system: System, interface: str, place: str) -> Any:
    near = {
        name: face.temperature
        for name, face in system.interfaces.items()
        if name != interface and face.temperature is not None and place in (face.inside, face.outside)
    }
    if len(near) > 1:
        raise InputError(
            f"heat crosses interface '{interface}', but compartment '{place}' lies beside several interfaces with"
            f" temperatures of their own: {', '.join(near)}; put a compartment between them"
        )
    return next(iter(near.values()), system.temperature)


def heat_flows(system: System, potentials: Mapping[str, Any]) -> dict[str, tuple[tuple[Any, Any], ...]]:
    """Heat that each interface draws from its surroundings [W], as pairs (temperature [K], heat).

    An interface's processes draw sum(r (T dS - A)) at its temperature. One that lets heat pass between its sides draws
    K area (T_hot - T_cold) from the hot one, gives it to the cold one, and shares its processes' heat half and half
    between them, as Joule's heat in a rod.

    Args:
        system: laid out.
        potentials: of each interface [V].
    """
    found: dict[str, tuple[tuple[Any, Any], ...]] = {}
    for name, face in system.interfaces.items():
        local = system.local(name, potentials[name])
        area = area_of(face)
        drawn: Any = 0.0
        for label, process in face.processes.items():
            drawn = drawn + area * system.factor(name, label, local) * heat_drawn(process, local)
        if face.heat_conductance is None:
            found[name] = ((local.temperature, drawn),)
            continue
        inside, outside = side_temperatures(system, name)
        passing = area * face.heat_conductance * (inside - outside)
        found[name] = ((inside, drawn / 2.0 + passing), (outside, drawn / 2.0 - passing))
    return found


def entropy_production(system: System, potentials: Mapping[str, Any]) -> Any:
    """Entropy produced per time [W/K]: of all processes whose energy is accounted for, and of heat that passes.

    sum(area A r / T) + sum(K area (T_1 - T_2)^2 / (T_1 T_2)); where heat passes, what the processes dissipate counts
    half at each side's temperature.

    Args:
        system: laid out.
        potentials: of each interface [V].
    """
    total: Any = 0.0
    for name, face in system.interfaces.items():
        local = system.local(name, potentials[name])
        area = area_of(face)
        inverse: Any = 1.0 / local.temperature
        if face.heat_conductance is not None:
            inside, outside = side_temperatures(system, name)
            inverse = (1.0 / inside + 1.0 / outside) / 2.0
            total = total + area * face.heat_conductance * (inside - outside) ** 2 / (inside * outside)
        for label, process in face.processes.items():
            if not process.unaccounted:
                total = total + area * system.factor(name, label, local) * dissipation(process, local) * inverse
    return total
