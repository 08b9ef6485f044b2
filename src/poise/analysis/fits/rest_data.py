"""Data: resting potentials, and reversal potentials of single processes, over conditions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np

from ...errors import InputError, UnknownNameError, did_you_mean
from ...model.model import Model
from ...system.numbers import with_numbers
from ...system.system import System
from ...units import POTENTIAL
from ..process_rows import reversal_potential
from ..settings import quiet
from .observed import Data, Prepared, along_curves, side_by_side, varied
from .rests import Rests


@final
@dataclass(frozen=True, eq=False)
class RestData(Data):
    """Resting potentials over conditions: "membrane.potential" against "bath.K+", say.

    A row is met by the zero-current potential of the interface under its conditions; where there are several, by the
    stable one nearest to the datum.
    """

    def prepared(self, model: Model, free: Collection[str]) -> Prepared:
        """See `Data.prepared`."""
        rows = self.rows
        faces = [_interface(model, name, self._called) for name in self.measured]
        conditions = self.conditions_of(model, free, rows)
        observed = self.observed_of(dict.fromkeys(self.measured, POTENTIAL), rows)
        rests = Rests(model, tuple(faces))
        data = np.stack([one.values for one in observed])

        def predict(values: Mapping[str, Any]) -> Any:
            count = len(next(iter(values.values())))
            found = rests.of(side_by_side(values, conditions, rows), np.tile(data, count))
            return found.reshape(len(faces), count, rows).transpose(1, 0, 2)

        axis = varied(conditions)
        place = conditions[axis] if axis else np.arange(1.0, rows + 1)
        dimension = model.paths()[axis].dimension if axis else None
        found = Prepared(self._called, "rest", conditions, axis, place, dimension, observed, predict, lambda: None)
        return replace(found, dense=lambda: _dense(self, found, model, free))


@final
@dataclass(frozen=True, eq=False)
class ReversalData(Data):
    """Reversal potentials of processes over conditions: "membrane.AChR.equilibrium" against "bath.Na+", say.

    A row is met by the potential at which the process's own net current vanishes.
    """

    def prepared(self, model: Model, free: Collection[str]) -> Prepared:
        """See `Data.prepared`."""
        rows = self.rows
        owners = [_process(model, name, self._called) for name in self.measured]
        conditions = self.conditions_of(model, free, rows)
        observed = self.observed_of(dict.fromkeys(self.measured, POTENTIAL), rows)
        base = System.of(model)

        def predict(values: Mapping[str, Any]) -> Any:
            count = len(next(iter(values.values())))
            system = with_numbers(base, side_by_side(values, conditions, rows))
            found = []
            with quiet():
                for face, label in owners:
                    process = system.interfaces[face].processes[label]
                    found.append(reversal_potential(process, system.local(face, 0.0), count * rows))
            return np.stack(found).reshape(len(owners), count, rows).transpose(1, 0, 2)

        axis = varied(conditions)
        place = conditions[axis] if axis else np.arange(1.0, rows + 1)
        dimension = model.paths()[axis].dimension if axis else None
        found = Prepared(self._called, "reversal", conditions, axis, place, dimension, observed, predict, lambda: None)
        return replace(found, dense=lambda: _dense(self, found, model, free))


def _dense(data: Any, prepared: Prepared, model: Model, free: Collection[str]) -> Prepared | None:
    """The same kind of data along curves; `None` where no condition runs."""
    if not prepared.axis or np.ptp(prepared.place) == 0:
        return None
    conditions = along_curves(prepared.series, prepared.conditions, prepared.axis, prepared.place)
    count = len(conditions[prepared.axis])
    # where there are several rests, the one near the nearest datum is drawn
    near = np.array([_nearest_row(prepared, conditions, k) for k in range(count)])
    measured = {one.name: one.values[near] for one in prepared.observed}
    return type(data)(conditions, measured, name=data.name).prepared(model, free)


def _nearest_row(prepared: Prepared, conditions: Mapping[str, Any], k: int) -> int:
    """The row of data nearest to a point of a curve, in its own series."""
    away = np.abs(prepared.place - conditions[prepared.axis][k])
    other = sum(
        (prepared.conditions[path] != values[k]) for path, values in conditions.items() if path != prepared.axis
    )
    return int(np.argmin(np.where(other, np.inf, away)))


def _interface(model: Model, name: str, called: str) -> str:
    """The interface of "membrane.potential"."""
    face, _, what = name.rpartition(".")
    if what != "potential" or face not in model.interfaces:
        near = did_you_mean(name, [f"{one}.potential" for one in model.interfaces])
        raise UnknownNameError(f"{called}: '{name}' is not the potential of an interface; {near}")
    return face


def _process(model: Model, name: str, called: str) -> tuple[str, str]:
    """The interface and the process of "membrane.AChR.equilibrium"."""
    path, _, what = name.rpartition(".")
    if what != "equilibrium" or path not in model.processes:
        near = did_you_mean(name, [f"{one}.equilibrium" for one in model.processes])
        raise UnknownNameError(f"{called}: '{name}' is not the reversal potential of a process; {near}")
    face, _, label = path.partition(".")
    if not any(move.electrogenic for move in model.processes[path].moves()):
        raise InputError(f"{called}: '{path}' carries no charge, so that it has no reversal potential")
    return face, label
