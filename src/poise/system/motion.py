"""A model's motion as a flow for the integrators: traced once for a structure, fed with numbers."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from ..chemistry.species import Species
from ..constants import FARADAY
from ..model.describe import structure
from ..model.model import Model
from ..processes.fields import QuantityKind
from ..solve.flow import Flow
from ..solve.watch import Watch
from .dynamics import Dynamics, Moment, Origin, area_of
from .layout import Layout, initial_amounts
from .numbers import with_numbers
from .schedule import Schedule
from .stoichiometry import CHARGE, WATER
from .system import System

_SLACK = 0.01  # of a gate beyond 0 to 1: more than any tolerance of the integration lets it stray


@dataclass(frozen=True)
class Motion:
    """What is integrated: the structure of a model under the structure of a schedule.

    Attributes:
        dynamics: of the model.
        varied: what the schedule varies.
        clamped: interfaces that it clamps.
        accounts: whether the events are counted beside the state.
    """

    dynamics: Dynamics
    varied: tuple[str, ...] = ()
    clamped: tuple[str, ...] = ()
    accounts: bool = True

    @property
    def layout(self) -> Layout:
        """The places of the state vector."""
        return self.dynamics.layout

    @property
    def model(self) -> Model:
        """What moves."""
        return self.dynamics.model

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The numbers that the traced functions are told, in order."""
        return tuple(path for path, kind in self.model.paths().items() if self._told(path, kind))

    def _told(self, path: str, kind: QuantityKind) -> bool:
        model = self.model
        value = model.get(path)
        head, _, rest = path.partition(".")
        if value is None or kind.fixed or rest.rpartition(".")[2] == "start":
            return False
        if head in model.interfaces:
            return rest != "potential"
        if head in model.compartments and rest != "volume" and "." not in rest:
            place = model.compartments[head]
            return place.reservoir or model.book[rest] in place.held
        return True

    @property
    def quadratures(self) -> int:
        """How many integrals are counted."""
        return len(self.layout.table.events) if self.accounts else 0

    def numbers(self, model: Model, lanes: Any) -> Any:
        """The numbers of a model of this structure, (paths, lanes or 1)."""
        rows = [np.atleast_1d(np.asarray(lanes.spread(model.get(path), np), float)) for path in self.paths]
        width = max([1, *(len(row) for row in rows)])
        return np.stack([np.broadcast_to(row, (width,)) for row in rows]) if rows else np.zeros((0, 1))

    def origin(self, system: System, phi: Any) -> Origin:
        """The start of all amounts; `phi` are the potentials of the layout's compartments, (potentials, lanes)."""
        count = system.lanes.count
        layout = self.layout
        held = self.dynamics.charge(system, list(phi)) if layout.reduction.charged else {}
        charge = [np.broadcast_to(held[name], (count,)) for name in layout.reduction.charged]
        fixed: dict[str, dict[Species, Any]] = {}
        for name, volume in system.volumes.items():
            fixed[name] = {}
            for one, value in system.concentrations[name].items():
                moves = (name, one) in layout.table.order
                if one.phase == "aqueous" and not moves and one not in self.model.compartments[name].held:
                    fixed[name][one] = np.broadcast_to(np.asarray(value * volume, float), (count,))
        return Origin(
            initial_amounts(system, layout.table), np.stack(charge) if charge else np.zeros((0, count)), fixed
        )

    def told(
        self, model: Model, system: System, origin: Origin, schedule: Schedule | None, length: int
    ) -> dict[str, Any]:
        """Everything that the traced functions take as arguments; `length` is that of the padded breaks."""
        segments = length - 1 if self.varied else 0
        begins = np.zeros(segments)
        tables = np.zeros((segments, len(self.varied), 4, 1))
        clamps = series = np.zeros((segments, len(self.clamped)))
        if schedule is not None and self.varied:
            count = len(schedule.breaks) - 1
            begins[:count] = schedule.breaks[:-1]
            tables = np.zeros((segments, *schedule.tables.shape[1:]))
            tables[:count] = schedule.tables
            clamps, series = np.zeros((segments, len(self.clamped))), np.zeros((segments, len(self.clamped)))
            clamps[:count], series[:count] = schedule.clamps, schedule.series
        return {
            "numbers": self.numbers(model, system.lanes),
            "amounts": origin.amounts,
            "charge": origin.charge,
            "fixed": {name: {one.name: value for one, value in there.items()} for name, there in origin.fixed.items()},
            "begins": begins,
            "tables": tables,
            "clamps": clamps,
            "series": series,
            "inverse": self._inverses(system, clamps),
        }

    def _inverses(self, system: System, clamps: Any) -> Any:
        """Inverse of the capacitance matrix, (segments or 1, potentials, potentials, lanes or 1)."""
        names = self.layout.potentials
        size = len(names)
        columns = []
        for unit in np.eye(size):
            charge = self.dynamics.charge(system, list(unit))
            columns.append([np.atleast_1d(np.asarray(charge[name] * FARADAY, float)) for name in names])
        width = max([1, *(len(one) for column in columns for one in column)])
        matrix = np.zeros((size, size, width))
        for k, column in enumerate(columns):
            for j, one in enumerate(column):
                matrix[j, k] = one
        patterns = [matrix]
        if self.clamped:
            patterns = []
            for row in clamps:
                changed = matrix.copy()
                for name, on in zip(self.clamped, row, strict=True):
                    if on:
                        place, _ = self.held_place(name)
                        changed[names.index(place)] = 0.0
                        changed[names.index(place), names.index(place)] = 1.0
                patterns.append(changed)
        stacked = np.stack(patterns)
        return np.moveaxis(np.linalg.inv(np.moveaxis(stacked, 3, 1)), 1, 3)

    def held_place(self, interface: str) -> tuple[str, float]:
        """The compartment whose potential a perfect clamp of an interface to the ground fixes, and its sign."""
        face = self.model.interfaces[interface]
        return (face.inside, 1.0) if face.inside in self.layout.potentials else (face.outside, -1.0)

    def origin_of(self, p: Mapping[str, Any]) -> Origin:
        """The origin from the arguments."""
        fixed = {
            name: {one: there[one.name] for one in self.model.compartments[name].contents if one.name in there}
            for name, there in p["fixed"].items()
        }
        return Origin(p["amounts"], p["charge"], fixed)

    def varied_at(self, t: Any, k: Any, p: Mapping[str, Any], xp: Any) -> dict[str, Any]:
        """What the schedule varies, at times (lanes,) in segments (lanes,)."""
        if not self.varied:
            return {}
        since = t - p["begins"][k]
        tables = p["tables"]
        lane = xp.arange(tables.shape[-1]) if tables.shape[-1] > 1 else 0
        found = {}
        for number, name in enumerate(self.varied):
            a, b, c, pace = (tables[k, number, part, lane] for part in range(4))
            found[name] = a + b * since + c * xp.exp(-pace * since)
        return found

    def _command_slope(self, name: str, t: Any, k: Any, p: Mapping[str, Any], xp: Any) -> Any:
        """How fast a clamp's command moves [V/s]."""
        tables = p["tables"]
        lane = xp.arange(tables.shape[-1]) if tables.shape[-1] > 1 else 0
        return tables[k, self.varied.index(name), 1, lane]

    def system_at(self, base: System, t: Any, varied: Mapping[str, Any]) -> System:
        """The system at a time, with what is varied."""
        numbers = {name: value for name, value in varied.items() if name not in self.clamped}
        return dataclasses.replace(with_numbers(base, numbers) if numbers else base, time=t)

    def change(
        self, base: System, t: Any, y: Any, k: Any, p: Mapping[str, Any], origin: Origin
    ) -> tuple[list[Any], list[Any], dict[str, Any]]:
        """Rates of change of the state, events, and the current of each interface's electrode.

        Args:
            base: the system with its constant numbers.
            t, k: time and segment, (lanes,).
            y: state, (n, lanes).
            p: the arguments.
            origin: of amounts.
        """
        varied = self.varied_at(t, k, p, base.xp)
        moment = self.dynamics.moment(self.system_at(base, t, varied), y, origin)
        return self.change_of(moment, varied, t, k, p)

    def change_of(
        self, moment: Moment, varied: Mapping[str, Any], t: Any, k: Any, p: Mapping[str, Any]
    ) -> tuple[list[Any], list[Any], dict[str, Any]]:
        """As `change`, at a moment, with what is varied then."""
        xp = moment.system.xp
        currents = {name: face.injected for name, face in moment.system.interfaces.items()}
        for column, name in enumerate(self.clamped):
            weak = p["series"][k, column]
            currents[name] = currents[name] + weak * (varied[name] - moment.potentials[name])
        rates = self.dynamics.extents(moment, currents)
        charging = self.dynamics.charging(rates)
        names = self.layout.potentials
        for column, name in enumerate(self.clamped):
            place, sign = self.held_place(name)
            on = p["clamps"][k, column] > 0
            charging[place] = xp.where(on, sign * self._command_slope(name, t, k, p, xp), charging[place])
        inverse = p["inverse"]
        row = k if self.clamped else 0
        lane = xp.arange(inverse.shape[-1]) if inverse.shape[-1] > 1 else 0
        phi = []
        for i in range(len(names)):
            total: Any = 0.0
            for j, name in enumerate(names):
                total = total + inverse[row, i, j, lane] * charging[name]
            phi.append(total)
        if self.clamped:
            rates, currents = self._clamping(moment.system, rates, currents, phi, k, p)
        gates = self.dynamics.gate_changes(moment)
        amounts = self.dynamics.amount_changes(rates)
        return [*gates, *amounts, *phi], rates, currents

    def _clamping(
        self, system: System, rates: list[Any], currents: dict[str, Any], phi: list[Any], k: Any, p: Mapping[str, Any]
    ) -> tuple[list[Any], dict[str, Any]]:
        """The events and currents with what perfect clamps supply."""
        needed = self.dynamics.charge(system, phi)
        present = self.dynamics.charging(rates)
        rates, currents = list(rates), dict(currents)
        electrode = {e.owner: n for n, e in enumerate(self.layout.table.events) if e.kind == "electrode"}
        for column, name in enumerate(self.clamped):
            place, sign = self.held_place(name)
            extra = system.xp.where(p["clamps"][k, column] > 0, sign * (needed[place] - present[place] / FARADAY), 0.0)
            rates[electrode[name]] = rates[electrode[name]] + extra
            face = system.interfaces[name]
            currents[name] = currents[name] + extra * FARADAY / area_of(face)
        return rates, currents

    def entered(self, base: System, y: list[Any], k: Any, p: Mapping[str, Any]) -> list[Any]:
        """The state after a perfect clamp has set its potential on entering a segment."""
        xp = base.xp
        layout = self.layout
        first = len(layout.gates) + len(layout.pairs)
        y = list(y)
        for column, name in enumerate(self.clamped):
            place, sign = self.held_place(name)
            row = first + layout.potentials.index(place)
            command = self.varied_at(p["begins"][k], k, p, xp)[name]
            new = xp.where(p["clamps"][k, column] > 0, sign * command, y[row])
            step = [0.0 * one for one in y[first:]]
            step[layout.potentials.index(place)] = new - y[row]
            moved = sign * self.dynamics.charge(base, step)[place]
            event = next(n for n, e in enumerate(layout.table.events) if e.kind == "electrode" and e.owner == name)
            for number, pair in enumerate(layout.pairs):
                weight = float(layout.table.matrix[pair, event])
                if weight:
                    y[len(layout.gates) + number] = y[len(layout.gates) + number] + weight * moved
            y[row] = new
        return y

    def possible(self, base: System, y: Any, origin: Origin) -> Any:
        """Whether no amount is negative, no volume zero and no gate far beyond 0 to 1, (lanes,)."""
        layout = self.layout
        gates, states, phi = layout.split(y)
        good = y[0] == y[0]
        for k in range(len(layout.gates)):
            good = good & (gates[k] > -_SLACK) & (gates[k] < 1.0 + _SLACK)
        amounts = self.dynamics.amounts(base, states, phi, origin)
        for (_, one), amount in zip(layout.table.pairs, amounts, strict=True):
            if one != CHARGE:
                good = good & (amount > 0.0 if one == WATER else amount >= 0.0)
        return good

    def base(self) -> Callable[[Mapping[str, Any]], System]:
        """A function to be traced by JAX: the system from the arguments."""

        @cache
        def structure() -> System:  # when first traced: native code that was kept needs no JAX
            import jax.numpy as jnp

            return System.of(_plain(self.model), jnp, check=False)

        def of(p: Mapping[str, Any]) -> System:
            return with_numbers(structure(), {path: p["numbers"][row] for row, path in enumerate(self.paths)})

        return of

    def moment(self) -> Callable[[Any, Any, Any, Mapping[str, Any]], Moment]:
        """A function (t, y, k, p) to be traced by JAX: everything at a time and state."""
        base = self.base()

        def of(t: Any, y: Any, k: Any, p: Mapping[str, Any]) -> Moment:
            system = base(p)
            varied = self.varied_at(t, k, p, system.xp)
            return self.dynamics.moment(self.system_at(system, t, varied), y, self.origin_of(p))

        return of

    def flow(self, watch: Watch | None = None) -> Flow:
        """The flow for the integrators, with what is kept of every lane on the way."""
        base = self.base()

        def rates(t: Any, y: Any, k: Any, p: Any) -> tuple[Any, Any]:
            import jax.numpy as jnp

            dy, dq, _ = self.change(base(p), t, y, k, p, self.origin_of(p))
            lanes = y.shape[1]
            counted = [jnp.broadcast_to(one, (lanes,)) for one in dq] if self.accounts else []
            return (
                jnp.stack([jnp.broadcast_to(one, (lanes,)) for one in dy]),
                jnp.stack(counted) if counted else jnp.zeros((0, lanes)),
            )

        def enter(y: Any, k: Any, p: Any) -> Any:
            import jax.numpy as jnp

            return jnp.stack(self.entered(base(p), list(y), k, p)) if self.clamped else y

        def inside(y: Any, k: Any, p: Any) -> Any:
            return self.possible(base(p), y, self.origin_of(p))

        segmented = ("begins", "tables", "clamps", "series", *(["inverse"] if self.clamped else []))
        shared = ("begins", "clamps", "series")
        gates = len(self.layout.gates)
        return Flow(rates, enter, inside, self._identity(watch), segmented, shared, watch, gates)

    @cached_property
    def shape(self) -> str:
        """Everything that shapes the flow but its numbers, as text: motions of one shape share compiled code."""
        reduction, table = self.layout.reduction, self.layout.table
        weights = [np.asarray(one).tolist() for one in (table.matrix, reduction.by_states, reduction.by_charge)]
        parts = [structure(self.model), self.layout.labels, [event.owner for event in table.events], reduction.charged]
        return json.dumps([*parts, weights, self.paths, self.varied, self.clamped, self.accounts])

    def _identity(self, watch: Watch | None) -> str:
        """The shape, for code that later processes find; empty where a law comes from elsewhere and may change."""
        laws = [*self.model.processes.values(), *self.model.reactions.values(), self.model.activity]
        known = all(type(one).__module__.startswith("poise.") for one in laws)
        if watch is None:
            return self.shape if known else ""
        return f"{self.shape}\n{watch.identity}" if known and watch.identity else ""


def _plain(model: Model) -> Model:
    """The model with one number where it has arrays: only its structure is used."""
    from ..model.along import Along

    arrays = {path: float(value.values[0]) for path in model.paths() if isinstance(value := model.get(path), Along)}
    return model.set(arrays) if arrays else model
