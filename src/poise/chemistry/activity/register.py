"""The activity models by name."""

from collections.abc import Mapping
from types import MappingProxyType

from ...errors import UnknownNameError, did_you_mean
from .davies import Davies
from .debye_hueckel import DebyeHueckel
from .ideal import Ideal
from .pitzer import Pitzer
from .protocol import ActivityModel

ACTIVITY_MODELS: Mapping[str, ActivityModel] = MappingProxyType(
    {"ideal": Ideal(), "debye_hueckel": DebyeHueckel(), "davies": Davies(), "pitzer": Pitzer()}
)
"""The activity models by the name that a model file uses, each with its default settings."""


def activity_model(name: str | ActivityModel) -> ActivityModel:
    """The activity model of that name, or the object itself.

    Raises:
        UnknownNameError: no such model; the text names the ones there are.
    """
    if not isinstance(name, str):
        return name
    found = ACTIVITY_MODELS.get(name.strip().casefold())
    if found is None:
        near = did_you_mean(name, ACTIVITY_MODELS)
        near = near if near.startswith("known") or not near else f"{near} known: {', '.join(sorted(ACTIVITY_MODELS))}"
        raise UnknownNameError(f"no activity model '{name}'; {near}")
    return found
