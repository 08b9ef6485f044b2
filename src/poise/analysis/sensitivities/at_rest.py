"""Derivatives of the rest: the potentials at which no net current flows, and all that follows from them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...model.describe import structure
from ...model.model import Model
from ...system.system import System
from ..balance import read_balance
from ..rest import rest
from ..tasks import Rest
from .found import LOOSE, Differentiated
from .kept import smooth
from .modes import Forward, Mode
from .numbers import Numbers
from .quantities import Quantity, Scene, seen, seen_key
from .rests import Resting, corrected, moved


def at_rest(model: Model, task: Rest, of: Sequence[Quantity], to: Sequence[str], mode: Mode) -> Differentiated:
    """Of one lane: I(V, theta) = 0 gives dV/dtheta = -(dI/dV)^-1 dI/dtheta; the rest by the chain rule."""
    answer = rest(model, low=task.low, high=task.high, near=task.near, balance=task.balance)
    if not answer.ok:
        return Differentiated.none(len(of), len(to), answer.status, answer.notes, mode.name)
    resting = Resting(model, read_balance(model, task.balance or {}))
    numbers = Numbers.of(model, to)
    phi = resting.at(dict(zip(model.interfaces, np.asarray(answer["potential"]).tolist(), strict=True)))
    shape = structure(model)
    found = corrected(resting, shape, numbers, phi)

    def results() -> Any:
        import jax.numpy as jnp

        plain = System.of(model, jnp, check=False)

        def function(by: Any, values: Any, phi: Any, turn: Any) -> Any:
            system = numbers.system(plain, numbers.moved(values, by))
            potentials = resting.across(moved(resting, system, phi, turn))
            system = resting.settled(system, potentials)
            return seen(of, Scene(system, potentials, lambda name: system.interfaces[name].injected))

        return function

    key = ("at rest", shape, numbers.paths, repr(resting.rules), seen_key(of), numbers.chosen)
    arguments = (np.zeros(len(to)), numbers.values, phi, found.turn)
    values, matrix = smooth(key, results, arguments).slopes(*arguments, forward=isinstance(mode, Forward))
    notes = (*answer.notes, *((LOOSE,) if found.loose else ()))
    return Differentiated(values, matrix, answer.status, notes, mode.name)
