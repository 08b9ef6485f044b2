"""What a reduction follows: a path of a model, as a function of the state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownNameError, did_you_mean
from ...system.dynamics import Moment
from ...system.motion import Motion


@dataclass(frozen=True)
class Followed:
    """A quantity of a motion.

    Attributes:
        path: "membrane.potential", "bath.K+", "cytosol.volume", "membrane.Na.m".
        quantity: its kind, a name of `units.DIMENSIONS`.
        weights: (place in the state, weight) pairs, where it is a sum of states.
        of: of a moment, where it is not; else `None`.
    """

    path: str
    quantity: str
    weights: tuple[tuple[int, float], ...] = ()
    of: Callable[[Moment], Any] | None = None

    @classmethod
    def find(cls, motion: Motion, path: str) -> "Followed":
        """What a path means.

        Raises:
            UnknownNameError: there is nothing to follow; the text offers the nearest paths.
        """
        known = _known(motion)
        if path not in known:
            near = did_you_mean(path, known)
            raise UnknownNameError(
                f"nothing to follow at '{path}' in model '{motion.model.name}'" + (f"; {near}" if near else "")
            )
        return known[path]


def _known(motion: Motion) -> dict[str, Followed]:
    """Everything that can be followed, by path."""
    model, layout = motion.model, motion.layout
    found: dict[str, Followed] = {}
    first = layout.size - len(layout.potentials)
    for name, face in model.interfaces.items():
        sides = ((face.inside, 1.0), (face.outside, -1.0))
        weights = tuple((first + layout.potentials.index(at), s) for at, s in sides if at in layout.potentials)
        found[f"{name}.potential"] = Followed(f"{name}.potential", "potential", weights)
    for row, gate in enumerate(layout.gates):
        found[gate.label] = Followed(gate.label, "number", ((row, 1.0),))
    for name, place in model.compartments.items():
        if not place.reservoir:
            found[f"{name}.volume"] = Followed(f"{name}.volume", "volume", of=_volume(name))
        for one in place.contents:
            path = f"{name}.{one.name}"
            found[path] = Followed(path, "concentration", of=_concentration(name, one))
    return found


def _volume(name: str) -> Callable[[Moment], Any]:
    return lambda moment: moment.system.volumes[name]


def _concentration(name: str, one: Any) -> Callable[[Moment], Any]:
    return lambda moment: moment.system.concentrations[name][one]
