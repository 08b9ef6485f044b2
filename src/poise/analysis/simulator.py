"""A run made ready: the model laid out and compiled, so that it can be run again and again at no more than its cost."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, UnknownNameError, did_you_mean
from ..model.along import Along
from ..model.model import Model
from ..model.protocol import Crossing, Protocol
from ..model.validate import require_valid
from ..solve.backends import Backend, Integrating, Quickest
from ..solve.integrate import Carry, Chunk, begin, padded_breaks, settings
from ..solve.steps import Method
from ..solve.watch import Watch
from ..system.dynamics import Dynamics, Origin
from ..system.layout import Layout
from ..system.motion import Motion
from ..system.schedule import Schedule
from ..system.system import System
from .start import compartment_potentials, start_potentials, start_state

FINE = 1e-3  # absolute tolerance as a share of the relative one times a number's usual size
_KEPT = 32  # compiled structures that are kept in memory


@dataclass(frozen=True)
class Simulator:
    """A model, its start and what is done to it, ready to be integrated.

    Attributes:
        model, protocol: what was asked for.
        motion: the structure.
        schedule: the protocol, segment by segment.
        system: the numbers.
        origin: of all amounts.
        y: the state at the start, (n, lanes).
        arguments: of the compiled functions.
        breaks: padded.
        scale: usual size of every number of the state.
        compiled: the integrator, `None` where nothing is to be integrated.
    """

    model: Model
    protocol: Protocol
    motion: Motion
    schedule: Schedule
    system: System
    origin: Origin
    y: Any
    arguments: Mapping[str, Any]
    breaks: Any
    scale: Any
    compiled: Integrating | None = None

    @property
    def integrator(self) -> Integrating:
        """What integrates.

        Raises:
            InputError: this was laid out without one.
        """
        if self.compiled is None:
            raise InputError("laid out, but not made ready to run; use prepare")
        return self.compiled

    @property
    def layout(self) -> Layout:
        """The places of the state vector."""
        return self.motion.layout

    @property
    def backend(self) -> str:
        """The name of what integrates: "native" or "xla"."""
        return self.integrator.named(self.carry(), self.arguments)

    def carry(self) -> Carry:
        """Where the integration stands at the start."""
        watch = None if self.compiled is None else self.compiled.flow.watch
        return begin(self.y, self.motion.quadratures, 0.0, 0 if watch is None else watch.size)

    def chunks(
        self, rtol: float, *, carry: Carry | None = None, most: int = 10_000_000
    ) -> Iterator[tuple[Carry, Chunk | None]]:
        """The integration, chunk after chunk.

        Args:
            rtol: relative tolerance; the absolute ones are a thousandth of it times the usual size of each number.
            carry: where to go on; the start if not given.
            most: largest number of steps.
        """
        how = settings(rtol, rtol * FINE * self.scale, most=most)
        yield from self.integrator.run(self.carry() if carry is None else carry, self.breaks, self.arguments, how)

    def end(self, rtol: float = 1e-6) -> Any:
        """The state at the end alone, (n, lanes): the quickest use."""
        carry = self.carry()
        for state, _ in self.chunks(rtol):
            carry = state
        return np.asarray(carry.y)


def read_protocol(model: Model, protocol: Any, until: Any = None) -> Protocol:
    """The protocol that is meant: a Protocol, the name of one of the model's, or none with a duration.

    Raises:
        UnknownNameError: the model has no such protocol; InputError: neither a protocol nor a duration.
    """
    if isinstance(protocol, str):
        if protocol not in model.protocols:
            near = did_you_mean(protocol, model.protocols) or (
                f"it has: {', '.join(model.protocols)}" if model.protocols else "it has none"
            )
            raise UnknownNameError(f"model '{model.name}' has no protocol '{protocol}'; {near}")
        protocol = model.protocols[protocol]
    if protocol is None:
        if until is None:
            raise InputError("say how long to run: until='100 ms', or a protocol")
        return Protocol(until=until)
    if not isinstance(protocol, Protocol):
        raise InputError(f"'{protocol}' is not a protocol; give a Protocol or the name of one of the model's")
    if until is None:
        return protocol
    return Protocol(until=until, actions=protocol.actions, events=protocol.events, description=protocol.description)


def prepare(
    model: Model,
    protocol: Any = None,
    until: Any = None,
    *,
    method: Method | None = None,
    accounts: bool = True,
    record: bool = True,
    watch: Watch | None = None,
    backend: Backend | None = None,
) -> Simulator:
    """Make a run ready.

    Args:
        model: valid; arrays in it make lanes.
        protocol: a Protocol, the name of one of the model's, or `None`.
        until: how long [s], or text with a unit; the protocol's own time unless given.
        method: `Rodas5P()` unless given; `Tsit5()` for models that are not stiff.
        accounts: count every event and the entropy beside the state.
        record: keep the dense output of all steps.
        watch: what is kept of every lane on the way.
        backend: what runs it: `Quickest()` unless given, `Native()` or `XLA()`.

    Raises:
        ModelError, InputError, StatusError: the model cannot be run.
    """
    found = laid_out(model, protocol, until, accounts=accounts)
    how = method or _usual()
    engine = backend or Quickest()
    key = (found.motion.shape, how, record, watch and (watch.identity or watch), engine)
    if key not in _COMPILED:
        while len(_COMPILED) >= _KEPT:
            _COMPILED.pop(next(iter(_COMPILED)))
        _COMPILED[key] = engine.integrating(found.motion.flow(watch), how, record=record)
    return dataclasses.replace(found, compiled=_COMPILED[key])


_COMPILED: dict[Any, Integrating] = {}  # a cache by structure: what it holds does not change any answer


def laid_out(
    model: Model, protocol: Any = None, until: Any = None, *, accounts: bool = True, varied: Collection[str] = ()
) -> Simulator:
    """A model with its start and a protocol, laid out but not compiled.

    Args:
        model, protocol, until, accounts: as `prepare`.
        varied: paths that will be varied otherwise.
    """
    done, schedule, motion = structure_of(model, protocol, until, accounts=accounts, varied=varied)
    system = System.of(model, check=False)
    potentials = start_potentials(model, system)
    places = compartment_potentials(model, potentials)
    count = system.lanes.count
    phi = np.stack([np.broadcast_to(np.asarray(places[name], float), (count,)) for name in motion.layout.potentials])
    origin = motion.origin(system, phi)
    y = start_state(model, system, motion.layout, origin.amounts, potentials)
    breaks = padded_breaks(schedule.breaks)
    arguments = motion.told(model, system, origin, schedule, len(breaks))
    scale = motion.layout.scale(origin.amounts, contents_of(motion.layout, system, origin))
    scale = np.broadcast_to(scale, (motion.layout.size, count))
    return Simulator(model, done, motion, schedule, system, origin, y, arguments, breaks, scale)


def structure_of(
    model: Model, protocol: Any = None, until: Any = None, *, accounts: bool = True, varied: Collection[str] = ()
) -> tuple[Protocol, Schedule, Motion]:
    """What moves under a protocol, before there is a start; arguments as `laid_out`."""
    require_valid(model)
    require_capacitance(model)
    done = read_protocol(model, protocol, until)
    schedule = Schedule.of(model, done)
    electrodes = _electrodes(model, {*schedule.varied, *varied})
    motion = Motion(Dynamics(model, Layout.of(model, electrodes)), schedule.varied, schedule.clamped, accounts)
    _require_clamps(motion, schedule)
    return done, schedule, motion


def _electrodes(model: Model, varied: Collection[str]) -> tuple[str, ...]:
    """The interfaces at which current is injected, now or ever."""

    def there(name: str) -> bool:
        injected = model.interfaces[name].injected
        return name in varied or f"{name}.injected" in varied or isinstance(injected, Along) or injected != 0.0

    return tuple(name for name in model.interfaces if there(name))


def _usual() -> Method:
    from ..solve.rodas5p import Rodas5P

    return Rodas5P()


def contents_of(layout: Layout, system: System, origin: Origin) -> Any:
    """All that is dissolved in the compartment of each pair [mol], (pairs, lanes)."""
    count = system.lanes.count
    whole = {
        name: sum(
            (np.broadcast_to(np.asarray(value * volume, float), (count,)) for one, value in
             system.concentrations[name].items() if one.phase == "aqueous"),
            np.zeros(count),
        )
        for name, volume in system.volumes.items()
    }  # fmt: skip
    rows = [whole[name] for name, _ in layout.table.pairs]
    return np.stack(rows) if rows else np.zeros((0, count))


def require_capacitance(model: Model) -> None:
    """Refuse a model whose potentials cannot change in time.

    Raises:
        InputError: an interface has no capacitance.
    """
    for name in model.compartments:
        if model.compartments[name].ground:
            continue
        faces = [label for label, face in model.interfaces.items() if name in (face.inside, face.outside)]
        if all(model.interfaces[label].capacitance is None for label in faces):
            raise InputError(
                f"interface '{faces[0]}' has no capacitance, so that its potential cannot be followed in time; write "
                "`capacitance: 1 uF/cm2`"
            )


def _require_clamps(motion: Motion, schedule: Schedule) -> None:
    """Refuse perfect clamps that cannot be imposed."""
    for column, name in enumerate(schedule.clamped):
        face = motion.model.interfaces[name]
        perfect = schedule.clamps[:, column].any()
        if perfect and face.inside in motion.layout.potentials and face.outside in motion.layout.potentials:
            raise InputError(
                f"a perfect clamp of '{name}' needs a ground on one side, but neither '{face.inside}' nor "
                f"'{face.outside}' is; give the clamp a series_resistance"
            )


def crossing_weights(
    simulator: Simulator, crossing: Crossing, name: str
) -> tuple[Any, float, Callable[..., Any] | None]:
    """Weights and level of an event on a potential; for others a function of a moment, followed on the samples."""
    from ..units import DIMENSIONS, parse

    model, layout = simulator.model, simulator.layout
    head, _, rest = crossing.of.partition(".")
    kind = "potential" if rest == "potential" else "volume" if rest == "volume" else "concentration"
    level = parse(crossing.level, DIMENSIONS[kind]) if isinstance(crossing.level, str) else float(crossing.level)
    weights = np.zeros(layout.size)
    if rest == "potential" and head in model.interfaces:
        face = model.interfaces[head]
        first = layout.size - len(layout.potentials)
        for place, sign in ((face.inside, 1.0), (face.outside, -1.0)):
            if place in layout.potentials:
                weights[first + layout.potentials.index(place)] += sign
        return weights, level, None
    if head in model.compartments and rest == "volume" and head in simulator.system.volumes:
        return weights, level, lambda moment: moment.system.volumes[head]
    if head in model.compartments and rest in model.book and model.book[rest] in model.compartments[head].contents:
        one = model.book[rest]
        return weights, level, lambda moment: moment.system.concentrations[head][one]
    known = [f"{face}.potential" for face in model.interfaces]
    known += [f"{place}.{one.name}" for place in simulator.system.volumes for one in model.compartments[place].contents]
    near = did_you_mean(crossing.of, known)
    raise UnknownNameError(f"event '{name}': nothing to follow at '{crossing.of}'" + (f"; {near}" if near else ""))
