"""Derivatives of a steady state: amounts, volumes, gates and potentials at rest together."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...model.model import Model
from ...solve.sensitivity.implicit import Correction
from ...solve.status import Status
from ...system.motion import Motion
from ..settings import quiet
from ..settle import settle
from ..simulator import Simulator, laid_out
from ..tasks import Steady
from .found import LOOSE, Differentiated
from .kept import smooth
from .modes import Forward, Mode
from .numbers import Numbers
from .quantities import Quantity, Scene, seen, seen_key
from .rest_start import RestStart
from .starts import Aids, start_of


def at_steady(model: Model, task: Steady, of: Sequence[Quantity], to: Sequence[str], mode: Mode) -> Differentiated:
    """Of one lane: f(y, theta) = 0 in reduced coordinates gives dy/dtheta = -(df/dy)^-1 df/dtheta.

    Conserved totals are functions of the start, so that amounts and volumes at the start are parameters like others.
    """
    simulator = laid_out(model, until=1.0, accounts=False)
    with quiet():
        found = settle(simulator, 0, follow=task.follow)
    if found.status != Status.ok:
        notes = (f"{Status(found.status).message}: `poise steady` says more",)
        return Differentiated.none(len(of), len(to), Status(found.status).name, notes, mode.name)
    numbers = Numbers.of(model, to)
    start = RestStart.of(simulator, numbers)
    aids = Aids.of(simulator, start.phi, start.turn).tree()
    motion = simulator.motion
    key = (motion.shape, numbers.paths, start.asked)

    arguments: Any = (found.y, simulator.arguments)
    _, jacobian = smooth(("steady rates", key), lambda: _still(motion), arguments).slopes(*arguments)
    turned = Correction.of(jacobian, _sizes(simulator, found.y))

    def results() -> Any:
        begin, still, base = start_of(simulator, numbers, start.resting), _still(motion), motion.base()

        def function(by: Any, values: Any, aids: Any, y: Any, begun: Any, turn: Any, hold: Any) -> Any:
            told, first = begin(by, aids, values)
            p = {**simulator.arguments, **told}
            at = y - turn @ still(y, p) + hold @ (first[:, 0] - begun)
            moment = motion.dynamics.moment(base(p), at[:, None], motion.origin_of(p))
            there = moment.system
            return seen(of, Scene(there, moment.potentials, lambda name: there.interfaces[name].injected))

        return function

    arguments = (np.zeros(len(to)), numbers.values, aids, found.y, simulator.y[:, 0], turned.turn, turned.hold)
    run = smooth(("steady", key, seen_key(of), numbers.chosen), results, arguments)
    values, matrix = run.slopes(*arguments, forward=isinstance(mode, Forward))
    return Differentiated(values, matrix, "ok", tuple(_notes(found, turned)), mode.name)


def _still(motion: Motion) -> Any:
    """The rates of the state (n,), traced."""
    import jax.numpy as jnp

    flow = motion.flow()
    return lambda y, p: flow.rates(jnp.zeros(1), y[:, None], 0, p)[0][:, 0]


def _sizes(simulator: Simulator, y: Any) -> Any:
    """Of every number of the state: amounts have their own, gates 1, potentials that of all potentials."""
    layout = simulator.layout
    first, last = len(layout.gates), layout.size - len(layout.potentials)
    size = np.array(simulator.scale[:, 0])
    size[first:last] = np.where(y[first:last] != 0.0, np.abs(y[first:last]), size[first:last])
    return size


def _notes(found: Any, turned: Correction) -> Any:
    if not found.stable:
        yield "the steady state is unstable."
    if turned.neutral:
        yield (
            f"{turned.neutral} direction(s) in which nothing moves: along these the state keeps the sums of the start,"
            " and its derivatives theirs."
        )
    if turned.loose:
        yield f"{LOOSE}."
