"""The rest of a model as equations of the potentials of its compartments, and how it moves with the model's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model.model import Model
from ...solve.sensitivity.implicit import Correction
from ...system.circuit import Circuit, from_ground
from ...system.dynamics import area_of
from ...system.system import System
from ..balance import Rule, balanced
from .kept import smooth
from .numbers import Numbers

_SIZE = 0.1  # V: usual size of a potential


@dataclass(frozen=True)
class Resting:
    """The equations: no net current into any compartment but the ground.

    Attributes:
        model: the structure.
        rules: of pumps that cancel an ion's flux, by interface.
        injecting: whether injected currents count; a run starts from the rest without them.
    """

    model: Model
    rules: Mapping[str, Rule]
    injecting: bool = True

    @property
    def places(self) -> tuple[str, ...]:
        """The compartments whose potentials are sought."""
        return tuple(place for place, _, _, _ in from_ground(Circuit.of(self.model)))

    def across(self, phi: Any) -> dict[str, Any]:
        """Potentials of the interfaces from those of the places."""
        at = {place: phi[k] for k, place in enumerate(self.places)}
        return {
            name: at.get(face.inside, 0.0) - at.get(face.outside, 0.0) for name, face in self.model.interfaces.items()
        }

    def settled(self, system: System, potentials: Mapping[str, Any]) -> System:
        """The system with its pumps balanced."""
        return balanced(system, self.rules, potentials)

    def net(self, system: System, phi: Any) -> Any:
        """Net current out of each place, (places,)."""
        import jax.numpy as jnp

        potentials = self.across(phi)
        system = self.settled(system, potentials)
        total = dict.fromkeys(self.places, jnp.zeros(()))
        for name, face in system.interfaces.items():
            flow = system.current(name, potentials[name]) + (0.0 if self.injecting else face.injected)
            if face.inside in total:
                total[face.inside] = total[face.inside] + area_of(face) * flow
            if face.outside in total:
                total[face.outside] = total[face.outside] - area_of(face) * flow
        return jnp.stack([jnp.reshape(one, ()) for one in total.values()])

    def at(self, potentials: Mapping[str, float]) -> Any:
        """The potentials of the places, from those of the interfaces."""
        found: dict[str, float] = {}
        for place, source, name, sign in from_ground(Circuit.of(self.model)):
            found[place] = found.get(source, 0.0) + sign * potentials[name]
        return np.array([found[place] for place in self.places])


def corrected(resting: Resting, shape: str, numbers: Numbers, phi: Any) -> Correction:
    """How the rest of a model moves with the currents; `shape` says its structure."""

    def net() -> Any:
        import jax.numpy as jnp

        plain = System.of(resting.model, jnp, check=False)
        return lambda phi, values: resting.net(numbers.system(plain, list(values)), phi)

    key = ("rest", shape, numbers.paths, repr(resting.rules), resting.injecting)
    arguments = (phi, numbers.values)
    _, jacobian = smooth(key, net, arguments).slopes(*arguments)
    return Correction.of(jacobian, np.full(len(phi), _SIZE))


def moved(resting: Resting, system: System, phi: Any, turn: Any) -> Any:
    """The rest as a smooth function of the traced system, from its value: one step of Newton with a matrix held."""
    return phi - turn @ resting.net(system, phi)
