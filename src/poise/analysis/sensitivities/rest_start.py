"""The rest from which a run starts where the model does not say its potentials, and how it moves."""

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ...model.model import Model
from ...system.system import System
from ..simulator import Simulator
from ..start import start_potentials
from .numbers import Numbers
from .rests import Resting, corrected


@dataclass(frozen=True)
class RestStart:
    """The potentials of the places at rest, without injected current.

    Attributes:
        resting: the equations; `None` where the model says all potentials.
        phi, turn: the potentials and how they move with the currents; empty then.
        asked: whether the rest is asked.
    """

    resting: Resting | None
    phi: Any
    turn: Any

    @property
    def asked(self) -> bool:
        """Whether the rest is where some potential starts."""
        return self.resting is not None

    @classmethod
    def of(cls, simulator: Simulator, numbers: Numbers) -> "RestStart":
        """Of a run of one lane."""
        model = simulator.model
        if all(face.potential is not None for face in model.interfaces.values()):
            return cls(None, np.zeros(0), np.zeros((0, 0)))
        resting = Resting(model, {}, injecting=False)
        if all(face.potential is None for face in model.interfaces.values()):
            layout = simulator.layout
            there = dict(zip(layout.potentials, simulator.y[layout.size - len(layout.potentials) :, 0], strict=True))
            phi = np.array([there[name] for name in resting.places])
        else:
            free = _all_free(model)
            volts = start_potentials(free, System.of(free, check=False))
            phi = resting.at({name: float(np.ravel(one)[0]) for name, one in volts.items()})
        return cls(resting, phi, corrected(resting, simulator.motion.shape, numbers, phi).turn)


def _all_free(model: Model) -> Model:
    """The model with no potential given, so that all of them are those of the rest."""
    faces = {name: dataclasses.replace(face, potential=None) for name, face in model.interfaces.items()}
    return dataclasses.replace(model, interfaces=MappingProxyType(faces))
