"""Many cells in time, of each only what is asked: reductions computed in the lane, the end, the accounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.model import Model
from ..solve.backends import Backend
from ..solve.integrate import Carry, settings
from ..solve.status import Status
from ..solve.steps import Method
from ..solve.watch import Watch, together
from ..system.motion import Motion
from .accounts import Accounts
from .accounts import accounts as balance
from .reductions import Reduction, Watching
from .settings import quiet, require_tolerance
from .simulator import FINE, Simulator, prepare, structure_of
from .start import started_from

_MOST = 10_000_000


@dataclass(frozen=True)
class Ensemble:
    """What became of every lane; a lane is one combination of the model's arrays, the last dimension fastest.

    Attributes:
        values: the answer of each reduction, SI, (lanes,); nan where a lane was not run to its end.
        quantities: the kind of each, a name of `units.DIMENSIONS`.
        status: a `Status` for each lane, as numbers.
        accepted, rejected: steps of each lane.
        reached_s: the time to which each lane was run.
        sizes: length of each dimension of the model.
        labels: of the numbers of the state.
        state: at the end, (numbers, lanes), SI.
        conservation: what charge, species and water fail to add up to, where asked for.
    """

    values: Mapping[str, Any]
    quantities: Mapping[str, str]
    status: Any
    accepted: Any
    rejected: Any
    reached_s: Any
    sizes: Mapping[str, int]
    labels: tuple[str, ...]
    state: Any
    conservation: Accounts | None = None

    @property
    def ok(self) -> bool:
        """Whether every lane was run to its end."""
        return bool((self.status == Status.ok).all())

    def __getitem__(self, name: str) -> Any:
        """The answer of a reduction in the shape of the model's dimensions."""
        return np.reshape(self.values[name], tuple(self.sizes.values()))


def ensemble(
    model: Model,
    protocol: Any = None,
    until: Any = None,
    *,
    watch: Mapping[str, Reduction | str] | None = None,
    start: Any = None,
    rtol: float = 1e-6,
    method: Method | None = None,
    accounts: bool = False,
    backend: Backend | None = None,
    most: int = _MOST,
    progress: Callable[[float], None] | None = None,
) -> Ensemble:
    """All lanes of a model run in time, with memory that does not grow with the steps.

    Args:
        model: what there is; arrays in it make lanes, each with its own steps.
        protocol: a Protocol, the name of one of the model's, or `None` for the model left alone.
        until: how long [s], or text such as "20 ms"; the protocol's own time unless given.
        watch: what to keep, by any name: `Maximum("membrane.potential")`, or text, "apd(membrane.potential, 0.9)".
        start: a result of run or steady whose state to start from, or values by path.
        rtol: relative tolerance, as of `simulate`.
        method: `Rodas5P()` (stiff; used unless given) or `Tsit5()`.
        accounts: count every event, so that errors of balance can be told.
        backend: what runs it: `Quickest()` unless given, `Native()` or `XLA()`.
        most: largest number of steps of a lane, taken or turned down.
        progress: called with the share of the time that is done.

    Raises:
        ModelError, InputError, UnknownNameError: the input does not make a run, or there is nothing to watch there.
    """
    require_tolerance(rtol)
    model = started_from(model, start)
    _, _, motion = structure_of(model, protocol, until, accounts=accounts)
    asked = Watching.of(motion, watch or {})
    jumps = _jumps(motion) if accounts and motion.clamped else None
    parts = ([asked.watch] if asked.asked else []) + ([jumps] if jumps else [])
    simulator = prepare(
        model,
        protocol,
        until,
        method=method,
        accounts=accounts,
        record=False,
        watch=together(parts) if parts else None,
        backend=backend,
    )
    end = float(simulator.schedule.breaks[-1])
    state = simulator.carry()
    how = settings(rtol, rtol * FINE * simulator.scale, most=most)
    with quiet():
        for state, _ in simulator.integrator.run(simulator.carry(), simulator.breaks, simulator.arguments, how):
            if progress is not None:
                progress(float(np.min(np.asarray(state.t))) / end)
    return _found(simulator, Carry.of(state.arrays()), asked, accounts)


def _found(simulator: Simulator, carry: Carry, asked: Watching, accounts: bool) -> Ensemble:
    done = carry.status == Status.ok
    values = {name: np.where(done, one, np.nan) for name, one in asked.values(carry.w).items()}
    conservation = None
    if accounts:
        with quiet():
            conservation = balance(simulator, carry.y, carry.q, _moved(simulator, carry.w))
    return Ensemble(
        values,
        asked.quantities,
        carry.status,
        carry.accepted,
        carry.rejected,
        carry.t,
        dict(simulator.system.lanes.sizes),
        simulator.layout.labels,
        carry.y,
        conservation,
    )


def _jumps(motion: Motion) -> Watch:
    """What keeps the sum of the jumps of the potentials at breaks, from 0, and the potentials reached."""
    import jax.numpy as jnp

    first = motion.layout.size - len(motion.layout.potentials)
    count = len(motion.layout.potentials)

    def begin(t: Any, y: Any, k: Any, p: Any) -> Any:
        return jnp.concatenate([y[first:], y[first:]])

    def step(w: Any, t: Any, h: Any, c: Any, k: Any, p: Any) -> Any:
        start = c[0, first:]
        end = (((c[4, first:] + c[3, first:]) + c[2, first:]) + c[1, first:]) + start
        at_break = t == p["begins"][k]
        return jnp.concatenate([w[:count] + jnp.where(at_break, start - w[count:], 0.0), end])

    return Watch(2 * count, begin, step, "jumps of the potentials")


def _moved(simulator: Simulator, w: Any) -> Any:
    """Elementary charges that perfect clamps put in at once [mol], (clamped, lanes); `None` without clamps."""
    motion = simulator.motion
    if not motion.clamped:
        return None
    count = len(motion.layout.potentials)
    sums = w[len(w) - 2 * count : len(w) - count] - simulator.y[motion.layout.size - count :]
    charge = motion.dynamics.charge(simulator.system, list(sums))
    lanes = sums.shape[1]
    places = [motion.held_place(name) for name in motion.clamped]
    return np.stack([np.broadcast_to(sign * charge[place], (lanes,)) for place, sign in places])
