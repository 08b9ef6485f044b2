"""What drawn designs share: distributions by path, shares of 0 to 1 turned into their values, correlations."""

import dataclasses
from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...errors import InputError
from ...model.model import Model
from .base import Design, at_most, known, met, whole
from .copula import Copula
from .distribution_text import distribution
from .distributions import Distribution


def read(draws: Mapping[str, Any]) -> Mapping[str, Distribution]:
    """Distributions by path, from texts or objects.

    Raises:
        InputError: one that is none, its path named.
    """
    found = {}
    for path, given in draws.items():
        try:
            found[path] = distribution(given)
        except InputError as error:
            raise type(error)(f"{path}: {error}") from None
    return MappingProxyType(found)


def bound(draws: Mapping[str, Distribution], model: Model) -> Mapping[str, Distribution]:
    """The same with the model's own paths and SI numbers.

    Raises:
        UnknownNameError, UnitError, InputError: as `Design.of`.
    """
    found = {}
    for path, (full, kind) in known(model, draws).items():
        try:
            found[full] = draws[path].of(kind)
        except InputError as error:
            raise type(error)(f"{path}: {error}") from None
    return MappingProxyType(found)


def turned(draws: Mapping[str, Distribution], shares: Any) -> dict[str, Any]:
    """Values by path from shares (samples, paths).

    Raises:
        InputError: a distribution has texts where `of` would have put numbers.
    """
    met(all(one.numeric for one in draws.values()))
    return {path: one.ppf(shares[:, column]) for column, (path, one) in enumerate(draws.items())}


def described(draws: Mapping[str, Distribution], model: Model) -> dict[str, str]:
    """The distributions as text, in the units that people read."""
    kinds = model.paths()
    return {path: one.text(kinds[path].dimension) for path, one in draws.items()}


class Drawn(Design):
    """Draws of several quantities. A subclass is a final frozen dataclass with these fields among its own.

    Attributes:
        samples: how many.
        draws: distributions by path, as objects or as text.
        seed: the same seed, the same samples.
    """

    samples: Any
    draws: Any
    seed: Any

    def __post_init__(self) -> None:
        """Read the distributions."""
        object.__setattr__(self, "samples", whole(self.samples, "samples", 1))
        object.__setattr__(self, "seed", whole(self.seed, "seed", 0))
        object.__setattr__(self, "draws", read(self.draws))

    @property
    def paths(self) -> tuple[str, ...]:
        """The quantities that vary."""
        return tuple(self.draws)

    @property
    def sizes(self) -> Mapping[str, int]:
        """One dimension, the draws."""
        return {"draw": self.samples}

    def of(self, model: Model) -> "Drawn":
        """With the model's own paths and SI numbers."""
        return dataclasses.replace(self, draws=bound(self.draws, model))  # type: ignore[arg-type]

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        return turned(self.draws, self._shares(begin, end))

    @abstractmethod
    def _shares(self, begin: int, end: int) -> Any:
        """Shares of 0 to 1 of samples begin to end, (end - begin, paths); a distribution turns them into values."""

    def described(self, model: Model) -> dict[str, Any]:
        """Its distributions, number and seed."""
        return {
            "design": self.name,
            "samples": self.samples,
            "seed": self.seed,
            "draws": described(self.draws, model),
        }


class Correlated(Drawn):
    """Draws that may depend on each other.

    Attributes:
        correlation: of the normal scores of pairs of quantities, {("membrane.Na.conductance", "..."): 0.5}.
    """

    correlation: Any

    def __post_init__(self) -> None:
        """Read the distributions and the correlations."""
        super().__post_init__()
        object.__setattr__(self, "correlation", Copula.read(self.correlation))
        at_most(self.samples)

    def of(self, model: Model) -> "Correlated":
        """With the model's own paths and SI numbers."""
        drawn = super().of(model)
        return dataclasses.replace(drawn, correlation=self.correlation.of(model, drawn.paths))  # type: ignore[arg-type]

    def values(self, begin: int, end: int) -> dict[str, Any]:
        """Samples begin to end."""
        return turned(self.draws, self.correlation.joined(self._shares(begin, end), self.paths))

    def described(self, model: Model) -> dict[str, Any]:
        """Its distributions, number, seed and correlations."""
        return {**super().described(model), **self.correlation.described()}
