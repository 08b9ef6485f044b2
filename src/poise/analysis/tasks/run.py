"""The task `run`: each sample in time, of which only what is watched is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, final

import numpy as np

from ...errors import InputError
from ...model.model import Model
from ...results.sweep_field import Field
from ...solve.backends import Backend
from ...solve.steps import Method
from ..ensemble import ensemble
from ..reductions import Last, Reduction, Watching, reduction
from ..simulator import structure_of
from ..start import started_from
from .base import Task, as_status


@final
@dataclass(frozen=True)
class Run(Task):
    """The course in time under a protocol, watched in the lane, so that memory does not grow with its steps.

    Columns: one for each name of `watch`, and `steps`. Without `watch` it is where every potential is in the end.

    Attributes:
        protocol: a Protocol, the name of one of the model's, or `None` for the model left alone.
        until: how long [s], or text such as "20 ms"; the protocol's own time unless given.
        watch: what to keep, by any name: `Maximum("membrane.potential")`, or "apd(membrane.potential, 0.9)".
        start: values by path to start from, such as {"membrane.potential": "-60 mV"}.
        rtol: relative tolerance.
        method: `Rodas5P()` (stiff; used unless given) or `Tsit5()`.
        backend: what runs it; `Quickest()` unless given.
    """

    protocol: Any = None
    until: Any = None
    watch: Any = None
    start: Mapping[str, Any] | None = None
    rtol: float = 1e-6
    method: Method | None = None
    backend: Backend | None = None
    name: ClassVar[str] = "run"
    same_length: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Read the reductions."""
        found: dict[str, Reduction] = {}
        for name, given in dict(self.watch or {}).items():
            if name in ("status", "steps"):
                raise InputError(f"watch '{name}': every run has a column of that name; choose another")
            try:
                found[name] = reduction(given)
            except InputError as error:
                raise type(error)(f"watch '{name}': {error}") from None
        object.__setattr__(self, "watch", MappingProxyType(found))
        object.__setattr__(self, "start", MappingProxyType(dict(self.start or {})))

    def fields(self, model: Model) -> Mapping[str, Field]:
        """The columns."""
        begun = started_from(model, dict(self.start or {}) or None)
        _, _, motion = structure_of(begun, self.protocol, self.until, accounts=False)
        watching = Watching.of(motion, self._watched(model))
        found = [Field(name, quantity, watching.asked[name].text) for name, quantity in watching.quantities.items()]
        found.append(Field("steps", "status", "of the solver, accepted", "<i4"))
        return {one.name: one for one in found}

    def compute(self, model: Model) -> dict[str, Any]:
        """What was watched."""
        answer = ensemble(
            model,
            self.protocol,
            self.until,
            watch=self._watched(model),
            start=dict(self.start or {}) or None,
            rtol=self.rtol,
            method=self.method,
            backend=self.backend,
        )
        found = {name: np.asarray(values, float) for name, values in answer.values.items()}
        found["steps"] = np.asarray(answer.accepted, np.int32)
        found["status"] = as_status(answer.status, len(found["steps"]))
        return found

    def sizes(self, model: Model) -> tuple[int, int]:
        """Lanes enough to keep the processor busy, few enough that a chunk of long runs ends soon."""
        return 64, 512

    def described(self) -> dict[str, Any]:
        """Its settings."""
        return {
            "task": self.name,
            "protocol": self.protocol if isinstance(self.protocol, str | None) else repr(self.protocol),
            "until": self.until,
            "watch": {name: one.text for name, one in self.watch.items()},
            "start": {path: str(value) for path, value in (self.start or {}).items()},
            "rtol": self.rtol,
            "method": repr(self.method) if self.method else None,
            "backend": repr(self.backend) if self.backend else None,
        }

    def _watched(self, model: Model) -> dict[str, Reduction]:
        """What is asked, or the potentials at the end."""
        return dict(self.watch) or {f"{name}.potential": Last(f"{name}.potential") for name in model.interfaces}
