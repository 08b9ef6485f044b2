"""The current of an interface as a function to be traced, fed with the model's arrays: for very many lanes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..model.along import Along
from ..model.describe import structure
from ..model.model import Model
from ..system.lanes import Lanes
from ..system.system import System


@dataclass(frozen=True)
class TracedCurrent:
    """One interface of a model whose arrays are told lane by lane; all else is constant.

    Attributes:
        model: with arrays.
        name: of the interface.
        lanes: of the model.
    """

    model: Model
    name: str
    lanes: Lanes

    @cached_property
    def values(self) -> dict[str, Any]:
        """The arrays by path, (lanes,)."""
        return {path: np.asarray(self.lanes.spread(one, np), float) for path, one in self.lanes.coordinates.items()}

    def system(self, values: Mapping[str, Any]) -> System:
        """The system with these values, in JAX's namespace."""
        import jax.numpy as jnp

        return System.of(self.model.set(values, along="lane"), jnp, check=False)

    def taken(self, which: Any) -> Model:
        """The model with only some lanes, in the order of the indices `which`."""
        return self.model.set({path: one[which] for path, one in self.values.items()}, along="lane")

    def current(self, potential: Any, values: Mapping[str, Any]) -> Any:
        """Net outward current [A/m2] at a potential [V]."""
        return self.system(values).current(self.name, potential)

    @property
    def identity(self) -> str:
        """Everything that shapes the current but the arrays; empty where a law comes from elsewhere and may change."""
        laws = [*self.model.interfaces[self.name].processes.values(), self.model.activity]
        if not all(type(one).__module__.startswith("poise.") for one in laws):
            return ""
        paths = self.model.paths()
        numbers = {path: value for path in paths if not isinstance(value := self.model.get(path), Along)}
        return repr((structure(self.model), self.name, numbers))
