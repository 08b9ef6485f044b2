"""The task `continue`: a branch of steady states of each sample, of which the folds and Hopf points are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from ...errors import InputError, PoiseError
from ...model.along import Along
from ...model.model import Model
from ...model.values import as_value
from ...results.sweep_field import Field
from ...solve.status import Status
from ..continue_ import continue_
from ..simulator import structure_of
from .base import Task, lanes_of


@final
@dataclass(frozen=True)
class Continue(Task):
    """Steady states along a quantity, round the folds, for each sample.

    Columns: how many `folds` and `hopfs` there are, and where along the quantity: `fold` and `hopf` (the first `most`
    of each along the branch, nan beyond), with the `frequency` at each Hopf point.

    Attributes:
        path: the quantity along which a branch runs; not one that varies from sample to sample.
        low, high: its range: text with a unit, or SI.
        most: folds, and Hopf points, of which the place is kept.
        points: most points in each direction.
    """

    path: str
    low: Any
    high: Any
    most: int = 4
    points: int = 2000
    name: ClassVar[str] = "continue"

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not isinstance(self.most, int) or not 1 <= self.most <= 100:
            raise InputError(f"most: '{self.most}' is not a whole number from 1 to 100")

    def fields(self, model: Model) -> Mapping[str, Field]:
        """The columns."""
        path = model.resolve(self.path)
        kind = model.paths()[path]
        low, high = (as_value(one, kind, path) for one in (self.low, self.high))
        if not low < high:
            raise InputError(f"the range of '{path}' is empty: give two values, the lower one first")
        if isinstance(model.get(path), Along):
            raise InputError(f"'{path}' is followed by `continue` and cannot vary from sample to sample as well")
        structure_of(model, until=1.0, accounts=False)
        quantity = kind.dimension.name
        several = (("special", self.most),)
        found = [
            Field("folds", "status", "how many folds the branch has", "<i2"),
            Field("hopfs", "status", "how many Hopf points the branch has", "<i2"),
            Field("fold", quantity, f"{path} at each fold", axes=several),
            Field("hopf", quantity, f"{path} at each Hopf point", axes=several),
            Field("frequency", "rate", "at each Hopf point, of the oscillation that begins or ends", axes=several),
            Field("points", "status", "of the branch", "<i4"),
        ]
        return {one.name: one for one in found}

    def compute(self, model: Model) -> dict[str, Any]:
        """The branches, one after another."""
        lanes = lanes_of(model)
        found: dict[str, Any] = {
            "folds": np.full(lanes, -1, np.int16),
            "hopfs": np.full(lanes, -1, np.int16),
            "fold": np.full((lanes, self.most), np.nan),
            "hopf": np.full((lanes, self.most), np.nan),
            "frequency": np.full((lanes, self.most), np.nan),
            "points": np.full(lanes, -1, np.int32),
            "status": np.full(lanes, Status.refused, np.int16),
        }
        for lane, one in enumerate(_each(model, lanes)):
            try:
                answer = continue_(one, self.path, self.low, self.high, points=self.points)
            except PoiseError:
                continue  # it stays refused
            found["status"][lane] = Status[answer.status]
            if not answer.data:
                continue
            folds, hopfs = answer.facts["folds"], answer.facts["hopfs"]
            found["folds"][lane], found["hopfs"][lane] = len(folds), len(hopfs)
            found["points"][lane] = len(answer["parameter"])
            for name, kind, key in (("fold", folds, "value"), ("hopf", hopfs, "value"),
                                    ("frequency", hopfs, "frequency_Hz")):  # fmt: skip
                values = [special[key] for special in kind[: self.most]]
                found[name][lane, : len(values)] = values
        return found

    def sizes(self, model: Model) -> tuple[int, int]:
        """A branch takes a second."""
        return 1, 2

    def described(self) -> dict[str, Any]:
        """Its settings."""
        return {
            "task": self.name,
            "path": self.path,
            "low": self.low,
            "high": self.high,
            "most": self.most,
            "points": self.points,
        }


def _each(model: Model, lanes: int) -> Any:
    """The model of each lane, with plain numbers."""
    varied = {path: one for path in model.paths() if isinstance(one := model.get(path), Along)}
    for lane in range(lanes):
        yield model.set({path: float(one.values[lane]) for path, one in varied.items()})
