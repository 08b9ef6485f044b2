"""What drawn designs share: distributions by path, and shares of 0 to 1 turned into their values."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...errors import InputError
from ...model.model import Model
from .base import known
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
    """Values by path from shares (samples, paths)."""
    return {path: one.ppf(shares[:, column]) for column, (path, one) in enumerate(draws.items())}


def described(draws: Mapping[str, Distribution], model: Model) -> dict[str, str]:
    """The distributions as text, in the units that people read."""
    kinds = model.paths()
    return {path: one.text(kinds[path].dimension) for path, one in draws.items()}
