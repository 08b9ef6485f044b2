"""The task `rest`: the zero-current potential of each sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, final

import numpy as np

from ...model.model import Model
from ...model.validate import require_valid
from ...results.sweep_field import Field
from ...system.system import System
from ..balance import read_balance
from ..rest import rest
from ..settings import require_potential
from .base import Task, lanes_of, numbers_of


@final
@dataclass(frozen=True)
class Rest(Task):
    """The potentials at which no net current flows, concentrations as given.

    Columns, for each interface: `membrane.potential`, its `membrane.conductance` (the slope there), and how many
    potentials balance the currents, `membrane.rests`.

    Attributes:
        low, high: range of potentials to search [V]; where not given, chosen to hold every process's equilibrium.
        near: which of several stable rests to take [V]; the most negative one if not given.
        balance: for "interface.process" the ion whose net flux it must cancel, as of the verb `rest`.
    """

    low: float | None = None
    high: float | None = None
    near: float | None = None
    balance: Mapping[str, str] | None = None
    name: ClassVar[str] = "rest"

    def __post_init__(self) -> None:
        """Check the potentials."""
        for name in ("low", "high", "near"):
            if getattr(self, name) is not None:
                require_potential(name, getattr(self, name))
        object.__setattr__(self, "balance", MappingProxyType(dict(self.balance or {})))

    def fields(self, model: Model) -> Mapping[str, Field]:
        """The columns."""
        require_valid(model)
        read_balance(model, self.balance or {})
        found = []
        for name in model.interfaces:
            found += [
                Field(f"{name}.potential", "potential", "at which no net current flows, inside minus outside"),
                Field(f"{name}.conductance", "conductance", "slope of the current there; stable where positive"),
                Field(f"{name}.rests", "status", "how many potentials balance the currents", "<i2"),
            ]
        return {one.name: one for one in found}

    def compute(self, model: Model) -> dict[str, Any]:
        """The rests."""
        answer = rest(model, low=self.low, high=self.high, near=self.near, balance=self.balance)
        found: dict[str, Any] = {}
        for k, name in enumerate(model.interfaces):
            found[f"{name}.potential"] = answer["potential"][k]
            found[f"{name}.conductance"] = answer["slope_conductance"][k]
            found[f"{name}.rests"] = np.isfinite(answer["root"][k]).sum(axis=0).astype(np.int16)
        found["status"] = numbers_of(answer.statuses, lanes_of(model))
        return found

    def sizes(self, model: Model) -> tuple[int, int]:
        """A current that can only rise is searched 200 times as fast as one that may fall."""
        rising = not self.balance and all(System.of(model, check=False).monotone.values())
        return (1024, 32768) if rising else (256, 2048)

    def described(self) -> dict[str, Any]:
        """Its settings."""
        balance = dict(self.balance or {})
        return {"task": self.name, "low": self.low, "high": self.high, "near": self.near, "balance": balance}
