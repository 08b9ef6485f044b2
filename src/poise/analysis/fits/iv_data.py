"""Data: currents at given potentials, of an interface or of single processes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np

from ...errors import InputError, UnknownNameError, did_you_mean
from ...model.model import Model
from ...system.numbers import with_numbers
from ...system.system import System
from ...units import DIMENSIONS, POTENTIAL
from ..settings import quiet
from .observed import Data, Prepared, along_curves, side_by_side


@final
@dataclass(frozen=True, eq=False)
class IVData(Data):
    """Currents against the potential of one interface: "membrane.current", or "membrane.Na.current" of one process.

    The potential is a condition, "membrane.potential"; others ("bath.Na+") make families of curves. Gates are at their
    steady state, outward is positive, and what an electrode injects is taken off the whole current, as in `iv`.

    Attributes:
        whole: whether currents are those of the whole area [A] rather than per area [A/m2]; the interface then needs an
            area.
    """

    whole: bool = False

    def prepared(self, model: Model, free: Collection[str]) -> Prepared:
        """See `Data.prepared`."""
        rows = self.rows
        face = self._face(model)
        name = f"{face}.potential"
        labels = [self._process(model, face, one) for one in self.measured]
        if self.whole and model.interfaces[face].area is None:
            raise InputError(f"{self._called}: currents in amperes need the area of '{face}'; write `area: 1000 um2`")
        volts = self._row(self.conditions[name], POTENTIAL, name, rows)
        if not np.isfinite(volts).all():
            raise InputError(f"{self._called}: {name}: a potential must be given in every row")
        conditions = self.conditions_of(model, free, rows, but=(name,))
        dimension = DIMENSIONS["current" if self.whole else "current per area"]
        observed = self.observed_of(dict.fromkeys(self.measured, dimension), rows)

        base = System.of(model)

        def predict(values: Mapping[str, Any]) -> Any:
            count = len(next(iter(values.values())))
            system = with_numbers(base, side_by_side(values, conditions, rows))
            v = np.tile(volts, count)
            with quiet():
                local = system.local(face, v)
                flows = [system.process_current(face, one, local) if one else system.current(face, v) for one in labels]
                area = system.interfaces[face].area if self.whole else 1.0
                found = np.stack([np.broadcast_to(area * flow, (count * rows,)) for flow in flows])
            return found.reshape(len(labels), count, rows).transpose(1, 0, 2)

        found = Prepared(
            self._called, "iv", {name: volts, **conditions}, name, volts, POTENTIAL, observed, predict, lambda: None
        )
        return replace(found, dense=lambda: self._dense(found, model, free))

    def _face(self, model: Model) -> str:
        """The interface whose potential is among the conditions."""
        names = [f"{one}.potential" for one in model.interfaces]
        there = [one for one in names if one in self.conditions]
        if len(there) != 1:
            raise InputError(
                f"{self._called}: the potential of one interface is needed among the conditions: {' or '.join(names)}"
            )
        return there[0].rpartition(".")[0]

    def _process(self, model: Model, face: str, name: str) -> str:
        """The process of "membrane.Na.current"; "" for the whole interface."""
        path, _, what = name.rpartition(".")
        if what == "current" and path == face:
            return ""
        if what == "current" and path in model.processes and path.partition(".")[0] == face:
            return path.partition(".")[2]
        known = [f"{face}.current", *(f"{one}.current" for one in model.processes if one.startswith(f"{face}."))]
        raise UnknownNameError(f"{self._called}: no current '{name}' across '{face}'; {did_you_mean(name, known)}")

    def _dense(self, prepared: Prepared, model: Model, free: Collection[str]) -> Prepared | None:
        """Currents along curves; `None` where the potential does not vary."""
        if np.ptp(prepared.place) == 0:
            return None
        conditions = along_curves(prepared.series, prepared.conditions, prepared.axis, prepared.place)
        measured = {one.name: np.zeros(len(conditions[prepared.axis])) for one in prepared.observed}
        return IVData(conditions, measured, name=self.name, whole=self.whole).prepared(model, free)
