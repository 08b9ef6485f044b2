"""The task `steady`: the stationary state of each sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from ...model.model import Model
from ...results.sweep_field import Field
from ..simulator import structure_of
from ..steady import steady
from .base import Task, lanes_of, numbers_of


@final
@dataclass(frozen=True)
class Steady(Task):
    """Amounts, volumes, gates and potentials that no longer change.

    Columns: `membrane.potential` of each interface; `cytosol.K+` and `cytosol.volume` of each compartment that has
    amounts (not of what is held); `stable` (1 or 0), and `growth`, the largest real part of the eigenvalues.

    Attributes:
        follow: walk in time first: the state to which the start leads, rather than the nearest one.
    """

    follow: bool = False
    name: ClassVar[str] = "steady"

    def fields(self, model: Model) -> Mapping[str, Field]:
        """The columns."""
        structure_of(model, until=1.0, accounts=False)
        found = [
            Field(f"{name}.potential", "potential", "in the steady state, inside minus outside")
            for name in model.interfaces
        ]
        for name, place in model.compartments.items():
            if not place.reservoir:
                found += [
                    Field(f"{name}.{one.name}", "concentration", "in the steady state")
                    for one in place.contents
                    if one not in place.held
                ]
                found.append(Field(f"{name}.volume", "volume", "in the steady state"))
        found += [
            Field("stable", "status", "1 where every small disturbance dies out", "<i2"),
            Field("growth", "rate", "of the disturbance that grows fastest, or dies out most slowly"),
        ]
        return {one.name: one for one in found}

    def compute(self, model: Model) -> dict[str, Any]:
        """The steady states."""
        answer = steady(model, follow=self.follow)
        lanes = lanes_of(model)
        status = numbers_of(answer.statuses, lanes)
        good = status == 0
        wanted = self.fields(model)
        found: dict[str, Any] = {}
        for k, name in enumerate(model.interfaces):
            found[f"{name}.potential"] = np.where(good, answer["potential"][k], np.nan)
        for k, label in enumerate(answer.labels["content"]):
            if label in wanted:
                found[label] = np.where(good, answer["content"][k], np.nan)
        for k, name in enumerate(answer.labels.get("holding", ())):
            found[f"{name}.volume"] = np.where(good, answer["volume"][k], np.nan)
        pairs = np.asarray(answer.facts["eigenvalues_per_s"], float).reshape(lanes, -1, 2)
        growth = pairs[:, :, 0].max(axis=1) if pairs.shape[1] else np.full(lanes, np.nan)
        found["growth"] = np.where(good, growth, np.nan)
        found["stable"] = np.where(good, np.asarray(answer.facts["stable"]).reshape(lanes), -1).astype(np.int16)
        found["status"] = status
        return found

    def sizes(self, model: Model) -> tuple[int, int]:
        """A search takes about as long as a hundred rests."""
        return 16, 64

    def described(self) -> dict[str, Any]:
        """Its settings."""
        return {"task": self.name, "follow": self.follow}
