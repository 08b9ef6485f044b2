"""What can be differentiated, by path: everything that follows from one moment of a model."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownNameError, did_you_mean
from ...formulas.nernst import nernst
from ...model.compartment import content_kind
from ...model.model import Model
from ...processes.base import Local, Process
from ...processes.derived import affinities, current, dissipation, equilibrium_potentials, fluxes, sum_of
from ...processes.moves import SIDES
from ...system.circuit import Circuit, from_ground
from ...system.system import System

_FAR = 3.0  # V: stands for an infinite equilibrium potential
_HALVINGS = 60


@dataclass(frozen=True)
class Scene:
    """One moment, traced by JAX; every array (lanes,), or a number.

    Attributes:
        system: with its concentrations, volumes and gates.
        potentials: of the interfaces [V].
        injected: of an interface: current per area that an electrode or clamp puts into its inside [A/m2].
    """

    system: System
    potentials: Mapping[str, Any]
    injected: Callable[[str], Any]


@dataclass(frozen=True)
class Quantity:
    """A result at one moment.

    Attributes:
        path: "membrane.potential", "cytosol.K+", "membrane.Na.m", "membrane.K_leak.current".
        kind: a name of `units.DIMENSIONS`, or one that only results have.
        of: its value in a scene.
    """

    path: str
    kind: str
    of: Callable[[Scene], Any] = dataclasses.field(compare=False)


def quantity(model: Model, path: str) -> Quantity:
    """The result at a path.

    Raises:
        UnknownNameError: there is none; the text offers the nearest ones.
    """
    known = {one.path: one for one in quantities(model)}
    if path in known:
        return known[path]
    head, _, rest = path.rpartition(".")
    book = model.book
    if rest in book and f"{head}.{book[rest].name}" in known:
        return known[f"{head}.{book[rest].name}"]
    near = did_you_mean(path, known)
    near = near or f"there are such as {', '.join(list(known)[:4])}"
    raise UnknownNameError(f"no result '{path}' of model '{model.name}'; {near}")


def seen(of: Sequence[Quantity], scene: Scene) -> Any:
    """The results in a scene of one lane, (results,)."""
    import jax.numpy as jnp

    return jnp.stack([jnp.reshape(jnp.asarray(one.of(scene), float), ()) for one in of])


def seen_key(of: Sequence[Quantity]) -> tuple[str, ...]:
    """What says which results are meant."""
    return tuple(one.path for one in of)


def quantities(model: Model) -> Iterator[Quantity]:
    """Every result of a model at one moment."""
    for name in model.interfaces:
        yield Quantity(f"{name}.potential", "potential", _potential(name))
        yield Quantity(f"{name}.net_current", "current per area", _net_current(name))
        yield Quantity(f"{name}.slope_conductance", "conductance", _slope_conductance(name))
        yield Quantity(f"{name}.injected_current", "current per area", _injected(name))
    for name, place in model.compartments.items():
        if not place.ground:
            yield Quantity(f"{name}.potential", "potential", _compartment_potential(model, name))
        for one in place.contents:
            path = f"{name}.{one.name}"
            yield Quantity(path, content_kind(one).dimension.name, _concentration(name, one))
            if not place.reservoir and one.phase == "aqueous":
                yield Quantity(f"{path}.amount", "amount", _amount(name, one))
        if not place.reservoir:
            yield Quantity(f"{name}.volume", "volume", _volume(name))
        for label in place.processes:
            yield Quantity(f"{name}.{label}.reaction_rate", "concentration rate", _reaction_rate(name, label))
    for path, process in model.processes.items():
        yield from _of_process(path, process)
    yield from _of_ions(model)


def _of_process(path: str, process: Process) -> Iterator[Quantity]:
    name, _, label = path.partition(".")

    def there(value: Callable[[Scene, Process, Local], Any]) -> Callable[[Scene], Any]:
        def of(scene: Scene) -> Any:
            local = scene.system.local(name, scene.potentials[name])
            return value(scene, scene.system.interfaces[name].processes[label], local)

        return of

    yield Quantity(
        f"{path}.current", "current per area", there(lambda s, _, at: s.system.process_current(name, label, at))
    )
    yield Quantity(f"{path}.rate", "molar flux", there(lambda s, _, at: sum_of(s.system.rates(name, label, at))))
    yield Quantity(f"{path}.open", "number", there(lambda s, _, at: s.system.open(name, label, at)))
    moves = process.moves()
    if not process.unaccounted and any(move.electrogenic for move in moves):
        yield Quantity(f"{path}.equilibrium", "potential", there(lambda _, one, at: _reversal(one, at)))
        yield Quantity(
            f"{path}.driving_force", "potential", there(lambda s, one, at: s.potentials[name] - _reversal(one, at))
        )
    if len(moves) == 1:
        yield Quantity(f"{path}.affinity", "molar energy", there(lambda _, one, at: affinities(one, at)[0]))
    if not process.unaccounted:
        yield Quantity(
            f"{path}.dissipation",
            "power per area",
            there(lambda s, one, at: s.system.factor(name, label, at) * dissipation(one, at)),
        )
    for gate, one in process.gates.items():
        for k, state in enumerate(one.states):
            told = ".".join(filter(None, (path, gate, state)))
            yield Quantity(told, "number", there(lambda s, p, at, g=gate, k=k: _occupancies(s, path, p, at)[g][k]))


def _occupancies(scene: Scene, path: str, process: Process, local: Local) -> Any:
    """Of the gates of a process; steady where none are given."""
    known = scene.system.occupancies.get(path)
    return process.steady_gates(local) if known is None else known


def _of_ions(model: Model) -> Iterator[Quantity]:
    for name, face in model.interfaces.items():
        beside = {side: model.compartments[getattr(face, side)].contents for side in SIDES}
        for side in SIDES:
            for one in beside[side]:
                if one.phase != "aqueous" or not one.charge:
                    continue
                path = f"{name}.{getattr(face, side)}.{one.name}"
                yield Quantity(f"{path}.net_flux", "molar flux", _net_flux(name, side, one))
                if all(one in there for there in beside.values()):
                    yield Quantity(f"{path}.nernst", "potential", _nernst(name, one))


def _potential(name: str) -> Callable[[Scene], Any]:
    return lambda scene: scene.potentials[name]


def _injected(name: str) -> Callable[[Scene], Any]:
    return lambda scene: scene.injected(name)


def _net_current(name: str) -> Callable[[Scene], Any]:
    def of(scene: Scene) -> Any:
        local = scene.system.local(name, scene.potentials[name])
        labels = scene.system.interfaces[name].processes
        return sum_of(scene.system.process_current(name, one, local) for one in labels) - scene.injected(name)

    return of


def _slope_conductance(name: str) -> Callable[[Scene], Any]:
    def of(scene: Scene) -> Any:
        import jax
        import jax.numpy as jnp

        at = jnp.asarray(scene.potentials[name])
        return jax.jvp(lambda v: scene.system.current(name, v), (at,), (jnp.ones_like(at),))[1]

    return of


def _compartment_potential(model: Model, name: str) -> Callable[[Scene], Any]:
    circuit = Circuit.of(model)

    def of(scene: Scene) -> Any:
        found: dict[str, Any] = {circuit.ground: 0.0}
        for place, source, face, sign in from_ground(circuit):
            found[place] = found[source] + sign * scene.potentials[face]
        return found[name]

    return of


def _concentration(name: str, one: Any) -> Callable[[Scene], Any]:
    return lambda scene: scene.system.concentrations[name][one]


def _amount(name: str, one: Any) -> Callable[[Scene], Any]:
    return lambda scene: scene.system.concentrations[name][one] * scene.system.volumes[name]


def _volume(name: str) -> Callable[[Scene], Any]:
    return lambda scene: scene.system.volumes[name]


def _reaction_rate(name: str, label: str) -> Callable[[Scene], Any]:
    def of(scene: Scene) -> Any:
        rates = scene.system.reactions[name][label].rates(scene.system.within(name))
        return scene.system.scales.get(f"{name}.{label}", 1.0) * sum_of(rates)

    return of


def _net_flux(name: str, side: Any, one: Any) -> Callable[[Scene], Any]:
    def of(scene: Scene) -> Any:
        local = scene.system.local(name, scene.potentials[name])
        total: Any = 0.0
        for label, process in scene.system.interfaces[name].processes.items():
            total = total + scene.system.factor(name, label, local) * fluxes(process, local).get((side, one), 0.0)
        return total

    return of


def _nernst(name: str, one: Any) -> Callable[[Scene], Any]:
    def of(scene: Scene) -> Any:
        face = scene.system.interfaces[name]
        inside, outside = (scene.system.activities[getattr(face, side)][one] for side in SIDES)
        return nernst(one.charge, outside, inside, scene.system.local(name, 0.0).temperature)

    return of


def _reversal(process: Process, local: Local) -> Any:
    """Where a process's own current vanishes, a smooth function of all it depends on."""
    import jax
    import jax.numpy as jnp

    ends = [
        jnp.asarray(value)
        for move, value in zip(process.moves(), equilibrium_potentials(process, local), strict=True)
        if move.electrogenic
    ]
    if len(ends) == 1:
        return ends[0]
    stop = jax.lax.stop_gradient

    def own(v: Any) -> Any:
        return current(process, dataclasses.replace(local, potential=v))

    low = stop(jnp.clip(jnp.min(jnp.stack(jnp.broadcast_arrays(*ends)), axis=0), -_FAR, _FAR))
    high = stop(jnp.clip(jnp.max(jnp.stack(jnp.broadcast_arrays(*ends)), axis=0), -_FAR, _FAR))
    below = jnp.sign(stop(own(low)))

    def halve(_: Any, bracket: Any) -> Any:
        a, b = bracket
        middle = 0.5 * (a + b)
        same = jnp.sign(stop(own(middle))) == below
        return jnp.where(same, middle, a), jnp.where(same, b, middle)

    low, high = jax.lax.fori_loop(0, _HALVINGS, halve, (low, high))
    root = stop(0.5 * (low + high))
    steep = stop(jax.jvp(own, (root,), (jnp.ones_like(root),))[1])
    return root - own(root) / steep
